"""The demo's page: one file, nothing fetched, readable without colours, everything escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from config.demo import AS_OF
from config.demo.page import DemoPage, LineView, NoteView, WeekRow, WeekView, render

DAYS = tuple(date(2026, 12, 7) + timedelta(days=n) for n in range(5))
PAGE = DemoPage(
    as_of=AS_OF,
    note=NoteView("Note om din hjemmedag", date(2026, 12, 8), "Første linje\n\n- anden", "Mette"),
    week=WeekView(
        "HR og jura, uge 50",
        DAYS,
        (
            WeekRow("Mette Holm", ("ikke angivet", "hjemme", "hjemme ½", "fravær", "hjemme")),
            WeekRow("Sara Nygaard", ()),
        ),
    ),
    lines=(LineView("<script>alert(1)</script> & hjemme", "hjemme", "ordet hjemme"),),
    counts=(("postkasser læst", 64),),
    places=(("Kalenderne", "demo/calendars/"),),
)


class _Outline(HTMLParser):
    """Collects start tags, and the text of every table cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self._open.append(tag)
        if tag in {"td", "th"}:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            self.cells[-1] += data.strip()

    @property
    def balanced(self) -> bool:
        """Whether every tag that was opened was closed."""
        return not self._open


def test_the_page_is_one_file_without_scripts_or_anything_fetched() -> None:
    page = render(PAGE)

    tags = {tag for tag, _ in _Outline(page).tags}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?:|url\(|@import|\son\w+=", page)


def test_the_page_is_danish_and_its_tags_are_closed() -> None:
    outline = _Outline(render(PAGE))

    assert ("html", {"lang": "da"}) in outline.tags
    assert outline.balanced


def test_what_stands_in_calendars_is_escaped() -> None:
    page = render(PAGE)

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; hjemme" in page


def test_every_header_cell_has_a_scope_and_every_cell_a_word() -> None:
    outline = _Outline(render(PAGE))

    assert all(attrs.get("scope") for tag, attrs in outline.tags if tag == "th")
    assert all(outline.cells)


def test_whoever_takes_no_part_is_named_without_days() -> None:
    assert _Outline(render(PAGE)).cells.count("er ikke med i Hjemmedag") == 1


def test_the_note_stands_on_its_day_with_its_whole_text() -> None:
    page = render(PAGE)

    assert page.count("Note om din hjemmedag") == 2
    assert "Første linje\n\n- anden" in page
    assert "tirsdag den 8. december 2026, hele dagen" in page


def test_a_note_on_a_sunday_shows_the_whole_week() -> None:
    page = render(replace(PAGE, note=replace(PAGE.note, day=date(2026, 12, 13))))

    assert page.count('<li><span class="date">') == 7
    assert page.count("Note om din hjemmedag") == 2


def test_a_row_with_a_cell_left_empty_is_refused() -> None:
    with pytest.raises(ValueError, match="Ole Brandt"):
        WeekView("uge 50", DAYS, (WeekRow("Ole Brandt", ("hjemme",)),))
