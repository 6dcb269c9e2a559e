"""The ledger's values: what ought to stand in a calendar, and what of it has been shown and answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from connectors.model import Invite, Notice, RemoteRef
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
    """

    subject: str
    body: str
    day: date
    end: date
    until: date
    offers: tuple[date, ...]
    questions: tuple[Question, ...]

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that we own. ``desired`` None: it ought not to stand there.

    ``until``: the note is over from this date on. ``shape``: what the delivered version looks
    like to a reader, ``shown_digest`` what it was made of; ``remote``: where it stands, None
    where nothing of ours stands. ``attempts``: writes begun whose outcome is unknown.
    """

    connection: str
    person: str
    key: str
    until: date
    kind: str = NOTICE
    incarnation: int = 1
    desired: Desired | None = None
    digest: str | None = None
    version: int = 0
    delivered_version: int = 0
    delivered_at: datetime | None = None
    shape: str | None = None
    shown_digest: str | None = None
    remote: RemoteRef | None = None
    attempts: int = 0
    shown: tuple[Question, ...] = field(default=(), compare=False)
    id: int | None = field(default=None, compare=False)

    @property
    def wire_key(self) -> str:
        """The key that marks the entry in the calendar: a new one each time it is written anew."""
        return self.key if self.incarnation == 1 else f"{self.key}#{self.incarnation}"

    @property
    def uid(self) -> str:
        """iCalendar UID and transactionId: the same for every try to write one incarnation."""
        text = f"{self.person}\n{self.key}\n{self.incarnation}"
        return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@hjemmedag"

    @property
    def pending(self) -> bool:
        """Whether the calendar does not yet show what is desired."""
        return self.version > self.delivered_version

    @property
    def standing(self) -> bool:
        """Whether something of ours stands in the calendar, as far as we know."""
        return self.remote is not None

    @property
    def note(self) -> Content | None:
        """What a note ought to say; None where none ought to stand."""
        return self.desired if isinstance(self.desired, Content) else None

    def looks_ours(self, shape: str) -> bool:
        """Whether an entry with this shape is as we wrote it, or as a lost write would have."""
        lost = self.notice(self.note).shape if self.note else None
        return shape in (self.shape, lost)

    @property
    def known_shape(self) -> bool:
        """Whether we know what our entry looks like; not for a removal of a write that got lost."""
        return self.shape is not None or self.desired is not None

    @property
    def uncertain(self) -> bool:
        """Whether something of ours stands in the calendar or may stand there."""
        return self.standing or self.attempts > 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """What its reader has seen: what is shown, or what a write of unknown outcome would show."""
        return self.shown or (self.note.questions if self.note else ())

    def notice(self, content: Content) -> Notice:
        """The note as a connector writes it."""
        return Notice(
            key=self.wire_key,
            uid=self.uid,
            subject=content.subject,
            body=content.body,
            day=content.day,
            end=content.end,
        )

    def invite(self, content: InviteContent) -> Invite:
        """The invite as a connector sends it: one UID for all versions, SEQUENCE grows with each."""
        return Invite(
            key=self.wire_key,
            uid=self.uid,
            sequence=self.version - 1,
            organizer=content.organizer,
            attendee=content.attendee,
            subject=content.subject,
            text=content.text,
            html=content.html,
            day=content.day,
            end=content.end,
            stamp=content.stamp,
        )

    def wanted(self, content: Desired, digest: str) -> Entry:
        """The next version, or the next incarnation where nothing of ours can stand any more."""
        anew = self.version > 0 and self.desired is None and not self.uncertain
        version = self.version + 1
        stands_already = self.standing and digest == self.shown_digest and self.attempts == 0
        return replace(
            self,
            incarnation=self.incarnation + 1 if anew else self.incarnation,
            desired=content,
            digest=digest,
            until=content.until,
            version=version,
            delivered_version=version if stands_already else self.delivered_version,
        )

    def unwanted(self) -> Entry:
        """To be taken away, or forgotten where it was never written."""
        return replace(self, desired=None, digest=None, version=self.version + 1)

    def delivered(self, version: int, remote: RemoteRef | None, at: datetime) -> Entry:
        """The calendar shows ``version``; a later one may be desired already."""
        return replace(
            self,
            delivered_version=version,
            delivered_at=at,
            remote=remote,
            shape=remote.shape if remote else None,
            shown_digest=self.digest if remote else None,
            attempts=0,
        )

    def left(self) -> Entry:
        """No longer ours: its owner deleted it or made it their own."""
        version = self.version + 1
        return replace(
            self,
            desired=None,
            digest=None,
            version=version,
            delivered_version=version,
            remote=None,
            shape=None,
            shown_digest=None,
            attempts=0,
        )


def digest_of(parts: Iterable[object]) -> str:
    """A short digest of values with a stable ``repr``."""
    return hashlib.sha256(repr(tuple(parts)).encode()).hexdigest()[:32]


def incarnation_of(wire_key: str) -> tuple[str, int]:
    """Ledger key and incarnation of a key found in a calendar."""
    key, mark, number = wire_key.rpartition("#")
    return (key, int(number)) if mark and number.isdigit() else (wire_key, 1)


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
