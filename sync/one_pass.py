"""The steps of one pass over everybody, and the count of what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from connectors.base import InviteSender, NoticeWriter
from connectors.model import Mailbox
from policy.model import Employee
from sync import brake, ledger_rows, lookups, months, records
from sync.content import INVITE, InviteContent
from sync.deliver import deliver, deliver_invite
from sync.desk import Desk
from sync.invites import call_off, take_due
from sync.judge import dismiss, judge
from sync.ledger import Entry
from sync.plan import Counts, InviteCounts, counts, invite_counts
from sync.pull import keep, read
from sync.records import Kept
from sync.service import Person, Service
from sync.store import Store

KEEP_DAYS = timedelta(weeks=7)

Step = Callable[[str, int, int], None]
"""Told about progress: what is being done, how many are done, out of how many."""


def quietly(what: str, done: int, of: int) -> None:
    """Says nothing about progress."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A mailbox or an entry in it that failed, in words."""

    mailbox: str
    error: str


@dataclass(frozen=True, slots=True)
class PassResult:
    """What a pass did, or in a dry run would do. ``held``: why nothing was delivered, or None."""

    active: bool
    mailboxes: int = 0
    failed: tuple[Failure, ...] = ()
    notices: Counts = field(default_factory=Counts)
    invites: InviteCounts = field(default_factory=InviteCounts)
    told: int = 0
    held: str | None = None
    dry_run: bool = False


class Pass:
    """The state of one pass."""

    def __init__(
        self, service: Service, store: Store, *, confirm: bool, rehearse: bool, step: Step
    ) -> None:
        self._service = service
        self._store = store
        self._confirm = confirm
        self._rehearse = rehearse
        self._step = step
        self._failed: list[Failure] = []
        self._told = 0
        self._mailboxes = 0

    def run(self, taking_part: Sequence[Person]) -> PassResult:
        """All steps for those who take part; the others are dismissed."""
        self._dismiss({p.id for p in taking_part})
        self.gather(taking_part)
        self._judge(taking_part)
        held = self._held(len(taking_part))
        if held is not None:
            return self._idle(held)
        if self._rehearse:
            self._take_due(taking_part)
            return self._planned()
        months.count(self._store, self._service, taking_part)
        notices = self._deliver_notices()
        self._take_due(taking_part)
        invites = self._deliver_invites()
        self._complete(taking_part)
        self._purge()
        return self._result(notices, invites)

    def empty_outbox(self) -> PassResult:
        """Deliver what the ledger desires, and nothing that is only due."""
        notices, invites = self._deliver_notices(), self._deliver_invites()
        self._purge()
        return self._result(notices, invites)

    def send_invites(self) -> PassResult:
        """Deliver the overviews that the ledger desires, and touch no note."""
        with self._store.transaction() as db:
            standing = counts(ledger_rows.entries(db)).unchanged
        return self._result(Counts(unchanged=standing), self._deliver_invites())

    def desk(self, db: Connection, taking_part: Iterable[Person]) -> Desk | None:
        """What overviews are made from; None where nobody is to get any."""
        overviews = self._service.overviews
        if overviews is None:
            return None
        people = {p.id: p for p in taking_part}
        return Desk(
            self._service,
            overviews,
            db,
            people,
            clears=not self._service.by_mail(overviews.connection),
        )

    def gather(self, taking_part: Sequence[Person]) -> None:
        """Read every mailbox and keep what it says; trouble with one skips that one."""
        with self._store.transaction() as db:
            known = records.mailboxes(db)
        for done, result in enumerate(read(self._service, taking_part, known), 1):
            pulled = keep(self._service, self._store, result, believe_empty=self._confirm)
            self._told += pulled.told
            if pulled.error is not None:
                self._fail(result.person.mailbox.address, pulled.error)
            else:
                self._mailboxes += 1
            self._step("read", done, len(taking_part))

    def _take_due(self, taking_part: Iterable[Person]) -> None:
        with self._store.transaction() as db:
            desk = self.desk(db, taking_part)
            if desk is not None:
                take_due(desk)
            else:
                call_off(db, ledger_rows.entries(db, kind=INVITE))

    def _deliver_notices(self) -> Counts:
        """Empty the outbox of notes; one that fails is set aside and the rest goes on."""
        with self._store.transaction() as db:
            entries = ledger_rows.entries(db)
            known = records.mailboxes(db)
        pending = [e for e in entries if e.pending]
        done: list[Entry] = [e for e in entries if not e.pending]
        for number, entry in enumerate(pending, 1):
            if self._deliver_one(entry, known[entry.person]):
                done.append(entry)
            self._step("write", number, len(pending))
        return counts(done)

    def _deliver_invites(self) -> InviteCounts:
        with self._store.transaction() as db:
            entries = ledger_rows.entries(db, kind=INVITE)
        today = self._service.today(self._service.zone)
        done = [e for e in entries if not e.pending or self._invite_one(e)]
        return invite_counts(done, today)

    def _invite_one(self, entry: Entry) -> bool:
        content, sender = entry.desired, self._service.connections.get(entry.connection)
        assert isinstance(content, InviteContent)
        if not isinstance(sender, InviteSender):
            self._fail(content.attendee, f"connection {entry.connection} cannot send invites")
            return False
        today = self._service.today(self._service.zone)
        delivery = deliver_invite(self._store, entry, sender, self._service.clock, today)
        if delivery.error is not None:
            self._fail(content.attendee, delivery.error)
        return delivery.error is None

    def _deliver_one(self, entry: Entry, kept: Kept) -> bool:
        writer = self._service.connections.get(entry.connection)
        if not isinstance(writer, NoticeWriter):
            self._fail(kept.address, f"connection {entry.connection} cannot write notes")
            return False
        zone = ZoneInfo(kept.zone)
        mailbox = Mailbox(kept.address, zone, self._aliases(kept.person))
        today = self._service.today(zone)
        delivery = deliver(self._store, entry, writer, mailbox, self._service.clock, today)
        if delivery.mailbox_gone and kept.person not in self._service.book.organisation.people:
            return self._let_go(entry)
        if delivery.error is not None:
            self._fail(kept.address, delivery.error)
        self._told += delivery.told or 0
        return delivery.error is None and delivery.told is None

    def _let_go(self, entry: Entry) -> bool:
        """Somebody left and took the mailbox along: nothing of ours stands there any more."""
        with self._store.transaction() as db:
            ledger_rows.save_entry(db, entry.left())
        return True

    def _aliases(self, person: str) -> tuple[str, ...]:
        employee: Employee | None = self._service.book.organisation.people.get(person)
        return employee.aliases if employee else ()

    def _dismiss(self, taking_part: set[str]) -> None:
        with self._store.transaction() as db:
            for person in records.mailboxes(db):
                if person not in taking_part:
                    dismiss(db, person)

    def _judge(self, taking_part: Iterable[Person]) -> None:
        failed = {f.mailbox for f in self._failed}
        with self._store.transaction() as db:
            known = records.mailboxes(db)
        for person in taking_part:
            kept = known.get(person.id)
            if kept is not None and person.mailbox.address not in failed:
                with self._store.transaction() as db:
                    judge(self._service, db, person, kept)

    def _held(self, enrolled: int) -> str | None:
        if self._confirm:
            return None
        with self._store.transaction() as db:
            entries = ledger_rows.entries(db)
            known = records.mailboxes(db).values()
        settled = {k.person for k in known if k.completed_at is not None}
        today = self._service.today(self._service.zone)
        return brake.held(
            self._service.brake, entries, settled=settled, enrolled=enrolled, today=today
        )

    def _planned(self) -> PassResult:
        """What a pass would do."""
        with self._store.transaction() as db:
            notices = counts(ledger_rows.entries(db))
            invites = ledger_rows.entries(db, kind=INVITE)
        today = self._service.today(self._service.zone)
        return self._result(notices, invite_counts(invites, today))

    def _idle(self, held: str) -> PassResult:
        """A pass that is held does nothing."""
        with self._store.transaction() as db:
            standing = counts(ledger_rows.entries(db)).unchanged
        result = self._result(Counts(unchanged=standing), InviteCounts())
        return replace(result, held=held)

    def _complete(self, taking_part: Iterable[Person]) -> None:
        ids = {p.id for p in taking_part}
        with self._store.transaction() as db:
            for kept in records.mailboxes(db).values():
                if kept.person in ids and kept.completed_at is None:
                    now = self._service.clock()
                    records.save_mailbox(db, replace(kept, completed_at=now))

    def _purge(self) -> None:
        with self._store.transaction() as db:
            ledger_rows.purge(db, self._service.today(self._service.zone) - KEEP_DAYS)
            lookups.purge(db, self._service.clock())
            months.purge(db, self._service.today(self._service.zone))

    def _fail(self, mailbox: str, error: str) -> None:
        self._failed.append(Failure(mailbox, error))

    def _result(self, notices: Counts, invites: InviteCounts) -> PassResult:
        return PassResult(
            active=True,
            mailboxes=self._mailboxes,
            failed=tuple(self._failed),
            notices=notices,
            invites=invites,
            told=self._told,
        )
