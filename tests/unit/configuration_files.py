"""Writes small configurations for tests and reads them back, or the problems they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.configuration import Configuration, load
from config.problems import ConfigurationError, Problem
from policy.model import Employee, Unit

SERVICE = '[service]\norganisation = "organisation.toml"\nregister = "register.toml"\n'
STORE = '[store]\nurl = "sqlite:///hjemmedag.sqlite"\n'
CONNECTIONS = '[connections.files]\nkind = "files"\npath = "calendars"\n'
SETTINGS = SERVICE + STORE + CONNECTIONS
UNITS = '[[units]]\nid = "nord"\n'
ANNA = '[[employees]]\nid = "anna"\nmailbox = "anna@x.dk"\nconnection = "files"\nunit = "nord"\n'
ORGANISATION = UNITS + ANNA


class Folder:
    """A folder with the three files of a configuration."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("hjemmedag.toml", SETTINGS)
        self.write("organisation.toml", ORGANISATION)
        self.write("register.toml", "")

    def write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """Put ``text`` into the file ``name``."""
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode(encoding))

    def load(self) -> Configuration:
        """The configuration, which has no problem."""
        return load(self.path / "hjemmedag.toml")

    def problems(self) -> tuple[Problem, ...]:
        """All that the report names."""
        with pytest.raises(ConfigurationError) as caught:
            self.load()
        return caught.value.problems

    def problem(self) -> str:
        """The one problem that the report names, as its line."""
        (found,) = self.problems()
        return str(found)

    def settings(self, service: str = "", more: str = "") -> None:
        """hjemmedag.toml with more keys in ``[service]`` and more tables."""
        self.write("hjemmedag.toml", SERVICE + service + "\n" + STORE + CONNECTIONS + more)

    def unit(self, keys: str) -> Unit:
        """The unit nord with these keys too."""
        self.write("organisation.toml", UNITS + keys + "\n" + ANNA)
        return self.load().organisation.units["nord"]

    def employee(self, keys: str) -> Employee:
        """The employee anna with these keys too."""
        self.write("organisation.toml", ORGANISATION + keys)
        return self.load().organisation.people["anna"]
