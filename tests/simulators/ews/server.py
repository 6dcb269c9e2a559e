"""The web server on loopback: sockets, TLS, sign-in by connection, and faults down to the last byte."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.ews.autodiscover import PATH as AUTODISCOVER
from tests.simulators.ews.autodiscover import discovered
from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.rights import User
from tests.simulators.ews.signing_in import SigningIn
from tests.simulators.ews.soap import Reply, SoapFaultError, faulted

EWS = "/EWS/Exchange.asmx"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class Server:
    """A running server: ``exchange`` behind it, ``crashes``: mistakes of the simulator's own.

    ``clock``: what it tells in the ``Date`` of its answers.
    """

    def __init__(self, exchange: Exchange, signing_in: SigningIn, scheme: str, port: int) -> None:
        self.exchange = exchange
        self.signing_in = signing_in
        self.root = f"{scheme}://localhost:{port}"
        self.crashes: list[str] = []
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def url(self) -> str:
        """Where EWS is."""
        return self.root + EWS

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover is."""
        return self.root + AUTODISCOVER


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive; NTLM proves a user to it once and for all."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listening
    user: User | None = None
    handshake: Any = None

    def setup(self) -> None:
        """Take a connection; TLS is spoken in its own thread, so that nobody waits for it."""
        if self.server.tls is not None:
            self.request = self._encrypted(self.server.tls)
        super().setup()
        self.server.lines.add(self.request)
        self.server.described.exchange.counters.connected(1)

    def _encrypted(self, tls: ssl.SSLContext) -> ssl.SSLSocket:
        """The connection in TLS; a certificate of the client's proves a user."""
        self.request.settimeout(10)
        line = tls.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
        try:
            line.do_handshake()
        except OSError:
            line.close()
            raise
        line.settimeout(None)
        proved = line.getpeercert() or {}
        names = {name: str(value) for part in proved.get("subject", ()) for name, value in part}
        self.user = self.server.described.signing_in.by_name(names.get("commonName", ""))
        return line

    def finish(self) -> None:
        """Let a connection go."""
        self.server.lines.discard(self.request)
        self.server.described.exchange.counters.connected(-1)
        with suppress(OSError):
            super().finish()
        self.request.close()

    def do_POST(self) -> None:
        """Any request."""
        content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        described = self.server.described
        exchange = described.exchange
        if exchange.counters.sockets > exchange.manners.max_sockets:
            error = SoapFaultError(
                "ErrorExceededConnectionCount", "You have too many open connections."
            )
            self._send(Reply(500, faulted(error)))
        elif not self._signed_in(described.signing_in):
            return
        elif self.path.lower() == AUTODISCOVER:
            self._send(discovered(exchange, content, described.url))
        elif self.path.lower() != EWS.lower():
            self._send(Reply(404, b"not found", "text/plain"))
        else:
            assert self.user is not None
            anchor = self.headers.get("X-AnchorMailbox")
            self._send(exchange.answer(content, self.user.address, anchor))

    def _signed_in(self, signing_in: SigningIn) -> bool:
        """Whether the request may go on; if not, it has been answered."""
        header = self.headers.get("Authorization", "")
        if header.startswith("NTLM") and "NTLM" in signing_in.schemes:
            return self._ntlm(signing_in, header)
        if header:
            self.user = signing_in.by_password(header)
            if self.user is not None:
                self.server.described.exchange.counters.signed_in()
        if self.user is None:
            self._refuse(signing_in.challenges())
        return self.user is not None

    def _ntlm(self, signing_in: SigningIn, header: str) -> bool:
        self.handshake = self.handshake or signing_in.begin_ntlm()
        challenge, self.user = signing_in.step_ntlm(self.handshake, header)
        if self.user is not None:
            self.handshake = None
            self.server.described.exchange.counters.signed_in()
            return True
        if challenge is None:
            self.handshake = None
        self._refuse([challenge] if challenge else signing_in.challenges())
        return False

    def _refuse(self, challenges: Iterable[str]) -> None:
        told = tuple(("WWW-Authenticate", challenge) for challenge in challenges)
        self._send(Reply(401, b"", "text/plain", told))

    def _send(self, reply: Reply) -> None:
        if reply.cut is not None:
            self._hang_up(reply.body[: reply.cut])
            return
        self.send_response(reply.status)
        for name, value in (("Content-Type", reply.content_type), *reply.headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _hang_up(self, last_words: bytes) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(last_words)
            self.request.shutdown(socket.SHUT_RDWR)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header, by the server's clock."""
        now = self.server.described.clock()
        return super().date_time_string(now.timestamp() if timestamp is None else timestamp)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


class _Listening(ThreadingHTTPServer):
    """Says nothing of clients that hang up, and ends with all its connections."""

    daemon_threads = True
    request_queue_size = 128
    described: Server
    tls: ssl.SSLContext | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lines: set[socket.socket] = set()

    def handle_error(self, *_: object) -> None:
        """Clients under test hang up early; anything else is a mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            self.described.crashes.append(traceback.format_exc())

    def hang_up(self) -> None:
        """Close every connection."""
        for line in list(self.lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving(
    users: Iterable[User],
    *,
    schemes: tuple[str, ...] = ("NTLM", "Basic"),
    tls: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """A server on a free port of loopback, with a mailbox for each of its users."""
    users = tuple(users)
    exchange = Exchange(users)
    for user in users:
        exchange.store.add_mailbox(user.address, COPENHAGEN)
    signing_in = SigningIn(users, schemes)
    listening = _Listening()
    listening.tls = tls
    scheme = "https" if tls else "http"
    listening.described = Server(exchange, signing_in, scheme, listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield listening.described
    finally:
        exchange.closing.set()
        listening.shutdown()
        listening.hang_up()
        thread.join()
        listening.server_close()
        signing_in.close()
