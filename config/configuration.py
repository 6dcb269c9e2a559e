"""Loads the three files of a configuration together and reports all their problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.organisation_file import read_organisation
from config.problems import ConfigurationError, Report
from config.register.file import read_register
from config.settings import Settings
from config.settings_file import gates_of, read_settings
from policy.organisation import Organisation
from policy.register import Register

AT_THE_TOP: Mapping[str, object] = {
    "country": "DK",
    "home_work": "all",
    "detail": "names",
    "summary": "weekly",
    "agreements_from_calendar": False,
}
"""What holds where neither a unit nor the service says anything."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that differs per deployment, checked."""

    settings: Settings
    organisation: Organisation
    register: Register


def load(config_file: Path) -> Configuration:
    """The configuration that ``hjemmedag.toml`` and the files it names give.

    Raises ConfigurationError with the problems of all files together.
    """
    config_file = config_file.absolute()
    report = Report(config_file.parent)
    found = read_settings(config_file, report)
    settings, organisation, register = found.settings, None, Register()
    if found.organisation is not None:
        organisation = read_organisation(
            found.organisation, found.connections, defaults_of(settings), report
        )
    if found.register is not None:
        register = read_register(found.register, organisation, report)
    report.raise_if_any()
    if settings is None or organisation is None:  # a file that is not there has been reported
        raise ConfigurationError(report)
    return Configuration(settings, organisation, register)


def organisation_of(config_file: Path) -> tuple[Settings, Organisation]:
    """Settings and organisation alone, whatever the register is like; raises as ``load`` does."""
    config_file = config_file.absolute()
    report = Report(config_file.parent)
    found = read_settings(config_file, report)
    organisation = None
    if found.organisation is not None:
        organisation = read_organisation(
            found.organisation, found.connections, defaults_of(found.settings), report
        )
    report.raise_if_any()
    if found.settings is None or organisation is None:
        raise ConfigurationError(report)
    return found.settings, organisation


def defaults_of(settings: Settings | None) -> Mapping[str, object]:
    """What holds where no unit says anything."""
    if settings is None:
        return AT_THE_TOP
    # Mail is forwarded, printed and kept: names stay out of it unless somebody decides otherwise.
    detail = "counts" if _invites_by_mail(settings) else "names"
    return {
        **AT_THE_TOP,
        "detail": detail,
        "time_zone": settings.time_zone.key,
        **gates_of(settings),
    }


def _invites_by_mail(settings: Settings) -> bool:
    name = settings.delivery.invites if settings.delivery else None
    connection = settings.connections.get(name) if name else None
    return connection is not None and connection.kind == "imip"
