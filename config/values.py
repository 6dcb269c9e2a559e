"""Turns words, numbers and lists of a configuration file into values, or says what is allowed.

Every function takes what stands in the file (a TOML value, or a CSV ``Cell``) and raises
ValueError with a sentence for the person who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from config.csv_tables import Cell
from config.problems import did_you_mean, listed, quoted

COUNTRIES = ("DK", "GL", "FO")
BOOLEANS = {"true": True, "ja": True, "yes": True, "false": False, "nej": False, "no": False}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
NUMBER = re.compile(r"\d{1,6}(\.\d{1,20})?(/[1-9]\d{0,5})?")


def text(value: object) -> str:
    """One line of text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{quoted(value)} is no text: write it in quotes, and not empty")
    if CONTROL.search(value.strip()):
        raise ValueError(
            "the text holds control characters (a line break, a tab, a sign that is not seen …)"
        )
    return str(value.strip())


def prose(value: object) -> str:
    """Text that is not empty and may run over several lines."""
    lines = value.splitlines() if isinstance(value, str) else ()
    found = [" ".join(line.split()) for line in lines]
    return "\n".join(text(line) for line in found if line) or text(value)


def mailbox(value: object) -> str:
    """A mailbox's address, which may become the name of a folder."""
    found = text(value)
    if found.startswith(".") or "/" in found or "\\" in found:
        raise ValueError(f"{quoted(value)} is no mailbox: no slash, and no dot at its beginning")
    return found


def address(value: object) -> str:
    """A mail address."""
    found = text(value)
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", found):
        raise ValueError(f'{quoted(value)} is no mail address. Write it as "name@example.dk".')
    return found


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(text(item) for item in items(value, 'write a list such as ["a", "b"]'))


def lists(allowed: Iterable[str], value: object) -> dict[str, tuple[str, ...]]:
    """A table of lists of texts under some fixed names."""
    names = tuple(allowed)
    if not isinstance(value, dict):
        raise ValueError(f'this is a table of lists: write {{ {names[0]} = ["a", "b"] }}')
    return {one_of(names, key): texts(value[key]) for key in value}


def some_texts(value: object) -> tuple[str, ...]:
    """A list of texts that is not empty."""
    found = texts(value)
    if not found:
        raise ValueError('the list is empty: write at least one, such as ["a"]')
    return found


def one_of(allowed: Iterable[str], value: object) -> str:
    """One of some fixed words."""
    words = tuple(allowed)
    if isinstance(value, str) and value in words:
        return str(value)
    meant = did_you_mean(str(value), words)
    raise ValueError(f"{quoted(value)} is not allowed.{meant} Allowed: {listed(words)}.")


def boolean(value: object) -> bool:
    """True or false; in a CSV cell also ja and nej."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Cell) and value.casefold() in BOOLEANS:
        return BOOLEANS[value.casefold()]
    raise ValueError(f"{quoted(value)} is not allowed. Allowed: true, false (without quotes).")


def number(value: object) -> Fraction:
    """An exact number above 0: 2, 2.5 or "5/2"."""
    written = str(value).replace(",", ".").replace(" ", "")
    if isinstance(value, bool) or not NUMBER.fullmatch(written) or Fraction(0) == _exact(written):
        example = 'Write a number above 0, or a fraction: 2, 2.5 or "5/2".'
        raise ValueError(f"{quoted(value)} is not allowed. {example}")
    return _exact(written)


def _exact(written: str) -> Fraction:
    over, _, under = written.partition("/")
    return Fraction(over) / Fraction(under or "1")


def share(value: object) -> Fraction:
    """A number above 0 and at most 1: 0.8 or "4/5"."""
    found = number(value)
    if found > 1:
        raise ValueError(f'{quoted(value)} is not allowed. It must be at most 1 ("4/5", 0.8).')
    return found


def whole(low: int, high: int, value: object) -> int:
    """A whole number from ``low`` to ``high``."""
    if isinstance(value, Cell) and re.fullmatch(r"\d{1,9}", value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    raise ValueError(
        f"{quoted(value)} is not allowed. Allowed: whole numbers from {low} to {high}."
    )


def zone(value: object) -> str:
    """The name of a time zone in the IANA database."""
    name = text(value)
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        meant = did_you_mean(name, sorted(available_timezones()))
        raise ValueError(
            f"unknown time zone {quoted(value)}.{meant} Write an IANA name such as"
            ' "Europe/Copenhagen", "Atlantic/Faroe" or "America/Nuuk"; Windows names are not'
            " taken here."
        ) from None


def items(value: object, example: str) -> list[object]:
    """The items of a list; ``example`` says how one is written."""
    if isinstance(value, Cell):
        return list(value.parts())
    if isinstance(value, list):
        return value
    raise ValueError(f"{quoted(value)} is no list: {example}")
