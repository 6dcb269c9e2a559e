"""What a terminal would obey is written out; what people write stays as it is."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.plain_text import plain, plain_json
from tests.hostile import SIGNS

OBEYED = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"}


def _obeyed(text: str) -> list[str]:
    return [s for s in text if unicodedata.category(s) in OBEYED and s != "\n"]


@pytest.mark.parametrize("text", SIGNS.values(), ids=SIGNS)
def test_signs_are_written_out(text: str) -> None:
    assert _obeyed(text)
    assert _obeyed(plain(text)) == []


@given(st.text(st.characters()))
def test_no_text_keeps_a_sign_that_is_obeyed(text: str) -> None:
    assert _obeyed(plain(text)) == []


@given(st.recursive(st.text(st.characters()), st.lists))
def test_a_document_says_the_same_as_before(value: object) -> None:
    document = plain_json(json.dumps(value, ensure_ascii=False, indent=2))
    assert _obeyed(document) == []
    assert json.loads(document) == value


def test_what_is_written_out_can_be_recognised() -> None:
    assert plain("\x1b[1m \u202e \x9b \U000e0041") == r"\x1b[1m \u202e \x9b \U000e0041"


@pytest.mark.parametrize("text", ["Hjemme på Ærø – ½ dag", "🏠 日本語", "a\nb", "", r"C:\x1b"])
def test_ordinary_text_stays(text: str) -> None:
    assert plain(text) == text
