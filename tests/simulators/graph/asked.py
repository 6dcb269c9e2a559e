"""A request of Graph's as the simulator takes it, the answer it gives, and how errors look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

_PREFER = re.compile(r'([\w.\-]+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))')


class GraphError(Exception):
    """An answer that is an error; ``more`` goes into the error object, ``headers`` beside it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or code
        self.headers = dict(headers or {})
        self.more = dict(more or {})


@dataclass(frozen=True)
class Reply:
    """An answer. ``content``: JSON, or bytes as they are; ``cut``: hang up after so many bytes."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass(frozen=True)
class Call:
    """One request. Keys of ``query`` and ``headers`` are in lower case; ``root`` ends in /v1.0."""

    method: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    root: str
    app: str = ""
    batched: bool = False

    @cached_property
    def prefers(self) -> Mapping[str, str]:
        """What the Prefer headers ask for, by lower-case name."""
        found = _PREFER.findall(self.headers.get("prefer", ""))
        return {name.lower(): quoted or bare for name, quoted, bare in found}

    @cached_property
    def immutable(self) -> bool:
        """Whether immutable ids are wanted."""
        return self.prefers.get("idtype", "").lower() == "immutableid"

    def url(self, **query: str) -> str:
        """This request's URL with some of its query changed."""
        path = "/".join(quote(segment, safe="()'@") for segment in self.segments)
        return f"{self.root}/{path}?{urlencode({**self.query, **query}, quote_via=quote)}"


def take_apart(method: str, target: str, headers: Mapping[str, str], body: Any, root: str) -> Call:
    """A request by its target below the root: path and query."""
    path, _, query = target.partition("?")
    return Call(
        method=method,
        segments=tuple(unquote(part) for part in path.strip("/").split("/")),
        query={name.lower(): value for name, value in parse_qsl(query, keep_blank_values=True)},
        headers={name.lower(): value for name, value in headers.items()},
        body=body,
        root=root,
    )


def refused(error: GraphError) -> Reply:
    """An error as Graph words it."""
    inner = {
        "date": "2026-11-23T08:00:00",
        "request-id": "6c1c5f2a",
        "client-request-id": "6c1c5f2a",
    }
    told = {"code": error.code, "message": error.message, **error.more, "innerError": inner}
    return Reply(error.status, {"error": told}, error.headers)


def bad(message: str, code: str = "ErrorInvalidRequest") -> GraphError:
    """A 400."""
    return GraphError(400, code, message)


def not_found() -> GraphError:
    """A 404 for an item."""
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")
