"""What the ledger speaks of: the text of notes and overviews, the questions they show, the answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from policy.model import Cause, Finding


class How(StrEnum):
    """How a finding came to be told."""

    DELETED = "deleted"
    EDITED = "edited"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, or the cause behind several, that a person has answered."""

    finding_key: str
    reopen: str
    level: Fraction | None
    series: str | None = None
    first_shown: date | None = field(default=None, compare=False)

    def answers(self, reopen: str, level: Fraction | None) -> bool:
        """Whether what was told still covers the same question."""
        higher = level is not None and self.level is not None and level > self.level
        return self.reopen == reopen and not higher


@dataclass(frozen=True, slots=True)
class Question:
    """The part of a finding by which it is told and re-opened; ``first_shown`` once it has been."""

    key: str
    reopen: str
    level: Fraction | None = None
    cause: Cause | None = None
    first_shown: date | None = field(default=None, compare=False)

    @classmethod
    def of(cls, finding: Finding) -> Question:
        """What has to be remembered of a finding once it is shown."""
        return cls(finding.key, finding.reopen, finding.level, finding.cause)

    def answered(self, told: Mapping[str, Told]) -> bool:
        """Whether the person has answered this question, or the one cause behind it."""
        own = told.get(self.key)
        if own is not None and own.answers(self.reopen, self.level):
            return True
        behind = told.get(self.cause.key) if self.cause else None
        return bool(behind and self.cause and behind.answers(self.cause.facts, None))

    def as_told(self) -> tuple[Told, ...]:
        """The rows that remember the answer."""
        shown = self.first_shown
        own = Told(self.key, self.reopen, self.level, None, shown)
        if self.cause is None:
            return (own,)
        return own, Told(self.cause.key, self.cause.facts, None, self.cause.series, shown)


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a note: what it says, on which day, and which questions it shows.

    ``day``/``end``: where it stands, end exclusive. ``until``: it is over from this date on.
    ``stamp``: when it was decided, the same for every try to write it.
    """

    subject: str
    body: str
    day: date
    end: date
    until: date
    offers: tuple[date, ...]
    questions: tuple[Question, ...]
    stamp: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values for the store."""
        return {
            "subject": self.subject,
            "body": self.body,
            "day": self.day.isoformat(),
            "end": self.end.isoformat(),
            "until": self.until.isoformat(),
            "offers": [d.isoformat() for d in self.offers],
            "questions": [_question_to_json(q) for q in self.questions],
            "stamp": self.stamp and self.stamp.isoformat(),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Content:
        """The inverse of :meth:`to_json`."""
        return cls(
            subject=raw["subject"],
            body=raw["body"],
            day=date.fromisoformat(raw["day"]),
            end=date.fromisoformat(raw["end"]),
            until=date.fromisoformat(raw["until"]),
            offers=tuple(date.fromisoformat(d) for d in raw["offers"]),
            questions=tuple(question_from_json(q) for q in raw["questions"]),
            stamp=raw["stamp"] and datetime.fromisoformat(raw["stamp"]),
        )


@dataclass(frozen=True, slots=True)
class InviteContent:
    """A weekly or monthly overview as it is sent; ``called_off``: to be cancelled or cleared.

    ``listed``: keys of the findings it lists in full. ``stamp``: when it was decided, the same for
    every try to send it. Dates as in :class:`Content`.
    """

    subject: str
    text: str
    html: str
    organizer: str
    attendee: str
    day: date
    end: date
    until: date
    stamp: datetime
    listed: tuple[str, ...] = ()
    called_off: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain values for the store."""
        dates = {n: getattr(self, n).isoformat() for n in ("day", "end", "until")}
        names = ("subject", "text", "html", "organizer", "attendee", "called_off")
        own = {"listed": list(self.listed), "stamp": self.stamp.isoformat()}
        return {n: getattr(self, n) for n in names} | dates | own

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> InviteContent:
        """The inverse of :meth:`to_json`."""
        dates = {n: date.fromisoformat(raw[n]) for n in ("day", "end", "until")}
        own = {"listed": tuple(raw["listed"]), "stamp": datetime.fromisoformat(raw["stamp"])}
        return cls(**{**raw, **dates, **own})


NOTICE, INVITE = "notice", "invite"
Desired = Content | InviteContent


def desired_from_json(kind: str, raw: Mapping[str, Any]) -> Desired:
    """What the ledger desires for an entry of this kind."""
    return InviteContent.from_json(raw) if kind == INVITE else Content.from_json(raw)


def digest_of(parts: Iterable[object]) -> str:
    """A short digest of values with a stable ``repr``."""
    return hashlib.sha256(repr(tuple(parts)).encode()).hexdigest()[:32]


def _question_to_json(question: Question) -> dict[str, Any]:
    cause = question.cause
    return {
        "key": question.key,
        "reopen": question.reopen,
        "level": None if question.level is None else str(question.level),
        "cause": cause and {"key": cause.key, "facts": cause.facts, "series": cause.series},
    }


def question_from_json(raw: Mapping[str, Any]) -> Question:
    """A question as the store keeps it."""
    level, cause = raw["level"], raw["cause"]
    return Question(
        key=raw["key"],
        reopen=raw["reopen"],
        level=None if level is None else Fraction(level),
        cause=cause and Cause(**cause),
        first_shown=raw.get("first_shown"),
    )
