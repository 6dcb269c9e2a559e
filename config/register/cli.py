"""``hjemmedag register …``: the register as HR keeps it – looked at, taken in, given out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from config.answers import document
from config.arguments import InputError, day_to_be
from config.bootstrap import now
from config.people_named import Directory
from config.problems import ConfigurationError
from config.register import screens
from config.register.answers import write_answers
from config.register.changes import Changes, changes
from config.register.look import Look, look
from config.register.recall import remembered
from config.register.writing import Form, write_register, write_template
from config.speaking import (
    DEFAULT_CONFIG,
    WRONG,
    Answer,
    AsOf,
    ConfigFile,
    Format,
    leave,
    say,
    speaking,
)
from policy.register import Register
from policy.register_memory import register_of
from sync.register_rows import drop as drop_rows
from sync.register_rows import stored
from sync.store import Store, is_held, looking

register_app = typer.Typer(
    name="register",
    no_args_is_help=True,
    help="The register as HR keeps it.",
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx, .toml, or a folder of CSV.")]
Names = Annotated[bool, typer.Option("--names", help="Names beside ids.")]
Keys = Annotated[list[str] | None, typer.Option("--drop", metavar="KEY", help="Let this row go.")]


@register_app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Instead of the configured register.")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    answers: Annotated[
        bool, typer.Option("--write-answers", help="Write them beside the register, for HR.")
    ] = False,
) -> None:
    """Check the register against the organisation; all that is wrong, and what HR is asked."""
    with speaking():
        seen = _look(config, file, as_of)
        written = write_answers(seen) if answers else None
        if written and written.trouble:
            say(written.trouble)
        path = written.written if written else None
        if answer is Format.JSON:
            print(document(screens.check_answer(seen, path)))  # noqa: T201
        elif not seen.problems:
            _print(screens.check_lines(seen))
        if answer is Format.TEXT and path:
            print(path)  # noqa: T201
        if seen.problems:
            say(str(ConfigurationError(screens.spoken(seen))))
            leave(WRONG)


@register_app.command("list")
def list_(
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    names: Names = False,
) -> None:
    """Show what is in force: agreements, decisions, call-ins from today on."""
    with speaking():
        seen = _sound(_look(config, None, as_of))
        if answer is Format.JSON:
            print(document(screens.list_answer(seen)))  # noqa: T201
        else:
            _print(screens.list_lines(seen, Directory(seen.organisation) if names else None))


@register_app.command("import")
def import_(
    file: File,
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: Answer = Format.TEXT,
    write: Annotated[bool, typer.Option("--write", help="Write it; else only show.")] = False,
    drop: Keys = None,
    names: Names = False,
) -> None:
    """Show what another register would change, and with --write make it the configured one."""
    with speaking():
        new = _sound(_look(config, file, as_of))
        current = _current(_look(config, None, as_of))
        gone = frozenset(drop or ())
        found = changes(current, new.own, gone, new.organisation, new.today)
        _check_dropped(gone, found)
        written = _take_in(config, new, found, gone, names=names) if write else None
        if answer is Format.JSON:
            print(document(screens.import_answer(found, written)))  # noqa: T201
            return
        _print(screens.import_lines(found))
        if written is None:
            print("Nothing was written; --write does.")  # noqa: T201
        for path in written or ():
            print(path)  # noqa: T201


@register_app.command()
def export(
    file: File,
    config: ConfigFile = DEFAULT_CONFIG,
    template: Annotated[
        bool, typer.Option("--template", help="An empty workbook to begin with.")
    ] = False,
    names: Names = False,
) -> None:
    """Write the register as a workbook, TOML or a folder of CSV."""
    with speaking():
        seen = _look(config, None, None)
        form = _form(seen, names=names)
        if template:
            write_template(file.absolute(), form)
            print(file)  # noqa: T201
            return
        for path in write_register(_sound(seen).own, file.absolute(), form):
            print(path)  # noqa: T201


@register_app.command()
def drop(
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="As HR's answers name it.")],
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Let rows go for good that are gone from the register; nobody is asked about them any more."""
    with speaking():
        seen = _sound(_look(config, None, None))
        asked = {v.key for v in seen.recalled.asked} | seen.recalled.kept
        for key in keys:
            if key not in asked:
                raise InputError(
                    f"KEY {key} is not gone: known are {', '.join(sorted(asked)) or 'none'}"
                )
        _forget(seen.settings.store_url, frozenset(keys))
        _print(f"dropped: {key}" for key in keys)


def answer_hr(config: Path, as_of: str | None, *, wanted: bool) -> None:
    """After a pass: write HR's answers beside the register, once notes are written at all."""
    trouble = trouble_with_answers(config, as_of) if wanted else None
    if trouble:
        say(trouble)


def trouble_with_answers(config: Path, as_of: str | None) -> str | None:
    """Write HR's answers, once notes are written at all; what stood in the way, in words."""
    try:
        seen = _look(config, None, as_of)
    except ConfigurationError:
        return None  # not the register alone is wrong, and that has been said
    units = seen.organisation.units
    gates = (seen.organisation.gate(unit, "activation_date") for unit in units)
    if any(gate and gate <= min(seen.today, now().date()) for gate in gates):
        return write_answers(seen).trouble
    return None


def _look(config: Path, file: Path | None, as_of: str | None) -> Look:
    day = None if as_of is None else day_to_be(as_of)
    return look(config, file.absolute() if file else None, day, now)


def _sound(seen: Look) -> Look:
    """A register without problems; raises ConfigurationError with all of them, in HR's language."""
    if seen.problems:
        raise ConfigurationError(screens.spoken(seen))
    return seen


def _current(seen: Look) -> Register:
    """The register that counts now: as it was last read where it cannot be used as it stands."""
    if not seen.problems:
        return seen.recalled.register
    say("The configured register cannot be used; compared with it as the last pass read it.")
    return register_of(remembered(seen.settings.store_url).values())


def _check_dropped(gone: frozenset[str], found: Changes) -> None:
    stays = gone - set(found.replaced)
    if stays:
        raise InputError(f"--drop {min(stays)}: no such row goes; it stands in FILE, or nowhere")


def _take_in(
    config: Path, new: Look, found: Changes, gone: frozenset[str], *, names: bool
) -> tuple[Path, ...]:
    target = new.settings.register
    if target is None:
        raise InputError("service.register names no file to write; set it in hjemmedag.toml")
    written = write_register(found.register, target, _form(new, names=names))
    if gone:
        _forget(new.settings.store_url, gone)
    return written


def _forget(store_url: str, keys: frozenset[str]) -> None:
    """Nobody is asked any more; a store that is not there remembers nothing."""
    with looking(store_url) as db:
        known = {row.key for row in stored(db)} if db is not None else set()
    if not known & keys:
        return
    if is_held(store_url):
        say("A service that runs takes this in within seconds, a pass with the next one.")
    store = Store.visit(store_url)
    try:
        with store.transaction() as db:
            drop_rows(db, known & keys)
    finally:
        store.close()


def _form(seen: Look, *, names: bool) -> Form:
    return Form(seen.organisation, seen.settings.language, names)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)  # noqa: T201
