"""Several findings in one note: all that can stand together, within the words, true for each of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from policy.model import Contact, Finding
from sync.notes import LANGUAGES, WORDS, NoteText, write
from tests.note_examples import (
    DAY_NOTES,
    EVERY,
    LONGEST,
    MANY,
    OFFERS,
    PERIOD_NOTES,
    SHARED,
    UNION,
    overviews,
    together,
)
from tests.unit.test_notes import FORBIDDEN

PAIRS = (*together(DAY_NOTES, 2), *together(LONGEST, 2, PERIOD_NOTES))
TRIPLES = tuple(together(LONGEST, 3))
SEEN = {
    "nobody else": (False, False),
    "a leader by name": (True, False),
    "a leader in counts": (True, True),
}
WHY = {"da": "Hvorfor", "en": "Why"}
ONLY_YOURS = {"da": "kun til dig", "en": "only for you"}


def in_company(
    found: Sequence[Finding], language: str, seen: str, contacts: Sequence[Contact] = UNION
) -> NoteText:
    told, counted = SEEN[seen]
    offers = () if found[0].period else OFFERS
    known = overviews(found) if told else ()
    return write(found, offers, language, known, counted=counted, contacts=contacts)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_two_that_can_meet_stand_in_one_note(language: str, seen: str) -> None:
    for name, found in PAIRS:
        note = in_company(found, language, seen)

        assert note.holds == 2, name
        assert len(note.body.split()) <= WORDS, name
        assert note.body.count(WHY[language]) == (found[0].rule != "tasks_unsuited"), name


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_of_three_that_meet_at_least_two_stand_and_the_words_are_kept(
    language: str, seen: str
) -> None:
    held = [in_company(found, language, seen) for _, found in TRIPLES]

    assert min(note.holds for note in held) >= 2
    assert all(len(note.body.split()) <= WORDS for note in held)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_with_many_representatives_of_long_names_the_words_are_kept(
    language: str, seen: str
) -> None:
    for name, found in (*((n, (f,)) for n, f in EVERY.items()), *PAIRS, *TRIPLES):
        note = in_company(found, language, seen, MANY)

        assert len(note.body.split()) <= WORDS, name


def test_all_representatives_stand_in_it_however_many() -> None:
    for language in LANGUAGES:
        body = in_company((EVERY["unsuited"],), language, "nobody else", MANY).body

        assert all(c.address in body for c in MANY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_company_the_union_route_is_named_with_its_representatives(language: str) -> None:
    found = (EVERY["average"], EVERY["unsuited"])
    body = in_company(found, language, "a leader by name").body

    assert all(c.address in body for c in UNION)
    assert "HR" in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_decisions_name_the_route_once(language: str) -> None:
    body = in_company((EVERY["unsuited"], EVERY["unsuited at all"]), language, "nobody else").body

    assert [body.count(c.address) for c in UNION] == [1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_kind_words_only_in_company_too(language: str) -> None:
    for _, found in (*PAIRS, *TRIPLES):
        body = in_company(found, language, "a leader by name").body

        assert not [word for word in FORBIDDEN[language] if word in body.casefold()]
        assert "None" not in body
        assert "  " not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_only_the_employee_s_says_so_beside_what_a_leader_gets(language: str) -> None:
    period = [(n, f) for n, f in (*PAIRS, *TRIPLES) if f[0].period]
    for name, found in period:
        note = in_company(found, language, "a leader by name")
        shared = [one.rule in SHARED for one in found[: note.holds]]
        last = note.body.split("\n\n")[-1]

        assert (ONLY_YOURS[language] in last) == (not all(shared)), name
        assert ("overblik" in last or "overview" in last) == any(shared), name


@pytest.mark.parametrize(
    ("language", "topic", "rule"),
    [
        ("da", "spørgsmålet om aftalen", "individual, four"),
        ("da", "gennemsnittet", "average over new year"),
        ("da", "aftalens udløb", "an end at the turn of the year"),
        ("da", "aftalens næste dato", "a review"),
        ("da", "tallet for december", "a month"),
        ("en", "the agreement question", "individual, four"),
        ("en", "the average", "average over new year"),
        ("en", "the end of the agreement", "an end at the turn of the year"),
        ("en", "the agreement's next date", "a review"),
        ("en", "the number for December", "a month"),
    ],
)
def test_what_a_leader_gets_is_named(language: str, topic: str, rule: str) -> None:
    apart = ("off the agreement, four days", "a habit", "unsuited")
    for name, found in PAIRS:
        parts = name.split(" + ")
        if rule in parts and {*parts} & {*apart}:
            last = in_company(found, language, "a leader by name").body.split("\n\n")[-1]
            assert topic in last


def test_the_first_day_on_which_a_leader_may_see_any_of_it_is_told() -> None:
    found = (EVERY["average"], EVERY["an end"])
    last = in_company(found, "da", "a leader by name").body.split("\n\n")[-1]

    assert "tidligst den 3. december" in last
    assert "10. december" not in last


def test_a_habit_is_asked_in_the_words_of_the_model_text() -> None:
    body = write((EVERY["a habit"],), (), "da").body

    assert body == (
        "Er tirsdag blevet din faste hjemmedag? Du har haft ad hoc-hjemmearbejde 4 af de seneste "
        "6 tirsdage.\n\n"
        "Det er helt i orden. Ad hoc kræver hverken lokalaftale eller skriftlig aftale, og dagene "
        "må gerne falde ens.\n\n"
        "Har I reelt aftalt et fast mønster, hører der en individuel aftale med din leder til. Den "
        "kan være en fordel for dig: Så behøver I ikke aftale dagen hver gang.\n\n"
        "Aftaler I fortsat fra gang til gang? Slet noten. Vi spørger ikke igen om tirsdage.\n\n"
        "Hvorfor vi spørger: Rammepapiret skelner mellem ad hoc og fast hjemmearbejde.\n\n"
        "Spørgsmålet er kun til dig. Det vises aldrig for din leder eller andre.\n"
    )


def test_unsuited_tasks_read_as_the_model_text() -> None:
    body = write((EVERY["unsuited"],), (), "da", contacts=UNION).body

    assert body == (
        "Torsdag den 10. december står som fast hjemmedag. Den 12. november fortalte din leder "
        "dig, hvorfor dine arbejdsopgaver efter lederens vurdering ikke egner sig til fast "
        "hjemmearbejde.\n\n"
        "Du kan\n"
        "- tale med din leder, hvis opgaverne har ændret sig, eller I har aftalt noget andet\n"
        "- bede om at få baggrunden uddybet. Efter rammepapiret skal din leder redegøre for "
        "den.\n"
        "- inddrage din tillidsrepræsentant, som kan rejse sagen over for Område HR eller "
        "direktoratets HR, hvis det vurderes sagligt og nødvendigt. Kontakt: Tove Rask "
        "(tove@example.dk), Per Friis (per@example.dk).\n\n"
        "Du behøver ikke fortælle nogen, at du taler med tillidsrepræsentanten. Det registreres "
        "ikke.\n\n"
        "Har vi læst forkert? Slet noten. Den er kun til dig og skrives én gang.\n"
    )
    assert "Kontakt" not in write((EVERY["unsuited"],), (), "da").body
