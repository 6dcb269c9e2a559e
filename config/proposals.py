"""What ``simulate`` is asked to try, read like the configuration files: all problems in one report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from config.bootstrap import book_of
from config.configuration import Configuration, defaults_of
from config.csv_tables import Cell
from config.organisation_file import UnitRow, read_organisation
from config.problems import Report, Row, listed, unknown
from config.register.file import LocalRow, read_register
from config.rows import check
from policy.organisation import GATES, KEYS, Organisation
from policy.register import Register
from policy.ruleset import window_of
from policy.trial import TERMS, agreements_of, term_of, with_term, with_value
from policy.workdays import DAY
from sync.service import Service
from sync.trial import Change, Proposal

OPTION = "--set"
NOT_TRIED = frozenset({*GATES, "time_zone", "detail", "summary"})
"""Keys that no rule looks at: gates open by a decision, zones decide how calendars are read."""
TRIED = (*(key for key in KEYS if key not in NOT_TRIED), *TERMS)


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the command line: what is set, and files that stand in for the real ones."""

    settings: Sequence[str]
    register: Path | None = None
    organisation: Path | None = None


def propose(service: Service, configuration: Configuration, asked: Asked) -> Proposal:
    """The service as it would be; raises ConfigurationError with all problems together."""
    report = Report(configuration.settings.base)
    organisation = _organisation(configuration, asked.organisation, report)
    register = configuration.register
    if asked.register is not None:
        register = read_register(asked.register.absolute(), organisation, report)
    whole = not list(report)
    one = _Setter(organisation or configuration.organisation, register, service, report, whole)
    for text in asked.settings:
        one.set(text)
    report.raise_if_any()
    book = book_of(one.organisation, one.register, service.today(service.zone))
    files = {"organisation": asked.organisation, "register": asked.register}
    named = {what: path.name for what, path in files.items() if path is not None}
    return Proposal(replace(service, book=book), tuple(one.changes), named)


def _organisation(
    configuration: Configuration, path: Path | None, report: Report
) -> Organisation | None:
    if path is None:
        return configuration.organisation
    settings = configuration.settings
    kinds = {name: connection.kind for name, connection in settings.connections.items()}
    return read_organisation(path.absolute(), kinds, defaults_of(settings), report)


class _Setter:
    """Takes one ``unit.key=value`` after the other."""

    def __init__(
        self,
        organisation: Organisation,
        register: Register,
        service: Service,
        report: Report,
        whole: bool,
    ) -> None:
        self.organisation = organisation
        self.register = register
        self.changes: list[Change] = []
        self._today = service.today(service.zone)
        self._window = window_of(self._today, service.horizon_weeks, None)
        self._report = report
        self._whole = whole
        self._seen: set[tuple[str, str]] = set()

    def set(self, text: str) -> None:
        place, equals, value = text.partition("=")
        unit, dot, key = (part.strip() for part in place.rpartition("."))
        row = Row(OPTION, unit, None, {key: Cell(value, ";")})
        if not (equals and dot and unit and key):
            problem = f"“{text}” is not understood; write it as unit.key=value"
            self._report.row(Row(OPTION, "", None, {}), "", problem)
        elif unit not in self.organisation.units:
            self._report.row(row, key, unknown("unit", unit, self.organisation.units))
        elif key not in TRIED:
            self._report.row(row, key, _untried(key))
        elif (unit, key) in self._seen:
            self._report.row(row, key, "is set twice")
        else:
            self._seen.add((unit, key))
            self._take(row, unit, key)

    def _take(self, row: Row, unit: str, key: str) -> None:
        value = _value(row, unit, key, self._report)
        if key in TERMS:
            self._take_term(row, unit, key, value)
        elif value is not None:
            today = self.organisation.value(unit, key, self._today)
            self.organisation = with_value(self.organisation, unit, key, value)
            then = self.organisation.value(unit, key, self._today)
            self.changes.append(Change(unit, key, () if today is None else (today,), then))

    def _take_term(self, row: Row, unit: str, key: str, value: object) -> None:
        covering = [
            a
            for a in agreements_of(self.organisation, self.register, unit)
            if a.valid_from < self._window.end and (a.valid_to or date.max) >= self._window.start
        ]
        if not covering and self._whole:  # in a file with problems nothing is known to be missing
            first, last = self._window.start, self._window.end - DAY
            problem = f"no local agreement covers {unit} from {first} to {last}"
            advice = "Write one into a copy of the register, and try that with --register FILE."
            self._report.row(row, key, f"{problem}. {advice}")
        elif covering and value is not None:
            known = tuple(dict.fromkeys(term_of(a, key) for a in covering))
            self.register = with_term(self.organisation, self.register, unit, (key, value))
            self.changes.append(Change(unit, key, known, value))


def _untried(key: str) -> str:
    if key in NOT_TRIED:
        return f"no rule looks at it, so nothing would come or go. To be tried: {listed(TRIED)}."
    return unknown("key", key, TRIED)


def _value(row: Row, unit: str, key: str, report: Report) -> object | None:
    """The value as the files' own reader takes it; None after a reported problem."""
    given: dict[str, object] = {"id": unit, **row.values}
    if key in TERMS:
        given |= {"units": [unit], "valid_from": date(2000, 1, 1)}
        return getattr(check(LocalRow, replace(row, values=given), report), key, None)
    found = check(UnitRow, replace(row, values=given), report)
    return getattr(found, key) if key in found.model_fields_set else None
