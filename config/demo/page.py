"""Turns what the demo found into one HTML page that anybody can open: no scripts, nothing fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as it stands in its owner's calendar; ``body`` is plain text."""

    subject: str
    day: date
    body: str
    owner: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A person's week, one word a day; no words: the person is not in Hjemmedag."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """A team's week: as many words in each row as there are ``days``."""

    title: str
    days: tuple[date, ...]
    rows: tuple[WeekRow, ...]

    def __post_init__(self) -> None:
        """Raises ValueError for a row that would leave a cell without its word."""
        for row in self.rows:
            if row.words and (len(row.words) != len(self.days) or not all(row.words)):
                raise ValueError(f"{row.name}: {len(row.words)} words for {len(self.days)} days")


@dataclass(frozen=True, slots=True)
class LineView:
    """A subject line, how it is read in plain Danish, and the rule or word that read it."""

    line: str
    reading: str
    rule: str


@dataclass(frozen=True, slots=True)
class DemoPage:
    """All that the page shows. ``counts``: what was found; ``places``: what lies where."""

    as_of: date
    note: NoteView
    week: WeekView
    lines: tuple[LineView, ...]
    counts: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, str], ...]


def render(page: DemoPage) -> str:
    """The page as HTML in Danish. Everything from calendars is escaped."""
    environment = Environment(
        loader=PackageLoader("config.demo", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["long_day"] = _long_day
    environment.filters["weekday"] = _weekday
    environment.filters["short_day"] = _short_day
    return environment.get_template("page.html.j2").render(page=page, note_week=_week_of(page.note))


def _long_day(day: date) -> str:
    return format_date(day, "EEEE 'den' d. MMMM y", locale="da")


def _weekday(day: date) -> str:
    return format_date(day, "EEEE", locale="da")


def _short_day(day: date) -> str:
    return format_date(day, "d. MMM", locale="da")


def _week_of(note: NoteView) -> tuple[date, ...]:
    """Monday to Friday of the note's week, with a note at the weekend in it."""
    monday = note.day.fromordinal(note.day.toordinal() - note.day.weekday())
    shown = range(7 if note.day.weekday() > 4 else 5)
    return tuple(date.fromordinal(monday.toordinal() + n) for n in shown)
