"""A trial in words: the page and the plain text that the local parties read, naming nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy.comparison import SMALLEST_GROUP, RuleChange, Tally, UnitChange
from sync.local_values import LocalWords
from sync.notes import tidy
from sync.phrasing import capitalised
from sync.templating import template
from sync.trial import Change, Trial

Names = Mapping[str, str]
"""Units' names by id, in the order of the organisation."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing that is tried, in words."""

    unit: str
    what: str
    today: str
    then: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule's cells, a word or a number in words each."""

    rule: str
    before: str
    after: str
    come: str
    go: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: who is counted, what comes and goes in sentences, the numbers."""

    name: str
    about: str
    sentences: tuple[str, ...]
    rows: tuple[RuleRow, ...]


def trial_text(trial: Trial, names: Names, language: str) -> str:
    """The trial as plain text with LF line ends."""
    return tidy(template("trial.txt.j2").render(_values(trial, names, language)))


def trial_page(trial: Trial, names: Names, language: str) -> str:
    """The trial as one HTML page: no scripts, nothing fetched."""
    return template("trial.html.j2").render(_values(trial, names, language))


def _values(trial: Trial, names: Names, language: str) -> Mapping[str, object]:
    words = LocalWords(language)
    w: Any = template(f"{language}/trial_words.j2").module
    place = {unit: n for n, unit in enumerate(names)}

    def order(unit: UnitChange) -> int:
        return place.get(unit.unit, len(place))

    return {
        "p": words.p,
        "basis": _basis(trial, words, w),
        "changes": [_change(c, names, words, w) for c in trial.changes],
        "files": [f"{w.files[what]}: {name}" for what, name in trial.files.items()],
        "units": [_unit(u, names, words, w) for u in sorted(trial.comparison.units, key=order)],
        "remarks": list(_remarks(trial, names, words, w)),
    }


def _basis(trial: Trial, words: LocalWords, w: Any) -> str:  # noqa: ANN401 - a template's names
    weeks = words.weeks(trial.start, trial.end)
    if trial.invented is not None:
        return str(w.invented(trial.invented.people, trial.invented.seed, weeks))
    return str(w.read(words.day(trial.as_of), weeks))


def _change(change: Change, names: Names, words: LocalWords, w: Any) -> ChangeRow:  # noqa: ANN401
    today = [words.value(change.key, v) for v in change.before]
    return ChangeRow(
        unit=names.get(change.unit, change.unit),
        what=words.key(change.key),
        today=words.p.all_of(today) if today else str(w.unset),
        then=words.value(change.key, change.after),
    )


def _unit(unit: UnitChange, names: Names, words: LocalWords, w: Any) -> UnitView:  # noqa: ANN401
    about = w.people(unit.people, unit.touched) if unit.people else w.only_agreements
    return UnitView(
        name=names.get(unit.unit, unit.unit),
        about=str(about),
        sentences=tuple(_sentence(r, unit.people, words, w) for r in unit.rules if r.changes),
        rows=tuple(_row(r, words, w) for r in unit.rules),
    )


def _row(rule: RuleChange, words: LocalWords, w: Any) -> RuleRow:  # noqa: ANN401
    tallies = (rule.before, rule.after, rule.come, rule.go)
    cells = (_cell(tally, w, exact=rule.exact) for tally in tallies)
    return RuleRow(capitalised(words.rule(rule.rule)), *cells)


def _cell(tally: Tally, w: Any, *, exact: bool) -> str:  # noqa: ANN401
    if not tally.findings:
        return str(w.zero)
    if exact:
        return str(w.tally(tally.findings, tally.people))
    return str(w.few(tally.people < SMALLEST_GROUP))


def _sentence(rule: RuleChange, of: int, words: LocalWords, w: Any) -> str:  # noqa: ANN401
    """ "Møde på en hjemmedag: 3 spørgsmål falder bort hos 2 af 18."."""
    sides = ((rule.come, w.comes, w.few_come), (rule.go, w.goes, w.few_go))
    said = [
        str(many(tally.findings, tally.people, of))
        if rule.exact
        else str(few(tally.people < SMALLEST_GROUP, of))
        for tally, many, few in sides
        if tally.findings
    ]
    return f"{capitalised(words.rule(rule.rule))}: {str(w.then_also).join(said)}."


def _remarks(trial: Trial, names: Names, words: LocalWords, w: Any) -> Iterator[str]:  # noqa: ANN401
    comparison = trial.comparison
    if any(not rule.exact for unit in comparison.units for rule in unit.rules):
        yield str(w.coarse)
    if comparison.left_out:
        left_out = [name for unit, name in names.items() if unit in comparison.left_out]
        yield str(w.left_out(words.p.all_of(left_out)))
    if trial.failed:
        yield str(w.failed(trial.failed))
    if trial.unknown:
        yield str(w.unknown(trial.unknown))
