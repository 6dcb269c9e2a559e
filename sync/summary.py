"""What a leader's weekly overview holds: decisions, head counts, a table – words and numbers, pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policy.case import Book, Case
from policy.model import DayStatus, Employee, Finding, Severity, Status
from policy.workdays import WEEK
from sync.overview import working_days

LISTED_IN_FULL = 2
"""How often a question is listed in full before it is folded into a number."""
ABOUT_DAYS = frozenset({"on_site_conflict", "coverage_low"})
IN_COUNTS = frozenset({"coverage_low"})
"""What names nobody, so that it is listed where a unit shows no names too."""

Counted = tuple[str, str, int]
"""A unit's name, a rule, and how many findings of it."""


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
    """A leader's week. ``decisions`` need the leader, ``coming`` is only on its way.

    ``counted``: decisions in units that show no names; ``coming_counted`` what is on its way there.
    """

    monday: date
    days: tuple[date, ...]
    decisions: tuple[Decision, ...]
    counted: tuple[Counted, ...]
    folded: int
    sections: tuple[Section, ...]
    coming: tuple[Decision, ...] = ()
    coming_counted: tuple[Counted, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        at_home = any(n for s in self.sections for n in s.at_home)
        said = (self.decisions, self.counted, self.folded, self.coming, self.coming_counted)
        return not (any(said) or at_home)

    @property
    def listed(self) -> tuple[str, ...]:
        """The questions that are listed in full."""
        return tuple(d.finding.key for d in self.decisions)


def summarise(
    book: Book,
    leader_unit: str,
    monday: date,
    members: Sequence[Member],
    about_others: Sequence[Finding],
    times_listed: Mapping[str, int],
) -> Summary:
    """The overview of one leader's week, a section per unit in the order of the members.

    ``about_others``: findings about local agreements and about units.
    """
    organisation = book.organisation
    units = tuple(dict.fromkeys(m.employee.unit for m in members))
    names = {u for u in units if organisation.text(u, "detail", monday) != "counts"}
    others = ((f, _unit_of(book, f, units)) for f in about_others)
    found = [(f, u) for f, u in (*_told(members), *others) if _in_week(f, monday)]
    asked = [(f, u) for f, u in found if f.severity is not Severity.HINT]
    fresh = [(f, u) for f, u in asked if times_listed.get(f.key, 0) < LISTED_IN_FULL]
    coming = [(f, u) for f, u in found if f.severity is Severity.HINT]
    weekly = [u for u in units if organisation.text(u, "summary", monday) != "decisions"]
    return Summary(
        monday=monday,
        days=working_days(book, leader_unit, monday),
        decisions=_listed(book, fresh, names),
        counted=_counted(book, fresh, names),
        folded=len(asked) - len(fresh),
        sections=tuple(_section(book, u, monday, members, names) for u in weekly),
        coming=_listed(book, coming, names),
        coming_counted=_counted(book, coming, names),
    )


Placed = tuple[Finding, str]
"""A finding and the unit it belongs to."""


def _told(members: Iterable[Member]) -> list[Placed]:
    return [(f, m.employee.unit) for m in members for f in m.findings]


def _in_week(finding: Finding, monday: date) -> bool:
    """What is about one day stands in the overview of its own week, everything else in any."""
    return finding.rule not in ABOUT_DAYS or monday <= finding.days[0] < monday + WEEK


def _listed(book: Book, found: Iterable[Placed], names: Collection[str]) -> tuple[Decision, ...]:
    named = ((f, u) for f, u in found if u in names or f.rule in IN_COUNTS)
    return tuple(Decision(f, u, _called(book, f)) for f, u in named)


def _counted(book: Book, found: Iterable[Placed], names: Collection[str]) -> tuple[Counted, ...]:
    tally = Counter((u, f.rule) for f, u in found if u not in names and f.rule not in IN_COUNTS)
    return tuple((_name(book, u), rule, n) for (u, rule), n in sorted(tally.items()))


def _called(book: Book, finding: Finding) -> str:
    """What a finding is about, as people call it: a unit, a person, an agreement's id."""
    if finding.rule in IN_COUNTS:
        return _name(book, finding.subject)
    people = book.organisation.people
    return people[finding.subject].name if finding.subject in people else finding.subject


def _unit_of(book: Book, finding: Finding, units: Sequence[str]) -> str:
    """The unit itself, or the first of the leader's units that a local agreement covers."""
    if finding.rule in IN_COUNTS:
        return finding.subject
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
