"""No answer is taken in without an end: what comes over the line is counted as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse

from connectors.ews_names import GarbledError

ANSWER_CAP = 32 * 1024 * 1024
"""Bytes: some ten times a view of a thousand entries with the longest subjects and places."""


class OversizedError(GarbledError):
    """An answer has more bytes than anything that was asked for can have."""


class _Counted(Response):
    """Hangs up at the bound. Lazy, since NTLM looks at the socket before anything is read."""

    def iter_content(
        self, chunk_size: int | None = 1, decode_unicode: bool = False
    ) -> Iterator[Any]:
        """The pieces as they come; OversizedError beyond the bound."""
        size = 0
        pieces = super().iter_content(chunk_size, decode_unicode)  # type: ignore[call-overload]  # the stub knows literals alone
        for piece in pieces:
            size += len(piece)
            if size > ANSWER_CAP:
                self.close()
                raise OversizedError(f"the answer is larger than {ANSWER_CAP // 1024**2} MB")
            yield piece


class Bounded(HTTPAdapter):
    """Gives answers that are counted."""

    def build_response(self, req: PreparedRequest, resp: BaseHTTPResponse) -> Response:
        """The answer, its content not read yet."""
        counted = _Counted()
        counted.__dict__.update(vars(super().build_response(req, resp)))
        return counted
