"""Every note by name: each rule's own, with and without offers and leader, in company, at edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from policy.model import Contact, Finding
from sync.notes import NoteText, write
from tests.note_examples import (
    DAY_NOTES,
    EVERY,
    LONGEST,
    MANY,
    ODD,
    OFFERS,
    TOVE,
    UNION,
    habit,
    overviews,
    together,
    unsuited,
)

OFFERED = ("sure", "likely", "call-in")
REPRESENTATIVES: dict[str, Sequence[Contact]] = {
    "no representative": (),
    "one representative": (TOVE,),
    "many representatives": MANY,
    "odd names": ODD,
}
BESIDE = {
    name: DAY_NOTES[name]
    for name in (
        "sure",
        "sure, two",
        "likely, two",
        "likely by words, two, ad hoc",
        "call-in",
        "weekday",
        "ad hoc only",
        "no home work",
    )
}
THREE = (
    "individual, four + average over new year + a habit",
    "off the agreement, four days + a habit + an end at the turn of the year",
    "unsuited + an end at the turn of the year + a month",
    "an end at the turn of the year + a review + a month",
)


@cache
def every_note(language: str) -> Mapping[str, NoteText]:
    """All of them in one language, in an order that stays."""
    return dict((*_alone(language), *_at_edges(language), *_in_company(language)))


def _alone(language: str) -> Iterator[tuple[str, NoteText]]:
    for name, one in EVERY.items():
        yield name, _write((one,), language)
    for name, one in EVERY.items():
        told = overviews((one,))
        if told[0]:
            yield f"{name}; the leader's overview follows", _write((one,), language, told)
            counts = _write((one,), language, told, counted=True)
            yield f"{name}; the leader's overview counts", counts


def _at_edges(language: str) -> Iterator[tuple[str, NoteText]]:
    for name in OFFERED:
        for number, said in ((1, "one day offered"), (0, "no day offered")):
            yield f"{name}; {said}", write((EVERY[name],), OFFERS[:number], language)
    for said, contacts in REPRESENTATIVES.items():
        yield f"unsuited; {said}", write((EVERY["unsuited"],), (), language, contacts=contacts)


def _in_company(language: str) -> Iterator[tuple[str, NoteText]]:
    three = {name: found for name, found in together(LONGEST, 3) if name in THREE}
    assert {*three} == {*THREE}
    for name, found in (*together(BESIDE, 2), *together(LONGEST, 2), *three.items()):
        yield name, _write(found, language, overviews(found))
    habits = (habit(1, 4), habit(2, 5), habit(4, 6))
    yield "three habits", _write(habits, language)
    again = (EVERY["unsuited"], unsuited("all", explained_on="2026-11-20"))
    yield "two decisions", _write(again, language)
    for name in THREE:
        told = overviews(three[name])
        yield f"{name}; counted", _write(three[name], language, told, counted=True)
        yield f"{name}; no leader", _write(three[name], language)


def _write(
    found: Sequence[Finding],
    language: str,
    told: Sequence[date | None] = (),
    *,
    counted: bool = False,
) -> NoteText:
    offers = () if found[0].period else OFFERS
    return write(found, offers, language, told, counted=counted, contacts=UNION)
