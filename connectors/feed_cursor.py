"""What a feed looked like when it was last read: the server's own marks, and a digest of ours.

Many servers write a feed anew for every reader, with a new DTSTAMP in each entry and the entries
in any order. The digest leaves out those two things and nothing else, so such a feed is unchanged.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from connectors.feed_headers import settled, validator

_FOLD = re.compile(rb"(?<!\n)\n+[ \t]")


@dataclass(frozen=True, slots=True)
class FeedCursor:
    """``basis``: digest of all else that reading depends on; validators are empty if there are none."""

    basis: str
    digest: str
    etag: str = ""
    modified: str = ""

    def __str__(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for an answer only if something changed."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.modified} if self.modified else {}


def parse_cursor(raw: str | None, basis: str) -> FeedCursor | None:
    """The cursor that a text stands for; None for any other, and for one of another basis."""
    try:
        found = FeedCursor(**json.loads(raw or ""))
    except (ValueError, TypeError, RecursionError):
        return None
    texts = asdict(found).values()
    if not all(isinstance(text, str) for text in texts) or found.basis != _digest(basis):
        return None
    sound = (validator({"x": text}, "x") == text for text in (found.etag, found.modified))
    return found if all(sound) else None


def take_cursor(basis: str, digest: str, headers: Mapping[str, str]) -> FeedCursor:
    """The cursor for a feed just read."""
    etag = validator(headers, "etag")
    modified = validator(headers, "last-modified") if settled(headers) else ""
    return FeedCursor(_digest(basis), digest, etag, modified)


def content_digest(content: bytes) -> str:
    """The same for the same entries in any order, whenever they were written out."""
    plain = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    around, entries = hashlib.sha256(), []
    entry: list[bytes] | None = None
    for line in _FOLD.sub(b"", plain).split(b"\n"):
        name = line[:12].upper().rstrip()
        if name == b"BEGIN:VEVENT":
            entry = []
            entries.append(entry)
        if entry is None:
            around.update(line + b"\n")
        elif not name.startswith((b"DTSTAMP:", b"DTSTAMP;")):
            entry.append(line)
        if name == b"END:VEVENT":
            entry = None
    for one in sorted(hashlib.sha256(b"\n".join(lines)).digest() for lines in entries):
        around.update(one)
    return around.hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
