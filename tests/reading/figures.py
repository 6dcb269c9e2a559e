"""Counts how labelled entries were read: precision and recall for home, absence, needed on site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.reading.entries import Entry

Read = tuple[Entry, dict[str, Any]]
FINDING = ("sure", "likely")


@dataclass(frozen=True, slots=True)
class Figures:
    """Right ones, and those read as something they are not, or not read as what they are."""

    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    def __str__(self) -> str:
        of = f"{self.right} right, {len(self.wrong)} wrong, {len(self.missed)} missed"
        return f"precision {self.precision:.3f}, recall {self.recall:.3f} ({of})"


def home(read: Iterable[Read]) -> Figures:
    """Whole and half home days together."""
    return _figures(read, lambda e: e.home, lambda d: d["status"] == "home")


def absence(read: Iterable[Read]) -> Figures:
    return _figures(read, lambda e: "absence" in e.expected, lambda d: d["status"] == "absence")


def needed(read: Iterable[Read]) -> Figures:
    """What makes findings: evidence *sure* or *likely*."""
    return _figures(read, lambda e: e.evidence in FINDING, lambda d: evidence_of(d) in FINDING)


def details(read: Iterable[Read]) -> Figures:
    """Of what was rightly read as home, the share and the kind; of the rest the exact evidence."""
    right, wrong = 0, []
    for entry, day in read:
        if entry.home and day["status"] == "home":
            good = entry.share in (None, day["share"]) and entry.kind == day["kind"]
        elif entry.evidence and evidence_of(day):
            good = entry.evidence == evidence_of(day)
        else:
            continue
        right += good
        wrong += [] if good else [_told(entry, day)]
    return Figures(right, tuple(wrong), ())


def evidence_of(day: dict[str, Any]) -> str:
    return next((o["evidence"] for o in day["on_site"]), "")


def _figures(
    read: Iterable[Read],
    expected: Callable[[Entry], bool],
    seen: Callable[[dict[str, Any]], bool],
) -> Figures:
    read = list(read)
    right = sum(expected(e) and seen(d) for e, d in read)
    wrong = tuple(_told(e, d) for e, d in read if seen(d) and not expected(e))
    missed = tuple(_told(e, d) for e, d in read if expected(e) and not seen(d))
    return Figures(right, wrong, missed)


def _told(entry: Entry, day: dict[str, Any]) -> str:
    got = " ".join(str(day[k]) for k in ("status", "share", "kind", "reason"))
    return f"{entry} | {' '.join(sorted(entry.expected))} | {got} {evidence_of(day)}"
