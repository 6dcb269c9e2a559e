"""One budget of calls for a connection: how many at once, and until when nobody calls."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from connectors.errors import Unavailable

FIRST_PAUSE, LONGEST_PAUSE = 15.0, 600.0
"""Seconds to back off where the server names none: doubled each time, and drawn by lot."""
PATIENCE = 5
"""After so many calls in a row that nobody answered, the others are not tried."""
RECOVERY = 8
"""After so many good answers one call more at once is allowed."""
EVERYBODY = "*"
"""In place of a mailbox: a call that is about many, or quiet for all."""
CROWD = 3
"""When so many mailboxes in a row are busy, the server is."""


class Budget:
    """Counts what is under way and remembers who asked for quiet.

    ``shared``: whether one mailbox's load counts for all, as with folder rights; a server charges
    impersonated calls to each mailbox alone. ``crowd``: busy mailboxes in a row that mean the server
    is busy; None where one mailbox never tells of another.
    """

    def __init__(
        self,
        most: int,
        *,
        shared: bool,
        crowd: int | None = CROWD,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.limit = self._most = most
        self._shared = shared
        self._crowd = crowd
        self._clock = clock
        self._chance = chance
        self._turn = threading.Condition()
        self._under_way = 0
        self._quiet: dict[str, float] = {}
        self._pauses = 0
        self._silent = self._busy = self._well = 0

    @contextmanager
    def turn(self, mailbox: str) -> Iterator[None]:
        """Wait for a place; Unavailable, without a call, while quiet was asked for."""
        with self._turn:
            self._check_quiet(mailbox)
            while self._under_way >= self.limit:
                self._turn.wait()
                self._check_quiet(mailbox)
            self._under_way += 1
        try:
            yield
        finally:
            with self._turn:
                self._under_way -= 1
                # All look again: who finds that quiet was asked for leaves without taking a place.
                self._turn.notify_all()

    def check(self, mailbox: str) -> None:
        """Unavailable while quiet was asked for, for this mailbox or for all."""
        with self._turn:
            self._check_quiet(mailbox)

    def well(self) -> None:
        """A call was answered."""
        with self._turn:
            self._silent = self._busy = self._pauses = 0
            self._well += 1
            if self._well >= RECOVERY and self.limit < self._most:
                self._well, self.limit = 0, self.limit + 1
                self._turn.notify_all()

    def busy(self, mailbox: str, seconds: float | None) -> float:
        """The server asked for quiet, with or without a time; how long it now is."""
        with self._turn:
            self._busy += 1
            crowded = self._crowd is not None and self._busy >= self._crowd
            everybody = self._shared or crowded or mailbox == EVERYBODY
            if everybody:
                self._fewer()
            pause = self._pause() if seconds is None else seconds
            self._hush(EVERYBODY if everybody else mailbox, pause)
            return pause

    def silent(self) -> None:
        """Nobody answered: a throttled server can look like this, too."""
        with self._turn:
            self._silent += 1
            self._fewer()
            if self._silent >= PATIENCE:
                self._hush(EVERYBODY, self._pause())

    def _hush(self, name: str, pause: float) -> None:
        """A short wait that is asked for later does not end a longer one."""
        self._quiet[name] = max(self._quiet.get(name, 0.0), self._clock() + pause)

    def _fewer(self) -> None:
        self._well = 0
        self.limit = max(1, self.limit // 2)

    def _pause(self) -> float:
        longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self._pauses)
        self._pauses = min(self._pauses + 1, 10)
        return longest * (0.5 + self._chance() / 2)

    def _check_quiet(self, mailbox: str) -> None:
        now = self._clock()
        for name in (EVERYBODY, mailbox):
            left = self._quiet.get(name, now) - now
            if left > 0:
                raise Unavailable("not tried: the server asked for quiet", left)
            self._quiet.pop(name, None)
