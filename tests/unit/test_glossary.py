"""One word per thing, in both languages, and none of the words that are never said to people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pytest

from config import danish_problems, reading_reasons
from config.register import answers, answers_workbook, guide
from config.register import words as register_words
from config.register.words import TABLES, Word
from policy.ruleset import RULES, UNIT_RULES
from sync.local_values import LocalWords
from sync.notes import LANGUAGES
from sync.templating import template
from tests.unit.test_notes import FORBIDDEN

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "sync/templates"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ")
]
DANISH_WORDS = {word.strip() for row in ROWS for word in row[0].split(",")}
RULE_NAMES = [rule.name for rule in (*RULES, *UNIT_RULES)]
PAGES = ("answer-a-note", "leaders-overview", "mark-your-day", "local-discussion", "ask-why")


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_every_rule_stands_there_by_its_names(rule: str) -> None:
    row = [f"`{rule}`", LocalWords("da").rule(rule), LocalWords("en").rule(rule)]

    assert row in ROWS


def test_no_two_rules_have_one_name() -> None:
    for language in LANGUAGES:
        assert len({LocalWords(language).rule(r) for r in RULE_NAMES}) == len(RULE_NAMES)


@pytest.mark.parametrize(
    "word",
    [
        "afgørelse",
        "redegøre for baggrunden",
        "se på igen",
        "drøfte",
        "på vej",
        "dækning",
        "nærvær",
        "udløbe",
        "ophøre",
        "ramme",
        "ugeoverblik",
        "månedsoverblik",
        "note",
        "svarfil",
    ],
)
def test_a_word_of_the_texts_stands_there(word: str) -> None:
    assert word in DANISH_WORDS


def test_no_word_stands_there_twice() -> None:
    words = [row[0] for row in ROWS]

    assert sorted({*words} - {"Danish", "Here"}) == sorted(
        word for word in words if word not in ("Danish", "Here")
    )


def test_what_people_read_calls_a_decision_by_one_name() -> None:
    assert TABLES["suitability_decisions"].da == "Afgørelser"
    assert TABLES["suitability_decisions"].en == "Suitability decisions"
    for _, text in spoken("da"):
        assert "egnethed" not in text.casefold()


def test_the_paper_s_words_are_kept_for_what_the_leader_owes() -> None:
    words = template("da/leader_lines.j2").module
    assert "redegjort" in str(words.counted("U", "reason_missing", 1))  # type: ignore[attr-defined]  # a macro
    assert register_words.HEADINGS["explained_on"].da == "Redegjort den"


def spoken(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence in one language with where it stands, for notes, overviews, HR and committees."""
    for path in sorted((TEMPLATES / language).iterdir()):
        yield path.name, _without_code(path.read_text(encoding="utf-8"))
    modules = (answers_workbook, answers, guide, register_words)
    for module in modules:
        own = {k: v for k, v in vars(module).items() if k.isupper()}
        for word in _words(own):
            yield module.__name__, word.of(language)
    index = LANGUAGES.index(language)
    for pair in (*reading_reasons.REASONS.values(), reading_reasons.NOT_NEEDED):
        yield "read", pair[index]
    if language == "da":
        source = Path(str(danish_problems.__file__)).read_text(encoding="utf-8")
        yield "register check", " ".join(re.findall(r'f?"([^"]*)"', source))


def _without_code(source: str) -> str:
    """A template's own words: what it asks, names and imports is code, what it quotes is not."""
    quoted = re.findall(r'"([^"]*)"', " ".join(re.findall(r"\{[{%].*?[}%]\}", source)))
    said = [q for q in quoted if not re.fullmatch(r"[\w./-]*", q) or q.isalpha()]
    return " ".join((*re.split(r"\{[{%].*?[}%]\}", source), *said))


def _words(values: object) -> Iterator[Word]:
    if isinstance(values, Word):
        yield values
    elif isinstance(values, Mapping):
        yield from chain.from_iterable(map(_words, values.values()))
    elif isinstance(values, tuple):
        yield from chain.from_iterable(map(_words, values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_for_people_holds_a_word_that_accuses(language: str) -> None:
    held = [
        (where, word)
        for where, text in spoken(language)
        for word in FORBIDDEN[language]
        if re.search(rf"(?<![\w`-]){re.escape(word)}", text.casefold())
    ]

    assert held == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_for_employees_and_leaders_does_either(page: str) -> None:
    text = (ROOT / f"docs/how-to/{page}.md").read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`]*`|!\[|\(\S+\.(md|png)\S*\)", "", text, flags=re.DOTALL)
    words = {*FORBIDDEN["da"], *FORBIDDEN["en"]} - {"!", "check"}

    assert [w for w in words if re.search(rf"(?<!\w){w}", prose.casefold())] == []
