"""Decides: one transaction per person, no network – findings in, the ledger's wishes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import Connection

from policy.case import Case, case_of
from policy.model import DayFacts, Finding
from policy.ruleset import TOLD_ONCE, evaluate
from sync import ledger_rows, records, subscription_rows
from sync.content import How, Told, digest_of
from sync.evidence import accepted
from sync.ledger import Entry
from sync.overview import first_overview
from sync.plan import drop, needs_removal, plan
from sync.records import Kept
from sync.series_rows import replace_series, series_of
from sync.service import Person, Service
from sync.wanted import wanted


def rests_on(service: Service, person: Person, kept: Kept) -> str:
    """Changes with anything that a judgement of this person rests on."""
    return digest_of(
        (kept.generation, person.window, person.language, person.notices, service.book_digest)
    )


def judge(service: Service, db: Connection, person: Person, kept: Kept) -> None:
    """Bring the ledger's wishes for one person up to date; does nothing where nothing changed."""
    basis = rests_on(service, person, kept)
    if kept.judged == basis:
        return
    facts = records.facts(db, person.id)
    entries = [
        _passed(service, db, e, person.window.today) for e in ledger_rows.entries(db, person.id)
    ]
    agreed = accepted(series_of(db, person.id))
    case = case_of(service.book, person.employee, person.window, facts, agreed)
    findings = evaluate(case)
    told = _remembered(db, person.id, findings, facts)
    live = _live(entries, person)
    overview = partial(first_overview, service, person.employee)
    notes = wanted(case, findings, told, live, person.language, overview)
    for entry in plan(entries, notes, person.id, person.notices):
        ledger_rows.save_entry(db, entry.stamped(service.clock()))
    records.save_mailbox(db, replace(kept, judged=basis))


def dismiss(db: Connection, person: str) -> None:
    """Somebody takes no part any more: every note of ours goes, and so does what was read."""
    for entry in ledger_rows.entries(db, person):
        if needs_removal(entry):
            ledger_rows.save_entry(db, drop(entry))
    records.drop_facts(db, person)
    replace_series(db, person, ())
    subscription_rows.forget(db, person)


def case_for(service: Service, person: Person, facts: Iterable[DayFacts]) -> Case:
    """The person's days as the rules see them."""
    return case_of(service.book, person.employee, person.window, facts)


def _live(entries: Iterable[Entry], person: Person) -> Mapping[str, Entry]:
    mine = (e for e in entries if e.connection == person.notices and e.desired is not None)
    return {e.key: e for e in mine}


def _passed(service: Service, db: Connection, entry: Entry, today: date) -> Entry:
    """A note whose day has passed is told and taken away."""
    if entry.until > today or not needs_removal(entry):
        return entry
    if entry.standing:
        ledger_rows.tell(db, entry, How.PASSED, service.clock())
    return ledger_rows.save_entry(db, drop(entry))


def _remembered(
    db: Connection, person: str, findings: Iterable[Finding], facts: Iterable[DayFacts]
) -> Mapping[str, Told]:
    """What was told, less what is gone for this whole judgement; some is told once for ever."""
    told = ledger_rows.told(db, person)
    keys = {f.key for f in findings}
    series = {f.home.series for f in facts if f.home and f.home.series}
    passing = {k: t for k, t in told.items() if k.split(":")[0] not in TOLD_ONCE}
    gone = [
        k for k, t in passing.items() if (t.series not in series if t.series else k not in keys)
    ]
    ledger_rows.forget_told(db, person, gone)
    return {k: t for k, t in told.items() if k not in gone}
