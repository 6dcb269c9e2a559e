"""The page of clauses has all of them, and tells exactly the examples that run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.whole import test_clauses

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "clauses.md"
CLAUSES = (*(f"K{n}" for n in range(1, 11)), *(f"P{n}" for n in range(1, 5)), "AT")
EXAMPLES = [name for name in vars(test_clauses) if name.startswith("test_")]


def sections() -> dict[str, str]:
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {title: text for title, _, text in (part.partition("\n") for part in parts)}


def test_every_clause_has_its_section_in_the_order_of_the_paper() -> None:
    assert tuple(sections()) == CLAUSES


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_says_what_it_asks_what_is_done_and_by_which_test(clause: str) -> None:
    text = sections()[clause]
    own = [name for name in EXAMPLES if name.startswith(f"test_{clause.lower()}_")]

    for word in ("**The paper.**", "**Hjemmedag**", "**Example.**"):
        assert word in text
    assert re.search(r"20\d\d", text)
    assert own
    assert sorted(re.findall(r"`(test_\w+)`", text)) == sorted(own)
