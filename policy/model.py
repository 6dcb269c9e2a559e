"""The words of the policy as values: people, days, findings. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

MONDAY_TO_FRIDAY = frozenset(range(5))


class Kind(StrEnum):
    """Fixed recurring or ad hoc home work (clause K10: both may stand in one week)."""

    FIXED = "fixed"
    AD_HOC = "ad_hoc"


class EntryKind(StrEnum):
    """Kind of one entry before the register is asked; ``OPEN`` is settled by the agreement."""

    FIXED = "fixed"
    AD_HOC = "ad_hoc"
    OPEN = "open"


class Status(StrEnum):
    """One word for a day. ``UNKNOWN`` is read as *ikke angivet*, never as "office"."""

    HOME = "home"
    ABSENCE = "absence"
    HOLIDAY = "holiday"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """How sure it is that an entry needs its owner on site."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Severity(StrEnum):
    """For code only; these words never reach people."""

    CONFLICT = "conflict"
    QUESTION = "question"
    HINT = "hint"


class Audience(StrEnum):
    """Whom a finding is for."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    HR = "hr"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Part of a local day in minutes after midnight, end exclusive: 08–12 is ``Span(480, 720)``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least a minute."""
        return self.start < other.end and other.start < self.end


WHOLE_DAY = Span(0, 24 * 60)


@dataclass(frozen=True, slots=True)
class Employee:
    """A person who may take part. ``working_days`` are weekdays, Monday 0.

    ``enrolled``: True / False / from that date on; None = as the service's ``enrolment`` says.
    ``notices``: None = the reading connection where it can write; "none"; or a connection's name.
    """

    id: str
    mailbox: str
    connection: str
    unit: str
    name: str = ""
    leader: str | None = None
    deputy: str | None = None
    working_days: frozenset[int] = MONDAY_TO_FRIDAY
    staff_group: str | None = None
    language: str | None = None
    initials: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    enrolled: bool | date | None = None
    notices: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A workplace. ``values`` holds only what the unit itself sets; see ``organisation.KEYS``."""

    id: str
    name: str = ""
    parent: str | None = None
    leader: str | None = None
    deputy: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom people may turn to: ``role`` is union, hr, hr_area or hr_directorate."""

    unit: str
    role: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A unit's value for one key with dates of effect; ``valid_to`` is the last day in force."""

    unit: str
    key: str
    value: object
    valid_from: date | None = None
    valid_to: date | None = None
    decided_by: str | None = None
    discussed_on: date | None = None


@dataclass(frozen=True, slots=True)
class OnSite:
    """An entry that may need its owner on site, as it stands on one local day.

    ``start``/``end``: dates (all-day, end exclusive) or aware datetimes in the person's zone.
    ``span``: the part of that day it covers. ``series``: opaque id; ``pattern``: its digest.
    """

    start: date | datetime
    end: date | datetime
    span: Span
    evidence: Evidence
    reason: str
    series: str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What a day's entries say about home work, before register and working days are applied.

    ``kind`` is FIXED if fixed entries come to a share, else OPEN if open ones do.
    ``share`` counts all entries, ``share_fixed`` those fixed by word or series, ``share_open``
    those fixed or open.
    ``spans`` is empty where only halves without a side stand.
    ``halves``: such a half stands there, so an overlap is a question. ``series``: opaque id and
    pattern digest where every entry of the day is of that one series.
    """

    kind: EntryKind
    share: Fraction
    share_fixed: Fraction
    share_open: Fraction
    spans: tuple[Span, ...]
    halves: bool
    reason: str
    series: str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the calendar says about one local day. ``absence`` is its reason id or None.

    ``away_all_day``: the day as a whole is shown as out of office.
    """

    day: date
    absence: str | None = None
    presence: bool = False
    home: HomeFacts | None = None
    on_site: tuple[OnSite, ...] = ()
    away_all_day: bool = False


@dataclass(frozen=True, slots=True)
class HomeDay:
    """A day with status home: its share, its kind and the share that counts as fixed."""

    share: Fraction
    fixed_share: Fraction
    kind: Kind
    spans: tuple[Span, ...]
    halves: bool
    series: str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class DayStatus:
    """A judged day. ``working``: a working day that is no holiday; ``available``: and no absence."""

    day: date
    status: Status
    reason: str
    working: bool
    available: bool
    home: HomeDay | None = None
    on_site: tuple[OnSite, ...] = ()
    presence: bool = False
    away_all_day: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Look-back and horizon around ``today``: ``[start, end)``, both Mondays.

    ``read_from``: the first Monday whose week is read (policy 2: a cut week is not).
    """

    today: date
    start: date
    end: date
    read_from: date


Facts = Mapping[str, object]
"""What a finding rests on, as JSON values: text, numbers, lists, tables."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A home series against a meeting series: one cause for all its occurrences."""

    key: str
    facts: str
    series: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit, and what it rests on.

    ``reopen`` holds the facts that make an answered finding new again, ``level`` a number that
    does so only by growing. ``cause`` names one cause behind several findings (a home series
    against a meeting series) with the facts that keep it the same. ``period`` findings go into
    the note about a period, the others into the note of their day. ``basis``: the days it rests
    on where those are not ``days`` themselves.
    """

    rule: str
    severity: Severity
    subject: str
    days: tuple[date, ...]
    clause: str
    key: str
    to: tuple[Audience, ...]
    facts: Facts
    reopen: str = ""
    level: Fraction | None = None
    cause: Cause | None = None
    period: bool = False
    basis: tuple[date, ...] = ()


def key_of(rule: str, subject: str, anchor: object | None = None) -> str:
    """``rule:subject[:anchor]``, the same whatever the run."""
    return ":".join(str(part) for part in (rule, subject, anchor) if part is not None)


def covered(spans: Sequence[Span]) -> int:
    """Minutes in the union of ``spans``."""
    total, reach = 0, 0
    for span in sorted(spans):
        total += max(0, span.end - max(span.start, reach))
        reach = max(reach, span.end)
    return total
