"""The tables of hjemmedag.toml: their keys, values and defaults."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator

from config import day_values, network_values, values
from config.rhythm_rows import AS_HOURS
from config.rows import AS_BOOLEAN, AS_LANGUAGE, OptionalDay, OptionalText, RowModel, Text
from sync.hours import Hours

ENROLMENTS = ("all", "with-agreement", "own-request")
ADD_TO = ("home", "absence", "presence", "on_site", "not_home")
LOG_FORMATS = ("json", "console")
LOG_LEVELS = ("debug", "info", "warning", "error")
ORGANIZER = "hjemmedag@hjemmedag.invalid"

AS_COUNT = PlainValidator(partial(values.whole, 0, 1_000_000))
Names = Annotated[tuple[str, ...] | None, PlainValidator(values.texts)]


class ServiceRow(RowModel):
    """``[service]``"""

    table: ClassVar[str] = "service"
    organisation: Text
    # a field "register" would shadow ABCMeta.register
    register_path: OptionalText = Field(default=None, alias="register")
    time_zone: Annotated[str, PlainValidator(values.zone)] = "Europe/Copenhagen"
    language: Annotated[str, AS_LANGUAGE] = "da"
    horizon_weeks: Annotated[int, PlainValidator(partial(values.whole, 1, 12))] = 4
    informed_on: OptionalDay = None
    read_from: OptionalDay = None
    activation_date: OptionalDay = None
    leaders_from: OptionalDay = None
    enrolment: Annotated[str, PlainValidator(partial(values.one_of, ENROLMENTS))] = "all"
    hr_portal: OptionalText = None
    poll_seconds: Annotated[int, PlainValidator(partial(values.whole, 10, 3600))] = 240
    hours: Annotated[Hours | None, AS_HOURS] = None
    read_only: Annotated[bool, AS_BOOLEAN] = False
    max_new_notices_per_day: Annotated[int | None, AS_COUNT] = None
    maintenance: Annotated[object, PlainValidator(lambda value: value)] = ()


class StoreRow(RowModel):
    """``[store]``"""

    table: ClassVar[str] = "store"
    url: Text


class DeliveryRow(RowModel):
    """``[delivery]``"""

    table: ClassVar[str] = "delivery"
    invites: OptionalText = None
    organizer: Annotated[str, PlainValidator(values.address)] = ORGANIZER
    weekday: Annotated[int, PlainValidator(day_values.weekday)] = 3


class WordsRow(RowModel):
    """``[words]``"""

    table: ClassVar[str] = "words"
    home_categories: Names = None
    on_site_categories: Names = None
    elsewhere_is_home: Annotated[bool, AS_BOOLEAN] = False
    add: Annotated[
        Mapping[str, tuple[str, ...]], PlainValidator(partial(values.lists, ADD_TO))
    ] = {}
    remove: Annotated[tuple[str, ...], PlainValidator(values.texts)] = ()


class BrakeRow(RowModel):
    """``[brake]``"""

    table: ClassVar[str] = "brake"
    max_share: Annotated[Fraction, PlainValidator(values.share)] = Fraction(1, 5)
    min_entries: Annotated[int, AS_COUNT] = 10
    min_people: Annotated[int, AS_COUNT] = 50


class HttpRow(RowModel):
    """``[http]``"""

    table: ClassVar[str] = "http"
    host: Annotated[str, PlainValidator(network_values.host)] = "127.0.0.1"
    port: Annotated[int, PlainValidator(partial(values.whole, 0, 65535))] = 8642


class LogRow(RowModel):
    """``[log]``"""

    table: ClassVar[str] = "log"
    format: Annotated[str, PlainValidator(partial(values.one_of, LOG_FORMATS))] = "console"
    level: Annotated[str, PlainValidator(partial(values.one_of, LOG_LEVELS))] = "info"
    file: OptionalText = None
    keep_days: Annotated[int, PlainValidator(partial(values.whole, 1, 3650))] = 90
    syslog: Annotated[
        Path | tuple[str, int] | None, PlainValidator(network_values.syslog_address)
    ] = None
    windows_event_log: OptionalText = None
