"""Counts for the local discussion: how many people each rule spoke of in a month, and no names.

Once a day each unit of at least five people is counted as it stands; of a month's days the largest
number is kept: "at most so many at one time". Two passes of a day, or a pass done again, count
nobody twice, and it needs no list of who was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from policy.case import case_of
from policy.comparison import SMALLEST_GROUP
from policy.ruleset import evaluate
from sync import ledger_rows, records, schema
from sync.service import Person, Service
from sync.store import Store

PEOPLE = "people"
"""In place of a rule: how many of the unit took part."""
KEPT_MONTHS = 24
COUNTED = "counted"


def count(
    store: Store, service: Service, taking_part: Iterable[Person], at_most: int | None = None
) -> None:
    """Count every unit that was not counted today, ``at_most`` so many; those under five never."""
    today = service.today(service.zone)
    with store.transaction() as db:
        known, counted = records.mailboxes(db), _counted(db, today)
    units: dict[str, list[Person]] = {}
    for person in taking_part:
        if person.id in known and person.employee.unit not in counted:
            units.setdefault(person.employee.unit, []).append(person)
    due = [(unit, group) for unit, group in units.items() if len(group) >= SMALLEST_GROUP]
    for unit, group in due[:at_most]:
        with store.transaction() as db:
            _take(db, service, unit, today)
            _keep(db, unit, month_of(today), _counts(db, service, group, today))


def month_of(day: date) -> str:
    """ "2026-12"."""
    return f"{day:%Y-%m}"


def months_before(day: date, number: int) -> tuple[str, ...]:
    """The ``number`` months up to and including ``day``'s, oldest first."""
    last = day.year * 12 + day.month - 1
    return tuple(f"{m // 12}-{m % 12 + 1:02d}" for m in range(last - number + 1, last + 1))


def counts(db: Connection, unit: str) -> Mapping[tuple[str, str], int]:
    """What is kept about a unit, by month and rule."""
    table = schema.unit_month
    columns = (table.c.month, table.c.rule, table.c["count"])
    rows = db.execute(select(*columns).where(table.c.unit == unit)).tuples()
    return {(month, rule): number for month, rule, number in rows}


def purge(db: Connection, today: date) -> None:
    """Drop what is older than 24 months."""
    table = schema.unit_month
    db.execute(delete(table).where(table.c.month < months_before(today, KEPT_MONTHS)[0]))


def _counted(db: Connection, today: date) -> frozenset[str]:
    """The units that were counted today."""
    table = schema.slot
    mine = (table.c.kind == COUNTED) & (table.c.period == today.isoformat())
    return frozenset(db.scalars(select(table.c.subject).where(mine)))


def _take(db: Connection, service: Service, unit: str, today: date) -> None:
    table, day = schema.slot, today.isoformat()
    ledger_rows.take_slot(db, COUNTED, unit, day, service.clock())
    mine = (table.c.kind == COUNTED) & (table.c.subject == unit)
    db.execute(delete(table).where(mine, table.c.period != day))


def _counts(
    db: Connection, service: Service, group: Iterable[Person], today: date
) -> Mapping[str, int]:
    """How many people each rule speaks of now, and how many corrected a reading this month."""
    found: Counter[str] = Counter()
    for person in group:
        facts = records.facts(db, person.id)
        case = case_of(service.book, person.employee, person.window, facts)
        this_month = (f for f in facts if month_of(f.day) == month_of(today))
        found.update({f.rule for f in evaluate(case)})
        found.update({c for f in this_month for c in f.corrected})
        found[PEOPLE] += 1
    return found


def _keep(db: Connection, unit: str, month: str, found: Mapping[str, int]) -> None:
    table, before = schema.unit_month, counts(db, unit)
    for rule, number in found.items():
        mine = (table.c.unit == unit) & (table.c.month == month) & (table.c.rule == rule)
        if (month, rule) not in before:
            db.execute(insert(table).values(unit=unit, month=month, rule=rule, count=number))
        elif number > before[month, rule]:
            db.execute(update(table).where(mine).values(count=number))
