"""A cursor over files: equal as long as nothing changed, however fast and small the change.

Stats alone miss a rewrite of equal size within one tick of the clock that stamps files. So the
cursor remembers when it was taken, and files changed shortly before that go into it by content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from connectors.mailbox_place import Seen

_GRANULE_NS = 2_500_000_000  # FAT keeps even seconds; the rest is slack for clocks of file servers.
_FORM = re.compile(r"f1:(\d{1,20}):([01]):([0-9a-f]{64})")

ContentOf = Callable[[Seen], bytes | None]
"""The bytes of a file; None where they cannot be had."""


@dataclass(frozen=True, slots=True)
class FileCursor:
    """``taken_ns`` is when looking began, ``fresh`` whether any file went in by content."""

    taken_ns: int
    fresh: bool
    digest: str

    def __str__(self) -> str:
        return f"f1:{self.taken_ns}:{int(self.fresh)}:{self.digest}"


def parse_cursor(raw: str | None) -> FileCursor | None:
    """The cursor that a text stands for; None for anything else."""
    match = _FORM.fullmatch(raw or "")
    return FileCursor(int(match[1]), match[2] == "1", match[3]) if match else None


def take_cursor(
    seen: Sequence[Seen], taken_ns: int, basis: str, content_of: ContentOf
) -> FileCursor:
    """The cursor for what was seen; ``basis`` is all else that reading depends on."""
    fresh = False
    total = hashlib.sha256(basis.encode("utf-8", "surrogatepass"))
    for one in seen:
        name = f"{one.in_export}/{one.path.name}"
        line = f"{name}\0{one.size}\0{one.modified_ns}\0{one.changed_ns}\0{one.inode}\0"
        total.update(line.encode("utf-8", "surrogateescape"))
        if one.changed_ns >= taken_ns - _GRANULE_NS:
            fresh = True
            total.update(hashlib.sha256(content_of(one) or b"").digest())
    return FileCursor(taken_ns, fresh, total.hexdigest())


def compare(
    old: FileCursor, seen: Sequence[Seen], taken_ns: int, basis: str, content_of: ContentOf
) -> FileCursor | None:
    """The cursor to hand out if nothing changed since ``old``, else None.

    It is ``old`` itself, or once, when no file is fresh any more, one that needs no content.
    """
    if take_cursor(seen, old.taken_ns, basis, content_of).digest != old.digest:
        return None
    if not old.fresh:
        return old
    later = take_cursor(seen, taken_ns, basis, content_of)
    return old if later.fresh else later
