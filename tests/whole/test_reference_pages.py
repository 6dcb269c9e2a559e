"""The reference says what is there: commands, options, answers, rules, tables; and links lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from config.cli import app
from config.register.words import HEADINGS, TABLES, VALUES, Word
from policy.ruleset import RULES, UNIT_RULES
from sync.schema import metadata
from tests.installation import Installation

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its words, those of groups too: ``register check``."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


COMMANDS = dict(commands(typer.main.get_command(app)))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """What stands below one heading of the second level."""
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    [found] = [part for part in parts if part.partition("\n")[0].startswith(title)]
    return found


def words(command: str) -> Iterator[str]:
    """Every option of a command, and the names of its arguments, as ``--help`` shows them."""
    for parameter in COMMANDS[command].params:
        named = parameter.param_type_name == "option"
        yield parameter.opts[0] if named else str(parameter.metavar)


def keys(answer: Any) -> Iterator[str]:
    """Every key of a JSON answer, those of facts aside: they are the rules' own."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield key
            yield from () if key == "facts" else keys(value)
    elif isinstance(answer, list):
        for one in answer:
            yield from keys(one)


def anchors(path: Path) -> set[str]:
    """The headings of a page as they are linked to."""
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


AGREEMENT = """
[[local_agreements]]
id = "LA"
units = ["u"]
valid_from = 2026-01-05
"""


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Somebody with a finding, an entry that cannot be read, and no leader."""
    people = ("e1", "e2", *(f"more-{n}" for n in range(5)))
    place = Installation(tmp_path, date(2026, 11, 30), employees=people, register=AGREEMENT)
    place.add("Fast hjemmearbejde", date(2026, 12, 8))
    ten = datetime(2026, 12, 8, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", ten)
    place.add("Intet", date(2026, 12, 9)).write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\n")
    place.mailbox("e2").rmdir()
    for n in range(5):
        place.add("Fast hjemmearbejde", date(2026, 12, 9), person=f"more-{n}")
    place.sync()
    place.run("explain", "e1", "2026-12-08")
    return place


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_stands_in_its_section(command: str) -> None:
    text = section(page("commands.md"), command)

    missing = [w for w in words(command) if f"`{w}" not in text and f" {w}`" not in text]

    assert not missing


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["sync"],
        ["explain", "e1", "2026-12-08"],
        ["read", "Hjemme til kl. 12"],
        ["simulate", "--set", "u.home_work=none"],
        ["discussion", "u"],
        ["audit"],
        ["register", "check"],
        ["register", "list"],
        ["register", "import", "register.toml"],
        ["doctor"],
        ["status"],
        ["confirm"],
    ],
)
def test_every_key_of_an_answer_stands_in_its_section(
    place: Installation, command: list[str]
) -> None:
    named = " ".join(command[:2]) if command[0] == "register" else command[0]
    if named == "register import":
        command = [*command[:2], str(place.folder / command[2])]
    answer = place.run(*command, "--format", "json").json
    text = section(page("commands.md"), named)
    if command[0] == "explain":
        text += section(page("commands.md"), "check")
    if named == "register list":
        text += section(page("configuration.md"), "register.toml")

    assert set(keys(answer)) == {key for key in keys(answer) if f"`{key}`" in text}


@pytest.mark.parametrize(("name", "word"), [*TABLES.items(), *HEADINGS.items(), *VALUES.items()])
def test_every_heading_and_word_of_the_register_stands_in_both_languages(
    name: str, word: Word
) -> None:
    assert f"| `{name}` | {word.da} | {word.en} |" in page("configuration.md")


@pytest.mark.parametrize("rule", [rule.name for rule in (*RULES, *UNIT_RULES)])
def test_every_rule_has_a_section_with_its_clause(rule: str) -> None:
    assert re.search(r"\b([KP]\d|AT\b)", section(page("rules.md"), rule))


def test_the_facts_of_findings_stand_in_their_rules_section(place: Installation) -> None:
    found = {**place.findings(), **place.findings("e1")}

    assert found
    for rule, finding in found.items():
        text = section(page("rules.md"), rule)
        assert all(f"`{fact}`" in text for fact in finding["facts"]), rule


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_and_column_is_named_in_plain_words(table: str) -> None:
    text = section(page("privacy.md"), f"`{table}`")
    rows = "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| "))

    named = set(re.findall(r"`(\w+)`", rows))

    assert named == {column.name for column in metadata.tables[table].columns}


def test_the_page_on_privacy_names_no_table_that_is_not_there() -> None:
    named = re.findall(r"^## `(\w+)`", page("privacy.md"), flags=re.MULTILINE)

    assert sorted(named) == sorted(metadata.tables)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_page_and_a_heading(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), f"{target}#{anchor}"


def test_every_page_is_listed_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md")]

    assert {p for p in pages if p != "README.md" and f"]({p})" not in index} == set()
