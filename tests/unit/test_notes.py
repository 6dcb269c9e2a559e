"""The words of notes: every rule and language, within 120 words, kind and in its place."""

from __future__ import annotations

import re

import pytest

from sync.notes import LANGUAGES, SUBJECTS, WORDS, write
from tests.note_examples import DAY_NOTES, EVERY, OFFERS, UNION, overviews

FORBIDDEN = {
    "da": ("konflikt", "advarsel", "overtrædelse", "tjek", "fejl", "du skal", "du mangler", "!"),
    "en": ("conflict", "warning", "violation", "check", "error", "you must", "you lack", "!"),
}


SPOKEN = [
    pytest.param(name, told, counted, id=f"{name}{', told' * told}{', counted' * counted}")
    for name in EVERY
    for told, counted in ((False, False), (True, False), (True, True))
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "told", "counted"), SPOKEN)
def test_every_note_is_short_and_kind(name: str, told: bool, counted: bool, language: str) -> None:
    found = (EVERY[name],)
    offers = OFFERS if name in DAY_NOTES else ()
    known = overviews(found) if told else ()
    note = write(found, offers, language, known, counted=counted, contacts=UNION)

    assert note.subject in SUBJECTS
    assert note.holds == 1
    assert len(note.body.split()) <= WORDS == 120
    for word in FORBIDDEN[language]:
        assert word not in note.body.casefold()
    assert "  " not in note.body
    assert "\n\n\n" not in note.body
    assert not re.search(r"[<>{}%]|None|Fraction", note.body)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_every_note_says_why_and_who_sees_it(name: str, language: str) -> None:
    body = write((EVERY[name],), (), language, overviews((EVERY[name],)), contacts=UNION).body

    # The model text for unsuited tasks gives the clause where it says what one can do.
    unsuited = EVERY[name].rule == "tasks_unsuited"
    why = {"da": ("Hvorfor", "Efter rammepapiret"), "en": ("Why", "Under the framework paper")}
    assert body.count(why[language][unsuited]) == 1
    seen = {"da": "til dig|din leder", "en": "for you|your leader"}
    assert re.search(seen[language], body.split("\n\n")[-1], re.IGNORECASE)


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
