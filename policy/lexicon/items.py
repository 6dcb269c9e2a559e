"""Splits a cleaned line into words, times and separators, and gives each word its families."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policy.lexicon.clean import key
from policy.lexicon.tags import Tag

Tags = frozenset[Tag]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it stands: ``until``, ``from``, ``at`` or ``range``; minutes after midnight."""

    how: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One word, phrase, time or separator (then ``sep`` is its sign)."""

    text: str
    key: str
    tags: Tags
    start: int
    end: int
    sep: str = ""
    clock: Clock | None = None

    def has(self, *tags: Tag) -> bool:
        """Whether it belongs to one of the families."""
        return not self.tags.isdisjoint(tags)


NO_TAGS: Tags = frozenset()
_NUMBER: Tags = frozenset({Tag.NUMBER})
_DATE: Tags = frozenset({Tag.DAY})
_TIME: Tags = frozenset({Tag.TIME})

_MONTH = (
    r"(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)"
    r"(?:uar|ruar|uary|ruary|ts|ch|il|i|e|y|ust|t|tember|ober|ember)?\b\.?"
)
_WORD_HOUR = r"(?:et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)"
_DIGITS = r"(?:2[0-3][0-5]\d|[01]\d[0-5]\d|2[0-4]|[01]?\d)"
_T = (
    rf"(?:halv (?:1[0-2]|\d|{_WORD_HOUR})|{_DIGITS}(?:[.:][0-5]\d)?"
    r"(?: ?[ap]\.?m\b\.?)?|noon\b|midday\b|middag\b|frokost(?:tid)?\b|lunch(?:time)?\b)"
)
_END = (
    r"(?![\w§%/]|[.:,]\d|-\d)"
    rf"(?!\.? ?(?:{_MONTH}|dag|uge|time|week|day|hour|pct|procent|stk|min\b|år|personer|pers))"
)
_KL = r"(?:kl\.? ?|klokken |ca\.? ?(?:kl\.? ?)?)?"
_MONTH, _T, _END, _KL = (part.replace(" ", r"\ ") for part in (_MONTH, _T, _END, _KL))
_TOKEN = re.compile(
    rf"""
    (?P<date>
        \b(?:uge|week|uger|weeks)\.?\ ?\d{{1,2}}(?:\ ?[-+&/,]\ ?\d{{1,2}}(?!\d))*
      | (?<![\w.])\d{{4}}-\d{{2}}-\d{{2}}(?!\d)
      | (?<![\w.:])\d{{1,2}}(?:\.\ ?|\ )?(?:\ ?-\ ?\d{{1,2}}\.?)?\ ?{_MONTH}(?:\ \d{{4}})?
      | (?<![\w.:])\d{{1,2}}\.?(?:-\d{{1,2}}\.?)?/\d{{1,2}}(?:[-/.]\d{{2,4}})?(?![\w])
      | (?<![\w.:])\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}(?!\d)
      | \bd(?:en|\.)?\ ?\d{{1,2}}\.(?:\d{{1,2}}\b\.?)?(?!\d)
    )
  | (?P<part>\b(?:kap(?:itel)?|afsnit|sider?|bilag|nr|chapters?|pages?|pp|sections?)\.?
        \ \d+\ ?-\ ?\d+(?![\w.:]))
  | (?P<range>
        (?<![\w/.:§-])(?:(?:fra|from|mellem|between)\ )?{_KL}(?P<a>{_T})
        (?:\ ?-\ ?|\ (?:til|to|og|and|until|till)\ ){_KL}(?P<b>{_T}){_END}
    )
  | (?P<until>
        \b(?:indtil|frem\ til|til|until|till?|før|inden|before)\ (?:ca\.?\ )?{_KL}
        (?P<u>{_T}|{_WORD_HOUR}\b){_END}
    )
  | (?P<from>\b(?:fra|from|efter|after|starting)\ (?:ca\.?\ )?{_KL}(?P<f>{_T}|{_WORD_HOUR}\b){_END})
  | (?P<at>(?<!\w)(?:kl\.?\ ?|klokken\ |at\ |@\ ?)(?P<t>{_T}|{_WORD_HOUR}\b){_END}
        |(?<![\w.:/§-])
         (?P<c>(?:2[0-3]|[01]?\d)[.:][0-5][05](?:\ ?[ap]\.?m\b)?|(?:1[0-2]|\d)\ ?[ap]\.?m\b){_END})
  | (?P<open>(?<=\w)(?<!\d)\ -\ ?(?P<o>(?:09|9|1[0-7])(?:[.:][0-5][05])?)(?=\ ?(?:$|[),;])))
  | (?P<half>½(?:\ ?dags?\b)?)
  | (?P<arrow>-{{1,2}}>|={{1,2}}>|>+|[→➡⇒⟶➔⟹])
  | (?P<word>\b[mvw]/(?=\ ?\w)|[^\W\d_](?:\w|[-'](?=\w))*'?)
  | (?P<number>(?:§\ ?)?\d+(?:[.,:]\d+)*\w*(?:-tiden)?)
  | (?P<emoji>[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])
  | (?P<sep>[-,;.!?()\[\]{{}}/|+&*":_#•·~=\\])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HOURS = dict(
    zip(
        "et to tre fire fem seks syv otte ni ti elleve tolv".split(),  # noqa: SIM905
        range(1, 13),
        strict=True,
    )
)
_CLOCK = re.compile(r"(halv )?(\d{1,4})(?:[.:](\d\d))? ?([ap])?", re.IGNORECASE)
NOON = 720


def minutes(text: str) -> int | None:
    """``"9.30"``, ``"halv ti"``, ``"2 pm"`` as minutes after midnight; None if it is no time."""
    text = text.casefold()
    for word, hour in _HOURS.items():
        if text.endswith(word) and (text == word or text.startswith("halv ")):
            text = text.replace(word, str(hour))
            break
    found = _CLOCK.match(text)
    if found is None:
        return NOON
    half, digits, rest, side = found.groups()
    hour, minute = (
        (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), int(rest or 0))
    )
    value = hour * 60 + minute - (30 if half else 0)
    if (side == "p" and hour < 12) or (not side and 0 < value < 360):
        value += NOON
    return value if 0 <= value <= 24 * 60 else None


def _clock(found: re.Match[str]) -> Clock | None:
    kind = found.lastgroup
    if kind in ("a", "b", "range"):
        return _range(found)
    text = found["u"] or found["f"] or found["t"] or found["c"] or found["o"]
    at = minutes(text)
    if at is None:
        return None
    how = "until" if found["until"] or found["open"] else "from" if found["from"] else "at"
    return Clock(how, at, at)


def _range(found: re.Match[str]) -> Clock | None:
    start, end = minutes(found["a"]), minutes(found["b"])
    if start is None or end is None or start >= end or end - start < 15:
        return None
    return Clock("range", start, end)


def split(text: str) -> Iterator[Item]:
    """The words, times and separators of a cleaned line, words without families yet."""
    for found in _TOKEN.finditer(text):
        yield _item(found)


def _item(found: re.Match[str]) -> Item:
    text, start, end = found[0], found.start(), found.end()
    if found["sep"] or found["arrow"]:
        return Item(text, text, NO_TAGS, start, end, sep="→" if found["arrow"] else text)
    if found["date"]:
        return Item(text, "", _DATE, start, end)
    if found["half"]:
        return Item(text, "½", NO_TAGS, start, end)
    if found["word"] or found["emoji"]:
        return Item(text, key(text), NO_TAGS, start, end)
    if found["number"] or found["part"]:
        return Item(text, key(text), _NUMBER, start, end)
    clock = _clock(found)
    return Item(text, "", _TIME if clock else _NUMBER, start, end, clock=clock)
