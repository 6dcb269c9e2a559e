"""The steps of one pass over everybody, and the count of what came of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sync import brake, brake_rows, ledger_rows, months, records, steps
from sync.clocks import Clocks, clocks_of
from sync.content import INVITE
from sync.daily import forget_what_is_old
from sync.deliver import Delivery
from sync.forget import sweep
from sync.ledger import Entry
from sync.plan import Counts, InviteCounts, counts, invite_counts
from sync.pull import keep, read
from sync.service import Person, Service
from sync.states import is_paused
from sync.store import Store

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
    """What a pass did, or in a dry run would do. ``held``: why nothing was delivered, or None.

    ``waiting``: new notes that wait for another day; None where any number may be written.
    ``clocks``: our own beside the servers'; where they are far apart nothing was written.
    """

    active: bool
    mailboxes: int = 0
    failed: tuple[Failure, ...] = ()
    notices: Counts = field(default_factory=Counts)
    invites: InviteCounts = field(default_factory=InviteCounts)
    told: int = 0
    held: str | None = None
    waiting: int | None = None
    clocks: Clocks = field(default_factory=Clocks)
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
        self._waiting: int | None = None
        self._clocks = Clocks()

    def run(self, taking_part: Sequence[Person]) -> PassResult:
        """All steps for those who take part; the others are dismissed, the paused left alone."""
        steps.dismiss_others(self._store, {p.id for p in taking_part})
        paused = self._paused()
        awake = tuple(p for p in taking_part if p.id not in paused)
        self.gather(awake)
        self._judge(awake)
        if self.compare_clocks():
            return self._idle()
        held = self._held(len(taking_part))
        if held is not None:
            return self._idle(held)
        everybody = {p.id: p for p in taking_part}
        if self._rehearse:
            steps.take_overviews(self._service, self._store, everybody)
            return self._planned(paused)
        months.count(self._store, self._service, taking_part)
        notices = self._deliver_notices(paused)
        steps.take_overviews(self._service, self._store, everybody)
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
        if self._clocks.hold_all:
            return self._idle()
        with self._store.transaction() as db:
            standing = counts(ledger_rows.entries(db)).unchanged
        return self._result(Counts(unchanged=standing), self._deliver_invites())

    def gather(self, taking_part: Sequence[Person]) -> None:
        """Read every mailbox and keep what it says; trouble with one skips that one."""
        with self._store.transaction() as db:
            known = records.mailboxes(db)
        failed: dict[str, str] = {}
        for done, result in enumerate(read(self._service, taking_part, known), 1):
            pulled = keep(self._service, self._store, result, believe_empty=self._confirm)
            self._told += pulled.told
            if pulled.error is not None:
                failed[result.person.id] = pulled.error
                self._fail(result.person.mailbox.address, pulled.error)
            else:
                self._mailboxes += 1
            self._step("read", done, len(taking_part))
        with self._store.transaction() as db:
            well = (p.id for p in taking_part if p.id not in failed)
            records.note_reading(db, well, failed, self._service.clock())

    def compare_clocks(self) -> bool:
        """Our own with the servers', once they have answered; whether nothing is to be written."""
        self._clocks = clocks_of(self._service.connections)
        return self._clocks.hold_all

    def _paused(self) -> frozenset[str]:
        now = self._service.clock()
        with self._store.transaction() as db:
            known = records.mailboxes(db).values()
        return frozenset(k.person for k in known if is_paused(k, now))

    def _deliver_notices(self, paused: Collection[str] = ()) -> Counts:
        """Empty the outbox of notes; one that fails is set aside and the rest goes on."""
        with self._store.transaction() as db:
            entries = ledger_rows.entries(db)
            known = records.mailboxes(db)
            left = steps.new_notices_left(self._service, db)
        pending = [e for e in entries if self._is_ready(e, paused)]
        ready = steps.within(left, pending)
        self._waiting = None if left is None else len(pending) - len(ready)
        done: list[Entry] = [e for e in entries if not e.pending]
        for number, entry in enumerate(ready, 1):
            kept = known[entry.person]
            if self._went_well(
                kept.address, steps.write_note(self._service, self._store, entry, kept)
            ):
                done.append(entry)
            self._step("write", number, len(ready))
        return counts(done)

    def _deliver_invites(self) -> InviteCounts:
        with self._store.transaction() as db:
            entries = ledger_rows.entries(db, kind=INVITE)
        today = self._service.today(self._service.zone)
        done = [e for e in entries if not e.pending or self._is_sent(e)]
        return invite_counts(done, today)

    def _is_sent(self, entry: Entry) -> bool:
        if self._clocks.hold(entry.connection):
            return False
        delivery = steps.send_overview(self._service, self._store, entry)
        return self._went_well(steps.attendee_of(entry), delivery)

    def _went_well(self, mailbox: str, delivery: Delivery) -> bool:
        if delivery.error is not None:
            self._fail(mailbox, delivery.error)
        self._told += delivery.told or 0
        return delivery.as_planned

    def _judge(self, taking_part: Iterable[Person]) -> None:
        failed = {f.mailbox for f in self._failed}
        with self._store.transaction() as db:
            known = records.mailboxes(db)
        well = (p for p in taking_part if p.mailbox.address not in failed)
        steps.judge_all(self._service, self._store, well, known)

    def _held(self, enrolled: int) -> str | None:
        """Why the pass is held; what is held is kept, so that it can be confirmed."""
        if self._confirm:
            return None
        service = self._service
        with self._store.transaction() as db:
            left = steps.new_notices_left(service, db)
            entries = steps.within(left, ledger_rows.entries(db))
            known = records.mailboxes(db).values()
            settled = {k.person for k in known if k.completed_at is not None}
            today = service.today(service.zone)
            why = brake.held(
                service.brake, entries, settled=settled, enrolled=enrolled, today=today
            )
            if why is None:
                brake_rows.over(db)
            else:
                brake_rows.hold(db, why, service.clock())
        return why

    def _planned(self, paused: Collection[str]) -> PassResult:
        """What a pass would do."""
        with self._store.transaction() as db:
            entries = ledger_rows.entries(db)
            left = steps.new_notices_left(self._service, db)
            invites = ledger_rows.entries(db, kind=INVITE)
        pending = [e for e in entries if self._is_ready(e, paused)]
        ready = steps.within(left, pending)
        still = [e for e in entries if not e.pending]
        self._waiting = None if left is None else len(pending) - len(ready)
        today = self._service.today(self._service.zone)
        return self._result(counts([*still, *ready]), invite_counts(invites, today))

    def _is_ready(self, entry: Entry, paused: Collection[str]) -> bool:
        may = entry.person not in paused and not self._clocks.hold(entry.connection)
        return entry.pending and may

    def _idle(self, held: str | None = None) -> PassResult:
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
            forget_what_is_old(self._service, db)
            sweep(db)

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
            waiting=self._waiting,
            clocks=self._clocks,
        )
