"""The command ``hjemmedag``: reads its words, runs one thing, says what came of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import DatabaseError

from config import answers, screens
from config.arguments import InputError, check_sendable, day_of, day_to_be, person_of, week_of_text
from config.bootstrap import GateClosedError, build, check_told, words_of
from config.configuration import load
from config.connecting import warnings_of
from config.demo.command import run_demo
from config.plain_text import plain
from config.previews import write_previews
from config.problems import ConfigurationError
from config.run_command import Loud, run_service
from config.starter import FolderInUseError, write_starter
from policy.lexicon import Lexicon, Words
from sync.one_pass import PassResult, Step, quietly
from sync.review import explain as explain_day
from sync.review import review
from sync.runner import is_active, preview_week, run_pass, send_week, withdraw_all
from sync.service import Service
from sync.store import StoreBusyError

DONE, FAILED, WRONG, HELD = 0, 1, 2, 3
app = typer.Typer(
    name="hjemmedag",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How an answer is given."""

    TEXT = "text"
    JSON = "json"


ConfigFile = Annotated[Path, typer.Option("--config", help="The configuration file.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Take this date for today.")
]
Answer = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
DEFAULT_CONFIG = Path("hjemmedag.toml")


EXPECTED = (ConfigurationError, FolderInUseError, GateClosedError, InputError, StoreBusyError)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"hjemmedag {version('hjemmedag')}")  # noqa: T201
        raise typer.Exit


@app.callback()
def hjemmedag(
    show: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Home-working days stay in Outlook and still live up to the rules."""


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Write a configuration to start from into an empty folder."""
    with _speaking():
        for path in write_starter(folder, datetime.now().astimezone().date()):
            print(path)  # noqa: T201
        print(f"Now: hjemmedag check --config {folder / DEFAULT_CONFIG}")  # noqa: T201


@app.command()
def check(
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    names: Annotated[bool, typer.Option("--names", help="Names instead of ids.")] = False,
) -> None:
    """Read the calendars and show what the rules find; writes nothing."""
    with _speaking():
        service = _told_service(config, as_of)
        with _progress(answer) as step:
            found = review(service, step)
        if answer is Format.JSON:
            print(answers.document(answers.check_answer(found)))  # noqa: T201
        else:
            screens.show_review(found, names=names)
        _leave(FAILED if found.failed else DONE)


@app.command()
def sync(
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Release a held pass.")] = False,
) -> None:
    """Make one whole pass: read, judge, write notes."""
    with _speaking():
        service = _told_service(config, as_of)
        with _progress(answer) as step:
            result = run_pass(service, dry_run=dry_run, confirm=confirm, step=step)
        _show_pass(result, answer)


@app.command()
def run(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Be the service: read, judge and write from now on, until told to stop."""
    with _speaking():
        run_service(config, _told_service(config, None), Loud(_say))


@app.command()
def summaries(
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    week: Annotated[
        str | None, typer.Option("--week", metavar="WEEK", help="Such as 2026-W49; else the next.")
    ] = None,
    preview: Annotated[
        Path | None,
        typer.Option("--preview", metavar="DIR", help="Write them as files to look at."),
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send now what was not sent yet.")] = False,
    answer: Answer = Format.TEXT,
) -> None:
    """Show leaders' weekly overviews; send them only when told to."""
    with _speaking():
        service, monday = _told_service(config, as_of), week_of_text(week)
        if service.overviews is None:
            raise InputError("delivery.invites names no connection, so nobody gets an overview")
        with _progress(answer) as step:
            if send:
                check_sendable(service, monday)
                _show_pass(send_week(service, monday, step), answer)
                return
            found = preview_week(service, monday, step)
        written = write_previews(preview, found) if preview else ()
        if answer is Format.JSON:
            print(answers.document(answers.summaries_answer(found, written)))  # noqa: T201
        else:
            screens.show_summaries(found, written)


@app.command()
def withdraw(
    config: ConfigFile = DEFAULT_CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Every note of ours.")] = False,
    answer: Answer = Format.TEXT,
) -> None:
    """Take away every note of ours; what its reader has edited stays."""
    with _speaking():
        if not everything:
            raise InputError("withdraw takes away every note: say so with --all")
        service = _service(config)
        with _progress(answer) as step:
            result = withdraw_all(service, step)
        if answer is Format.TEXT and is_active(service):
            _say("The next sync writes them again: close the gate (activation_date) to stop it.")
        _show_pass(result, answer)


@app.command()
def explain(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="An employee's id or mailbox.")],
    when: Annotated[str, typer.Argument(metavar="DATE")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
) -> None:
    """Show why one person's day is read as it is."""
    with _speaking():
        service = _told_service(config, as_of)
        person, day = person_of(service, who), day_of("DATE", when)
        if not person.window.read_from <= day < person.window.end:
            first, last = person.window.read_from, person.window.end
            raise InputError(f"DATE {day} is not read: the window is {first} to {last} (exclusive)")
        explained = explain_day(service, person, day)
        if isinstance(explained, str):
            _say(f"{person.mailbox.address}: {explained}")
            _leave(FAILED)
        elif answer is Format.JSON:
            status = explained.reviewed.case.days[day]
            print(answers.document(answers.explain_answer(explained, status)))  # noqa: T201
        else:
            screens.show_day(explained, day)


@app.command()
def read(
    line: Annotated[str, typer.Argument(metavar="LINE", help="A subject line.")],
    config: ConfigFile = DEFAULT_CONFIG,
    answer: Answer = Format.TEXT,
) -> None:
    """Show how a subject line is read, and by which word."""
    with _speaking():
        known = config.exists() or config != DEFAULT_CONFIG
        settings = load(config).settings if known else None
        reading = Lexicon(words_of(settings.words) if settings else Words()).read(line)
        if answer is Format.JSON:
            print(answers.document(answers.read_answer(line, reading)))  # noqa: T201
        else:
            screens.show_reading(reading, settings.language if settings else "da")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("demo"),
) -> None:
    """Build an invented organisation and run the whole pass on it."""
    with _speaking():
        _leave(run_demo(folder))


def main() -> None:
    """The entry point of the command."""
    app()


@contextmanager
def _speaking() -> Iterator[None]:
    """Wrong input and a busy store end in words and exit code 2, never in a traceback."""
    try:
        yield
    except EXPECTED as error:
        _say(str(error))
        _leave(WRONG)
    except DatabaseError as error:
        _say(f"store.url: the store cannot be used: {error.orig}")
        _leave(WRONG)
    except OSError as error:
        _say(f"{error.filename or 'file'}: {error.strerror or error}")
        _leave(WRONG)


def _leave(code: int) -> None:
    if code:
        raise typer.Exit(code)


def _say(text: str) -> None:
    sys.stderr.write(plain(text.rstrip("\n")) + "\n")


def _service(config: Path, as_of: str | None = None) -> Service:
    service = build(config, None if as_of is None else day_to_be(as_of))
    for line in warnings_of(service.connections):
        _say(line)
    return service


def _told_service(config: Path, as_of: str | None) -> Service:
    """The service, if people have been told that their calendars are read."""
    service = _service(config, as_of)
    check_told(service)
    return service


@contextmanager
def _progress(answer: Format) -> Iterator[Step]:
    """A bar on a terminal; nothing in a pipe, and nothing beside a JSON document."""
    console = Console(stderr=True)
    if answer is Format.JSON or not console.is_terminal:
        yield quietly
        return
    with Progress(console=console, transient=True) as bar:
        tasks = {"read": bar.add_task("Reads"), "write": bar.add_task("Writes", visible=False)}

        def step(what: str, done: int, of: int) -> None:
            bar.update(tasks[what], completed=done, total=of, visible=True)

        yield step


def _show_pass(result: PassResult, answer: Format) -> None:
    if answer is Format.JSON:
        print(answers.document(answers.sync_answer(result)))  # noqa: T201
    else:
        screens.show_pass(result)
    _leave(HELD if result.held else FAILED if result.failed else DONE)
