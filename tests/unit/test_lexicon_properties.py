"""What holds for every line: no crash, the same answer twice, no spelling that changes it."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.lexicon import Lexicon, Meaning

LEXICON = Lexicon()
HOME_LINES = (
    "Hjemmearbejde",
    "Hjemme",
    "Hjemmearbejdsdag",
    "hjemme til kl. 12",
    "Hjemmearbejde - PU-skrivning",
    "Hjemmekontor",
    "Hjemmearbejde på lørdag",
)
WORDS = st.sampled_from(
    """
    hjemme hjemmearbejde hjemmefra arbejder ikke aflyst flyttet til fra fredag ferie syg barn
    kl. 12 8-12 kontor på kontoret møde om Mette KRJ Teams - , ( ) → ½ formiddag efter frokost
    derefter resten af dagen i stedet for WFH fysisk vagt og men hvis : / husk
    """.split()  # noqa: SIM905
)


@given(st.text(max_size=300), st.text(max_size=50), st.lists(st.text(max_size=20), max_size=3))
def test_no_text_is_too_odd_to_read(subject: str, location: str, categories: list[str]) -> None:
    reading = LEXICON.read(subject, location, categories)
    assert reading == LEXICON.read(subject, location, categories)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=14))
def test_every_mixture_of_our_own_words_is_read_with_a_sane_cut(words: list[str]) -> None:
    reading = LEXICON.read(" ".join(words))
    start, end = reading.cut.start, reading.cut.end
    assert all(0 <= at <= 24 * 60 for at in (start, end) if at is not None)
    assert start is None or end is None or start < end
    assert reading.meaning in (Meaning.NOTHING,) or reading.rule


@given(st.sampled_from(HOME_LINES), st.integers(0, 3), st.integers(0, 3))
def test_case_and_white_space_do_not_matter(line: str, before: int, after: int) -> None:
    padded = " " * before + line.replace(" ", "\u00a0 ") + "\t" * after
    for spelled in (padded, padded.upper(), padded.lower(), unicodedata.normalize("NFD", padded)):
        assert LEXICON.read(spelled).meaning is LEXICON.read(line).meaning is Meaning.HOME


@given(st.sampled_from(HOME_LINES))
def test_invisible_characters_do_not_matter(line: str) -> None:
    assert LEXICON.read("\u200b".join(line)).meaning is Meaning.HOME
    assert LEXICON.read(line.replace("mm", "m\u00adm")).meaning is Meaning.HOME
    assert LEXICON.read(line.replace("å", "aa").replace("ø", "oe")).meaning is Meaning.HOME


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_ikke_before_hjemme_is_never_home(before: list[str], after: list[str]) -> None:
    others = [w for w in before + after if "hjemme" in w.casefold() or w in ("WFH", "½")]
    line = " ".join([*before, "ikke hjemme", *after])
    if not others:
        assert LEXICON.read(line).meaning is not Meaning.HOME


@given(st.sampled_from(HOME_LINES))
def test_outlooks_cancel_prefix_takes_every_home_line_away(line: str) -> None:
    for prefix in ("Annulleret: ", "Aflyst: ", "Canceled: ", "Cancelled: "):
        assert LEXICON.read(prefix + line).meaning is Meaning.NOT_HOME


@given(st.sampled_from(HOME_LINES), st.sampled_from(("Mette", "Aviaja", "KRJ", "Fatima", "Søren")))
def test_another_persons_home_line_is_not_the_owners(line: str, name: str) -> None:
    assert LEXICON.read(f"{name} {line}").meaning is Meaning.NOT_HOME
    assert LEXICON.read(f"{name} {line}", own_names=[name]).meaning is Meaning.HOME


@pytest.mark.parametrize(
    "piece",
    ["a", "- ", "8-", "fra kl. ", "½", "hjemme ", "( ", "http://", "e\u0301", "🏠", "a@", "1/2 "],
)
def test_long_lines_are_read_at_once(piece: str) -> None:
    line = (piece * 10_000)[:10_000]
    began = time.perf_counter()
    LEXICON.read(line)
    assert time.perf_counter() - began < 1
