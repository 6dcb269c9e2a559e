"""What a server turned out to do otherwise: found out by use, said once, kept while the service runs."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

_LOG = logging.getLogger(__name__)
DAY = timedelta(hours=24)
WORDS = {
    "unfolds": "the server does not unfold series in a calendar view; they are unfolded here",
    "updates": "the server heeds changes only as MAPI properties; they are written so",
    "restrictions": "the server does not find entries by our mark; calendars are looked through instead",
    "keeps": "the server does not keep all of a note; it may show or remind otherwise",
}


class Learned:
    """Abilities of one server: yes, no, or not yet known."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}
        self._looked_through: dict[str, datetime] = {}
        self._lock = Lock()

    @property
    def missing(self) -> tuple[str, ...]:
        """What the server was found to lack, in words."""
        return tuple(WORDS[name] for name, able in sorted(self._known.items()) if not able)

    def able(self, name: str) -> bool | None:
        """Whether the server can; None where nobody knows yet."""
        return self._known.get(name)

    def learn(self, name: str, able: bool) -> None:
        """Keep what was found; a lack is said once."""
        with self._lock:
            before = self._known.get(name)
            self._known[name] = able
        if not able and before is not False:
            _LOG.warning(WORDS[name])

    def unfolds(self, kinds: Iterable[str]) -> bool | None:
        """Whether the server unfolds series, as far as the kinds of views' items have told."""
        seen = set(kinds)
        if "RecurringMaster" in seen:
            self.learn("unfolds", able=False)
        elif seen & {"Occurrence", "Exception"} and self.able("unfolds") is None:
            self.learn("unfolds", able=True)
        return self.able("unfolds")

    def looked_through(self, address: str, now: datetime) -> bool:
        """Whether a mailbox was looked through within a day."""
        then = self._looked_through.get(address)
        return then is not None and now - then < DAY

    def look_through(self, address: str, now: datetime) -> None:
        """Keep that a mailbox was looked through."""
        with self._lock:
            self._looked_through[address] = now
