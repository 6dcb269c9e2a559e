"""Which times of a line cut which part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy.lexicon.items import NOON, Item
from policy.lexicon.model import NO_CUT, Cut
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, HOME, PRESENCE, Tag

_SEEN_THROUGH = HARMLESS | HOME | ABSENCE | PRESENCE | {Tag.WORK, Tag.WORK_VERB, Tag.TODAY}
_HAPPENING = (Tag.MEETING, Tag.OUTSIDE, Tag.EVENT, Tag.UNKNOWN)
_EARLY, _LATE = 9 * 60 + 30, 15 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Items ``first`` to ``last`` (inclusive) that name a time; ``how`` may also be ``half``."""

    first: int
    last: int
    how: str
    start: int = 0
    end: int = 0


def stretches(items: Sequence[Item]) -> tuple[Stretch, ...]:
    """All times of a segment, "efter tandlæge kl. 10" and "indtil mødet kl. 13" in one piece."""
    found: list[Stretch] = []
    at = 0
    while at < len(items):
        stretch = _stretch(items, at)
        if stretch is not None:
            found.append(stretch)
            at = stretch.last
        at += 1
    return tuple(found)


def _stretch(items: Sequence[Item], at: int) -> Stretch | None:
    item = items[at]
    if item.clock is not None:
        return Stretch(at, at, item.clock.how, item.clock.start, item.clock.end)
    if item.has(Tag.MORNING):
        return Stretch(at, at, "until", NOON, NOON)
    if item.has(Tag.AFTERNOON):
        return Stretch(at, at, "from", NOON, NOON)
    if item.has(Tag.HALF):
        return Stretch(at, at, "half")
    if item.has(Tag.AFTER, Tag.UNTIL, Tag.BEFORE) and at + 1 < len(items):
        article = items[at + 1].key in ("the", "a", "an", "et", "en", "mit", "my")
        return _around_event(items, at, at + 1 + article)
    return None


def _around_event(items: Sequence[Item], at: int, event: int) -> Stretch | None:
    """ "efter lægebesøg kl. 10" begins at noon or later; "indtil møde kl. 13" ends at 13."""
    if event >= len(items) or not items[event].has(*_HAPPENING):
        return None
    last = event
    for index in range(event, min(len(items), event + 4)):
        if items[index].clock is not None:
            last = index
            break
        if not items[index].has(*_HAPPENING, Tag.COMPANY, Tag.PRISON) or items[index].tags & HOME:
            break
        last = index
    clock = items[last].clock
    if items[at].has(Tag.AFTER):
        return Stretch(at, last, "from", max(NOON, clock.end if clock else 0), 0)
    if not items[event].has(Tag.MEETING, Tag.OUTSIDE, Tag.EVENT):
        return None
    end = clock.start if clock else NOON
    return Stretch(at, last, "until", end, end)


def consumed(found: Iterable[Stretch]) -> frozenset[int]:
    """The indexes of the items that belong to a time."""
    return frozenset(i for stretch in found for i in range(stretch.first, stretch.last + 1))


def cut_beside(segment: Segment, anchor: int) -> Cut:
    """How the times that stand with ``anchor``, with nothing foreign between, cut its span."""
    found = stretches(segment.items)
    times = consumed(found)
    own = [s for s in found if _reaches(segment.items, anchor, s, times)]
    return _combined(own)


def _reaches(items: Sequence[Item], anchor: int, time: Stretch, times: frozenset[int]) -> bool:
    between = range(anchor + 1, time.first) if anchor < time.first else range(time.last, anchor)
    return all(i in times or _seen_through(items[i]) for i in between)


def _seen_through(item: Item) -> bool:
    return item.has(*_SEEN_THROUGH, Tag.REASON) and not item.has(Tag.ONLINE)


def is_time_only(segment: Segment) -> bool:
    """Whether a segment says when and nothing else ("hele dagen", "8-12", "efter tandlæge")."""
    found = stretches(segment.items)
    times = consumed(found)
    if not any(s.how != "at" for s in found):
        return False
    return all(
        i in times or (bool(x.tags & HARMLESS) and not x.has(Tag.ONLINE))
        for i, x in enumerate(segment.items)
    )


def cut_alone(segment: Segment) -> Cut:
    """The cut that all times of a segment make together."""
    return _combined(stretches(segment.items))


def _combined(found: Iterable[Stretch]) -> Cut:
    start: int | None = None
    end: int | None = None
    half = False
    exact = [s for s in found if s.how == "range"]
    for stretch in exact[:1] or found:
        if stretch.how in ("from", "range"):
            start = max(start or 0, stretch.start)
        if stretch.how in ("until", "range"):
            end = stretch.end if end is None else min(end, stretch.end)
        half = half or stretch.how == "half"
    if start is not None and end is not None and start >= end:
        return NO_CUT
    return Cut(start, end, half and start is None and end is None)


def left_beside(segment: Segment) -> Cut | None:
    """What is left of the day beside a segment that takes its part of it; None if it names none."""
    for stretch in stretches(segment.items):
        match stretch.how:
            case "until":
                return Cut(start=stretch.end)
            case "from" | "at":
                return Cut(end=stretch.start)
            case "half":
                return Cut(half=True)
            case _:
                return _left_of_range(stretch)
    return None


def _left_of_range(stretch: Stretch) -> Cut | None:
    if stretch.start <= _EARLY:
        return Cut(start=stretch.end)
    return Cut(end=stretch.start) if stretch.end >= _LATE else None


def after_it(segment: Segment | None) -> Cut:
    """The rest of the day after a segment: from its end, from noon where it names none."""
    found = stretches(segment.items) if segment else ()
    for stretch in found:
        if stretch.how in ("until", "range"):
            return Cut(start=stretch.end)
        if stretch.how == "at":
            return Cut(start=max(NOON, stretch.start))
    return Cut(start=NOON)


def both(one: Cut, other: Cut) -> Cut:
    """Two cuts of the same span together."""
    starts = [c.start for c in (one, other) if c.start is not None]
    ends = [c.end for c in (one, other) if c.end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and start >= end:
        return one
    return Cut(start, end, (one.half or other.half) and start is None and end is None)
