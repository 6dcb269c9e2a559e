"""One whole pass: read, keep, judge, brake, deliver – and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from connectors.base import NoticeWriter
from connectors.model import Mailbox
from policy.model import Employee
from sync import brake, records
from sync.deliver import deliver
from sync.judge import dismiss, judge
from sync.ledger import Entry
from sync.plan import Counts, counts
from sync.pull import keep, read
from sync.records import Kept
from sync.service import Person, Service, people
from sync.store import Store, writer_lock

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
    told: int = 0
    held: str | None = None
    dry_run: bool = False


def run_pass(
    service: Service,
    *,
    dry_run: bool = False,
    confirm: bool = False,
    step: Step = quietly,
) -> PassResult:
    """Read everybody, judge, deliver; before activation, or with ``dry_run``, without a trace."""
    everybody = people(service)
    active = is_active(service)
    rehearse = dry_run or not active
    taking_part = tuple(p for p in everybody if not active or _may_write(service, p))
    with _lock(service, rehearse), _store(service, rehearse) as store:
        one = _Pass(service, store, confirm=confirm, rehearse=rehearse, step=step)
        result = one.run(taking_part)
    return replace(result, active=active, dry_run=rehearse)


def withdraw_all(service: Service, step: Step = quietly) -> PassResult:
    """Take away every note of ours that its reader has not made theirs."""
    everybody = people(service)
    with _lock(service, rehearse=False), _store(service, rehearse=False) as store:
        one = _Pass(service, store, confirm=True, rehearse=False, step=step)
        one.gather(everybody)
        with store.transaction() as db:
            for person in records.mailboxes(db):
                dismiss(db, person)
        return one.deliver()


def is_active(service: Service) -> bool:
    """Whether any unit has reached its activation date."""
    units = service.book.organisation.units
    return any(service.gate_open(u, "activation_date", service.zone) for u in units)


def _may_write(service: Service, person: Person) -> bool:
    return service.gate_open(person.employee.unit, "activation_date", person.mailbox.zone)


def _lock(service: Service, rehearse: bool) -> AbstractContextManager[None]:
    return nullcontext() if rehearse else writer_lock(service.store_url)


@contextmanager
def _store(service: Service, rehearse: bool) -> Iterator[Store]:
    store = (Store.rehearsal if rehearse else Store.open)(service.store_url)
    try:
        yield store
    finally:
        store.close()


class _Pass:
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
        if held is not None or self._rehearse:
            return self._result(self._planned(held), held)
        result = self.deliver()
        self._complete(taking_part)
        return result

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

    def deliver(self) -> PassResult:
        """Empty the outbox; an entry that fails is set aside and the rest goes on."""
        with self._store.transaction() as db:
            entries = records.entries(db)
            known = records.mailboxes(db)
        pending = [e for e in entries if e.pending]
        done: list[Entry] = [e for e in entries if not e.pending]
        for number, entry in enumerate(pending, 1):
            if self._deliver_one(entry, known[entry.person]):
                done.append(entry)
            self._step("write", number, len(pending))
        self._purge()
        return self._result(counts(done), None)

    def _deliver_one(self, entry: Entry, kept: Kept) -> bool:
        writer = self._service.connections.get(entry.connection)
        if not isinstance(writer, NoticeWriter):
            self._fail(kept.address, f"connection {entry.connection} cannot write notes")
            return False
        zone = ZoneInfo(kept.zone)
        mailbox = Mailbox(kept.address, zone, self._aliases(kept.person))
        today = self._service.today(zone)
        delivery = deliver(self._store, entry, writer, mailbox, self._service.clock, today)
        if delivery.error is not None:
            self._fail(kept.address, delivery.error)
        self._told += delivery.told or 0
        return delivery.error is None and delivery.told is None

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
            entries = records.entries(db)
            known = records.mailboxes(db).values()
        settled = {k.person for k in known if k.completed_at is not None}
        today = self._service.today(self._service.zone)
        return brake.held(
            self._service.brake, entries, settled=settled, enrolled=enrolled, today=today
        )

    def _planned(self, held: str | None) -> Counts:
        """What a dry run would do; a pass that is held does nothing."""
        with self._store.transaction() as db:
            planned = counts(records.entries(db))
        return planned if self._rehearse or held is None else Counts(unchanged=planned.unchanged)

    def _complete(self, taking_part: Iterable[Person]) -> None:
        ids = {p.id for p in taking_part}
        with self._store.transaction() as db:
            for kept in records.mailboxes(db).values():
                if kept.person in ids and kept.completed_at is None:
                    now = self._service.clock()
                    records.save_mailbox(db, replace(kept, completed_at=now))

    def _purge(self) -> None:
        with self._store.transaction() as db:
            records.purge(db, self._service.today(self._service.zone) - KEEP_DAYS)

    def _fail(self, mailbox: str, error: str) -> None:
        self._failed.append(Failure(mailbox, error))

    def _result(self, notices: Counts, held: str | None) -> PassResult:
        return PassResult(
            active=True,
            mailboxes=self._mailboxes,
            failed=tuple(self._failed),
            notices=notices,
            told=self._told,
            held=held,
        )
