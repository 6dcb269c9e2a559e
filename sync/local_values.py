"""Settings as the local parties say them: keys, values and rules in words, Danish and English."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from policy.workdays import DAY, iso_week
from sync.phrasing import Phrasing
from sync.templating import template


class LocalWords:
    """How one language names rules, keys and values."""

    def __init__(self, language: str) -> None:
        self.p = Phrasing(language)
        self._words: Any = template(f"{language}/local_words.j2").module

    def rule(self, name: str) -> str:
        """A rule's question, such as "møde på en hjemmedag"."""
        return str(self._words.rules.get(name, name))

    def correction(self, name: str) -> str:
        """What people did to correct a reading."""
        return str(self._words.corrections.get(name, name))

    def key(self, key: str) -> str:
        """What a unit or an agreement may set."""
        return str(self._words.keys.get(key, key))

    def day(self, day: date) -> str:
        """ "4.12.2026" / "4 December 2026"."""
        return str(self._words.date(day))

    def value(self, key: str, value: object) -> str:
        """A setting in words: "tirsdag og torsdag", "2½", "80 pct.", "kun ad hoc"."""
        if isinstance(value, tuple):
            items = [self._item(key, item) for item in value]
            return self.p.all_of(items) if items else str(self._words.empty)
        return self._item(key, value)

    def _item(self, key: str, value: object) -> str:
        if isinstance(value, bool):
            return str(self._words.yes if value else self._words.no)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int) and key == "on_site_days":
            return self.p.weekday(value)
        if isinstance(value, Fraction) and key == "max_home_share":
            return f"{self.p.number(value * 100)} {self._words.percent}"
        if isinstance(value, Fraction):
            return self.p.number(value)
        return str(self._words.values.get(key, {}).get(value, value))

    def weeks(self, start: date, end: date) -> str:
        """The ISO weeks of ``[start, end)``."""
        return self.p.weeks(iso_week(start), iso_week(end - DAY))

    def month(self, month: str) -> str:
        """ "dec. 2026" / "Dec 2026" of "2026-12"."""
        return self.p.short_month(date.fromisoformat(f"{month}-01"))
