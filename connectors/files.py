"""Calendars that are files: folders of ``.ics`` files or exports, read whole and written whole."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from connectors import file_cursor, ics_details, ics_parse
from connectors.base import ReadResult, Step
from connectors.errors import ConnectorError, Unavailable
from connectors.file_cursor import FileCursor, parse_cursor, take_cursor
from connectors.file_invites import FileInvites
from connectors.file_notes import FileNotes, disk_trouble
from connectors.ics_lines import SIZE_CAP, digest
from connectors.mailbox_place import Place, Seen, check_root, locate, look, read_whole
from connectors.model import (
    Depth,
    Details,
    Invite,
    Mailbox,
    Notice,
    ReadRequest,
    RemoteRef,
    Snapshot,
    Unchanged,
    Unreadable,
)


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Files:
    """Reads mailboxes under one folder and writes our entries there; nobody else's bytes change.

    Mailbox M is the folder ``path/M/`` or the export ``path/M.ics`` with ``path/M.hjemmedag/``.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self._root = path
        self._clock = clock
        self._notes = FileNotes(path, clock)
        self._invites = FileInvites(path)

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request; raises Unavailable where the folder of all mailboxes is away."""
        check_root(self._root)
        return (ReadResult(request.mailbox, self._read(request)) for request in requests)

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """Details by event id; what is gone, or cannot be read, is missing."""
        with disk_trouble():
            seen = look(locate(self._root, mailbox.address))
            contents = ((one.path.name, _bytes_of(one)) for one in seen)
            sources = [ics_parse.Source(name, content) for name, content in contents if content]
            return ics_details.details(sources, mailbox, frozenset(ids))

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The note as it stands: by file name, then by key in all files; the older of two."""
        return self._notes.find(mailbox, key, known)

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create or rewrite a note; see :class:`connectors.base.NoticeWriter`.

        Raises Rejected for a note that stands inside somebody else's file.
        """
        return self._notes.put(mailbox, notice, known)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take a note away; what is gone is fine."""
        self._notes.remove(mailbox, key, known)

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Write the invite into the attendee's own mailbox, over an earlier version of it.

        Raises Rejected where its file holds something else, or no calendar can carry its words.
        """
        return self._invites.send(invite)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take the invite away: files tell nobody anything. What the leader has edited stays."""
        self._invites.take_away(invite, known)

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take the invite away. What the leader has edited stays."""
        self._invites.take_away(invite, known)

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """Whether the folder of all mailboxes can be read, and each mailbox found and written to."""
        try:
            check_root(self._root)
        except ConnectorError as error:
            ask = "Mount it, or give the account that runs Hjemmedag the right to read it."
            yield Step(str(error), well=False, ask=ask)
            return
        yield Step(f"the folder {self._root} can be read")
        places = [place for m in mailboxes if (place := _place(self._root, m)) is not None]
        found = f"{len(places)} of {len(mailboxes)} mailboxes are there"
        ask = "`check` names those that are missing: neither a folder nor an .ics file has their name."
        yield Step(found, well=len(places) == len(mailboxes), ask=ask)
        closed = sum(not _writable(place) for place in places)
        if closed:
            ask = "Give the account that runs Hjemmedag the right to write there, or set notices = none."
            yield Step(
                f"{closed} of {len(places)} mailboxes cannot be written to", well=False, ask=ask
            )
        elif places:
            yield Step("notes can be written there")

    def _read(self, request: ReadRequest) -> Unchanged | Snapshot | ConnectorError:
        try:
            place = locate(self._root, request.mailbox.address)
            return _Look(place, request, self._clock()).outcome()
        except OSError as error:
            check_root(self._root)
            return Unavailable(f"the mailbox's files cannot be read: {error.strerror}")
        except ConnectorError as error:
            check_root(self._root)
            return error


class _Look:
    """One look at one mailbox: stats first, content only of what changed or is too fresh to tell."""

    def __init__(self, place: Place, request: ReadRequest, began_at: datetime) -> None:
        self.request = request
        self.began_at = began_at
        # The clock that stamps files, not the caller's, tells how fresh a file is.
        self.taken_ns = time.time_ns()
        self.seen = look(place)
        self.contents: dict[Path, bytes | None] = {}

    def outcome(self) -> Unchanged | Snapshot | ConnectorError:
        """Unchanged if the cursor still holds, else the whole window."""
        old = parse_cursor(self.request.cursor)
        if old is not None:
            same = file_cursor.compare(old, self.seen, self.taken_ns, self._basis(), self._content)
            if same is not None:
                return Unchanged(str(same))
        return self._snapshot()

    def _snapshot(self) -> Snapshot | ConnectorError:
        for one in self.seen:
            if one.in_export and not _is_calendar(self._content(one) or b""):
                # An export that is being written or failed is not an empty calendar.
                return Unavailable("the export cannot be opened, is too large, or no calendar")
        sources = [
            ics_parse.Source(one.path.name, content)
            for one in self.seen
            if (content := self._content(one)) is not None
        ]
        request = self.request
        parsed = ics_parse.parse(sources, request.mailbox, request.start, request.end)
        unreadable = (*parsed.unreadable, *self._closed())
        return Snapshot(parsed.events, unreadable, str(self._cursor()), self.began_at)

    def _cursor(self) -> FileCursor:
        return take_cursor(self.seen, self.taken_ns, self._basis(), self._content)

    def _closed(self) -> list[Unreadable]:
        """Files that are there and gave no content."""
        reason = f"the file cannot be opened, or is larger than {SIZE_CAP // 1024 // 1024} MB"
        return [
            Unreadable(digest(one.path.name), reason)
            for one in self.seen
            if self._content(one) is None and one.path.exists()
        ]

    def _basis(self) -> str:
        mailbox = self.request.mailbox
        window = f"{self.request.start}/{self.request.end}/{mailbox.zone.key}"
        owner = "/".join((mailbox.address, *mailbox.aliases))
        return f"{ics_parse.VERSION}/{window}/{owner}"

    def _content(self, one: Seen) -> bytes | None:
        if one.path not in self.contents:
            self.contents[one.path] = _bytes_of(one)
        return self.contents[one.path]


def _place(root: Path, mailbox: Mailbox) -> Place | None:
    try:
        return locate(root, mailbox.address)
    except (ConnectorError, OSError):
        return None


def _writable(place: Place) -> bool:
    """Our notes beside an export stand in a folder that is made when the first is written."""
    folder = place.folder if place.folder.is_dir() else place.folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _bytes_of(one: Seen) -> bytes | None:
    return read_whole(one.path) if one.size <= SIZE_CAP else None


def _is_calendar(content: bytes) -> bool:
    return b"BEGIN:VCALENDAR" in content[:8192].replace(b"\0", b"").upper()
