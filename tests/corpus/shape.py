"""What a shape of a calendar file is: its bytes, and beside them what they mean, written by hand.

An expected line is ``2026-11-24 Hjemme`` for a day, ``2026-11-24/2026-11-26 Hjemme`` for days (the
end exclusive), ``2026-11-24 10:00-11:00 Møde`` in the owner's time; ``(uncertain)``,
``(cancelled)`` and ``(private)`` may follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from connectors.model import CalendarEvent

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 21)


@dataclass(frozen=True, slots=True)
class Sample:
    """One mailbox: its files, what must be read, and the reasons of what must be set aside."""

    name: str
    files: tuple[bytes, ...]
    read: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    window: tuple[date, date] = (FIRST, LAST)
    zone: str = "Europe/Copenhagen"


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file: who writes it, what we do with it, and its samples."""

    name: str
    title: str
    writer: str
    does: str
    samples: Callable[[], Iterator[Sample]]


SHAPES: dict[str, Shape] = {}


def shape(
    writer: str, does: str
) -> Callable[[Callable[[], Iterator[Sample]]], Callable[[], Iterator[Sample]]]:
    """Register a function that yields the samples of a shape; its docstring is the title."""

    def register(samples: Callable[[], Iterator[Sample]]) -> Callable[[], Iterator[Sample]]:
        name = samples.__name__
        assert name not in SHAPES, f"two shapes are called {name}"
        title = (samples.__doc__ or "").strip().rstrip(".")
        SHAPES[name] = Shape(name, title, writer, does, samples)
        return samples

    return register


def told(event: CalendarEvent) -> str:
    """An event as an expected line says it."""
    flags = {
        "uncertain": event.uncertain,
        "cancelled": event.cancelled,
        "private": event.private,
    }
    words = [_when(event), event.subject, *(f"({flag})" for flag, on in flags.items() if on)]
    return " ".join(filter(None, words))


def _when(event: CalendarEvent) -> str:
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        same = start.date() == end.date()
        return f"{start:%Y-%m-%d %H:%M}-{end:{'%H:%M' if same else '%Y-%m-%d %H:%M'}}"
    return str(start) if end == start + timedelta(days=1) else f"{start}/{end}"
