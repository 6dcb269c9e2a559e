"""The words of a note: from findings to subject and plain-text body, in the person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from policy.model import Finding
from policy.workdays import iso_week
from sync.phrasing import Phrasing, capitalised

DAY_SUBJECT = {"da": "Note om din hjemmedag", "en": "Note about your home day"}
PERIOD_SUBJECT = {"da": "Note om hjemmearbejde", "en": "Note about home working"}
SUBJECTS = frozenset((*DAY_SUBJECT.values(), *PERIOD_SUBJECT.values()))
LANGUAGES = tuple(DAY_SUBJECT)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as its reader sees it; ``body`` is plain text with LF line ends."""

    subject: str
    body: str


def write(
    findings: Sequence[Finding],
    offers: Sequence[date],
    language: str,
    overview: date | None = None,
) -> NoteText:
    """One note: the first finding in full, each further one in a sentence (policy 5).

    ``overview``: the day from which the leader's weekly overview names it; None = never.
    """
    first, *others = findings
    phrasing = Phrasing(language)
    body = _template(language, first.rule).render(
        **_words(first, phrasing),
        offers=offers,
        overview=overview,
        others=[_sentence(f, phrasing) for f in others],
        p=phrasing,
    )
    subject = (PERIOD_SUBJECT if first.period else DAY_SUBJECT)[language]
    return NoteText(subject, _tidy(body))


def _sentence(finding: Finding, phrasing: Phrasing) -> str:
    template = _template(phrasing.language, f"{finding.rule}.short")
    return _tidy(template.render(**_words(finding, phrasing), p=phrasing)).strip()


def _words(finding: Finding, phrasing: Phrasing) -> Mapping[str, Any]:
    """What a template may speak of: the finding, its facts as values, its first day."""
    facts: dict[str, Any] = {k: _value(k, v) for k, v in finding.facts.items()}
    return {
        "finding": finding,
        "fact": facts,
        "day": finding.days[0] if finding.days else None,
        "first_week": phrasing.week(iso_week(finding.days[0])) if finding.days else None,
    }


def _value(key: str, value: object) -> object:
    if key in ("cap", "days", "weeks", "per_week"):
        return Fraction(str(value))
    if key == "meetings" and isinstance(value, list):
        return [{**m, "start": _moment(m["start"]), "end": _moment(m["end"])} for m in value]
    return value


def _moment(text: str) -> datetime | None:
    """When a meeting is; None for one that takes whole days."""
    return datetime.fromisoformat(text) if "T" in text else None


def _hours(meetings: Sequence[Mapping[str, Any]], phrasing: Phrasing) -> list[str]:
    return [phrasing.hours(m["start"], m["end"]) for m in meetings]


def _tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends, no trailing spaces."""
    paragraphs = "\n".join(line.rstrip() for line in text.strip().splitlines()).split("\n\n")
    return "\n\n".join(p.strip("\n") for p in paragraphs if p.strip()) + "\n"


@cache
def _template(language: str, name: str) -> Template:
    return _environment().get_template(f"{language}/{name}.txt.j2")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sync"),
        autoescape=False,  # noqa: S701 - plain text for calendars, never markup
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["capitalised"] = capitalised
    environment.filters["clock_times"] = _hours
    return environment
