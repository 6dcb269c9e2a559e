"""After an old copy was taken back: what it says about calendars is not believed, they are read anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from sync import brake_rows, records, schema
from sync.content import INVITE
from sync.forget import forget, leads
from sync.forgotten import is_forgotten
from sync.service import Service, people


def start_afresh(service: Service, db: Connection, now: datetime) -> None:
    """Let the next pass find our notes in the calendars, as it does after a loss, and no copy of them.

    Answers, overviews that were sent and the log of look-ups stay as the copy has them; what an
    operator had asked for by then is not asked for once more.
    """
    for person in people(service):
        reads = person.employee.connection
        if person.notices == reads and not service.by_mail(reads):
            _disown(db, person.id, reads)
    records.start_over(db)
    db.execute(update(schema.mailbox).values(cursor=None, judged=None, next_due=None))
    brake_rows.over(db)
    asked = schema.requests
    left = update(asked).where(asked.c.done_at.is_(None))
    db.execute(left.values(done_at=now, answer="left: the store was restored"))
    _forget_again(service, db, now)


def _disown(db: Connection, person: str, connection: str) -> None:
    """Rows about notes that a reading will find again, or will not."""
    table = schema.entry
    notes = (table.c.person == person) & (table.c.connection == connection)
    notes &= table.c.kind != INVITE
    mine = select(table.c.id).where(notes)
    db.execute(delete(schema.shown).where(schema.shown.c.entry.in_(mine)))
    db.execute(delete(table).where(notes))


def _forget_again(service: Service, db: Connection, now: datetime) -> None:
    """Who was forgotten after the copy was made is deleted from it, too."""
    known = set(db.scalars(select(schema.forgotten.c.digest)))
    for kept in records.mailboxes(db).values():
        if is_forgotten(known, kept.person, kept.address):
            forget(db, kept.person, kept.address, now, leads=leads(service, kept.person))
