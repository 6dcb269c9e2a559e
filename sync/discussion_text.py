"""The committee's sheet in words: a page to print and plain text, naming nobody but who decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from policy.organisation import Organisation
from policy.register import LocalAgreement
from policy.trial import TERMS, term_of
from sync.discussion import UNDER, Line, Section, Setting, Sheet
from sync.local_values import LocalWords
from sync.notes import tidy
from sync.phrasing import capitalised
from sync.templating import template

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One unit: what is to be said about its numbers, and the numbers by month."""

    name: str
    lines: tuple[str, ...]
    rules: tuple[Cells, ...]
    corrections: tuple[Cells, ...]


def discussion_text(sheet: Sheet, organisation: Organisation, language: str) -> str:
    """The sheet as plain text with LF line ends."""
    return tidy(template("discussion.txt.j2").render(_Words(organisation, language).values(sheet)))


def discussion_page(sheet: Sheet, organisation: Organisation, language: str) -> str:
    """The sheet as one HTML page that prints on A4: no scripts, nothing fetched."""
    return template("discussion.html.j2").render(_Words(organisation, language).values(sheet))


class _Words:
    """Turns a sheet into the words of one language."""

    def __init__(self, organisation: Organisation, language: str) -> None:
        self._organisation = organisation
        self._words = LocalWords(language)
        self._w: Any = template(f"{language}/discussion_words.j2").module

    def values(self, sheet: Sheet) -> Mapping[str, object]:
        words, w = self._words, self._w
        return {
            "p": words.p,
            "title": str(w.title(self._unit(sheet.unit))),
            "intro": str(w.intro(words.day(sheet.as_of))),
            "months": [words.month(month) for month in sheet.months],
            "sections": [self._section(s) for s in sheet.sections],
            "settings": [self._setting(s) for s in sheet.settings],
            "ahead": [self._setting(s) for s in sheet.ahead],
            "agreements": [self._agreement(a) for a in sheet.agreements],
            "by_month": partial(self._by_month, [words.month(m) for m in sheet.months]),
            "said": self._of_those_written,
        }

    def _by_month(self, names: Sequence[str], row: Cells) -> str:
        """ "nov. 2026 3, dec. 2026 under 5": only the months in which somebody was counted."""
        cells = zip(names, row[1:], strict=True)
        return ", ".join(f"{name} {word}" for name, word in cells if word != self._w.uncounted)

    def _of_those_written(self, cells: Cells) -> list[str]:
        return ["" if cell == self._w.unsaid else cell for cell in cells]

    def _unit(self, unit: str) -> str:
        known = self._organisation.units.get(unit)
        return known.name or unit if known else unit

    def _section(self, section: Section) -> SectionView:
        corrections = section.corrections if section.counted else ()
        return SectionView(
            name=self._unit(section.unit),
            lines=tuple(self._said(section)),
            rules=tuple(self._rules(section)) if section.counted else (),
            corrections=tuple(self._cells(self._words.correction(c.name), c) for c in corrections),
        )

    def _said(self, section: Section) -> Iterator[str]:
        if not section.counted:
            yield str(self._w.few if section.few else self._w.not_yet)
        elif not section.rules:
            yield str(self._w.no_questions)

    def _rules(self, section: Section) -> Iterator[Cells]:
        yield self._cells(str(self._w.people), Line("", section.people))
        for line in section.rules:
            yield self._cells(self._words.rule(line.name), line)

    def _cells(self, name: str, line: Line) -> Cells:
        return (capitalised(name), *(self._number(n) for n in line.numbers))

    def _number(self, number: int | None) -> str:
        if number is None:
            return str(self._w.uncounted)
        if number == UNDER:
            return str(self._w.under)
        return str(number or self._w.zero)

    def _setting(self, setting: Setting) -> Cells:
        words = self._words
        return (
            capitalised(words.key(setting.key)),
            words.value(setting.key, setting.value),
            self._unit(setting.unit),
            self._lasts(setting),
            self._decided(setting.decided_by),
            self._day(setting.discussed_on),
        )

    def _decided(self, by: str | None) -> str:
        """Who decides does so in office, and is named."""
        if by is None:
            return str(self._w.unsaid)
        known = self._organisation.people.get(by)
        return known.name or by if known else by

    def _lasts(self, setting: Setting) -> str:
        last = setting.valid_to and self._words.day(setting.valid_to)
        return str(self._w.since_until(self._day(setting.valid_from), last))

    def _day(self, day: date | None) -> str:
        return str(self._w.unsaid) if day is None else self._words.day(day)

    def _agreement(self, agreement: LocalAgreement) -> Cells:
        words, w = self._words, self._w
        last = agreement.valid_to and words.day(agreement.valid_to)
        return (
            agreement.id,
            words.p.all_of([self._unit(u) for u in agreement.units]),
            ", ".join(self._terms(agreement)),
            str(w.lasts(words.day(agreement.valid_from), last)),
            words.day(review_of(agreement)),
        )

    def _terms(self, agreement: LocalAgreement) -> Iterator[str]:
        if agreement.staff_groups:
            yield str(self._w.groups(self._all(agreement.staff_groups)))
        if agreement.organisation:
            yield str(getattr(self._w, "with")(agreement.organisation))
        values = [self._words.value(term, term_of(agreement, term)) for term in TERMS]
        yield str(self._w.averaged(*values))

    def _all(self, names: Iterable[str]) -> str:
        return self._words.p.all_of(list(names))


def review_of(agreement: LocalAgreement) -> date:
    """When an agreement is to be looked at again: a year after it began, if it does not say."""
    if agreement.review_by is not None:
        return agreement.review_by
    began = agreement.valid_from
    leap = (began.month, began.day) == (2, 29)
    return began.replace(year=began.year + 1, day=28 if leap else began.day)
