"""Reads one mailbox: SyncFolderItems tells *that* something changed, CalendarView tells what there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from connectors import ews_requests
from connectors.errors import Unavailable
from connectors.ews_calls import Calls
from connectors.ews_cursor import EwsCursor, basis_of, parse_cursor
from connectors.ews_errors import ToldError, in_words
from connectors.ews_messages import only
from connectors.ews_names import M_, Element, GarbledError
from connectors.ews_parse import Page, read_page
from connectors.ews_series import guesses, in_series
from connectors.ews_unfolding import unfold
from connectors.ews_window import Window
from connectors.learned import Learned
from connectors.model import Mailbox, ReadRequest, Snapshot, Unchanged

PAGES_CAP = 1000
"""A calendar of half a million items is none."""
LOST = "ErrorInvalidSyncStateData"


def read_mailbox(
    calls: Calls, request: ReadRequest, learned: Learned, clock: Callable[[], datetime]
) -> Unchanged | Snapshot:
    """Unchanged, or the whole window; raises ConnectorError."""
    began_at = clock()
    old = parse_cursor(request.cursor, request)
    try:
        state, changed = _sync(calls, request.mailbox, old.state if old else None)
        if old is not None and not changed and not old.due(began_at, request.mailbox):
            return Unchanged(str(EwsCursor(old.basis, old.whole_at, state)))
        page = _window(calls, request, learned, began_at)
    except GarbledError as error:
        raise Unavailable(str(error)) from error
    except ToldError as told:
        raise in_words(told) from told
    cursor = EwsCursor(basis_of(request), began_at, state)
    unreadable = tuple(sorted(page.unreadable, key=lambda item: (item.id, item.reason)))
    return Snapshot(page.sorted, unreadable, str(cursor), began_at)


def _sync(calls: Calls, mailbox: Mailbox, state: str | None) -> tuple[str, bool]:
    """The newest state, and whether anything happened since the old one."""
    changed = state is None
    for _ in range(PAGES_CAP):
        try:
            message = _changes(calls, mailbox, state)
        except ToldError as told:
            if told.code != LOST or state is None:
                raise
            state, changed = None, True
            continue
        told_of = message.find(f"{M_}Changes")
        newest = message.findtext(f"{M_}SyncState")
        if not newest or told_of is None:
            raise GarbledError("the answer names no state to go on from")
        last = (message.findtext(f"{M_}IncludesLastItemInRange") or "").lower() == "true"
        changed = changed or len(told_of) > 0
        if last or (newest == state and not len(told_of)):
            return newest, changed
        state = newest
    raise Unavailable("the server never comes to the end of its changes")


def _changes(calls: Calls, mailbox: Mailbox, state: str | None) -> Element:
    try:
        payload = ews_requests.changes(mailbox.address, state)
        return only(calls.read("SyncFolderItems", payload, mailbox.address))
    except Unavailable as error:
        # A fault in place of a message: some servers tell a lost state so.
        if isinstance(error.__cause__, ToldError) and error.__cause__.code == LOST:
            raise error.__cause__ from None
        raise


def _window(calls: Calls, request: ReadRequest, learned: Learned, now: datetime) -> Page:
    mailbox, window = request.mailbox, Window(calls, request.mailbox)
    elements = window.items(request.start, request.end)
    page = read_page(elements, mailbox, request.start, request.end)
    page.unreadable |= window.unreadable
    able = learned.unfolds(raw.kind for _, raw in page.events.values())
    # Until a series was seen somewhere nobody knows; a calendar without any is looked through daily.
    if able is False or (able is None and not learned.looked_through(mailbox.address, now)):
        unfold(calls, request, page, learned)
        learned.look_through(mailbox.address, now)
    found = guesses(page.events.values())
    for name, (event, raw) in page.events.items():
        if event.series is None:
            page.events[name] = (in_series(event, raw, found), raw)
    return page
