"""Every line that ``docs/how-to/mark-your-day.md`` shows is read as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.lexicon import Cut, Lexicon, Meaning, Reading
from policy.model import Kind

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "mark-your-day.md"
HEADS = ("| Du skriver | Vi læser |", "| Der står | Vi læser |")
ENGLISH_HEADS = ("| You write | We read |", "| It says | We read |")
MEANINGS = {
    "hjemme": {Meaning.HOME},
    "home": {Meaning.HOME},
    "fravær": {Meaning.ABSENCE},
    "absence": {Meaning.ABSENCE},
    "inde": {Meaning.PRESENCE},
    "in": {Meaning.PRESENCE},
    "ikke hjemme": {Meaning.NOT_HOME, Meaning.NOTHING, Meaning.PRESENCE},
    "not home": {Meaning.NOT_HOME, Meaning.NOTHING, Meaning.PRESENCE},
    "ingenting": {Meaning.NOT_HOME, Meaning.NOTHING},
    "nothing": {Meaning.NOT_HOME, Meaning.NOTHING},
}
KINDS = {"ad hoc": Kind.AD_HOC, "fast": Kind.FIXED, "fixed": Kind.FIXED}
CUT = re.compile(
    r"(?P<what>\D+?)(?: (?:fra|from))?(?: (?P<start>\d+))?(?: (?:til|to|until) (?P<end>\d+))?"
)


def _examples() -> Iterator[tuple[str, str]]:
    """Line and reading of every row below one of the heads."""
    inside = False
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        inside = row in HEADS + ENGLISH_HEADS or (inside and row.startswith("|"))
        if inside and row not in HEADS + ENGLISH_HEADS and not row.startswith("|--"):
            line, reading = (cell.strip() for cell in row.strip("|").split("|"))
            yield line, reading


EXAMPLES = tuple(_examples())


def _minutes(hour: str | None) -> int | None:
    return None if hour is None else int(hour) * 60


def _as_said(said: str) -> tuple[str, Cut, Kind | None]:
    """What the page's words for a reading mean: what, which part of the day, which kind."""
    what, _, kind = said.partition(", ")
    what, half = what.removesuffix(" ½"), what.endswith(" ½")
    found = CUT.fullmatch(what)
    assert found, said
    cut = Cut(_minutes(found["start"]), _minutes(found["end"]), half)
    return found["what"], cut, KINDS[kind] if kind else None


def _read(line: str) -> Reading:
    return Lexicon().read(line)


ON_SITE = ("på stedet", "on site")


@pytest.mark.parametrize(("line", "said"), [e for e in EXAMPLES if e[1] not in ON_SITE])
def test_a_line_means_what_the_page_says(line: str, said: str) -> None:
    what, cut, kind = _as_said(said)
    reading = _read(line)

    assert reading.meaning in MEANINGS[what]
    assert reading.cut == cut
    assert reading.kind == kind


@pytest.mark.parametrize("line", [e[0] for e in EXAMPLES if e[1] in ON_SITE])
def test_a_meeting_that_the_page_calls_on_site_is_sure(line: str) -> None:
    assert _read(line).on_site


@pytest.mark.parametrize("line", [e[0] for e in EXAMPLES if e[1] in ("ingenting", "nothing")])
def test_a_meeting_that_the_page_calls_nothing_needs_nobody_in(line: str) -> None:
    assert not _read(line).on_site


def test_the_page_shows_both_languages() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert len(EXAMPLES) > 70
    assert text.index("# Skriv din hjemmedag") < text.index("# Mark your home day")
    assert all(head in text for head in HEADS + ENGLISH_HEADS)


@pytest.mark.parametrize("category", ["Hjemmearbejde", "Hjemme", "Home work", "WFH"])
def test_a_category_that_the_page_names_makes_a_home_day(category: str) -> None:
    assert f"**{category}**" in PAGE.read_text(encoding="utf-8")
    assert Lexicon().read("Fordybelse", categories=(category,)).meaning is Meaning.HOME


@pytest.mark.parametrize("category", ["Ikke hjemmearbejde", "Not home work"])
def test_a_category_that_the_page_names_ends_a_home_day(category: str) -> None:
    assert f"**{category}**" in PAGE.read_text(encoding="utf-8")
    assert Lexicon().read("Hjemmearbejde", categories=(category,)).meaning is not Meaning.HOME


def test_the_category_online_settles_a_meeting() -> None:
    assert not Lexicon().read("Møde (fysisk)", categories=("Online",), own_entry=False).on_site


def test_ones_own_initials_may_stand_there_and_another_persons_may_not() -> None:
    own = Lexicon().read("MKN hjemmearbejde", own_names=("MKN",))

    assert own.meaning is Meaning.HOME
    assert Lexicon().read("MKN hjemmearbejde", own_names=("SVE",)).meaning is not Meaning.HOME
