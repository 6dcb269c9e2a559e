"""The words of a note: from findings to subject and plain-text body, in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policy.model import Finding
from sync.phrasing import Phrasing
from sync.templating import speakable, template

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
    *,
    counted: bool = False,
    contacts: Sequence[str] = (),
) -> NoteText:
    """One note: the first finding in full, each further one in a sentence (policy 5).

    ``overview``: the day from which the leader's weekly overview names it, or only counts it
    where it is ``counted``; None = never. ``contacts``: the workplace's union representatives.
    """
    first, *others = findings
    phrasing = Phrasing(language)
    body = template(f"{language}/{first.rule}.txt.j2").render(
        **speakable(first, phrasing),
        offers=offers,
        overview=overview,
        counted=counted,
        contacts=contacts,
        others=[_sentence(f, phrasing) for f in others],
        p=phrasing,
    )
    subject = (PERIOD_SUBJECT if first.period else DAY_SUBJECT)[language]
    return NoteText(subject, tidy(body))


def _sentence(finding: Finding, phrasing: Phrasing) -> str:
    short = template(f"{phrasing.language}/{finding.rule}.short.txt.j2")
    return tidy(short.render(**speakable(finding, phrasing), p=phrasing)).strip()


def tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends, no trailing spaces."""
    paragraphs = "\n".join(line.rstrip() for line in text.strip().splitlines()).split("\n\n")
    return "\n\n".join(p.strip("\n") for p in paragraphs if p.strip()) + "\n"
