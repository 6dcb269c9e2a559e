"""What an operator asked of whoever holds the lock: left as a row, carried out at the next tick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from sync import schema
from sync.confirm import confirm
from sync.forget import forget_on_request
from sync.observed import Observer, quietly
from sync.pause import pause, resume
from sync.resync import resync
from sync.service import Service
from sync.store import Store


@dataclass(frozen=True, slots=True)
class Request:
    """One wish: ``subject`` is a mailbox's person, a digest, or None for everybody."""

    id: int
    what: str
    subject: str | None
    until: datetime | None
    by: str
    at: datetime


Act = Callable[[Service, Connection, str | None, datetime | None], str]
"""Does what was asked for in the transaction; answers in a sentence."""

ACTS: Mapping[str, Act] = {
    "confirm": confirm,
    "pause": pause,
    "resume": resume,
    "resync": resync,
    "forget": forget_on_request,
}


def ask(
    db: Connection, what: str, subject: str | None, until: datetime | None, by: str, at: datetime
) -> int:
    """Leave a wish for the holder of the lock; the number under which its answer will stand."""
    row = {"what": what, "subject": subject, "until": until, "by": by, "at": at}
    key = db.execute(insert(schema.requests).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def answer_of(db: Connection, request: int) -> str | None:
    """What came of a wish; None as long as nobody has seen to it."""
    table = schema.requests
    return db.execute(select(table.c.answer).where(table.c.id == request)).scalar_one_or_none()


def carry_out(service: Service, store: Store, observer: Observer = quietly) -> int:
    """See to every open wish in the order they were left, each with its answer in one transaction."""
    table = schema.requests
    columns = [table.c[n] for n in Request.__dataclass_fields__]
    with store.transaction() as db:
        rows = db.execute(select(*columns).where(table.c.done_at.is_(None)).order_by(table.c.id))
        wishes = [Request(*row) for row in rows]
    for wish in wishes:
        with store.transaction() as db:
            answer = _done(service, db, wish)
            done = {"done_at": service.clock(), "answer": answer}
            db.execute(update(table).where(table.c.id == wish.id).values(done))
        observer.event("request_done", what=wish.what, request=wish.id, answer=answer)
    return len(wishes)


def _done(service: Service, db: Connection, wish: Request) -> str:
    """The answer to a wish. One that cannot be done is answered like any other: it would come back
    with every tick, and nobody would be read any more."""
    act = ACTS.get(wish.what)
    if act is None:
        return f"nobody knows how to {wish.what}"
    try:
        with db.begin_nested():
            return act(service, db, wish.subject, wish.until)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 – one odd wish is no reason to stop the rest
        return f"not done: unexpected {type(error).__name__}"
