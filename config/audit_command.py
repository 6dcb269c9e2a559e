"""``hjemmedag audit``: who looked at whom, so that "who looked at me?" has an answer."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

import typer

from config import answers, screens
from config.arguments import day_of
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, Answer, ConfigFile, Format, say, speaking
from sync.lookups import look_ups
from sync.service import Service
from sync.store import Store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)


def audit(
    config: ConfigFile = DEFAULT_CONFIG,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="ID", help="Only what is about this employee."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only from this date on.")
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Names instead of ids.")] = False,
    answer: Answer = Format.TEXT,
) -> None:
    """Show who looked at whom, when, with which command and why."""
    with speaking():
        service = service_of(config)
        whom = None if person is None else _id_of(service, person)
        begin = None if since is None else _begin(service, since)
        store = Store.rehearsal(service.store_url)
        try:
            with store.transaction() as db:
                found = look_ups(db, whom, begin)
        finally:
            store.close()
        if answer is Format.JSON:
            print(answers.document(answers.audit_answer(found, service.zone)))  # noqa: T201
        else:
            people = service.book.organisation.people
            known = {p: e.name for p, e in people.items()} if names else {}
            screens.show_look_ups(found, service.zone, known)


def _id_of(service: Service, who: str) -> str:
    """The id behind an id or a mailbox; somebody who has left can still ask."""
    for employee in service.book.organisation.employees:
        if who in (employee.id, employee.mailbox):
            return employee.id
    say(f"{who} is not in the organisation file; what is kept under that id is shown all the same")
    return who


def _begin(service: Service, since: str) -> datetime:
    return datetime.combine(day_of("--since", since), time.min, service.zone)
