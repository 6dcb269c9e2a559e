"""The words of a note: from findings to subject and plain-text body, in the person's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.model import Contact, Finding
from sync.phrasing import Phrasing
from sync.templating import speakable, template

DAY_SUBJECT = {"da": "Note om din hjemmedag", "en": "Note about your home day"}
PERIOD_SUBJECT = {"da": "Note om hjemmearbejde", "en": "Note about home working"}
SUBJECTS = frozenset((*DAY_SUBJECT.values(), *PERIOD_SUBJECT.values()))
LANGUAGES = tuple(DAY_SUBJECT)
WORDS = 120
"""How many words a note may have."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as its reader sees it; ``body`` is plain text with LF line ends.

    ``holds``: how many of the findings it has words for, counted from the first.
    """

    subject: str
    body: str
    holds: int = 1


def write(
    findings: Sequence[Finding],
    offers: Sequence[date],
    language: str,
    overviews: Sequence[date | None] = (),
    *,
    counted: bool = False,
    contacts: Sequence[Contact] = (),
) -> NoteText:
    """One note: the first finding in full, each further one in a sentence (policy 5).

    ``overviews``: for each finding the day from which the leader's weekly overview names it, or
    only counts it where it is ``counted``; None = never. ``contacts``: the workplace's union
    representatives. Courtesy goes first where there is much to say; then the last findings wait.
    """
    told = (*overviews, *(None for _ in findings))[: len(findings)]
    values = {"offers": offers, "counted": counted}
    for holds, form in _forms(len(findings), contacts):
        body = _body(findings[:holds], told[:holds], language, {**values, **form})
        if len(body.split()) <= WORDS:
            break
    subject = (PERIOD_SUBJECT if findings[0].period else DAY_SUBJECT)[language]
    return NoteText(subject, body, holds)


def called(contact: Contact) -> str:
    """ "Tove Rask (tove@example.dk)"."""
    return f"{contact.name} ({contact.address})" if contact.address else contact.name


def _forms(number: int, contacts: Sequence[Contact]) -> Iterator[tuple[int, dict[str, Any]]]:
    """From all there is to say to what has to be said, each with how many findings it is about."""
    full, bare = [called(c) for c in contacts], [c.address or c.name for c in contacts]
    for holds in range(number, 0, -1):
        yield holds, {"brief": holds > 1, "contacts": full}
        yield holds, {"brief": True, "contacts": full}
        yield holds, {"brief": True, "contacts": bare}


def _body(
    findings: Sequence[Finding],
    told: Sequence[date | None],
    language: str,
    values: dict[str, Any],
) -> str:
    phrasing = Phrasing(language)
    first, *others = findings
    leaders = [
        speakable(f, phrasing) | {"on": on} for f, on in zip(findings, told, strict=True) if on
    ]
    shared = {**values, "p": phrasing}
    text = template(f"{language}/{first.rule}.txt.j2").render(
        **speakable(first, phrasing),
        **shared,
        overview=told[0],
        leaders=leaders,
        alone=len(leaders) < len(findings),
        others=[
            _sentence(f, phrasing, {**shared, "again": f.rule in {e.rule for e in findings[:n]}})
            for n, f in enumerate(others, 1)
        ],
    )
    return tidy(text)


def _sentence(finding: Finding, phrasing: Phrasing, shared: dict[str, Any]) -> str:
    short = template(f"{phrasing.language}/{finding.rule}.short.txt.j2")
    return tidy(short.render(**speakable(finding, phrasing), **shared)).strip()


def tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends, no trailing spaces."""
    paragraphs = "\n".join(line.rstrip() for line in text.strip().splitlines()).split("\n\n")
    return "\n\n".join(p.strip("\n") for p in paragraphs if p.strip()) + "\n"
