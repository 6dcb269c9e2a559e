"""Does work over the network in threads: so many pieces at once on a connection, one on a mailbox."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Piece:
    """Work for some mailboxes of one connection, with one request in flight at any time."""

    connection: str
    people: tuple[str, ...]
    work: Work


@dataclass(frozen=True, slots=True)
class Done:
    """What a piece came to: the work's value, or the exception that it ended with."""

    piece: Piece
    value: object = None
    error: Exception | None = None


class Lanes(Protocol):
    """What a tick needs of whoever does its work."""

    def widths(self, of: Callable[[str], int]) -> None:
        """How many pieces may be under way on each connection from now on."""
        ...

    def put(self, piece: Piece) -> None:
        """Take a piece on; nobody in it may be in flight."""
        ...

    def results(self) -> Iterator[Done]:
        """What gets done, as it does; what is slow stays in flight and comes another time."""
        ...

    def in_flight(self) -> frozenset[str]:
        """People for whom something waits or is under way."""
        ...


@dataclass(slots=True)
class _Lane:
    waiting: deque[Piece] = field(default_factory=deque)
    busy: int = 0


class Threads:
    """Lanes of threads. ``idle``: seconds without a result after which the slow are left alone;
    ``at_most``: seconds that results are waited for in all.
    """

    def __init__(self, idle: float = 1.0, at_most: float = 5.0) -> None:
        self._idle = idle
        self._at_most = at_most
        self._width: Callable[[str], int] = lambda connection: 1
        self._lanes: dict[str, _Lane] = {}
        self._people: set[str] = set()
        self._done: deque[Done] = deque()
        self._changed = threading.Condition()
        self._stopping = False

    def widths(self, of: Callable[[str], int]) -> None:
        """See :class:`Lanes`."""
        self._width = of

    def put(self, piece: Piece) -> None:
        """See :class:`Lanes`."""
        with self._changed:
            if self._stopping:
                return
            assert self._people.isdisjoint(piece.people)
            self._people.update(piece.people)
            lane = self._lanes.setdefault(piece.connection, _Lane())
            lane.waiting.append(piece)
            if lane.busy < self._width(piece.connection):
                lane.busy += 1
                # Daemons: a server that never answers does not keep the process from ending.
                threading.Thread(target=self._work, args=(piece.connection,), daemon=True).start()

    def results(self) -> Iterator[Done]:
        """See :class:`Lanes`."""
        until = time.monotonic() + self._at_most
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: bool(self._done) or not self._people,
                    min(self._idle, max(0.0, until - time.monotonic())),
                )
                if not self._done:
                    return
                done = self._done.popleft()
                self._people.difference_update(done.piece.people)
            yield done

    def in_flight(self) -> frozenset[str]:
        """See :class:`Lanes`."""
        with self._changed:
            return frozenset(self._people)

    def stop(self, seconds: float) -> bool:
        """Begin nothing more and let what is under way end; whether it did within ``seconds``."""
        with self._changed:
            self._stopping = True
            for lane in self._lanes.values():
                self._forget(lane.waiting)
                lane.waiting.clear()
            self._changed.notify_all()
            return self._changed.wait_for(
                lambda: not any(lane.busy for lane in self._lanes.values()), seconds
            )

    def _forget(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            self._people.difference_update(piece.people)

    def _work(self, connection: str) -> None:
        """One thread's life: piece after piece, until there are none or too many threads."""
        lane = self._lanes[connection]
        while True:
            with self._changed:
                if not lane.waiting or lane.busy > self._width(connection):
                    lane.busy -= 1
                    self._changed.notify_all()
                    return
                piece = lane.waiting.popleft()
            done = _do(piece)
            with self._changed:
                self._done.append(done)
                self._changed.notify_all()


class Inline:
    """Lanes without threads: every piece is done as its result is asked for."""

    def __init__(self) -> None:
        self._waiting: deque[Piece] = deque()

    def widths(self, of: Callable[[str], int]) -> None:
        """One thing after the other needs none."""

    def put(self, piece: Piece) -> None:
        """See :class:`Lanes`."""
        self._waiting.append(piece)

    def results(self) -> Iterator[Done]:
        """See :class:`Lanes`."""
        while self._waiting:
            yield _do(self._waiting.popleft())

    def in_flight(self) -> frozenset[str]:
        """Nobody, between two ticks."""
        return frozenset(p for piece in self._waiting for p in piece.people)


def _do(piece: Piece) -> Done:
    try:
        return Done(piece, piece.work())
    except Exception as error:  # noqa: BLE001 – it is handed on to the tick, which tells apart
        return Done(piece, error=error)
