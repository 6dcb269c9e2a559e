"""The labelled subject lines, each as an all-day entry in a real file, through ``check``."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.installation import Installation

LINES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "subjects.csv"
LEFT_OUT = ("AMBIGUOUS", "dictionary", "owner")
MONDAY = date(2026, 11, 30)


@pytest.mark.skipif(not LINES.exists(), reason="../shared/data/subjects.csv is not here")
def test_home_lines_are_found_and_others_are_not_taken_for_them(tmp_path: Path) -> None:
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if not any(w in r["note"] for w in LEFT_OUT)]
    people = tuple(f"line-{n}" for n in range(len(rows)))
    place = Installation(tmp_path, MONDAY, employees=people)
    for person, row in zip(people, rows, strict=True):
        place.add(row["subject"].replace(",", "\\,"), MONDAY, person=person)

    days = {e["id"]: e["days"] for e in place.check()["employees"]}
    home = {p for p in people if any(d["status"] == "home" for d in days[p])}

    labelled = {p for p, r in zip(people, rows, strict=True) if r["label"].startswith("home")}
    right = len(home & labelled)
    print(f"precision {right / len(home):.3f}, recall {right / len(labelled):.3f}")  # noqa: T201
    assert right / len(home) >= 0.97
    assert right / len(labelled) >= 0.85
    halves = {p for p, r in zip(people, rows, strict=True) if r["label"] == "home_half"}
    wrong = [p for p in halves & home if "1/2" not in {d["share"] for d in days[p]}]
    assert len(wrong) <= 2, [rows[people.index(p)]["subject"] for p in wrong]
