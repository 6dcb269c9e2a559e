"""The answer of ``status`` as a page of plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from rich.table import Table

from config import answers
from config.operations.showing import at, console, safe
from config.plain_text import unnamed
from sync.condition import Condition
from sync.service import Service

SHOWN = 50
"""So many lines of one kind are shown; the rest is counted."""


def show(service: Service, found: Condition, said: answers.Json, names: Mapping[str, str]) -> None:
    """Print it; ``names``: what to say instead of an id."""
    out, zone = console(), service.zone
    work = "is at work" if said["running"] else "does not run"
    out.print(f"{at(service.clock(), zone)}: Hjemmedag {work}; store of version {said['store']}.")
    for line in _lines(found, said, zone):
        out.print(safe(line))
    for title, table in _tables(found, zone, names):
        out.print(f"\n{title}", style="bold")
        out.print(table)


def _lines(found: Condition, said: answers.Json, zone: ZoneInfo) -> Iterable[str]:
    states = ", ".join(f"{n} {s}" for s, n in sorted(found.states.items()))
    yield f"Mailboxes: {states or 'none known yet'}."
    yield (
        f"Last read {at(found.last_read, zone)}, none before {at(found.oldest_read, zone)}; "
        f"the one longest due waits {found.lag.total_seconds():.0f} s."
    )
    yield (
        f"Notes: {found.standing} stand, {found.pending} wait to be written; overviews waiting: "
        f"{found.overviews_pending}; set aside for a person: {len(found.parked)}."
    )
    if found.subscriptions:
        yield f"Mailboxes of which the server tells when they change: {found.subscriptions}."
    if found.held is not None:
        yield f"HELD since {at(found.held.at, zone)}: {found.held.why}."
        yield f"  Look with `hjemmedag confirm`, release with `hjemmedag confirm {found.held.digest}`."
    for gate in said["gates"]:
        opens = f", next on {gate['next']}" if gate["next"] else ""
        yield f"Gate {gate['name']}: open for {gate['open']} of {gate['units']} units{opens}."


def _tables(
    found: Condition, zone: ZoneInfo, names: Mapping[str, str]
) -> Iterable[tuple[str, Table]]:
    troubled = (
        (
            names.get(t.person, t.person),
            t.state,
            unnamed(t.reason or "–"),
            str(t.failures),
            at(t.paused_until if t.state == "paused" else t.next_due, zone),
        )
        for t in found.troubled
    )
    yield from _table(
        "Mailboxes that are not simply read", ("who", "state", "why", "failed", "next"), troubled
    )
    parked = (
        (str(p.entry), names.get(p.person, p.person), unnamed(p.reason or "–"))
        for p in found.parked
    )
    yield from _table("Set aside", ("entry", "who", "why"), parked)
    alone = (
        (c.name, at(c.until, zone), str(c.failures), unnamed(c.reason or "–"))
        for c in found.left_alone
    )
    yield from _table("Connections left alone", ("name", "until", "failed", "why"), alone)
    asked = ((str(a.id), a.what, a.subject or "all", a.by, at(a.at, zone)) for a in found.asked)
    yield from _table("Requests waiting", ("id", "what", "whom", "by", "at"), asked)


def _table(
    title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]
) -> Iterable[tuple[str, Table]]:
    rows = tuple(rows)
    if not rows:
        return
    table = Table(*heads, box=None, header_style="")
    for row in rows[:SHOWN]:
        table.add_row(*(safe(cell) for cell in row))
    if len(rows) > SHOWN:
        table.add_row(f"… and {len(rows) - SHOWN} more")
    yield title, table
