"""``status``: how things stand, for people or for programs; needs no lock and reads no calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from config import answers
from config.lookups import look_up
from config.operations.status_screen import show
from config.plain_text import unnamed
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, Answer, ConfigFile, Format, speaking
from sync.condition import Condition, Troubled, condition, gates
from sync.service import Service
from sync.store import Store, is_held, revision_of


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(
    config: ConfigFile = DEFAULT_CONFIG,
    answer: Answer = Format.TEXT,
    names: Annotated[bool, typer.Option("--names", help="Names instead of ids.")] = False,
) -> None:
    """Show how things stand, whether the service runs or not."""
    with speaking():
        service = service_of(config)
        found = _look(service)
        if answer is Format.JSON:
            print(answers.document(document(service, found)))  # noqa: T201
            return
        known = _names(service, found) if names else {}
        show(service, found, document(service, found), known)


def _look(service: Service) -> Condition:
    """On a copy in memory: whoever writes meanwhile is not kept waiting."""
    store = Store.rehearsal(service.store_url)
    try:
        with store.transaction() as db:
            return condition(db, service.clock())
    finally:
        store.close()


def _names(service: Service, found: Condition) -> dict[str, str]:
    """The names behind the ids that are shown; that they were shown is written down."""
    people = service.book.organisation.people
    shown = sorted({t.person for t in found.troubled} | {p.person for p in found.parked})
    for person in shown:
        look_up(service, "status", person, None)
    return {person: people[person].name for person in shown if person in people}


def document(service: Service, found: Condition) -> answers.Json:
    """``status --format json``."""
    held = found.held
    return {
        "at": service.clock().isoformat(timespec="seconds"),
        "running": is_held(service.store_url),
        "store": revision_of(service.store_url),
        "mailboxes": {"known": sum(found.states.values()), **found.states},
        "last_read": _iso(found.last_read),
        "oldest_read": _iso(found.oldest_read),
        "lag_seconds": round(found.lag.total_seconds()),
        "troubled": [_troubled(t) for t in found.troubled],
        "notes": {"standing": found.standing, "pending": found.pending},
        "overviews": {"pending": found.overviews_pending},
        "subscriptions": found.subscriptions,
        "parked": [
            {"entry": p.entry, "person": p.person, "reason": _reason(p.reason)}
            for p in found.parked
        ],
        "connections": [
            {
                "name": c.name,
                "until": _iso(c.until),
                "failures": c.failures,
                "reason": _reason(c.reason),
            }
            for c in found.left_alone
        ],
        "requests": [
            {"id": a.id, "what": a.what, "subject": a.subject, "by": a.by, "at": _iso(a.at)}
            for a in found.asked
        ],
        "held": held
        and {
            "digest": held.digest,
            "at": _iso(held.at),
            "why": held.why,
            "entries": len(held.entries),
        },
        "gates": [
            {"name": g.name, "open": g.open, "units": g.units, "next": g.next}
            for g in gates(service)
        ],
    }


def _troubled(one: Troubled) -> answers.Json:
    return {
        "person": one.person,
        "state": one.state,
        "reason": _reason(one.reason),
        "failures": one.failures,
        "next": _iso(one.next_due),
        "since": _iso(one.since),
        "paused_until": _iso(one.paused_until),
    }


def _reason(text: str | None) -> str | None:
    return None if text is None else unnamed(text)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
