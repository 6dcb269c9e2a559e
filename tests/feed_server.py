"""A real web server on loopback for tests: each path answers as a test says, byte for byte."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Asked = BaseHTTPRequestHandler
Answering = Callable[[Asked], None]


@dataclass
class FeedServer:
    """A running server. ``answers``: by path; ``seen``: path and headers of every request."""

    port: int = 0
    scheme: str = "http"
    answers: dict[str, Answering] = field(default_factory=dict)
    otherwise: Answering | None = None
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where feeds are."""
        return f"{self.scheme}://localhost:{self.port}/{{mailbox}}.ics"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.seen]

    def answer(self, asked: Asked) -> None:
        """Do what the test said for this path."""
        self.seen.append((asked.path, {k.lower(): v for k, v in asked.headers.items()}))
        answering = self.answers.get(asked.path, self.otherwise)
        if answering is None:
            send(404)(asked)
        else:
            answering(asked)


def send(status: int, body: bytes = b"", **headers: str) -> Answering:
    """An answer with a length; ``retry_after`` is the header Retry-After."""

    def answering(asked: Asked) -> None:
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-").title(), value)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)

    return answering


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[FeedServer]:
    """A server on a free port of loopback."""
    described = FeedServer(scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        """Hands every request on."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Any request."""
            self.close_connection = True
            described.answer(self)

        def do_POST(self) -> None:
            """Any request with a body, which nobody reads further than it must be."""
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    class Server(ThreadingHTTPServer):
        """Says nothing of clients that hang up."""

        def handle_error(self, *_: object) -> None:
            """Clients under test hang up early."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    described.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield described
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
