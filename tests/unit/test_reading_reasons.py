"""``read`` has a sentence for every rule that the lexicon and the bridge know, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.cli import app
from config.reading_reasons import NOTHING_FOUND, REASONS
from policy.lexicon import Lexicon
from tests.reading.entries import FOLDER, entries

RULES_OF_ENTRIES = {"absence-oof", "working-elsewhere", "room", "room-hybrid"}
"""Those that no words decide: how an entry is shown, and where."""


def test_every_rule_that_reads_a_line_has_its_sentence_and_no_sentence_is_left_over() -> None:
    lexicon, met = Lexicon(), set(RULES_OF_ENTRIES)
    for entry in entries(*(path.stem for path in FOLDER.glob("*.txt"))):
        location = "".join(c[3:] for c in entry.circumstances if c.startswith("at:"))
        categories = [c[4:] for c in entry.circumstances if c.startswith("cat:")]
        for line in (entry.subject, *entry.subject.split(" ", 1)[1:]):
            reading = lexicon.read(line, location, categories)
            met |= {reading.rule, reading.on_site_rule}
    met |= {lexicon.read(line).rule for line in ("HJ / Teams",)}
    met |= {lexicon.read("Møde", categories=["Fysisk"]).on_site_rule}
    assert met - {""} == set(REASONS)


def test_the_reference_page_lists_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/reading.md").read_text(encoding="utf-8")
    for rule, (_, english) in REASONS.items():
        assert f"| `{rule}` | {english} |" in page


def test_sentences_are_short_and_end_without_a_stop() -> None:
    for danish, english in (*REASONS.values(), NOTHING_FOUND):
        for sentence in (danish, english):
            assert 10 <= len(sentence) <= 90
            assert not sentence.endswith((".", "!"))
            assert sentence[0].islower()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Mette hjemme", "Hvorfor: det handler om en anden end dig"),
        ("Hjemmearbejde flyttet til fredag", "Hvorfor: dagen er flyttet væk herfra"),
        ("Frokost", "Hvorfor: intet ord om hjemmearbejde, fravær eller arbejdspladsen"),
        ("Retsmøde", "Et møde med dette emne kræver fremmøde: Retsmøde (regel on-site-word)"),
        ("Retsmøde på Teams", "Et møde med dette emne kræver ikke fremmøde: mødet er online"),
    ],
)
def test_read_says_why(line: str, expected: str) -> None:
    assert expected in CliRunner().invoke(app, ["read", line]).stdout
