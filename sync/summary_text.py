"""The words of an overview: subject, plain text and HTML, in its reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from policy.model import Finding
from policy.register import CallIn, IndividualAgreement, LocalAgreement, SuitabilityDecision
from policy.register_memory import Vanished
from policy.workdays import DAY, iso_week
from sync.notes import tidy
from sync.phrasing import Phrasing
from sync.summary import Counted, Decision, Summary
from sync.templating import speakable, template

DATED = ("agreement_expiring", "review_due")
"""What HR's form says of a local agreement's dates."""
KINDS: dict[type, str] = {
    IndividualAgreement: "individual",
    SuitabilityDecision: "decision",
    CallIn: "call_in",
}
"""Rows that HR's form only counts."""


@dataclass(frozen=True, slots=True)
class OverviewText:
    """An overview as its reader sees it; ``text`` has LF line ends, ``html`` is a whole page."""

    subject: str
    text: str
    html: str


def write_overview(summary: Summary, language: str, *, clears: bool, ask: str = "") -> OverviewText:
    """A leader's week. ``clears``: it will be taken away; ``ask``: whom to ask where counts stand."""
    p, alike = Phrasing(language), _made_alike((*summary.decisions, *summary.coming))
    subject = _words(language, "summary_words").subject(
        p.week(iso_week(summary.monday)), p.days(*_span(summary))
    )
    values = {
        "subject": subject,
        "summary": summary,
        "lines": _lines(summary.decisions, summary.counted, alike, p),
        "coming": _lines(summary.coming, summary.coming_counted, alike, p),
        "clears": clears,
        "ask": ask if summary.counted or summary.coming_counted else "",
    }
    return _both("summary", subject, {**values, "p": p})


def write_for_hr(
    month: date,
    findings: Sequence[Finding],
    units: Mapping[str, str],
    language: str,
    gone: Sequence[tuple[str, Vanished]] = (),
) -> OverviewText:
    """HR's month in counts and agreement ids. ``units``: the name of each employee's unit.

    ``gone``: rows that the register has no more, each with the name of its unit.
    """
    p, words = Phrasing(language), _words(language, "hr_words")
    subject = words.subject(p.month(month))
    missing = _per_unit(findings, units, "local_agreement_missing")
    lines = [words.local_agreement_missing(*counted) for counted in missing]
    over = [f for f in findings if f.rule == "agreement_over_cap"]
    lines += [words.over_cap_individual(*c) for c in _per_unit(over, units, "agreement_over_cap")]
    for finding in over:
        if finding.subject not in units:
            cap = p.number(Fraction(str(finding.facts["cap"])))
            lines.append(words.over_cap_local(finding.subject, cap))
    for finding in (f for f in findings if f.rule in DATED and f.subject not in units):
        on = p.short_date(date.fromisoformat(str(finding.facts["date"])))
        lines.append(getattr(words, f"{finding.rule}_local")(finding.subject, on))
    lines += _gone(gone, words)
    return _both("hr", subject, {"subject": subject, "lines": lines, "p": p})


def _gone(rows: Sequence[tuple[str, Vanished]], words: Any) -> list[str]:  # noqa: ANN401 - a template's own names
    """A local agreement by its id; whatever names a person only as one of so many of its unit."""
    local = dict.fromkeys(v.key for _, v in rows if isinstance(v.row, LocalAgreement))
    lines = [str(words.gone_local(key.partition(":")[2])) for key in local]
    for kind, named in KINDS.items():
        tally = Counter(unit for unit, v in rows if isinstance(v.row, kind))
        lines += [str(words.gone(unit, named, number)) for unit, number in sorted(tally.items())]
    return lines


def _both(name: str, subject: str, values: Mapping[str, Any]) -> OverviewText:
    text = template(f"{name}.txt.j2").render(values)
    return OverviewText(subject, tidy(text), template(f"{name}.html.j2").render(values))


def _made_alike(listed: Iterable[Decision]) -> frozenset[object]:
    """Days on which decisions about several people were made: there a date alone tells none apart."""
    made = {(d.finding.facts.get("decided_on"), d.finding.subject) for d in listed}
    days = Counter(day for day, _ in made if day is not None)
    return frozenset(day for day, people in days.items() if people > 1)


def _lines(
    listed: Sequence[Decision], counted: Sequence[Counted], alike: Collection[object], p: Phrasing
) -> list[str]:
    lines = [_line(d, alike, p) for d in listed]
    lines += [str(_leader_lines(p.language).counted(*one)) for one in counted]
    return [" ".join(line.split()) for line in lines]


def _line(decision: Decision, alike: Collection[object], p: Phrasing) -> str:
    """A line; a decision about tasks goes by its date, and by name only where the date is not enough."""
    finding = decision.finding
    words, made = speakable(finding, p), finding.facts.get("decided_on")
    name = decision.name if made is None or made in alike else ""
    macro = getattr(_leader_lines(p.language), finding.rule)
    return str(macro(name, words["fact"], words["day"], p))


def _per_unit(
    findings: Sequence[Finding], units: Mapping[str, str], rule: str
) -> list[tuple[str, int]]:
    mine = (f for f in findings if f.rule == rule and f.subject in units)
    return sorted(Counter(units[f.subject] for f in mine).items())


def _span(summary: Summary) -> tuple[date, date]:
    days = summary.days
    return (days[0], days[-1]) if days else (summary.monday, summary.monday + 4 * DAY)


def _words(language: str, name: str) -> Any:  # noqa: ANN401 - a template's own names
    return template(f"{language}/{name}.j2").module


def _leader_lines(language: str) -> Any:  # noqa: ANN401 - a template's own names
    return template(f"{language}/leader_lines.j2").module
