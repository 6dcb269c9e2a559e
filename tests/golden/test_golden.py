"""Every text that reaches a person, word for word as it was last read aloud and found right.

After a change of words: ``HJEMMEDAG_GOLDEN=write make test``, then read the difference in git.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sync.notes import LANGUAGES
from tests import local_examples
from tests.golden.every_note import every_note
from tests.overview_examples import EXAMPLES
from tests.unit.test_notes import FORBIDDEN

FOLDER = Path(__file__).parent
SINGULAR_WANTED = {
    "da": r"\b1 (\w+ )?(\w*dage|uger|medarbejdere|aftaler|spørgsmål,)|\b(en|én|½) (faste|dage)\b",
    "en": r"\b1 (\w+ )?(\w*days|weeks|employees|agreements|questions)\b|\bone (fixed )?days\b",
}
"""A plural after one."""


def compare(name: str, text: str) -> None:
    """Fail where a text is not the one that is kept; write it instead when told to."""
    path = FOLDER / name
    if os.environ.get("HJEMMEDAG_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "see tests/golden/test_golden.py"


def pages_of(texts: Mapping[str, str]) -> str:
    """Texts one after the other, each under its name."""
    return "\n".join(f"===== {name} =====\n{text}" for name, text in texts.items())


def notes_of(language: str) -> dict[str, str]:
    return {k: f"{n.subject}\n\n{n.body}" for k, n in every_note(language).items()}


def overviews_of(language: str) -> dict[str, str]:
    texts = {name: write(language) for name, write in EXAMPLES.items()}
    return {name: f"{t.subject}\n\n{t.text}" for name, t in texts.items()}


def every_text() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        local = local_examples.texts(language)
        for name, text in (notes_of(language) | overviews_of(language) | local).items():
            yield language, name, text


EVERY_TEXT = [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in every_text()]
DANISH = [
    pytest.param(text, id=name)
    for language, name, text in every_text()
    if language == "da" and "hostile" not in name
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_stand_as_they_were_read(language: str) -> None:
    compare(f"notes.{language}.txt", pages_of(notes_of(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_overviews_stand_as_they_were_read(language: str) -> None:
    compare(f"overviews.{language}.txt", pages_of(overviews_of(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_trials_and_sheets_stand_as_they_were_read(language: str) -> None:
    compare(f"local.{language}.txt", pages_of(local_examples.texts(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_pages_stand_as_they_were_looked_at(name: str, language: str) -> None:
    stem = name.replace(",", "").replace(" ", "-").lower()
    compare(f"pages/{stem}.{language}.html", EXAMPLES[name](language).html)


@pytest.mark.parametrize(("language", "name", "text"), EVERY_TEXT)
def test_a_text_is_kind_and_tidy(language: str, name: str, text: str) -> None:
    for word in FORBIDDEN[language]:
        assert word not in text.casefold()
    assert "  " not in text
    assert "\n\n\n" not in text
    assert not re.search(r" [.,;:?]|\.\.|[{}%]|\bNone\b|Fraction", text)
    assert re.search(r"[.!?\w”]\n$", text)


@pytest.mark.parametrize(("language", "name", "text"), EVERY_TEXT)
def test_one_is_singular(language: str, name: str, text: str) -> None:
    assert not re.search(SINGULAR_WANTED[language], text)


@pytest.mark.parametrize("text", DANISH)
def test_danish_writes_its_times_and_quotes_as_danish_does(text: str) -> None:
    assert '"' not in text
    assert not re.search(r"\d:\d\d|(?<!kl\. )(?<!og )(?<!, )\b\d{1,2}(\.\d\d)?–\d{1,2}\.\d\d", text)
    assert not re.search(r"\bkl\. [^0-9]|\bkl [0-9]", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every_note("da"))
def test_a_note_is_short(name: str, language: str) -> None:
    assert len(every_note(language)[name].body.split()) <= 120
