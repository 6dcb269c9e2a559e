"""What hjemmedag.toml says, as typed settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from sync.hours import Rhythm

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class Connection:
    """A way to calendars: its kind and that kind's options; paths in them are absolute."""

    kind: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How summaries reach leaders. ``invites``: a connection; None = no invites.

    ``organizer``: the service's own address; ``weekday``: when invites are due, Monday 0.
    """

    invites: str | None
    organizer: str
    weekday: int = 3


@dataclass(frozen=True, slots=True)
class WordSettings:
    """What this installation changes about the reading of subjects; None = the default list."""

    home_categories: tuple[str, ...] | None = None
    on_site_categories: tuple[str, ...] | None = None
    elsewhere_is_home: bool = False
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrakeSettings:
    """A pass is held when it would change more than ``max_share`` *and* more than the number."""

    max_share: Fraction = Fraction(1, 5)
    min_entries: int = 10
    min_people: int = 50


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Where the running service answers questions about itself."""

    host: str = "127.0.0.1"
    port: int = 8642


@dataclass(frozen=True, slots=True)
class LogSettings:
    """Where the running service's log goes beside standard error, and how much of it there is.

    ``syslog``: a socket's path, or host and port; ``windows_event_log``: the name of the source.
    """

    format: str = "console"
    level: str = "info"
    file: Path | None = None
    keep_days: int = 90
    syslog: Path | tuple[str, int] | None = None
    windows_event_log: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The service's settings. ``base`` is the configuration's folder; all paths are absolute."""

    base: Path
    organisation: Path
    store_url: str
    register: Path | None = None
    time_zone: ZoneInfo = COPENHAGEN
    language: str = "da"
    horizon_weeks: int = 4
    informed_on: date | None = None
    read_from: date | None = None
    activation_date: date | None = None
    leaders_from: date | None = None
    enrolment: str = "all"
    hr_portal: str | None = None
    connections: Mapping[str, Connection] = field(default_factory=dict)
    delivery: Delivery | None = None
    words: WordSettings = WordSettings()
    brake: BrakeSettings = BrakeSettings()
    http: HttpSettings | None = None
    log: LogSettings = LogSettings()
    rhythm: Rhythm = field(default_factory=Rhythm)
