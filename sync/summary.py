"""What a leader's weekly overview holds: decisions, head counts, a table – words and numbers, pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policy.case import Book, Case
from policy.model import DayStatus, Employee, Finding, Status
from policy.workdays import WEEK
from sync.overview import working_days

LISTED_IN_FULL = 2
"""How often a question is listed in full before it is folded into a number."""
QUESTIONS_ABOUT_DAYS = frozenset({"on_site_conflict"})


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a unit; ``case`` None: takes no part, or could not be read yet."""

    employee: Employee
    case: Case | None
    takes_part: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that needs the leader; ``name`` is empty where the unit shows counts only."""

    finding: Finding
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person's week, one word a day; no words: the person takes no part."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One unit's week: how many of ``of`` are at home each day; rows only where names are shown."""

    name: str
    of: int
    days: tuple[date, ...]
    at_home: tuple[int, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A leader's week. ``counted``: decisions in units that show no names, by unit and rule."""

    monday: date
    days: tuple[date, ...]
    decisions: tuple[Decision, ...]
    counted: tuple[tuple[str, str, int], ...]
    folded: int
    sections: tuple[Section, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        at_home = any(n for s in self.sections for n in s.at_home)
        return not (self.decisions or self.counted or self.folded or at_home)

    @property
    def listed(self) -> tuple[str, ...]:
        """The questions that are listed in full."""
        return tuple(d.finding.key for d in self.decisions)


def summarise(
    book: Book,
    leader_unit: str,
    monday: date,
    members: Sequence[Member],
    about_agreements: Sequence[Finding],
    times_listed: Mapping[str, int],
) -> Summary:
    """The overview of one leader's week, a section per unit in the order of the members."""
    organisation = book.organisation
    units = tuple(dict.fromkeys(m.employee.unit for m in members))
    names = {u for u in units if organisation.text(u, "detail", monday) != "counts"}
    asked = [*_asked(members, monday), *((f, _unit_of(book, f, units)) for f in about_agreements)]
    fresh = [(f, u) for f, u in asked if times_listed.get(f.key, 0) < LISTED_IN_FULL]
    people = organisation.people
    tally = Counter((u, f.rule) for f, u in fresh if u not in names)
    weekly = [u for u in units if organisation.text(u, "summary", monday) != "decisions"]
    return Summary(
        monday=monday,
        days=working_days(book, leader_unit, monday),
        decisions=tuple(
            Decision(f, u, people[f.subject].name if f.subject in people else f.subject)
            for f, u in fresh
            if u in names
        ),
        counted=tuple((_name(book, u), rule, n) for (u, rule), n in sorted(tally.items())),
        folded=len(asked) - len(fresh),
        sections=tuple(_section(book, u, monday, members, names) for u in weekly),
    )


def _asked(members: Iterable[Member], monday: date) -> list[tuple[Finding, str]]:
    """Meetings stand in the overview of their own week, everything else in any."""
    return [
        (f, m.employee.unit)
        for m in members
        for f in m.findings
        if f.rule not in QUESTIONS_ABOUT_DAYS or monday <= f.days[0] < monday + WEEK
    ]


def _unit_of(book: Book, finding: Finding, units: Sequence[str]) -> str:
    """The first of the leader's units that a local agreement covers."""
    named = {u for a in book.register.local_agreements if a.id == finding.subject for u in a.units}
    above = {u: {x.id for x in book.organisation.upwards(u)} for u in units}
    return next((u for u in units if above[u] & named), units[0])


def _section(
    book: Book, unit: str, monday: date, members: Iterable[Member], names: Iterable[str]
) -> Section:
    days = working_days(book, unit, monday)
    mine = [m for m in members if m.employee.unit == unit]
    taking_part = [m for m in mine if m.takes_part]
    at_home = tuple(sum(_word(m, d).startswith("home") for m in taking_part) for d in days)
    rows = [Row(m.employee.name, _words(m, days)) for m in mine] if unit in names else []
    return Section(_name(book, unit), len(taking_part), days, at_home, tuple(rows))


def _words(member: Member, days: Sequence[date]) -> tuple[str, ...]:
    return tuple(_word(member, d) for d in days) if member.takes_part else ()


def _word(member: Member, day: date) -> str:
    """home, home_half, absence or unknown; absence only for whole days shown as out of office."""
    status: DayStatus | None = member.case.days.get(day) if member.case else None
    if status is None:
        return "unknown"
    if status.home is not None:
        return "home" if status.home.share == 1 else "home_half"
    shown = status.status is Status.ABSENCE and status.away_all_day
    return "absence" if shown else "unknown"


def _name(book: Book, unit: str) -> str:
    return book.organisation.units[unit].name or unit
