"""Writes hjemmedag.toml and organisation.toml of the invented organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from config.demo.entries import THU, TUE, day_of
from config.demo.people import CONTACTS, DOMAIN, PEOPLE, TOP, WORKPLACES, Person, Workplace
from config.demo.toml_text import table

CONNECTION = "kalendere"

SETTINGS = """\
# En opdigtet organisation på rigtige kalenderfiler. Alt her må rettes og prøves.

[service]
time_zone = "Europe/Copenhagen"
language = "da"
horizon_weeks = 4
organisation = "organisation.toml"
register = "register.toml"
enrolment = "all"

# Fortalt før læst: hver dato åbner en låge, og lågerne åbnes i denne orden.
informed_on = 2025-01-06
read_from = 2025-02-03
activation_date = 2025-03-03
leaders_from = 2025-03-31

[store]
url = "sqlite:///hjemmedag.db"

# Postkassen M er mappen calendars/M/ eller, er der ingen, eksporten calendars/M.ics.
[connections.kalendere]
kind = "files"
path = "calendars"

# Ledere får deres ugeoverblik i deres egen kalender. Uden [delivery] får de intet.
[delivery]
invites = "kalendere"
organizer = "hjemmedag@demo.kriminalforsorgen.example"
weekday = "thursday"
"""


def organisation_text(as_of: date) -> str:
    """organisation.toml with all units, people, contacts and dated parameters."""
    return "\n".join(
        (
            "# Enheder, medarbejdere og kontakter. Navne og steder er opdigtede.\n",
            *(table("[[units]]", _unit(unit, as_of)) for unit in WORKPLACES),
            *(table("[[employees]]", _employee(person, as_of)) for person in PEOPLE),
            *(table("[[contacts]]", contact) for contact in _contacts()),
            *(table("[[parameters]]", parameter) for parameter in _parameters(as_of)),
        )
    )


def _unit(unit: Workplace, as_of: date) -> dict[str, object]:
    own: dict[str, dict[str, object]] = {
        TOP: {"local_days_off": (date(as_of.year, 12, 24), date(as_of.year, 12, 31))},
        "askelund": {"local_working_days": (date(as_of.year, 12, 24),)},
        "kif-sund": {"on_site_days": (day_of(as_of, 45, THU), day_of(as_of, 49, THU))},
        "kif-nuuk": {"time_zone": "America/Nuuk", "country": "GL"},
    }
    head = {"id": unit.id, "name": unit.name, "parent": unit.parent, "leader": unit.leader}
    return {**head, "places": unit.places, **own.get(unit.id, {})}


def _employee(person: Person, as_of: date) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "mailbox": person.mailbox,
        "connection": CONNECTION,
        "unit": person.unit,
        "staff_group": person.staff_group,
        "initials": (person.id.upper(),),
        "working_days": person.working_days,
        "language": person.language,
        "enrolled": _enrolled(person, as_of),
    }


def _enrolled(person: Person, as_of: date) -> bool | date | None:
    if person.enrolled_in is None:
        return None
    return day_of(as_of, person.enrolled_in, 0) if person.enrolled_in else False


def _contacts() -> Iterator[dict[str, object]]:
    for unit, role, name, local_part in CONTACTS:
        yield {"unit": unit, "role": role, "name": name, "address": f"{local_part}@{DOMAIN}"}


def _parameters(as_of: date) -> Iterator[dict[str, object]]:
    yield {
        "unit": "dir-straf",
        "key": "on_site_days",
        "value": ("wednesday",),
        "valid_from": date(2026, 1, 1),
        "decided_by": "hma",
        "discussed_on": date(2025, 12, 4),
    }
    yield {
        "unit": "tovby",
        "key": "home_work",
        "value": "none",
        "valid_from": day_of(as_of, 49, TUE),
        "decided_by": "lgr",
        "discussed_on": day_of(as_of, 47, TUE),
    }
