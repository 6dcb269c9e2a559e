"""Takes in what servers post of changes: bounded, answered at once, and looked at by the next tick."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from connectors.base import ChangeNotifier
from connectors.hints import UnreadableError, hints_in
from sync.hints import Hints

MOST_BYTES = 512 * 1024
"""Of one post; some seven hundred changes."""
MOST_TOKEN = 2048
"""Characters of a token that is to be sent back."""
TOKEN = "validationToken"  # noqa: S105 – the name of a parameter


class Reception:
    """An application for POST alone, at the ``paths`` that connections name; none: it is not there."""

    def __init__(self, hints: Hints, connections: Mapping[str, object]) -> None:
        self._hints = hints
        self.paths: frozenset[str] = frozenset()
        self.connected(connections)

    def connected(self, connections: Mapping[str, object]) -> None:
        """The connections as they are from now on."""
        doors: list[ChangeNotifier | None] = [
            getattr(one, "notifier", None) for one in connections.values()
        ]
        urls = [door.url for door in doors if door is not None and door.url is not None]
        self.paths = frozenset(urlsplit(url).path for url in urls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("only posted to\n", 405, {"allow": "POST"})
        try:
            asked = parse_qs(request.url.query, keep_blank_values=True, max_num_fields=20)
        except ValueError:
            return PlainTextResponse("not understood\n", 400)
        if TOKEN in asked:
            return _handshake(asked[TOKEN][0])
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return PlainTextResponse("too large\n", 413)
        try:
            self._hints.put(*hints_in(body))
        except UnreadableError:
            self._hints.put((), odd=1)
            return PlainTextResponse("not understood\n", 400)
        # Whether any is known is said to nobody.
        return Response(status_code=202)


def _handshake(token: str) -> Response:
    """The token as it was meant, as text; what would be mark-up elsewhere is none."""
    if not 0 < len(token) <= MOST_TOKEN:
        return PlainTextResponse("no such token\n", 400)
    return PlainTextResponse(token.replace("<", "&lt;").replace(">", "&gt;"))


async def _body(request: Request) -> bytes | None:
    """What was posted; None as soon as it is too much."""
    told = request.headers.get("content-length", "0")
    if not told.isdecimal() or len(told) > 9 or int(told) > MOST_BYTES:
        return None
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > MOST_BYTES:
            return None
    return bytes(found)
