"""Every rule that speaks to employees has its note, in full and in a sentence, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from policy.model import Audience, Finding, Severity
from sync.notes import LANGUAGES, write
from tests.unit.test_notes import EVERY, FORBIDDEN

THURSDAY = date(2026, 12, 10)
OVERVIEW = date(2026, 12, 17)
UNION = ("Tove Rask (tove@example.dk)", "Per Friis (per@example.dk)")
AGREED = {"weekdays": [1, 3], "repeated": True, "agreed": True}
UNSUITED = {
    "decided_on": "2026-11-10",
    "explained_on": "2026-11-12",
    "scope": "fixed",
    "first_day": "2026-12-10",
    "first_kind": "fixed",
}
FACTS: dict[str, tuple[str, dict[str, object]]] = {
    "seems agreed": ("individual_agreement_missing", AGREED),
    "off the agreement": (
        "agreement_deviation",
        {"valid_from": "2026-10-19", "pattern": [[1]], "weekdays": [2, 4], "weeks_off": 3},
    ),
    "a habit": ("looks_fixed", {"weekday": 1, "weeks_seen": 4}),
    "unsuited": ("tasks_unsuited", UNSUITED),
    "unsuited at all": (
        "tasks_unsuited",
        UNSUITED | {"scope": "all", "first_kind": "ad_hoc"},
    ),
    "an end": (
        "agreement_expiring",
        {"about": "individual", "date": "2027-01-10", "last_day": "2027-01-10"},
    ),
    "a review": ("review_due", {"about": "individual", "date": "2027-01-10"}),
    "a month": ("working_environment", {"month": "2026-12", "days": "19/2", "per_week": "133/62"}),
}
LEADER_TOO = ("seems agreed", "an end", "a review", "a month")
DAYS = ("seems agreed", "off the agreement", "unsuited", "unsuited at all")


def finding(name: str) -> Finding:
    rule, facts = FACTS[name]
    return Finding(
        rule=rule,
        severity=Severity.QUESTION,
        subject="e1",
        days=(THURSDAY,) if name in DAYS else (),
        clause="K5",
        key=f"{rule}:e1",
        to=(Audience.EMPLOYEE,),
        facts=facts,
        period=True,
    )


ALONE = [(name, None) for name in FACTS] + [(name, OVERVIEW) for name in LEADER_TOO]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "overview"), ALONE)
def test_a_note_is_short_and_kind_with_a_leader_and_without(
    name: str, overview: date | None, language: str
) -> None:
    body = write((finding(name),), (), language, overview, contacts=UNION).body

    assert len(body.split()) <= 120
    for word in FORBIDDEN[language]:
        assert word not in body.casefold()
    assert "  " not in body
    assert "None" not in body
    assert "Fraction" not in body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FACTS)
def test_a_rule_can_be_one_sentence_in_another_s_note(name: str, language: str) -> None:
    body = write((EVERY["average"], finding(name)), (), language, OVERVIEW, contacts=UNION).body

    assert len(body.split()) <= 120
    assert body.count("Hvorfor" if language == "da" else "Why") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["off the agreement", "a habit", "unsuited", "unsuited at all"])
def test_what_is_only_the_employee_s_says_so_beside_what_the_leader_gets(
    name: str, language: str
) -> None:
    findings = (finding(name), finding("an end"))
    body = write(findings, (), language, OVERVIEW, contacts=UNION).body

    assert len(body.split()) <= 120
    assert ("kun til dig" if language == "da" else "only for you") in body
    assert ("17. december" if language == "da" else "17 December") in body


def test_a_habit_is_asked_in_the_words_of_the_model_text() -> None:
    body = write((finding("a habit"),), (), "da").body

    assert body.startswith(
        "Er tirsdag blevet din faste hjemmedag? Du har haft ad hoc-hjemmearbejde 4 af de seneste "
        "6 tirsdage.\n\nDet er helt i orden."
    )
    assert body.endswith("Det vises aldrig for din leder eller andre.\n")


def test_every_union_representative_stands_in_the_note() -> None:
    body = write((finding("unsuited"),), (), "da", contacts=UNION).body

    assert "Kontakt: Tove Rask (tove@example.dk), Per Friis (per@example.dk)." in body
    assert "Kontakt" not in write((finding("unsuited"),), (), "da").body
