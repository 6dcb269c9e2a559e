"""Reads hjemmedag.toml into ``Settings``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from config.gates import check_service_gates
from config.problems import Report, Row, quoted, unknown
from config.rows import M, check
from config.secret_references import FORMS, is_reference
from config.settings import BrakeSettings, Connection, Delivery, Settings, WordSettings
from config.settings_rows import (
    BrakeRow,
    DeliveryRow,
    FilesRow,
    MemoryRow,
    ServiceRow,
    StoreRow,
    WordsRow,
)
from config.tables import read_document, row_at
from config.toml_lines import Place
from policy.organisation import GATES

KINDS: Mapping[str, type[FilesRow | MemoryRow]] = {"files": FilesRow, "memory": MemoryRow}
"""The kinds of connection that this version has."""
SECRETS = ("password", "secret", "token", "api_key", "private_key")
SAME = (*GATES, "language", "horizon_weeks", "enrolment", "hr_portal")
LATER_KINDS = ("feed", "imip", "ews", "graph")
TABLES = ("service", "store", "connections", "delivery", "words", "brake")


@dataclass(frozen=True, slots=True)
class Found:
    """What hjemmedag.toml gives, valid or not, so that the other files can be checked too.

    ``connections`` holds all names that stand there; None = they are not known.
    """

    settings: Settings | None
    organisation: Path | None
    register: Path | None
    connections: Collection[str] | None


def read_settings(config_file: Path, report: Report) -> Found:
    """The settings, or what can be known without them: the usual files beside a broken one."""
    document = read_document(config_file, report)
    if document is not None:
        return _Reader(config_file, *document, report).read()
    beside = (config_file.parent / name for name in ("organisation.toml", "register.toml"))
    organisation, register = (path if path.exists() else None for path in beside)
    return Found(None, organisation, register, None)


class _Reader:
    def __init__(
        self,
        config_file: Path,
        tables: Mapping[str, object],
        lines: Mapping[Place, int],
        report: Report,
    ) -> None:
        self._base = config_file.parent
        self._tables = tables
        self._lines = lines
        self._report = report
        self._file = report.name(config_file)

    def read(self) -> Found:
        self._check_tables()
        service = self._check(ServiceRow)
        check_service_gates(self._row(ServiceRow.table), gates_of(service), self._report)
        names = self._names()
        settings = self._settings(service, names)
        return Found(
            settings,
            settings.organisation if service.organisation else None,
            settings.register,
            names,
        )

    def _settings(self, service: ServiceRow, names: Collection[str]) -> Settings:
        given = {key: getattr(service, key) for key in SAME if getattr(service, key) is not None}
        return Settings(
            base=self._base,
            organisation=self._base / (service.organisation or ""),
            register=self._base / service.register_path if service.register_path else None,
            store_url=self._store_url(),
            time_zone=ZoneInfo(service.time_zone),
            connections=self._connections(names),
            delivery=self._delivery(names),
            words=WordSettings(**dict(self._check(WordsRow))),
            brake=BrakeSettings(**dict(self._check(BrakeRow))),
            **given,
        )

    def _check_tables(self) -> None:
        for name in self._tables:
            row = Row(self._file, "", None, {}, self._lines.get((name,)))
            if name not in TABLES:
                self._report.row(row, name, unknown("table", name, TABLES))
            elif not isinstance(self._tables[name], dict):
                self._report.row(row, name, f"this is a table: write [{name}] above its keys")

    def _row(self, *place: str) -> Row:
        at: object = self._tables
        for part in place:
            at = at.get(part) if isinstance(at, dict) else None
        return row_at(self._file, place, at, self._lines)

    def _check(self, model: type[M]) -> M:
        return check(model, self._row(model.table), self._report)

    def _names(self) -> Collection[str]:
        """All names of connections, those with mistakes too."""
        return tuple(self._row("connections").values)

    def _connections(self, names: Iterable[str]) -> dict[str, Connection]:
        found = {}
        for name in names:
            row = self._row("connections", name)
            if not isinstance(self._row("connections").values[name], dict):
                self._report.row(row, "", f"this is a table: write [connections.{name}]")
            elif name == "none":
                self._report.row(row, "", 'a connection cannot have the name "none"')
            else:
                self._check_secrets(row)
                found[name] = self._connection(row)
        return found

    def _connection(self, row: Row) -> Connection:
        kind = row.values.get("kind", "")
        if kind in LATER_KINDS:
            message = f"this version has no connections of kind {quoted(kind)} yet."
            self._report.row(row, "kind", f"{message} Allowed: {', '.join(KINDS)}.")
            return Connection(str(kind))
        if "kind" in row.values and kind not in tuple(KINDS):
            message = unknown("kind", str(kind), KINDS)
            self._report.row(row, "kind", message)
            return Connection(str(kind))
        model = check(KINDS.get(str(kind), MemoryRow), row, self._report)
        path = model.path if isinstance(model, FilesRow) else None
        return Connection(str(kind), {"path": str(self._base / path)} if path else {})

    def _check_secrets(self, row: Row) -> None:
        for key, value in row.values.items():
            if key.endswith(SECRETS) and not is_reference(value):
                self._report.row(row, key, f"a secret must not stand here: write {FORMS}")

    def _delivery(self, names: Collection[str]) -> Delivery | None:
        if DeliveryRow.table not in self._tables:
            return None
        row = self._row(DeliveryRow.table)
        model = check(DeliveryRow, row, self._report)
        if model.invites is not None and model.invites not in names:
            self._report.row(row, "invites", unknown("connection", model.invites, names))
        return Delivery(model.invites, model.organizer, model.weekday)

    def _store_url(self) -> str:
        row = self._row(StoreRow.table)
        model = check(StoreRow, row, self._report)
        try:
            return _sqlite(model.url, self._base) if model.url else ""
        except ValueError as error:
            self._report.row(row, "url", str(error))
            return ""


def gates_of(settings: ServiceRow | Settings) -> dict[str, object]:
    """The dates that hold where no unit sets its own."""
    return {key: getattr(settings, key) for key in GATES if getattr(settings, key) is not None}


def _sqlite(written: str, base: Path) -> str:
    """The URL with an absolute path; no message shows it, for it may hold a password."""
    allowed = "Allowed in this version: sqlite:///PATH, such as sqlite:///hjemmedag.sqlite."
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise ValueError(f"this is no URL of a database. {allowed}") from None
    if url.get_backend_name() != "sqlite":
        raise ValueError(
            f"databases of kind {quoted(url.get_backend_name())} are not there yet. {allowed}"
        )
    if url.host or not url.database or url.database.startswith((":", "file:")):
        raise ValueError(f"a path to a file is needed. {allowed}")
    return url.set(database=str(base / url.database)).render_as_string(hide_password=False)
