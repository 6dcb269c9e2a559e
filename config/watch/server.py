"""Serves the pages from a thread of the process, within limits of size, number and time."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from config.problems import ConfigurationError, Problem

LIFETIME = 10.0
"""Seconds that a connection lives, whatever it does."""
MAX_HEAD = 8 * 1024
"""Bytes of a request's line and headers."""
MAX_CONNECTIONS = 128
PATIENCE = 5.0


class Brief(H11Protocol):
    """HTTP/1.1 on connections that end after a while, however slowly the other side drips."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to count."""
        super().connection_made(transport)
        self._end = self.loop.call_later(LIFETIME, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        self._end.cancel()
        super().connection_lost(exc)


@contextmanager
def serving(app: ASGIApp, host: str, port: int) -> Iterator[int]:
    """Serve ``app`` until the block ends; gives the port.

    Raises ConfigurationError where nobody can listen there.
    """
    line = _listen(host, port)
    server = uvicorn.Server(_settings(app))
    thread = threading.Thread(target=server.run, args=([line],), name="http", daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield line.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        line.close()


def _settings(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=Brief,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=MAX_HEAD,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=MAX_CONNECTIONS)
    except OSError as error:
        reason = f"nobody can listen on {host}:{port}: {error.strerror or error}"
        raise ConfigurationError([Problem("", "http.port", None, reason)]) from None


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
