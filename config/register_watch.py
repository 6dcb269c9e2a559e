"""Notices that a register's file has changed, and takes a new one only if all of it can be used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from config.configuration import Configuration
from config.problems import Problem, Report
from config.register_file import read_register


@dataclass(frozen=True, slots=True)
class FilePrint:
    """One file as it stands: its size in bytes, when it was written, what it says."""

    name: str
    size: int
    mtime_ns: int
    digest: str


Fingerprint = tuple[FilePrint, ...]
"""A file, or every CSV file of a folder by name."""


def fingerprint(path: Path) -> Fingerprint | None:
    """The register as it stands; None where it cannot be reached just now."""
    try:
        files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        return tuple(_of(file) for file in files)
    except OSError:
        return None


def has_changed(before: Fingerprint | None, now: Fingerprint | None) -> bool:
    """Whether there is something new to read: what cannot be reached says nothing new."""
    if now is None:
        return False
    return before is None or _said(before) != _said(now)


@dataclass(frozen=True, slots=True)
class Reloaded:
    """The configuration to go on with; ``problems``: why the register is still the one before."""

    configuration: Configuration
    problems: tuple[Problem, ...] = ()


def reload(kept: Configuration) -> Reloaded:
    """``kept`` with its register read again, or ``kept`` itself where that cannot be used whole."""
    settings = kept.settings
    if settings.register is None:
        return Reloaded(kept)
    report = Report(settings.base)
    register = read_register(settings.register, kept.organisation, report)
    problems = tuple(report)
    if problems:
        return Reloaded(kept, problems)
    return Reloaded(Configuration(settings, kept.organisation, register))


def _of(file: Path) -> FilePrint:
    content, state = file.read_bytes(), file.stat()
    digest = hashlib.sha256(content).hexdigest()
    return FilePrint(file.name, state.st_size, state.st_mtime_ns, digest)


def _said(files: Fingerprint) -> tuple[tuple[str, str], ...]:
    return tuple((file.name, file.digest) for file in files)
