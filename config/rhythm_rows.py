"""Reads how the running service goes about its work: pace, hours, maintenance, budgets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator

from config import day_values
from config.problems import Report, Row, quoted
from config.rows import RowModel, check
from config.settings import Connection
from config.tables import row_at
from config.toml_lines import Place
from sync.hours import EVERY_DAY, Hours, Maintenance, Rhythm

TIMES = re.compile(r"(?P<days>.*?)\s*(?P<start>\d{1,2}:\d\d)\s*[-–—]\s*(?P<end>\d{1,2}:\d\d)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")


def hours(value: object) -> Hours:
    """``"06:00–22:00"``, or only on some days: ``"monday–friday 06:00–22:00"``."""
    found = TIMES.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        example = 'Write it as "06:00–22:00" or "monday–friday 06:00–22:00".'
        raise ValueError(f"{quoted(value)} are no hours. {example}")
    start, end = day_values.clock(found["start"]), day_values.clock(found["end"])
    if start == end:
        raise ValueError(f"{quoted(value)} are no hours: they end where they begin")
    weekdays = day_values.weekdays(found["days"]) if found["days"] else EVERY_DAY
    return Hours(start, end, weekdays)


AS_HOURS = PlainValidator(hours)


def moment(value: object) -> datetime:
    """A date with a time of day; one without an offset is meant in the service's zone."""
    written = value
    if isinstance(value, str) and MOMENT.fullmatch(value.strip()):
        try:
            written = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{quoted(value)} is no moment of the calendar") from None
    if not isinstance(written, datetime):
        raise ValueError(f"{quoted(value)} is no moment. Write it as 2026-12-24T18:00:00.")
    return written


class MaintenanceRow(RowModel):
    """``[[service.maintenance]]``"""

    table: ClassVar[str] = "service.maintenance"
    start: Annotated[datetime, PlainValidator(moment)] = Field(alias="from")
    end: Annotated[datetime, PlainValidator(moment)] = Field(alias="to")


def maintenance(
    file: str, value: object, lines: Mapping[Place, int], zone: ZoneInfo, report: Report
) -> tuple[Maintenance, ...]:
    """The times in which the service leaves everything alone."""
    found = []
    for index, entry in enumerate(value if isinstance(value, list) else (), 1):
        row = row_at(file, ("service", "maintenance", index), entry, lines)
        model = check(MaintenanceRow, row, report)
        if isinstance(model.start, datetime) and isinstance(model.end, datetime):
            start, end = _aware(model.start, zone), _aware(model.end, zone)
            if end <= start:
                report.row(row, "to", f"{model.end} does not lie after from ({model.start})")
            found.append(Maintenance(start, end))
    return tuple(found)


def _aware(value: datetime, zone: ZoneInfo) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def check_maintenance_is_a_list(row: Row, report: Report) -> None:
    """``[service.maintenance]`` is easily written for ``[[service.maintenance]]``."""
    value = row.values.get("maintenance", [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        message = "this is an array of tables: write [[service.maintenance]] above each entry"
        report.row(row, "maintenance", message)


def rhythm(
    *,
    poll_seconds: int,
    open_at: Hours | None,
    closed: tuple[Maintenance, ...],
    read_only: bool,
    most_new: int | None,
    connections: Mapping[str, Connection],
) -> Rhythm:
    """How the service goes about its work."""
    budgets = {n: int(c.options["budget"]) for n, c in connections.items() if "budget" in c.options}
    return Rhythm(
        poll=timedelta(seconds=poll_seconds),
        hours=open_at,
        maintenance=closed,
        read_only=read_only,
        max_new_notices_per_day=most_new,
        budgets=budgets,
    )
