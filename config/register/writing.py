"""Writes a register as TOML, a folder of CSV or a workbook – whole, and only what reads back the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from config.arguments import InputError
from config.people_named import Directory
from config.problems import Problem, Report
from config.register.cells import Style
from config.register.file import read_register
from config.register.rows import rows_of
from config.register.text import csv_texts, toml_text
from connectors.atomic import write_atomically
from policy.organisation import Organisation
from policy.register import Register

CSV_ENCODING = "utf-8-sig"
"""With its mark: spreadsheets take it for UTF-8 by that alone."""


@dataclass(frozen=True, slots=True)
class Form:
    """For whom a register is written: in which language, and with names beside ids or ids alone."""

    organisation: Organisation
    language: str
    names: bool = False

    @property
    def directory(self) -> Directory | None:
        """Names, where they are to be written."""
        return Directory(self.organisation) if self.names else None


def write_register(register: Register, path: Path, form: Form) -> tuple[Path, ...]:
    """Write ``path`` – ``.toml``, ``.xlsx`` or a folder for CSV – and say which files that made.

    Every file is replaced whole; what was there is kept beside it as ``NAME.bak``. Raises
    InputError, with nothing written, where the form cannot hold the register or is in use.
    """
    check_free(path)
    files = contents(register, path, form)
    _check_same(register, path, files, form)
    folders = {file.parent for file in files}
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    changed = [f for f, content in files.items() if not (f.exists() and f.read_bytes() == content)]
    for file in changed:
        if file.exists():
            write_atomically(file.with_name(f"{file.name}.bak"), file.read_bytes())
        write_atomically(file, files[file])
    return tuple(changed)


def write_template(path: Path, form: Form) -> None:
    """Write a workbook with headings, drop-downs and an example for HR to begin with."""
    if path.suffix.casefold() != ".xlsx":
        raise InputError(f"{path}: a template is a workbook; give it a name that ends in .xlsx")
    check_free(path)
    if path.exists():
        raise InputError(f"{path} is there already; give the template another name")
    write_atomically(path, _workbook(Register(), form, examples=True))


def check_free(path: Path) -> None:
    """Refuse to write over a workbook that somebody has open, whose next save would undo it."""
    marks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    if any(mark.exists() for mark in marks):
        raise InputError(f"{path} is open in Excel or LibreOffice; close it there, then try again")


def contents(register: Register, path: Path, form: Form) -> dict[Path, bytes]:
    """The bytes of every file that holds the register at ``path``."""
    suffix = path.suffix.casefold()
    if suffix == ".toml":
        return {path: toml_text(rows_of(register)).encode()}
    if suffix == ".xlsx":
        return {path: _workbook(register, form, examples=False)}
    if suffix and not path.is_dir():
        raise InputError(f"{path}: a register is written as .xlsx, .toml or into a folder (CSV)")
    texts = csv_texts(rows_of(register), Style(form.language, form.directory))
    return {path / f"{table}.csv": text.encode(CSV_ENCODING) for table, text in texts.items()}


def _workbook(register: Register, form: Form, *, examples: bool) -> bytes:
    # Few commands write one, and openpyxl takes its time to load.
    from config.register.workbook import lists_of, style_of, workbook_bytes

    style = style_of(form.language, form.directory)
    lists = lists_of(form.organisation, form.directory)
    return workbook_bytes(rows_of(register), style, lists, examples=examples)


def _check_same(register: Register, path: Path, files: dict[Path, bytes], form: Form) -> None:
    """What is about to be written reads back as the register, or nothing is written."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for file, content in files.items():
            place = copy if file == path else copy / file.name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        report = Report(Path(folder))
        found = read_register(copy, form.organisation, report)
        if found != register or any(True for _ in report):
            raise InputError(_different(path, report))


def _different(path: Path, problems: Iterable[Problem]) -> str:
    lines = [str(problem) for problem in problems]
    why = lines or ["a text in it, such as one with |, does not read back the same"]
    return "\n".join([f"{path}: this form cannot hold the register; nothing was written", *why])
