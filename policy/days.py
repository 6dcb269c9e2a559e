"""From what single entries say about a day to one status for it (policy 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policy.lexicon import Cut
from policy.model import (
    WHOLE_DAY,
    DayFacts,
    DayStatus,
    EntryKind,
    HomeDay,
    HomeFacts,
    Kind,
    OnSite,
    Span,
    Status,
    covered,
)

DAY = Span(6 * 60, 18 * 60)
CORE = Span(8 * 60, 16 * 60)
WHOLE_SHARE_MINUTES = 5 * 60
HALF_SHARE_MINUTES = 3 * 60
HALF = Fraction(1, 2)
NOTHING = Fraction(0)
WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Part:
    """One entry's part of one day: ``hours`` is None for an all-day entry; words may cut it."""

    hours: Span | None
    cut: Cut
    reason: str
    kind: EntryKind = EntryKind.OPEN
    series: str | None = None
    pattern: str | None = None

    @property
    def sided(self) -> bool:
        """Whether words say where the part begins or ends."""
        return self.cut.start is not None or self.cut.end is not None

    @property
    def whole(self) -> bool:
        """An all-day entry that no word cuts."""
        return self.hours is None and not self.sided and not self.cut.half

    @property
    def half(self) -> bool:
        """A half without a side."""
        return self.cut.half and not self.sided

    @property
    def span(self) -> Span | None:
        """The hours it covers between 06 and 18; None for nothing, or a half nobody can place."""
        if self.half and self.hours is None:
            return None
        return _within(self._cut_hours(), DAY)

    @property
    def counted(self) -> Span | None:
        """The hours that make its share: of an all-day entry cut by words those of 08–16."""
        span = self.span
        return _within(span, CORE) if span and self.hours is None and self.sided else span

    def _cut_hours(self) -> Span:
        hours = self.hours or WHOLE_DAY
        start = hours.start if self.cut.start is None else max(hours.start, self.cut.start)
        end = hours.end if self.cut.end is None else min(hours.end, self.cut.end)
        return Span(start, end)


def compose(
    day: date,
    home: Sequence[Part],
    absence: Sequence[Part],
    presence: Sequence[Part],
    on_site: Iterable[OnSite],
) -> DayFacts:
    """What the entries of one day say together; working days and the register come later."""
    away = _minutes(absence)
    whole_absence = any(p.whole for p in absence) or away >= WHOLE_SHARE_MINUTES
    limit = HALF if away >= HALF_SHARE_MINUTES or any(p.half for p in absence) else WHOLE
    return DayFacts(
        day=day,
        absence=absence[0].reason if whole_absence else None,
        presence=any(p.whole for p in presence) or _minutes(presence) >= WHOLE_SHARE_MINUTES,
        home=_home(home, [p.span for p in absence if p.span], limit),
        on_site=tuple(sorted(on_site, key=lambda o: (o.span, o.evidence, o.reason))),
    )


def _home(parts: Sequence[Part], away: Sequence[Span], limit: Fraction) -> HomeFacts | None:
    spans = _without([p.span for p in parts if p.span], away)
    halves = any(p.half and p.hours is None for p in parts)
    share = min(_share(parts), limit) if spans or halves else NOTHING
    if not share:
        return None
    kinds = {p.kind for p in parts}
    one = {(p.series, p.pattern) for p in parts}
    series, pattern = one.pop() if len(one) == 1 else (None, None)
    return HomeFacts(
        kind=next(k for k in (EntryKind.FIXED, EntryKind.OPEN, EntryKind.AD_HOC) if k in kinds),
        share=share,
        share_fixed=min(_share([p for p in parts if p.kind is EntryKind.FIXED]), limit),
        share_open=min(_share([p for p in parts if p.kind is not EntryKind.AD_HOC]), limit),
        spans=spans,
        halves=halves,
        reason=parts[0].reason,
        series=series,
        pattern=pattern,
    )


def _share(parts: Sequence[Part]) -> Fraction:
    minutes = _minutes([p for p in parts if not p.half])
    if any(p.whole for p in parts) or minutes >= WHOLE_SHARE_MINUTES:
        return WHOLE
    cut_day = any(p.hours is None and p.sided and p.span for p in parts)
    base = HALF if minutes >= HALF_SHARE_MINUTES or cut_day else NOTHING
    return min(WHOLE, base + HALF * sum(p.half for p in parts))


def _minutes(parts: Iterable[Part]) -> int:
    return covered([p.counted for p in parts if p.counted])


def _within(span: Span, frame: Span) -> Span | None:
    cut = Span(max(span.start, frame.start), min(span.end, frame.end))
    return cut if cut.start < cut.end else None


def _without(spans: Sequence[Span], away: Sequence[Span]) -> tuple[Span, ...]:
    left = list(spans)
    for gone in away:
        pieces = [(s.start, min(s.end, gone.start)) for s in left]
        pieces += [(max(s.start, gone.end), s.end) for s in left]
        left = [Span(a, b) for a, b in pieces if a < b]
    return _joined(left)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def judge(facts: DayFacts, *, working_day: bool, day_off: bool, agreed: bool) -> DayStatus:
    """The status of a day, first that holds; ``agreed``: an agreement in force names the day."""
    status, reason = _status(facts, working_day=working_day, day_off=day_off)
    working = working_day and not day_off
    return DayStatus(
        day=facts.day,
        status=status,
        reason=reason,
        working=working,
        available=working and facts.absence is None,
        home=_home_day(facts.home, agreed=agreed) if status is Status.HOME else None,
        on_site=facts.on_site,
        presence=facts.presence,
    )


def _status(facts: DayFacts, *, working_day: bool, day_off: bool) -> tuple[Status, str]:
    if not working_day:
        return Status.UNKNOWN, "no-working-day"
    if day_off:
        return Status.HOLIDAY, "holiday"
    if facts.absence:
        return Status.ABSENCE, facts.absence
    if facts.presence:
        return Status.UNKNOWN, "presence"
    if facts.home:
        return Status.HOME, facts.home.reason
    return Status.UNKNOWN, "none"


def _home_day(home: HomeFacts | None, *, agreed: bool) -> HomeDay | None:
    if home is None:
        return None
    fixed = home.kind is EntryKind.FIXED or (home.kind is EntryKind.OPEN and agreed)
    return HomeDay(
        share=home.share,
        fixed_share=home.share_open if agreed else home.share_fixed,
        kind=Kind.FIXED if fixed else Kind.AD_HOC,
        spans=home.spans,
        halves=home.halves,
        series=home.series,
        pattern=home.pattern,
    )
