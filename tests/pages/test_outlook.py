"""What Outlook's Word renderer can show: tables and plain inline styles, words in every cell."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.overview_examples import EXAMPLES, HOSTILE
from tests.pages.shown import mails

ELEMENTS = {
    *("html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "ol", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "abbr"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "style", "scope", "colspan", "cellspacing"),
    *("title", "role", "aria-label"),
}
STYLES = {
    *("font-family", "font-size", "font-weight", "line-height", "text-align", "text-decoration"),
    *("margin", "padding", "border", "border-collapse", "word-wrap"),
}
"""No colour among them: the reader's own stand, by day and by night, and none can mean anything."""
EMPTY_ELEMENTS = {"meta"}
SAID_BY_SCREEN = HOSTILE.replace("\u202e", "")


class Mail(HTMLParser):
    """A mail's elements with their attributes and text, in order; ``paths`` say where each stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.cells: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY_ELEMENTS:
            self._open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1], data))
        if {"td", "th"} & {*self._open}:
            self.cells[-1] += data.strip()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such element."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=mails())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def mail(name: str) -> Mail:
    return Mail(mails()[name])


def test_only_elements_and_attributes_that_word_knows(mail: Mail) -> None:
    assert {tag for tag, _ in mail.elements} <= ELEMENTS
    assert {a for _, attributes in mail.elements for a in attributes} <= ATTRIBUTES


def test_only_plain_inline_styles_and_no_colour(mail: Mail) -> None:
    styles = [str(a["style"]) for _, a in mail.elements if "style" in a]
    used = {part.partition(":")[0].strip() for s in styles for part in s.split(";") if part}

    assert used <= STYLES
    assert not re.search(r"url|expression|import|!", " ".join(styles))


def test_nothing_is_fetched(name: str) -> None:
    assert not re.search(r"https?:|//|src=|href=|@import|cid:", mails()[name])


def test_the_language_stands_on_the_page_and_on_the_mail(name: str, mail: Mail) -> None:
    language = name[-2:]

    assert mail.all("html")[0]["lang"] == language
    assert mail.all("div")[0]["lang"] == language, "mail programs drop the html element"


def test_there_is_one_main_heading(mail: Mail) -> None:
    headings = [text for tag, text in mail.texts if tag == "h1"]

    assert headings == [text for tag, text in mail.texts if tag == "title"]


def test_all_text_comes_before_the_first_table(mail: Mail) -> None:
    in_tables = {"caption", "th", "td", "abbr"}
    tags = [tag in in_tables for tag, _ in mail.texts]

    assert tags == sorted(tags)


def test_every_cell_holds_a_word(mail: Mail) -> None:
    assert all(re.search(r"\w", cell) for cell in mail.cells)


def test_every_heading_cell_says_what_it_heads(mail: Mail) -> None:
    scopes = [a.get("scope") for a in mail.all("th")]

    assert {*scopes} <= {"col", "row"}
    assert scopes.count("row") == len(mail.all("tr")) - len(mail.all("thead"))
    assert len(mail.all("caption")) == len(mail.all("table"))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", ["overview, hostile", "HR, hostile"])
def test_a_name_is_shown_as_it_is_written_and_nothing_more(form: str, language: str) -> None:
    written = EXAMPLES[form](language)
    mail = Mail(written.html)

    assert not mail.all("script")
    assert sum(SAID_BY_SCREEN in text for _, text in mail.texts) >= 2
    assert SAID_BY_SCREEN in written.text
    for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c":
        assert mark not in written.html + written.text


def test_the_hostile_week_names_its_units_over_tables_too() -> None:
    mail = Mail(mails()["overview, hostile, da"])

    assert [t for tag, t in mail.texts if tag == "caption"] == [
        f"{SAID_BY_SCREEN}, dag for dag"
    ] * 2
