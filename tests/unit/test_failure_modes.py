"""The page on failure modes covers every row, and names only tests that are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "failure-modes.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (\d+) \|(.+)\|$", PAGE, re.MULTILINE))
NAMED = sorted(set(re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", PAGE)))


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests in a file, those of promises too."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in found if name.startswith("test_"))


def test_every_row_is_there_once_in_order_and_has_a_test() -> None:
    numbers = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 70)]
    assert [number for number, row in ROWS.items() if "::test_" not in row] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_is_there(file: str, name: str) -> None:
    assert name in names_in(file)
