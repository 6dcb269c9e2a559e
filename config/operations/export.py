"""``export``: everything that is kept about one person, for that person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from config import answers
from config.day_values import ENGLISH
from config.lookups import Reason, look_up, reason_of
from config.operations.export_text import as_text
from config.operations.whom import Whom, whom_of
from config.plain_text import plain
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, Answer, ConfigFile, Format, speaking
from policy.register import Register
from sync.kept_about import kept_about, overviews_naming
from sync.service import Service
from sync.store import Store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="An employee's id or mailbox.")],
    config: ConfigFile = DEFAULT_CONFIG,
    answer: Answer = Format.TEXT,
    reason: Reason = None,
) -> None:
    """Show everything that is kept about a person; that it was shown is written down."""
    with speaking():
        why, service = reason_of(reason), service_of(config)
        whom = whom_of(service, who)
        look_up(service, "export", whom.person, why)
        found = everything(service, whom)
        if answer is Format.JSON:
            print(answers.document(found))  # noqa: T201
        else:
            employee = service.book.organisation.people.get(whom.person)
            language = (employee.language if employee else None) or service.language
            print(plain(as_text(found, language)))  # noqa: T201


def everything(service: Service, whom: Whom) -> answers.Json:
    """What store, organisation file and register hold about a person."""
    employee = service.book.organisation.people.get(whom.person)
    store = Store.rehearsal(service.store_url)
    try:
        with store.transaction() as db:
            kept = kept_about(db, whom.person, whom.address)
            names = (whom.person, *((employee.name,) if employee else ()))
            naming = overviews_naming(db, names, whom.person)
    finally:
        store.close()
    return {
        "person": whom.person,
        "at": service.clock().isoformat(timespec="seconds"),
        "organisation": _plain(asdict(employee)) if employee else None,
        "register": _agreements(service.book.register, whom.person),
        "store": kept,
        "overviews_naming": naming,
    }


def _agreements(register: Register, person: str) -> list[Any]:
    """The register's rows about a person, each with the name of its table."""
    tables = ("individual_agreements", "suitability_decisions", "call_ins")
    return [
        {"table": name, **_plain(asdict(row))}
        for name in tables
        for row in getattr(register, name)
        if row.employee == person
    ]


def _plain(row: Mapping[str, object]) -> dict[str, Any]:
    return {key: _value(value) for key, value in row.items()}


def _value(value: object) -> Any:  # noqa: ANN401 – whatever JSON can hold
    """Dates as text, weekdays by name."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return [ENGLISH[day] for day in sorted(value)]
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return value
