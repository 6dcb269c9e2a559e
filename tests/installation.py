"""An installation in a folder for tests: real configuration, real calendar files, the real command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from config.cli import app

DAY = timedelta(days=1)
SETTINGS = """
[service]
organisation = "organisation.toml"
register = "register.toml"
informed_on = 2025-01-06
read_from = {read_from}
activation_date = {read_from}
{service}
[store]
url = "sqlite:///hjemmedag.db"
[connections.files]
kind = "files"
path = "calendars"
{more}
"""


@dataclass
class Answer:
    """What a command said and how it left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on standard output."""
        return json.loads(self.out)


@dataclass
class Installation:
    """A folder with everything that the command needs; events are added as files."""

    folder: Path
    as_of: date
    service: str = ""
    more: str = ""
    units: str = '[[units]]\nid = "u"\n'
    employees: Sequence[str] = ("e1",)
    employee_keys: str = ""
    register: str = ""
    read_from: date = date(2025, 1, 6)
    events: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Write the configuration and an empty mailbox for everybody."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for person in self.employees:
            self.mailbox(person).mkdir(parents=True, exist_ok=True)
        self.configure()

    def configure(self) -> None:
        """Write the three files as they stand in the fields."""
        settings = SETTINGS.format(service=self.service, more=self.more, read_from=self.read_from)
        people = "".join(
            f'[[employees]]\nid = "{p}"\nmailbox = "{p}@x.example"\nconnection = "files"\n'
            f'unit = "u"\n{self.employee_keys}\n'
            for p in self.employees
        )
        self._write("hjemmedag.toml", settings)
        self._write("organisation.toml", self.units + people)
        self._write("register.toml", self.register)

    def mailbox(self, person: str = "e1") -> Path:
        """The folder of one person's calendar."""
        return self.folder / "calendars" / f"{person}@x.example"

    def add(
        self,
        subject: str,
        start: date | datetime,
        end: date | datetime | None = None,
        *extra: str,
        person: str = "e1",
        name: str | None = None,
    ) -> Path:
        """One event as a file: all-day for dates, in Copenhagen's time for datetimes."""
        self.events += 1
        name = name or f"event-{self.events}"
        last = end or (start + timedelta(hours=1) if isinstance(start, datetime) else start + DAY)
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//test//test//EN",
            "BEGIN:VEVENT",
            f"UID:{name}-{person}@x.example",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART{_wire(start)}",
            f"DTEND{_wire(last)}",
            f"SUMMARY:{subject}",
            *extra,
            "END:VEVENT",
            "END:VCALENDAR",
        ]
        path = self.mailbox(person) / f"{name}.ics"
        path.write_bytes("\r\n".join([*lines, ""]).encode())
        return path

    def notes(self, person: str = "e1") -> list[Path]:
        """Our own entries in one person's calendar."""
        return sorted(self.mailbox(person).glob("hjemmedag-*.ics"))

    def run(self, command: str, *words: str, as_of: date | None = None) -> Answer:
        """Run ``hjemmedag COMMAND`` on this installation."""
        dated = ["--as-of", str(as_of or self.as_of)] if command in AS_OF_COMMANDS else []
        config = ["--config", str(self.folder / "hjemmedag.toml")]
        result = CliRunner().invoke(app, [command, *words, *config, *dated])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    def check(self, as_of: date | None = None) -> Any:
        """The answer of ``check --format json``."""
        return self.run("check", "--format", "json", as_of=as_of).json

    def sync(self, *words: str, as_of: date | None = None) -> Any:
        """The answer of ``sync --format json``."""
        return self.run("sync", "--format", "json", *words, as_of=as_of).json

    def look_ups(self, *words: str) -> list[dict[str, Any]]:
        """What ``audit --format json`` lists."""
        found: list[dict[str, Any]] = self.run("audit", "--format", "json", *words).json["look_ups"]
        return found

    def findings(self, person: str = "e1", as_of: date | None = None) -> dict[str, Any]:
        """One person's findings by rule (the last of each)."""
        people = {e["id"]: e for e in self.check(as_of)["employees"]}
        return {f["rule"]: f for f in people[person]["findings"]}

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


AS_OF_COMMANDS = {"check", "sync", "explain", "summaries", "simulate", "discussion"}


def _wire(value: date | datetime) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return f":{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f";TZID=Europe/Copenhagen:{value:%Y%m%dT%H%M%S}"
    return f";VALUE=DATE:{value:%Y%m%d}"
