"""``hjemmedag simulate``: what would come and go if the local parties agreed on something else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config import answers
from config.arguments import InputError, day_to_be
from config.bootstrap import check_told, join
from config.configuration import load
from config.connecting import warnings_of
from config.invented import invent, with_people
from config.lookups import Reason, look_up, reason_of
from config.plain_text import plain
from config.proposals import Asked, propose
from config.serving import progress
from config.speaking import (
    DEFAULT_CONFIG,
    DONE,
    FAILED,
    AsOf,
    ConfigFile,
    PageAnswer,
    PageFormat,
    leave,
    say,
    speaking,
)
from config.trial_answer import trial_answer
from sync.lookups import EVERYBODY
from sync.review import gather
from sync.service import Service
from sync.trial import Invented, Proposal, Trial, try_out
from sync.trial_text import trial_page, trial_text

PEOPLE = range(5, 501)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(simulate)


def simulate(
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="UNIT.KEY=VALUE", help="What to try; may be repeated."),
    ] = None,
    other_register: Annotated[
        Path | None, typer.Option("--register", metavar="FILE", help="Another register to try.")
    ] = None,
    organisation: Annotated[
        Path | None,
        typer.Option("--organisation", metavar="FILE", help="Another organisation to try."),
    ] = None,
    invented: Annotated[
        bool, typer.Option("--invented", help="Made-up people instead of calendars.")
    ] = False,
    people: Annotated[
        int, typer.Option("--people", metavar="NUMBER", help="Made-up people in each unit.")
    ] = 20,
    seed: Annotated[
        int, typer.Option("--seed", metavar="NUMBER", help="Another made-up month.")
    ] = 1,
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: PageAnswer = PageFormat.TEXT,
    reason: Reason = None,
) -> None:
    """Show what would come and go under other rules, in counts; changes nothing."""
    with speaking():
        why, asked = reason_of(reason), Asked(settings or (), other_register, organisation)
        if not (asked.settings or asked.register or asked.organisation):
            raise InputError("nothing to try: name it with --set, --register or --organisation")
        if people not in PEOPLE:
            raise InputError(
                f"--people: from {PEOPLE[0]} to {PEOPLE[-1]}, so that nobody stands out"
            )
        configuration = load(config)
        service = join(configuration, None if as_of is None else day_to_be(as_of))
        proposal = propose(service, configuration, asked)
        if invented:
            trial = _on_nobody(service, proposal, Invented(people, seed))
        else:
            trial = _on_calendars(service, proposal, why, shown=answer is PageFormat.TEXT)
        _show(trial, service, answer)
        leave(FAILED if trial.failed else DONE)


def _on_nobody(service: Service, proposal: Proposal, invented: Invented) -> Trial:
    month = invent(service, invented)
    employees = month.service.book.organisation.employees
    other = with_people(proposal.service, employees, month.agreements)
    return try_out(
        month.service, Proposal(other, proposal.changes, proposal.files), month.results, invented
    )


def _on_calendars(service: Service, proposal: Proposal, why: str | None, *, shown: bool) -> Trial:
    """All calendars are read, so that is written down, although nobody is named."""
    check_told(service)
    for line in warnings_of(service.connections):
        say(line)
    look_up(service, "simulate", EVERYBODY, why)
    with progress(shown=shown) as step:
        return try_out(service, proposal, gather(service, step))


def _show(trial: Trial, service: Service, answer: PageFormat) -> None:
    names = {u.id: u.name or u.id for u in service.book.organisation.units.values()}
    if answer is PageFormat.JSON:
        print(answers.document(trial_answer(trial)))  # noqa: T201
    elif answer is PageFormat.HTML:
        print(plain(trial_page(trial, names, service.language)))  # noqa: T201
    else:
        print(plain(trial_text(trial, names, service.language)))  # noqa: T201
