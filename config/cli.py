"""The command ``hjemmedag``: reads its words, runs one thing, says what came of it."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from config import (
    answers,
    audit_command,
    discussion_command,
    operations,
    screens,
    simulate_command,
)
from config.arguments import InputError, check_sendable, day_of, person_of, week_of_text
from config.bootstrap import words_of
from config.configuration import load
from config.lookups import Reason, look_up, reason_of
from config.problems import ConfigurationError
from config.register.cli import answer_hr, register_app
from config.serving import progress, told_service
from config.serving import service_of as _service
from config.speaking import (
    DEFAULT_CONFIG,
    DONE,
    FAILED,
    HELD,
    Answer,
    AsOf,
    ConfigFile,
    Format,
)
from config.speaking import leave as _leave
from config.speaking import say as _say
from config.speaking import speaking as _speaking
from config.starter import write_starter
from policy.lexicon import Lexicon, Words
from sync.invites import Preview
from sync.lookups import EVERYBODY
from sync.one_pass import PassResult
from sync.review import explain as explain_day
from sync.review import review
from sync.runner import is_active, preview_week, run_pass, send_week, withdraw_all
from sync.store import writer_lock

app = typer.Typer(
    name="hjemmedag",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(register_app)


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
    reason: Reason = None,
) -> None:
    """Read the calendars and show what the rules find; writes nothing but that it was done."""
    with _speaking():
        why, service = reason_of(reason), told_service(config, as_of)
        look_up(service, "check", EVERYBODY, why)
        with progress(shown=answer is Format.TEXT) as step:
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
        try:
            service = told_service(config, as_of)
        except ConfigurationError:
            answer_hr(config, as_of, wanted=not dry_run)
            raise
        with progress(shown=answer is Format.TEXT) as step:
            result = run_pass(service, dry_run=dry_run, confirm=confirm, step=step)
        answer_hr(config, as_of, wanted=not result.dry_run)
        _show_pass(result, answer)


@app.command()
def run(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Be the service: read, judge and write from now on, until told to stop."""
    from config.run_command import run_service  # what only the service needs loads slowly
    from config.watch.watching import watching

    with _speaking():
        service = told_service(config, None)
        with writer_lock(service.store_url), watching(load(config).settings, service) as watch:
            run_service(config, service, watch)


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
    reason: Reason = None,
) -> None:
    """Show leaders' weekly overviews; send them only when told to."""
    with _speaking():
        why, monday = reason_of(reason), week_of_text(week)
        service = told_service(config, as_of)
        if service.overviews is None:
            raise InputError("delivery.invites names no connection, so nobody gets an overview")
        with progress(shown=answer is Format.TEXT) as step:
            if send:
                check_sendable(service, monday)
                _show_pass(send_week(service, monday, step), answer)
                return
            look_up(service, "summaries", EVERYBODY, why)
            found = preview_week(service, monday, step)
        written = _previewed(preview, found) if preview else ()
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
        with progress(shown=answer is Format.TEXT) as step:
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
    reason: Reason = None,
) -> None:
    """Show why one person's day is read as it is; writes nothing but that it was done."""
    with _speaking():
        why, service = reason_of(reason), told_service(config, as_of)
        person, day = person_of(service, who), day_of("DATE", when)
        if not person.window.read_from <= day < person.window.end:
            first, last = person.window.read_from, person.window.end
            raise InputError(f"DATE {day} is not read: the window is {first} to {last} (exclusive)")
        look_up(service, "explain", person.id, why)
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
    from config.demo.command import run_demo  # its calendars are needed nowhere else

    with _speaking():
        _leave(run_demo(folder))


for module in (audit_command, discussion_command, simulate_command, *operations.COMMANDS):
    module.register(app)


def main() -> None:
    """The entry point of the command."""
    # What was loaded lasts to the end, and what reading makes is freed without a collector's help.
    gc.freeze()
    gc.set_threshold(50_000)
    app()


def _previewed(folder: Path, found: Sequence[Preview]) -> tuple[Path, ...]:
    from config.previews import write_previews  # the only way to a calendar library here

    return write_previews(folder, found)


def _show_pass(result: PassResult, answer: Format) -> None:
    if answer is Format.JSON:
        print(answers.document(answers.sync_answer(result)))  # noqa: T201
    else:
        screens.show_pass(result)
    held = result.held or result.clocks.shut
    _leave(HELD if held else FAILED if result.failed else DONE)
