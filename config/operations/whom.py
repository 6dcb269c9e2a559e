"""Whom a command is about: somebody of the organisation file, or of whom the store still knows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from config.arguments import InputError
from sync import schema
from sync.service import Service
from sync.store import Store


@dataclass(frozen=True, slots=True)
class Whom:
    """A person's id and mailbox."""

    person: str
    address: str


def whom_of(service: Service, who: str) -> Whom:
    """By id or mailbox, upper and lower case alike; whoever has left is found by what is kept.

    Raises InputError for a word that fits nobody.
    """
    wanted = who.casefold()
    for employee in service.book.organisation.employees:
        if wanted in (employee.id.casefold(), employee.mailbox.casefold()):
            return Whom(employee.id, employee.mailbox)
    for person, address in _kept(service):
        if wanted in (person.casefold(), address.casefold()):
            return Whom(person, address)
    raise InputError(f"PERSON {who} is unknown; use an id or a mailbox of the organisation file")


def _kept(service: Service) -> list[tuple[str, str]]:
    store = Store.rehearsal(service.store_url)
    try:
        with store.transaction() as db:
            columns = schema.mailbox.c.person, schema.mailbox.c.address
            return [(row.person, row.address) for row in db.execute(select(*columns))]
    finally:
        store.close()
