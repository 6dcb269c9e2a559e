"""Reads hjemmedag.toml into ``Settings``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from config.connection_rows import FALLBACKS, INVITES, MEETINGS, check_use, read_connection
from config.gates import check_service_gates
from config.problems import Report, Row, quoted, unknown
from config.rhythm_rows import check_maintenance_is_a_list, maintenance, rhythm
from config.rows import M, check
from config.settings import (
    BrakeSettings,
    Connection,
    Delivery,
    HttpSettings,
    LogSettings,
    Settings,
    WordSettings,
)
from config.settings_rows import (
    BrakeRow,
    DeliveryRow,
    HttpRow,
    LogRow,
    ServiceRow,
    StoreRow,
    WordsRow,
)
from config.tables import read_document, row_at
from config.toml_lines import Place
from policy.organisation import GATES
from sync.hours import Rhythm

SAME = (*GATES, "language", "horizon_weeks", "enrolment", "hr_portal")
TABLES = ("service", "store", "connections", "delivery", "words", "brake", "http", "log")


@dataclass(frozen=True, slots=True)
class Found:
    """What hjemmedag.toml gives, valid or not, so that the other files can be checked too.

    ``connections`` holds the kind of every name that stands there; None = they are not known.
    """

    settings: Settings | None
    organisation: Path | None
    register: Path | None
    connections: Mapping[str, str] | None


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
        kinds = self._kinds()
        settings = self._settings(service, kinds)
        return Found(
            settings,
            settings.organisation if service.organisation else None,
            settings.register,
            kinds,
        )

    def _settings(self, service: ServiceRow, kinds: Mapping[str, str]) -> Settings:
        given = {key: getattr(service, key) for key in SAME if getattr(service, key) is not None}
        connections = self._connections(kinds)
        return Settings(
            base=self._base,
            organisation=self._base / (service.organisation or ""),
            register=self._base / service.register_path if service.register_path else None,
            store_url=self._store_url(),
            time_zone=ZoneInfo(service.time_zone),
            connections=connections,
            delivery=self._delivery(kinds),
            words=WordSettings(**dict(self._check(WordsRow))),
            brake=BrakeSettings(**dict(self._check(BrakeRow))),
            http=self._http(),
            log=self._log(),
            rhythm=self._rhythm(service, connections),
            **given,
        )

    def _rhythm(self, service: ServiceRow, connections: Mapping[str, Connection]) -> Rhythm:
        check_maintenance_is_a_list(self._row(ServiceRow.table), self._report)
        zone = ZoneInfo(service.time_zone)
        closed = maintenance(self._file, service.maintenance, self._lines, zone, self._report)
        return rhythm(
            poll_seconds=service.poll_seconds,
            open_at=service.hours,
            closed=closed,
            read_only=service.read_only,
            most_new=service.max_new_notices_per_day,
            connections=connections,
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

    def _kinds(self) -> dict[str, str]:
        """All names of connections, those with mistakes too, and their kinds as they stand there."""
        tables = self._row("connections").values
        return {n: str(t.get("kind")) if isinstance(t, dict) else "" for n, t in tables.items()}

    def _connections(self, kinds: Mapping[str, str]) -> dict[str, Connection]:
        found = {}
        for name in kinds:
            row = self._row("connections", name)
            if not isinstance(self._row("connections").values[name], dict):
                self._report.row(row, "", f"this is a table: write [connections.{name}]")
            elif name == "none":
                self._report.row(row, "", 'a connection cannot have the name "none"')
            else:
                found[name] = read_connection(row, self._base, self._report)
                self._check_fallback(row, kinds)
                self._check_listening(row)
        return found

    def _check_fallback(self, row: Row, kinds: Mapping[str, str]) -> None:
        name = row.values.get("fallback")
        if isinstance(name, str) and name not in kinds:
            self._report.row(row, "fallback", unknown("connection", name, kinds))
        use = "holds no mailboxes that a connection of kind graph could miss"
        check_use(row, "fallback", kinds, FALLBACKS, use, self._report)

    def _check_listening(self, row: Row) -> None:
        """Somebody has to be there when a server tells of changes."""
        if "notification_url" in row.values and HttpRow.table not in self._tables:
            message = "the service has to listen: add [http], and lead this address there"
            self._report.row(row, "notification_url", message)

    def _delivery(self, kinds: Mapping[str, str]) -> Delivery | None:
        row = self._row(DeliveryRow.table)
        self._check_organizer(row, kinds)
        if DeliveryRow.table not in self._tables:
            return None
        model = check(DeliveryRow, row, self._report)
        if model.invites is not None and model.invites not in kinds:
            self._report.row(row, "invites", unknown("connection", model.invites, kinds))
        check_use(row, "invites", kinds, INVITES, "sends no invites", self._report)
        return Delivery(model.invites, model.organizer, model.weekday)

    def _check_organizer(self, row: Row, kinds: Mapping[str, str]) -> None:
        """Mail comes from somewhere, and so do meetings."""
        sender = row.values.get("invites")
        if kinds.get(str(sender)) in MEETINGS and "organizer" not in row.values:
            mailbox = f"the service's own mailbox, which connection {quoted(sender)} sends from"
            self._report.row(row, "organizer", f"is missing: {mailbox}")
            return
        mail = next((name for name, kind in kinds.items() if kind == "imip"), None)
        if mail is None or "organizer" in row.values:
            return
        address = f"the address that mail of connection {quoted(mail)} comes from"
        if row.line is not None:
            self._report.row(row, "organizer", f"is missing: {address}")
        else:
            message = f"kind imip needs organizer under [delivery]: {address}"
            self._report.row(self._row("connections", mail), "kind", message)

    def _http(self) -> HttpSettings | None:
        if HttpRow.table not in self._tables:
            return None
        return HttpSettings(**dict(self._check(HttpRow)))

    def _log(self) -> LogSettings:
        given = dict(self._check(LogRow))
        given["file"] = self._base / given["file"] if given["file"] else None
        return LogSettings(**given)

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
