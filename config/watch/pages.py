"""What the service answers over HTTP: three pages, read only, with nobody's name on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.watch.health import Health
from config.watch.metrics import CONTENT_TYPE, Metrics
from config.watch.reception import Reception

METHODS = ("GET", "HEAD")
HEADERS = (
    (b"connection", b"close"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)


def pages(
    health: Health,
    metrics: Metrics,
    store_trouble: Callable[[], str | None],
    reception: Reception | None = None,
) -> ASGIApp:
    """The application; ``store_trouble``: why the store cannot be used just now, in words.

    ``reception``: what answers at the paths that are posted to, where there are any.
    """

    async def healthz(_: Request) -> Response:
        stuck = health.stuck()
        return _says("alive", [stuck] if stuck else [])

    async def readyz(_: Request) -> Response:
        return _says("ready", list(_in_the_way(health, store_trouble)))

    async def metrics_page(_: Request) -> Response:
        return Response(metrics.text(), headers={"content-type": CONTENT_TYPE})

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics_page),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _short})
    app.router.redirect_slashes = False
    return Guarded(app, reception)


def _in_the_way(health: Health, store_trouble: Callable[[], str | None]) -> Iterator[str]:
    trouble = store_trouble()
    if trouble:
        yield trouble
    yield from health.in_the_way()


def _says(what: str, why: list[str]) -> Response:
    return JSONResponse({what: not why, "why": why}, status_code=503 if why else 200)


async def _short(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail.lower()}\n", error.status_code, error.headers)


class Guarded:
    """Answers nothing but GET and HEAD without a body, and every connection once.

    But for the paths of the ``reception``, which knows what it takes.
    """

    def __init__(self, app: ASGIApp, reception: Reception | None = None) -> None:
        self._app = app
        self._reception = reception

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        if self._reception is not None and scope["path"] in self._reception.paths:
            await self._reception(scope, receive, closing)
            return
        refusal = _refusal(scope)
        await (refusal or self._app)(scope, receive, closing)


def _refusal(scope: Scope) -> Response | None:
    if scope["method"] not in METHODS:
        allowed = {"allow": ", ".join(METHODS)}
        return PlainTextResponse("only read from here\n", 405, allowed)
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0":
        return PlainTextResponse("no body is taken here\n", 413)
    return None
