"""From what single entries say about a day to one status for it (policy 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

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
OUT_OF_OFFICE = "absence-oof"
NOTHING = Fraction(0)
WHOLE = Fraction(1)


@dataclass(frozen=True)
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
        """Half a day, as its words say, whatever its hours."""
        return self.cut.half

    @property
    def unplaced(self) -> bool:
        """A half that may be anywhere in the day."""
        return self.half and not self.sided and self.hours is None

    @cached_property
    def span(self) -> Span | None:
        """The hours it covers between 06 and 18; None for nothing, or a half nobody can place."""
        return None if self.unplaced else _within(self._cut_hours(), DAY)

    @cached_property
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
    away = [p.span for p in absence if p.span]
    part_away = covered(away) >= HALF_SHARE_MINUTES or any(p.half for p in absence)
    return DayFacts(
        day=day,
        absence=_absence_reason(absence) if _fills_day(absence) else None,
        presence=_fills_day(presence),
        home=_home(home, away, HALF if part_away else WHOLE),
        on_site=tuple(sorted(on_site, key=lambda o: (o.span, o.evidence, o.reason))),
        away_all_day=_away_all_day(absence),
    )


def _fills_day(parts: Sequence[Part]) -> bool:
    return any(p.whole for p in parts) or _minutes(parts) >= WHOLE_SHARE_MINUTES


def _away_all_day(absence: Sequence[Part]) -> bool:
    """Whether out-of-office is shown from 08 to 16 at the least, as colleagues see it too."""
    shown = [p for p in absence if p.reason == OUT_OF_OFFICE]
    hours = [s for p in shown if p.span and (s := _within(p.span, CORE))]
    return any(p.whole for p in shown) or covered(hours) == CORE.end - CORE.start


def _absence_reason(absence: Sequence[Part]) -> str:
    """Of whole-day entries if there are any; out-of-office is said where one of them says it."""
    return max(p.reason for p in [p for p in absence if p.whole] or absence)


def _home(entries: Sequence[Part], away: Sequence[Span], limit: Fraction) -> HomeFacts | None:
    """The entries that absence leaves anything of, put together; None where they come to nothing."""
    parts = [p for p in entries if p.unplaced or (p.span and _without([p.span], away))]
    spans = _without([p.span for p in parts if p.span], away)
    share = min(_share(parts), limit)
    if not share:
        return None
    fixed = min(_share([p for p in parts if p.kind is EntryKind.FIXED]), limit)
    still_open = min(_share([p for p in parts if p.kind is not EntryKind.AD_HOC]), limit)
    one = {(p.series, p.pattern) for p in parts}
    series, pattern = one.pop() if len(one) == 1 else (None, None)
    return HomeFacts(
        kind=EntryKind.FIXED if fixed else EntryKind.OPEN if still_open else EntryKind.AD_HOC,
        share=share,
        share_fixed=fixed,
        share_open=still_open,
        spans=spans,
        halves=any(p.unplaced for p in parts),
        reason=parts[0].reason,
        series=series,
        pattern=pattern,
    )


def _share(parts: Sequence[Part]) -> Fraction:
    """The share of the union of their hours, no entry called half more than a half.

    A half that nobody can place adds a half; two that stand on the same hours are one.
    """
    if any(p.whole for p in parts):
        return WHOLE
    placed = [p for p in parts if not p.unplaced]
    long = [p for p in placed if not p.half]
    most = _union_share(long) + HALF * (len(placed) - len(long))
    unplaced = HALF * (len(parts) - len(placed))
    return min(WHOLE, min(_union_share(placed), most) + unplaced)


def _union_share(placed: Sequence[Part]) -> Fraction:
    minutes = covered([p.counted for p in placed if p.counted])
    if minutes >= WHOLE_SHARE_MINUTES:
        return WHOLE
    at_least_half = any(p.half or (p.hours is None and p.sided) for p in placed)
    return HALF if minutes >= HALF_SHARE_MINUTES or at_least_half else NOTHING


def _minutes(parts: Iterable[Part]) -> int:
    """The union of the hours that count; a half counts as a half, not by its hours."""
    return covered([p.counted for p in parts if p.counted and not p.half])


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
        away_all_day=facts.away_all_day,
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
