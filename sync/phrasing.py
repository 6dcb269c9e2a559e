"""Dates, times, numbers and lists as people say them, in Danish and English (Babel)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction

from babel.dates import format_date, get_day_names

NUMBERS = {
    "da": ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven"),
}
AND = {"da": "og", "en": "and"}


class Phrasing:
    """How one language ("da" or "en") writes the small things."""

    def __init__(self, language: str) -> None:
        self.language = language

    def long_date(self, day: date) -> str:
        """ "tirsdag den 8. december" / "Tuesday 8 December"."""
        pattern = "EEEE 'den' d. MMMM" if self.language == "da" else "EEEE d MMMM"
        return format_date(day, pattern, locale=self.language)

    def weekday(self, day: date | int) -> str:
        """ "tirsdag" / "Tuesday"; a number is a weekday, Monday 0."""
        number = day if isinstance(day, int) else day.weekday()
        return str(get_day_names("wide", locale=self.language)[number])

    def short_weekday(self, day: date) -> str:
        """ "tir" / "Tue"."""
        return self.weekday(day)[:3]

    def days(self, first: date, last: date) -> str:
        """ "7.–11. december" / "7–11 December"; over two months both are named."""
        dot = "." if self.language == "da" else ""
        if first.month != last.month:
            return f"{self._day_and_month(first)}–{self._day_and_month(last)}"
        return f"{first.day}{dot}–{self._day_and_month(last)}"

    def month(self, day: date) -> str:
        """ "december 2026"."""
        return format_date(day, "MMMM y", locale=self.language)

    def month_name(self, day: date) -> str:
        """ "december" / "December"."""
        return format_date(day, "MMMM", locale=self.language)

    def short_date(self, day: date) -> str:
        """ "8. december" / "8 December"."""
        return self._day_and_month(day)

    def full_date(self, day: date) -> str:
        """ "8. december 2026" / "8 December 2026"."""
        return f"{self._day_and_month(day)} {day.year}"

    def short_month(self, day: date) -> str:
        """ "dec. 2026" / "Dec 2026"."""
        return format_date(day, "MMM y", locale=self.language)

    def _day_and_month(self, day: date) -> str:
        return format_date(
            day, "d. MMMM" if self.language == "da" else "d MMMM", locale=self.language
        )

    def weekdays(self, days: Iterable[date | int]) -> str:
        """ "tirsdag og torsdag"."""
        return self.all_of([self.weekday(d) for d in days])

    def all_of(self, words: Sequence[str]) -> str:
        """ "a", "a og b", "a, b og c"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {AND[self.language]} {words[-1]}"

    def hours(self, start: datetime, end: datetime) -> str:
        """ "10–12", "10.30–12" / "10:30–12"; an end on a later day is left out."""
        first = self._clock(start)
        return f"{first}–{self._clock(end)}" if end.date() == start.date() else first

    def clocks(self, start: str, end: str) -> str:
        """:meth:`hours` of two times such as "09:30"."""
        first, last = (datetime.fromisoformat(f"2000-01-03T{t}") for t in (start, end))
        return self.hours(first, last)

    def _clock(self, moment: datetime) -> str:
        mark = "." if self.language == "da" else ":"
        return f"{moment.hour}{mark}{moment.minute:02d}" if moment.minute else str(moment.hour)

    def number(self, value: Fraction) -> str:
        """ "9", "8½", else with two decimals."""
        whole, rest = divmod(value, 1)
        if rest in (0, Fraction(1, 2)):
            half = "½" if rest else ""
            return f"{whole}{half}" if whole or not half else half
        text = f"{float(value):.2f}".rstrip("0")
        return text.replace(".", ",") if self.language == "da" else text

    def count(self, value: Fraction) -> str:
        """A small whole number as a word, any other as :meth:`number`."""
        words = NUMBERS[self.language]
        small = value.denominator == 1 and 0 <= value < len(words)
        return words[int(value)] if small else self.number(value)

    def week(self, iso_week: str) -> str:
        """ "50" of "2026-W50"."""
        return str(int(iso_week[-2:]))

    def weeks(self, first: str, last: str) -> str:
        """ "49–52"; over a turn of the year "51/2026–1/2027"."""
        if first == last:
            return self.week(first)
        if first[:4] == last[:4]:
            return f"{self.week(first)}–{self.week(last)}"
        return f"{self.week(first)}/{first[:4]}–{self.week(last)}/{last[:4]}"


def capitalised(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
