"""``hjemmedag discussion UNIT``: the sheet for the local committee, from what is kept."""

from __future__ import annotations

from typing import Annotated

import typer

from config import answers
from config.answers import Json
from config.arguments import InputError
from config.plain_text import plain
from config.problems import unknown
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, AsOf, ConfigFile, PageAnswer, PageFormat, speaking
from config.trial_answer import plain_value
from policy.comparison import SMALLEST_GROUP
from policy.register import LocalAgreement
from policy.trial import TERMS, term_of
from sync.discussion import UNDER, Line, Section, Setting, Sheet, discuss
from sync.discussion_text import discussion_page, discussion_text, review_of
from sync.store import Store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(discussion)


def discussion(
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help="A unit's id; those below go with it.")
    ],
    config: ConfigFile = DEFAULT_CONFIG,
    as_of: AsOf = None,
    answer: PageAnswer = PageFormat.TEXT,
) -> None:
    """Show half a year in counts for the local committee; reads no calendar and names nobody."""
    with speaking():
        service = service_of(config, as_of)
        organisation = service.book.organisation
        if unit not in organisation.units:
            raise InputError(f"UNIT: {unknown('unit', unit, organisation.units)}")
        store = Store.rehearsal(service.store_url)
        try:
            with store.transaction() as db:
                sheet = discuss(service, db, unit)
        finally:
            store.close()
        if answer is PageFormat.JSON:
            print(answers.document(_answer(sheet)))  # noqa: T201
        elif answer is PageFormat.HTML:
            print(plain(discussion_page(sheet, organisation, service.language)))  # noqa: T201
        else:
            print(plain(discussion_text(sheet, organisation, service.language)))  # noqa: T201


def _answer(sheet: Sheet) -> Json:
    return {
        "as_of": sheet.as_of.isoformat(),
        "unit": sheet.unit,
        "months": list(sheet.months),
        "units": [_section(s) for s in sheet.sections],
        "parameters": [_setting(s) for s in sheet.settings],
        "parameters_ahead": [_setting(s) for s in sheet.ahead],
        "agreements": [_agreement(a) for a in sheet.agreements],
    }


def _section(section: Section) -> Json:
    return {
        "id": section.unit,
        "few": section.few,
        "people": list(section.people),
        "rules": [{"rule": r.name, "people": _numbers(r)} for r in section.rules],
        "corrections": [{"correction": c.name, "people": _numbers(c)} for c in section.corrections],
    }


def _numbers(line: Line) -> list[int | str | None]:
    return [f"under {SMALLEST_GROUP}" if n == UNDER else n for n in line.numbers]


def _setting(setting: Setting) -> Json:
    names = ("unit", "key", "value", "valid_from", "valid_to", "decided_by", "discussed_on")
    return {name: plain_value(getattr(setting, name)) for name in names}


def _agreement(agreement: LocalAgreement) -> Json:
    names = ("id", "units", "staff_groups", "organisation", "valid_from", "valid_to")
    said = {name: plain_value(getattr(agreement, name)) for name in names}
    terms = {term: plain_value(term_of(agreement, term)) for term in TERMS}
    return {**said, **terms, "review_by": review_of(agreement).isoformat()}
