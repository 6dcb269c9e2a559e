"""Everything the local parties may be told of has a name in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policy.organisation import KEYS
from policy.ruleset import REGISTER_RULES, RULES
from policy.trial import TERMS
from sync.corrected import CORRECTIONS
from sync.local_values import LocalWords
from sync.notes import LANGUAGES
from sync.overview import KNOWN_TO_LEADERS

NAMES = sorted({r.name for r in RULES} | {r.name for r in REGISTER_RULES} | KNOWN_TO_LEADERS)  # type: ignore[attr-defined]  # every rule has one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", NAMES)
def test_every_rule_has_a_name(rule: str, language: str) -> None:
    assert LocalWords(language).rule(rule) != rule


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [*KEYS, *TERMS])
def test_every_key_has_a_name(key: str, language: str) -> None:
    assert LocalWords(language).key(key) != key or (language, key) == ("en", "country")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("correction", CORRECTIONS)
def test_every_correction_has_a_name(correction: str, language: str) -> None:
    assert LocalWords(language).correction(correction) != correction


@pytest.mark.parametrize(
    ("key", "value", "danish", "english"),
    [
        ("max_days_per_week", Fraction(5, 2), "2½", "2½"),
        ("max_days_per_week", Fraction(9, 4), "2,25", "2.25"),
        ("averaging_weeks", 6, "6", "6"),
        ("reading", "active-weeks", "kun uger med arbejdsdage", "only weeks with working days"),
        ("counts", "all", "alle hjemmedage", "all home days"),
        ("home_work", "all", "fast og ad hoc", "fixed and ad hoc"),
        ("max_home_share", Fraction(4, 5), "80 pct.", "80 per cent"),
        ("agreements_from_calendar", True, "ja", "yes"),
        (
            "on_site_days",
            (0, date(2026, 12, 1)),
            "mandag og 1.12.2026",
            "Monday and 1 December 2026",
        ),
        ("local_days_off", (), "ingen", "none"),
        ("country", "GL", "GL", "GL"),
        ("informed_on", date(2026, 1, 6), "6.1.2026", "6 January 2026"),
    ],
)
def test_values_are_said_as_people_say_them(
    key: str, value: object, danish: str, english: str
) -> None:
    assert LocalWords("da").value(key, value) == danish
    assert LocalWords("en").value(key, value) == english
