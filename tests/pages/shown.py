"""The pages that people are shown, by name, as the tests of looks open them."""

from __future__ import annotations

from functools import cache

from config.demo.page import render
from tests import local_examples
from tests.overview_examples import EXAMPLES
from tests.unit.test_demo_page import PAGE

DEMO = "the demo's page"


@cache
def mails() -> dict[str, str]:
    """Every overview and HR's form in both languages."""
    return {f"{n}, {c}": write(c).html for n, write in EXAMPLES.items() for c in ("da", "en")}


@cache
def whole() -> dict[str, str]:
    """Pages that stand for themselves: the demo's, and what the local parties are given."""
    sheets = {f"{n}, {c}": p for c in ("da", "en") for n, p in local_examples.pages(c).items()}
    return {DEMO: render(PAGE), **sheets}


@cache
def pages() -> dict[str, str]:
    """Every mail, and every page."""
    return {**mails(), **whole()}
