"""The pages that people are shown, by name, as the tests of looks open them."""

from __future__ import annotations

from functools import cache

from config.demo.page import render
from tests.overview_examples import EXAMPLES
from tests.unit.test_demo_page import PAGE

DEMO = "the demo's page"


@cache
def mails() -> dict[str, str]:
    """Every overview and HR's form in both languages."""
    return {f"{n}, {c}": write(c).html for n, write in EXAMPLES.items() for c in ("da", "en")}


@cache
def pages() -> dict[str, str]:
    """Every mail, and the demo's page."""
    return {**mails(), DEMO: render(PAGE)}
