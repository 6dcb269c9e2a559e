"""The web server on loopback: Graph by HTTP or TLS, the token endpoint by TLS, faults to the last byte."""

from __future__ import annotations

import json
import socket
import ssl
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from tests.simulators.graph.asked import GraphError, Reply, refused, take_apart
from tests.simulators.graph.signing_in import TENANT, App
from tests.simulators.graph.tenant import Tenant

GRAPH = "/v1.0"
REQUEST = "6c1c5f2a-0000-4000-8000-000000000000"
DISCOVERY = "/v2.0/.well-known/openid-configuration"
TOKEN = "/oauth2/v2.0/token"  # noqa: S105 # a path


class Server:
    """A running server: ``tenant`` behind it, ``crashes``: mistakes of the simulator's own."""

    def __init__(self, tenant: Tenant, ca_file: Path) -> None:
        self.tenant = tenant
        self.ca_file = ca_file
        self.graph = ""
        self.login = ""
        self.crashes: list[str] = []

    @property
    def url(self) -> str:
        """Where Graph is, version included."""
        return self.graph + GRAPH

    @property
    def authority(self) -> str:
        """Where tokens are given, for msal: host and tenant."""
        return f"{self.login}/{TENANT}"

    def token(self, app: str) -> str:
        """A token, without asking for proof."""
        return self.tenant.signing_in.issue(app)


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listening

    def setup(self) -> None:
        """Take a connection; TLS is spoken in its own thread, so that nobody waits for it."""
        if self.server.tls is not None:
            self.request.settimeout(10)
            self.request = self.server.tls.wrap_socket(
                self.request, server_side=True, do_handshake_on_connect=False
            )
            try:
                self.request.do_handshake()
            except OSError:
                self.request.close()
                raise
            self.request.settimeout(None)
        super().setup()
        self.server.lines.add(self.request)
        self.server.described.tenant.counters.connected(1)

    def finish(self) -> None:
        """Let a connection go."""
        self.server.lines.discard(self.request)
        self.server.described.tenant.counters.connected(-1)
        with suppress(OSError):
            super().finish()
        self.request.close()

    def _any(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or "0"))
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(self._answer(content))

    def do_GET(self) -> None:
        """Reading."""
        self._any()

    def do_POST(self) -> None:
        """Creating, batches, tokens."""
        self._any()

    def do_PATCH(self) -> None:
        """Changing."""
        self._any()

    def do_DELETE(self) -> None:
        """Taking away."""
        self._any()

    def _answer(self, content: bytes) -> Reply:
        described = self.server.described
        path = self.path.partition("?")[0]
        if path.startswith(f"{GRAPH}/"):
            return self._graph(described, content)
        authority = described.login + path.removesuffix(TOKEN)
        if path.endswith(DISCOVERY):
            return described.tenant.signing_in.discovery(
                described.login + path.removesuffix(DISCOVERY)
            )
        if path.endswith(TOKEN) and self.command == "POST":
            call = take_apart(
                "POST", self.path, dict(self.headers), content.decode(), described.login
            )
            return described.tenant.token(call, authority)
        return Reply(404, b"not found", {"Content-Type": "text/plain"})

    def _graph(self, described: Server, content: bytes) -> Reply:
        try:
            body = json.loads(content) if content else None
        except ValueError:
            return refused(GraphError(400, "BadRequest", "Unable to read JSON request payload."))
        target = self.path.removeprefix(GRAPH)
        call = take_apart(self.command, target, dict(self.headers), body, described.url)
        return described.tenant.answer(call)

    def _send(self, reply: Reply) -> None:
        bare = reply.content is None or isinstance(reply.content, bytes)
        content = (reply.content or b"") if bare else json.dumps(reply.content).encode()
        if reply.cut == 0:
            self._hang_up()
            return
        self.send_response(reply.status)
        told = {"Content-Type": "application/json;odata.metadata=minimal", "request-id": REQUEST}
        told |= reply.headers
        for name, value in told.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: reply.cut])
        if reply.cut is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
            self.request.shutdown(socket.SHUT_RDWR)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header, by the clock of the tenant."""
        now: datetime = self.server.described.tenant.store.clock()
        return super().date_time_string(now.timestamp() if timestamp is None else timestamp)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


class _Listening(ThreadingHTTPServer):
    """Says nothing of clients that hang up, and ends with all its connections."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, described: Server, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.described = described
        self.tls = tls
        self.lines: set[Any] = set()
        self.root = f"{'https' if tls else 'http'}://localhost:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Clients under test hang up early; anything else is a mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            self.described.crashes.append(traceback.format_exc())

    def hang_up(self) -> None:
        """Close every connection."""
        for line in list(self.lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@cache
def _authority() -> tuple[ssl.SSLContext, bytes]:
    """A certificate for localhost, and the PEM of the authority that issued it."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(tls)
    return tls, authority.cert_pem.bytes()


@contextmanager
def serving(apps: Iterable[App], *, tls: bool = False) -> Iterator[Server]:
    """Graph (``tls``: by TLS, too) and the token endpoint on free ports of loopback."""
    certificate, pem = _authority()
    with tempfile.TemporaryDirectory() as folder:
        ca_file = Path(folder) / "ca.pem"
        ca_file.write_bytes(pem)
        described = Server(Tenant(apps), ca_file)
        login = _Listening(described, certificate)
        graph = login if tls else _Listening(described, None)
        described.login, described.graph = login.root, graph.root
        listening = [login] if tls else [login, graph]
        threads = [
            threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02})
            for one in listening
        ]
        for thread in threads:
            thread.start()
        try:
            yield described
        finally:
            described.tenant.close()
            for one, thread in zip(listening, threads, strict=True):
                one.shutdown()
                one.hang_up()
                thread.join()
                one.server_close()
