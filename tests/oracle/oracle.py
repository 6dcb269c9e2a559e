"""The policy's sections 2 to 4 once more, slowly and day by day, written from its text alone.

Nothing here is shared with the rules but the rows of the organisation and of the register.
Hours are sets of minutes, agreements and settings are looked up anew for every single day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from policy.model import Employee
from policy.organisation import Organisation
from policy.register import IndividualAgreement, LocalAgreement, Register

Minutes = frozenset[int]
NONE, HALF, WHOLE = Fraction(0), Fraction(1, 2), Fraction(1)
TWO = Fraction(2)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
SIX_TO_EIGHTEEN: Minutes = frozenset(range(6 * 60, 18 * 60))
EIGHT_TO_SIXTEEN: Minutes = frozenset(range(8 * 60, 16 * 60))


@dataclass(frozen=True)
class Entry:
    """What an entry says: ``kind`` is fixed, ad_hoc or open; without ``hours`` it is all-day."""

    kind: str = "open"
    hours: tuple[int, int] | None = None
    cut: tuple[int | None, int | None] = (None, None)
    half: bool = False


@dataclass(frozen=True)
class Meeting:
    """An entry that may need its owner on site; minutes after midnight."""

    start: int
    end: int
    evidence: str


@dataclass(frozen=True)
class Diary:
    """One day of the calendar."""

    home: tuple[Entry, ...] = ()
    absence: tuple[Entry, ...] = ()
    presence: tuple[Entry, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, eq=False)
class World:
    """Everything that is judged, for one person; two worlds are never the same one."""

    organisation: Organisation
    register: Register
    holidays: Mapping[str, frozenset[date]]
    person: Employee
    as_of: date
    horizon: int
    read_from: date | None
    diary: Mapping[date, Diary]


@dataclass(frozen=True)
class Said:
    """A finding in plain words; ``more`` are the facts that are compared."""

    rule: str
    severity: str
    subject: str
    days: tuple[date, ...]
    clause: str
    key: str
    to: tuple[str, ...]
    more: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Day:
    """A day as section 2 has it."""

    status: str
    available: bool = False
    share: Fraction = NONE
    fixed: Fraction = NONE
    kind: str = ""
    minutes: Minutes = frozenset()
    somewhere: bool = False
    """A half stands there of which nobody knows which."""


# --- the read window -------------------------------------------------------------------------


def monday(day: date) -> date:
    while day.isoweekday() != 1:
        day -= A_DAY
    return day


def weeks_read(world: World) -> list[date]:
    """The Mondays of the weeks that are read."""
    first = monday(world.as_of) - 6 * A_WEEK
    mondays = [first + k * A_WEEK for k in range(6 + world.horizon)]
    return [m for m in mondays if world.read_from is None or world.read_from <= m]


def days_read(world: World) -> list[date]:
    return [m + k * A_DAY for m in weeks_read(world) for k in range(7)]


# --- what holds in a unit ----------------------------------------------------------------------


def way_up(world: World) -> list[str]:
    way: list[str] = []
    at: str | None = world.person.unit
    while at is not None:
        way.append(at)
        at = world.organisation.units[at].parent
    return way


def said_by(world: World, unit: str, key: str, day: date) -> list[object]:
    """What one unit itself says of a key on a day, the strongest first."""
    dated = [
        (p.valid_from or date.min, p.value)
        for p in world.organisation.parameters
        if (p.unit, p.key) == (unit, key)
        and (p.valid_from is None or p.valid_from <= day)
        and (p.valid_to is None or day <= p.valid_to)
    ]
    latest_first = [value for _, value in sorted(dated, key=lambda row: row[0], reverse=True)]
    values = world.organisation.units[unit].values
    return latest_first + ([values[key]] if key in values else [])


def setting(world: World, key: str, day: date) -> object:
    for unit in way_up(world):
        for value in said_by(world, unit, key, day):
            return value
    return world.organisation.defaults.get(key)


def listed(world: World, unit: str, key: str, day: date) -> bool:
    return any(day in value for value in said_by(world, unit, key, day) if isinstance(value, tuple))


def nobody_works(world: World, day: date) -> bool:
    """A holiday or day off that no local working day of the same or a lower unit cancels."""
    way = way_up(world)
    setters = [n for n, unit in enumerate(way) if said_by(world, unit, "country", day)]
    country = setting(world, "country", day)
    off = [n for n, unit in enumerate(way) if listed(world, unit, "local_days_off", day)]
    if day in world.holidays.get(str(country), frozenset()):
        off.append(setters[0] if setters else len(way))
    work = [n for n, unit in enumerate(way) if listed(world, unit, "local_working_days", day)]
    return any(not any(w <= n for w in work) for n in off)


# --- agreements --------------------------------------------------------------------------------


def local_agreement(world: World, day: date) -> LocalAgreement | None:
    for unit in way_up(world):
        for row in world.register.local_agreements:
            begun = row.valid_from <= day
            ended = row.valid_to is not None and row.valid_to < day
            group = row.staff_groups == () or world.person.staff_group in row.staff_groups
            if unit in row.units and begun and not ended and group:
                return row
    return None


def holds(row: IndividualAgreement, day: date) -> bool:
    if day < row.valid_from or (row.valid_to is not None and day > row.valid_to):
        return False
    return row.withdrawn_on is None or day < row.withdrawn_on


def individual_agreement(world: World, day: date) -> IndividualAgreement | None:
    for row in world.register.individual_agreements:
        if row.employee == world.person.id and holds(row, day):
            return row
    return None


def is_agreed(world: World, day: date) -> bool:
    """Whether an individual agreement in force names the day in that week of its cycle."""
    row = individual_agreement(world, day)
    if row is None:
        return False
    week, cycle_week = monday(row.valid_from), 0
    while week < monday(day):
        week, cycle_week = week + A_WEEK, (cycle_week + 1) % len(row.pattern)
    return day.isoweekday() - 1 in row.pattern[cycle_week]


# --- the status of a day -----------------------------------------------------------------------


def minutes_of(entry: Entry) -> Minutes:
    """The entry's span, cut by its words and to 06-18; a half without a side has none."""
    if entry.half and entry.hours is None and entry.cut == (None, None):
        return frozenset()
    first, last = entry.hours or (0, 24 * 60)
    first = max(first, entry.cut[0] or 0)
    last = min(last, 24 * 60 if entry.cut[1] is None else entry.cut[1])
    return frozenset(range(first, last)) & SIX_TO_EIGHTEEN


def is_sideless_half(entry: Entry) -> bool:
    return entry.half and not minutes_of(entry)


def by_hours(minutes: int) -> Fraction:
    return WHOLE if minutes >= 5 * 60 else HALF if minutes >= 3 * 60 else NONE


def own_share(entry: Entry) -> Fraction:
    """What one entry alone is worth."""
    left = minutes_of(entry)
    if entry.half:
        return HALF if left or is_sideless_half(entry) else NONE
    if entry.hours is not None:
        return by_hours(len(left))
    if entry.cut == (None, None):
        return WHOLE
    if not left:
        return NONE
    return WHOLE if len(left & EIGHT_TO_SIXTEEN) >= 5 * 60 else HALF


def union_share(entries: list[Entry]) -> Fraction:
    """The share of the union of their hours, those of a cut day between 8 and 16."""
    hours: set[int] = set()
    for entry in entries:
        left = minutes_of(entry)
        hours |= left & EIGHT_TO_SIXTEEN if entry.hours is None else left
    return max([by_hours(len(hours)), *(own_share(e) for e in entries)])


def share_of(entries: list[Entry]) -> Fraction:
    """The share of the union of their hours; halves without a span add a half; at most one.

    Words that say half make no entry more than a half, however long its hours are.
    """
    placed = [e for e in entries if not is_sideless_half(e)]
    long = [e for e in placed if not e.half]
    most = union_share(long) + HALF * sum(e.half for e in placed)
    share = min(union_share(placed), most) + HALF * (len(entries) - len(placed))
    return min(WHOLE, share)


def absent_whole(entry: Entry) -> bool:
    return own_share(entry) == WHOLE


def absent_half(entry: Entry) -> bool:
    return entry.half or len(minutes_of(entry)) >= 3 * 60


@lru_cache(maxsize=1000)
def status_of(world: World, day: date) -> Day:
    diary = world.diary.get(day, Diary())
    if day.isoweekday() - 1 not in world.person.working_days:
        return Day("unknown")
    if nobody_works(world, day):
        return Day("holiday")
    if any(absent_whole(e) for e in diary.absence):
        return Day("absence")
    if any(absent_whole(e) for e in diary.presence):
        return Day("unknown", available=True)
    return home_day(world, day, diary)


def home_day(world: World, day: date, diary: Diary) -> Day:
    away = frozenset(m for e in diary.absence for m in minutes_of(e))
    most = HALF if any(absent_half(e) for e in diary.absence) else WHOLE
    there = [e for e in diary.home if is_sideless_half(e) or minutes_of(e) - away]
    share = min(most, share_of(there))
    if share == NONE:
        return Day("unknown", available=True)
    agreed = is_agreed(world, day)
    fixed = [e for e in there if e.kind == "fixed" or (e.kind == "open" and agreed)]
    return Day(
        "home",
        available=True,
        share=share,
        fixed=min(most, share_of(fixed)),
        kind="fixed" if share_of(fixed) > NONE else "ad_hoc",
        minutes=frozenset(m for e in there for m in minutes_of(e)) - away,
        somewhere=any(is_sideless_half(e) for e in there),
    )


# --- the rules ---------------------------------------------------------------------------------


def home_days_ahead(world: World) -> list[tuple[date, Day]]:
    days = [(d, status_of(world, d)) for d in days_read(world) if d >= world.as_of]
    return [(d, found) for d, found in days if found.status == "home"]


def at_home_during(home: Day, start: int, end: int) -> bool:
    """Whether the hours meet the home span; an unknown half may lie anywhere from 6 to 18."""
    hours = frozenset(range(start, end))
    return bool(hours & home.minutes) or (home.somewhere and bool(hours & SIX_TO_EIGHTEEN))


def on_site_conflict(world: World) -> Iterator[Said]:
    for day, home in home_days_ahead(world):
        met = [
            m
            for m in world.diary[day].meetings
            if m.evidence in ("sure", "likely") and at_home_during(home, m.start, m.end)
        ]
        if not met:
            continue
        known = [m for m in met if home.minutes & frozenset(range(m.start, m.end))]
        certain = home.kind == "fixed" and any(m.evidence == "sure" for m in known)
        evidence = tuple(sorted(m.evidence for m in met))
        yield about_a_day(
            world,
            "on_site_conflict",
            day,
            "conflict" if certain else "question",
            "K6" if home.kind == "fixed" else "K1",
            (("evidence", evidence),),
        )


def on_site_day(world: World) -> Iterator[Said]:
    for day, home in home_days_ahead(world):
        source = why_on_site(world, day, home)
        if source:
            called = source == "call_in" and home.kind == "fixed"
            clause = "K6" if called else "P2"
            more = (("source", source),)
            yield about_a_day(world, "on_site_day", day, "question", clause, more)


def why_on_site(world: World, day: date, home: Day) -> str:
    for call in world.register.call_ins:
        asked = call.employee == world.person.id or call.unit in way_up(world)
        if call.date != day or not asked:
            continue
        timed = call.start is not None or call.end is not None
        start = call.start or 0
        end = 24 * 60 if call.end is None else call.end
        if not timed or at_home_during(home, start, end):
            return "call_in"
    on_site_days = setting(world, "on_site_days", day)
    if isinstance(on_site_days, tuple) and {day, day.isoweekday() - 1} & set(on_site_days):
        return "on_site_days"
    home_work = setting(world, "home_work", day)
    excluded = {"none": ("fixed", "ad_hoc"), "ad_hoc": ("fixed",)}.get(str(home_work), ())
    return "home_work" if home.kind in excluded else ""


def about_a_day(
    world: World,
    rule: str,
    day: date,
    severity: str,
    clause: str,
    more: tuple[tuple[str, object], ...],
) -> Said:
    who = world.person.id
    return Said(rule, severity, who, (day,), clause, f"{rule}:{who}:{day}", ("employee",), more)


def local_agreement_missing(world: World) -> Iterator[Said]:
    fixed = [d for d, home in home_days_ahead(world) if home.kind == "fixed"]
    days = tuple(d for d in fixed if local_agreement(world, d) is None)
    yield from about_days(world, "local_agreement_missing", days, "K2", "hr")


def individual_agreement_missing(world: World) -> Iterator[Said]:
    fixed = [d for d, home in home_days_ahead(world) if home.kind == "fixed"]
    framed = [d for d in fixed if local_agreement(world, d) is not None]
    days = tuple(d for d in framed if individual_agreement(world, d) is None)
    yield from about_days(world, "individual_agreement_missing", days, "K5", "employee")


def about_days(
    world: World, rule: str, days: tuple[date, ...], clause: str, to: str
) -> Iterator[Said]:
    if days:
        who = world.person.id
        yield Said(rule, "question", who, days, clause, f"{rule}:{who}", (to,))


def cap_on(world: World, day: date) -> Fraction:
    local = local_agreement(world, day)
    if local is None or local.max_days_per_week is None:
        return TWO
    return local.max_days_per_week


def days_ahead(world: World) -> list[date]:
    """Every day from as_of to the end of the horizon, read or not: the register needs no read."""
    end = monday(world.as_of) + world.horizon * A_WEEK
    return [world.as_of + k * A_DAY for k in range((end - world.as_of).days)]


def agreement_over_cap(world: World) -> Iterator[Said]:
    rule, who = "agreement_over_cap", world.person.id
    for row in world.register.individual_agreements:
        agreed = Fraction(sum(len(week) for week in row.pattern), len(row.pattern))
        live = [d for d in days_ahead(world) if holds(row, d)]
        if row.employee == who and any(agreed > cap_on(world, d) for d in live):
            key = f"{rule}:{who}:{row.valid_from}"
            yield Said(rule, "question", who, (), "K4", key, ("leader", "hr"))


def local_caps_over_two(world: World) -> Iterator[Said]:
    rule = "agreement_over_cap"
    for row in world.register.local_agreements:
        live = [
            d
            for d in days_ahead(world)
            if row.valid_from <= d and (row.valid_to is None or d <= row.valid_to)
        ]
        if live and row.max_days_per_week is not None and row.max_days_per_week > TWO:
            yield Said(rule, "question", row.id, (), "K4", f"{rule}:{row.id}", ("leader", "hr"))


def average_exceeded(world: World) -> Iterator[Said]:
    for week in weeks_read(world):
        said = window_ending(world, week + 6 * A_DAY)
        if said:
            yield said
            return


def window_weeks(world: World, sunday: date) -> int:
    local = local_agreement(world, sunday)
    least = 4 if local is None or local.averaging_weeks is None else local.averaging_weeks
    own = individual_agreement(world, sunday)
    cycle = 1 if own is None else len(own.pattern)
    weeks = cycle
    while weeks < least:
        weeks += cycle
    return weeks


def window_ending(world: World, sunday: date) -> Said | None:
    local, weeks = local_agreement(world, sunday), window_weeks(world, sunday)
    mondays = [monday(sunday) - k * A_WEEK for k in reversed(range(weeks))]
    if any(m not in weeks_read(world) for m in mondays):
        return None
    days = {d: status_of(world, d) for m in mondays for d in (m + k * A_DAY for k in range(7))}
    counts = "fixed" if local is None or local.counts is None else local.counts
    reading = "all-weeks" if local is None or local.reading is None else local.reading
    worth = {d: day.share if counts == "all" else day.fixed for d, day in days.items()}
    counted = [d for d in days if worth[d] > NONE]
    ahead = tuple(d for d in counted if d >= world.as_of)
    if not ahead or all(is_agreed(world, d) for d in counted):
        return None
    active = [m for m in mondays if any(days[m + k * A_DAY].available for k in range(7))]
    divisor = len(active) if reading == "active-weeks" else weeks
    total, cap = sum(worth.values(), NONE), cap_on(world, sunday)
    if total <= cap * divisor:
        return None
    more = {
        "reading": reading,
        "cap": str(cap),
        "window_weeks": weeks,
        "first_week": week_name(mondays[0]),
        "last_week": week_name(mondays[-1]),
        "days": str(total),
        "weeks": str(divisor),
        "per_week": str(total / divisor),
    }
    who, rule = world.person.id, "average_exceeded"
    clause, key = clause_of(local), f"{rule}:{who}"
    facts = tuple(sorted(more.items()))
    return Said(rule, "question", who, ahead, clause, key, ("employee",), facts)


def clause_of(local: LocalAgreement | None) -> str:
    if local is None:
        return "K4"
    lower = local.max_days_per_week is not None and local.max_days_per_week < TWO
    return local.id if local.reading or local.counts or lower else "K4"


def week_name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


RULES: tuple[Callable[[World], Iterator[Said]], ...] = (
    on_site_conflict,
    on_site_day,
    local_agreement_missing,
    individual_agreement_missing,
    agreement_over_cap,
    average_exceeded,
)


def findings(world: World) -> list[Said]:
    """Everything that section 3 finds about the person."""
    return [said for rule in RULES for said in rule(world)]
