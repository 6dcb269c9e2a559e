"""The words of notes: every rule and language, within 120 words, kind and in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from policy.model import Audience, Finding, Severity
from sync.notes import LANGUAGES, SUBJECTS, write

TUESDAY = date(2026, 12, 8)
OFFERS = (date(2026, 12, 9), date(2026, 12, 11))
FORBIDDEN = {
    "da": ("konflikt", "advarsel", "overtrædelse", "tjek", "fejl", "du skal", "du mangler", "!"),
    "en": ("conflict", "warning", "violation", "check", "error", "you must", "you lack", "!"),
}


def meeting(evidence: str, hours: str = "10:00/12:00", reason: str = "physical") -> dict[str, str]:
    start, end = hours.split("/")
    return {
        "start": f"2026-12-08T{start}:00+01:00",
        "end": f"2026-12-08T{end}:00+01:00",
        "evidence": evidence,
        "reason": reason,
    }


ALL_DAY = {"start": "2026-12-08", "end": "2026-12-09", "evidence": "sure", "reason": "duty"}
AVERAGE = {
    "reading": "all-weeks",
    "counts": "fixed",
    "cap": "2",
    "window_weeks": 4,
    "first_week": "2026-W49",
    "last_week": "2026-W52",
    "days": "9",
    "weeks": "4",
    "per_week": "9/4",
}
WHOLE = [[360, 1080]]


def finding(rule: str, facts: Mapping[str, object], clause: str = "K6") -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.QUESTION,
        subject="e1",
        days=(TUESDAY,),
        clause=clause,
        key=f"{rule}:e1",
        to=(Audience.EMPLOYEE,),
        facts=facts,
        period=rule in ("average_exceeded", "individual_agreement_missing"),
    )


def conflict(*meetings: dict[str, str], kind: str = "fixed", span: object = WHOLE) -> Finding:
    facts = {"meetings": list(meetings), "span": span, "kind": kind}
    return finding("on_site_conflict", facts, "K6" if kind == "fixed" else "K1")


EVERY = {
    "sure": conflict(meeting("sure")),
    "sure, ad hoc": conflict(meeting("sure"), kind="ad_hoc"),
    "sure, two": conflict(meeting("sure"), meeting("sure", "13:00/14:30")),
    "sure, all day": conflict(ALL_DAY),
    "sure, a half day": conflict(meeting("sure"), span=[]),
    "likely": conflict(meeting("likely", reason="room")),
    "likely, ad hoc": conflict(meeting("likely", reason="room"), kind="ad_hoc"),
    "likely by words": conflict(meeting("likely")),
    "call-in": finding("on_site_day", {"source": "call_in", "from": "", "to": ""}),
    "call-in at": finding("on_site_day", {"source": "call_in", "from": "09:00", "to": "12:00"}),
    "weekday": finding("on_site_day", {"source": "on_site_days", "value": "weekday"}, "P2"),
    "date": finding("on_site_day", {"source": "on_site_days", "value": "date"}, "P2"),
    "ad hoc only": finding("on_site_day", {"source": "home_work", "value": "ad_hoc"}, "P2"),
    "no home work": finding("on_site_day", {"source": "home_work", "value": "none"}, "P2"),
    "individual": finding("individual_agreement_missing", {"weekdays": [1, 3], "repeated": True}),
    "individual by word": finding(
        "individual_agreement_missing", {"weekdays": [1], "repeated": False}
    ),
    "average": finding("average_exceeded", AVERAGE, "K4"),
    "average, local": finding("average_exceeded", AVERAGE, "LA-1"),
    "average, active": finding(
        "average_exceeded",
        {**AVERAGE, "reading": "active-weeks", "weeks": "3", "per_week": "3"},
        "LA-1",
    ),
    "average, all": finding("average_exceeded", {**AVERAGE, "counts": "all"}, "LA-1"),
    "average, lower cap": finding("average_exceeded", {**AVERAGE, "cap": "3/2"}, "LA-1"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_every_note_is_short_and_kind(name: str, language: str) -> None:
    note = write((EVERY[name],), OFFERS, language)

    assert note.subject in SUBJECTS
    assert len(note.body.split()) <= 120
    for word in FORBIDDEN[language]:
        assert word not in note.body.casefold()
    assert "  " not in note.body
    assert "\n\n\n" not in note.body
    assert not re.search(r"[<>{}%]|None|Fraction", note.body)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", ["likely", "call-in", "weekday", "ad hoc only", "no home work"])
def test_two_questions_still_fit(other: str, language: str) -> None:
    note = write((EVERY["sure"], EVERY[other]), OFFERS, language)

    assert len(note.body.split()) <= 120
    assert note.body.count("Hvorfor" if language == "da" else "Why") == 1


def test_a_sure_meeting_reads_as_the_model_text() -> None:
    note = write((EVERY["sure"],), OFFERS, "da")

    assert note.subject == "Note om din hjemmedag"
    assert note.body == (
        "Tirsdag den 8. december kl. 10–12 har du et møde, der er markeret som fysisk. "
        "Samme dag har du skrevet hjemmearbejde.\n\n"
        "Du kan\n"
        "- møde ind. Vil du stadig have en hjemmedag den uge, passer onsdag og fredag med din "
        "kalender. Aftal det med din leder, som I plejer.\n"
        "- spørge arrangøren, om opgaven kan løses lige så godt online.\n\n"
        "Hvorfor: Efter rammepapiret kan det være påkrævet at møde ind, fx til et fysisk møde. "
        "Det vurderer I, ikke denne note.\n\n"
        "Er det afklaret, eller har vi læst forkert? Slet noten. Så kommer den kun igen, hvis "
        "mødet ændres.\n\n"
        "Noten er kun til dig.\n"
    )


def test_an_average_reads_as_the_model_text_in_english() -> None:
    note = write((EVERY["average, local"],), (), "en")

    assert note.subject == "Note about home working"
    assert note.body == (
        "For weeks 49–52 you have entered 9 fixed home days in 4 weeks, a little over two a week "
        "on average. Ad hoc days, days off and absence are not counted.\n\n"
        "It may be agreed. If not, you can\n"
        '- write "ad hoc" on a day agreed for that one time\n'
        "- change one of the days\n"
        "- talk to your leader about the pattern.\n\n"
        "Why: under the framework paper at most two fixed days a week on average are agreed. We "
        "average over 4 weeks and count every week, as your local agreement says.\n\n"
        "Misread? Correct the entry. The note is only for you.\n"
    )


def test_without_offers_none_are_made() -> None:
    body = write((EVERY["sure"],), (), "da").body

    assert "- møde ind.\n" in body
    assert "passer" not in body


def test_two_meetings_stand_with_their_times() -> None:
    body = write((EVERY["sure, two"],), (), "da").body

    assert body.startswith(
        "Tirsdag den 8. december kl. 10–12 og 13–14.30 har du møder, der er markeret som fysiske."
    )
