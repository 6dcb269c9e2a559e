"""``confirm``: shows what the brake holds, and releases exactly what was shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy import select

from config import answers
from config.arguments import InputError
from config.operations.asking import Wish, ask_or_do
from config.operations.showing import at, console, safe
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, HELD, Answer, ConfigFile, Format, leave, speaking
from sync import schema
from sync.brake_rows import Held, held_now
from sync.service import Service
from sync.store import Store

LEFT = "(left)"
"""The unit of people who are not in the organisation file any more."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(confirm)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of what is held: ``what`` would become of it, whose it is, in which unit."""

    entry: int
    what: str
    person: str
    unit: str


def confirm(
    digest: Annotated[
        str | None, typer.Argument(metavar="DIGEST", help="Release this; without it, only look.")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    answer: Answer = Format.TEXT,
) -> None:
    """Show what the brake holds; release exactly what was shown under DIGEST."""
    with speaking():
        service = service_of(config)
        held, changes = _look(service)
        if answer is Format.JSON:
            print(answers.document(_document(held, changes)))  # noqa: T201
        else:
            _show(service, held, changes)
        if digest is None:
            leave(HELD if held else 0)
            return
        said = ask_or_do(service, Wish("confirm", digest))
        if "nothing is held" in said:
            raise InputError(f"DIGEST {digest}: {said}")
        if answer is Format.TEXT:
            print(said)  # noqa: T201


def _look(service: Service) -> tuple[Held | None, tuple[Change, ...]]:
    store = Store.rehearsal(service.store_url)
    try:
        with store.transaction() as db:
            held = held_now(db)
            versions = dict(held.entries) if held else {}
            table = schema.entry
            rows = db.execute(select(table).where(table.c.id.in_(versions)).order_by(table.c.id))
            people = service.book.organisation.people
            return held, tuple(
                Change(
                    row.id,
                    _what(row.desired is None, row.remote_id is None),
                    row.person,
                    people[row.person].unit if row.person in people else LEFT,
                )
                for row in rows
                if row.version == versions[row.id]
            )
    finally:
        store.close()


def _what(unwanted: bool, absent: bool) -> str:
    if unwanted:
        return "removed"
    return "created" if absent else "updated"


def _document(held: Held | None, changes: tuple[Change, ...]) -> answers.Json:
    if held is None:
        return {"held": None, "changes": []}
    return {
        "held": {
            "digest": held.digest,
            "at": held.at.isoformat(timespec="seconds"),
            "why": held.why,
        },
        "changes": [
            {"entry": c.entry, "what": c.what, "person": c.person, "unit": c.unit} for c in changes
        ],
    }


def _show(service: Service, held: Held | None, changes: tuple[Change, ...]) -> None:
    out = console()
    if held is None:
        out.print("Nothing is held.")
        return
    out.print(f"Held since {at(held.at, service.zone)}: {safe(held.why)}.")
    for (unit, what), count in sorted(Counter((c.unit, c.what) for c in changes).items()):
        mine = [c.person for c in changes if (c.unit, c.what) == (unit, what)]
        out.print(f"  {safe(unit)}: {count} {what} – {safe(_some(sorted(set(mine))))}")
    out.print(f"To release exactly this: hjemmedag confirm {held.digest}")


def _some(ids: list[str]) -> str:
    shown = ", ".join(ids[:20])
    return shown if len(ids) <= 20 else f"{shown} and {len(ids) - 20} more"
