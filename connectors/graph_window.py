"""Reads a window by calendarView: page by page, in as large parts as Graph manages to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from connectors import graph_requests
from connectors.errors import Unavailable
from connectors.graph_calls import Calls
from connectors.graph_errors import ToldError, in_words
from connectors.graph_http import HeavyError
from connectors.graph_wire import Event, page
from connectors.ics_lines import digest
from connectors.model import Mailbox, Unreadable

DAY = timedelta(days=1)
WIDEST = timedelta(weeks=20)
"""A wider window is read in parts."""
CALLS_CAP = 60
"""After so many parts of one window something else is wrong."""
PAGES_CAP = 200
"""A part with forty thousand events is no calendar of a person's."""


class Window:
    """One reading of one mailbox. ``unreadable``: what had to be set aside."""

    def __init__(self, calls: Calls, mailbox: Mailbox, select: str, *marks: str) -> None:
        self.unreadable: set[Unreadable] = set()
        self._calls = calls
        self._mailbox = mailbox
        self._select = select
        self._marks = marks
        self._left = CALLS_CAP
        self._answered = False
        self._untold = 0

    def events(self, first: date, last: date) -> list[Event]:
        """The events that may touch the dates ``[first, last)``; a day to each side comes with them.

        All-day events of other zones lie up to 14 hours off.
        """
        found = {event.id: event for event in self._between(first - DAY, last + DAY)}
        return list(found.values())

    def _between(self, first: date, last: date) -> Iterator[Event]:
        if last - first > WIDEST:
            yield from self._halves(first, last)
            return
        try:
            events = self._part(first, last)
        except ToldError as told:
            if told.status != 504:
                raise in_words(told) from told
            yield from self._smaller(first, last, in_words(told))
        except HeavyError as error:
            self._answered = True
            yield from self._smaller(first, last, error)
        else:
            self._answered = True
            yield from events

    def _smaller(self, first: date, last: date, error: Exception) -> Iterator[Event]:
        """Too much to be answered in time: by halves, and at last without the day that never comes.

        Two such days and no answer at all are no odd days but an outage.
        """
        if last - first > DAY:
            yield from self._halves(first, last)
            return
        self._untold += 1
        if self._answered or self._untold == 1:
            reason = "Graph does not manage to tell of this day; it is not read"
            self.unreadable.add(Unreadable(digest(first.isoformat()), reason))
        else:
            raise error

    def _halves(self, first: date, last: date) -> Iterator[Event]:
        middle = first + (last - first) // 2
        yield from self._between(first, middle)
        yield from self._between(middle, last)

    def _part(self, first: date, last: date) -> list[Event]:
        """All pages of a part; an empty page may still lead to another one."""
        self._left -= 1
        if self._left < 0:
            raise Unavailable("Graph answers in no part of the window as it should")
        address = self._mailbox.address
        target = graph_requests.view(address, first, last, self._select, *self._marks)
        found: list[Event] = []
        seen = {target}
        while True:
            events, odd, link = page(self._calls.get(address, target))
            found += events
            reason = "it is not what Graph's events look like"
            self.unreadable |= {Unreadable(digest(name), reason) for name in odd}
            if link is None:
                return found
            target = self._calls.line.relative(link)
            if target in seen or len(seen) >= PAGES_CAP:
                raise Unavailable("Graph never comes to the end of a window")
            seen.add(target)
