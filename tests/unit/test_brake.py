"""When a pass is held: more than a fifth of what stands and more than ten, or of the people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.model import RemoteRef
from sync.brake import held
from sync.content import Content
from sync.ledger import Entry
from sync.service import Brake

TODAY = date(2026, 11, 30)
LATER = TODAY + timedelta(days=8)
CONTENT = Content("Note om din hjemmedag", "…", LATER, LATER, LATER, (), ())
WRITTEN = Entry("files", "e", "day", LATER, desired=CONTENT, version=1, delivered_version=1)
STANDING = WRITTEN.delivered(WRITTEN, RemoteRef("id", "etag", "shape"), None)  # type: ignore[arg-type]  # no time needed


def entries(count: int, like: Entry, first: int = 0) -> list[Entry]:
    return [replace(like, person=f"e{n}") for n in range(first, first + count)]


def held_of(found: list[Entry], *, enrolled: int = 1000, settled: int = 1000) -> str | None:
    everybody = {f"e{n}" for n in range(settled)}
    return held(Brake(), found, settled=everybody, enrolled=enrolled, today=TODAY)


REMOVED = STANDING.unwanted()
REWRITTEN = STANDING.wanted(replace(CONTENT, body="other"), "digest")
NEW = Entry("files", "e", "day", LATER).wanted(CONTENT, "digest")


@pytest.mark.parametrize("changed", [REMOVED, REWRITTEN])
@pytest.mark.parametrize(
    ("changing", "staying", "stopped"),
    [(10, 0, False), (11, 0, True), (11, 43, True), (11, 44, False), (20, 80, False)],
)
def test_notes_are_held_above_ten_and_a_fifth(
    changed: Entry, changing: int, staying: int, stopped: bool
) -> None:
    found = entries(changing, changed) + entries(staying, STANDING, first=changing)

    assert (held_of(found) is not None) == stopped


@pytest.mark.parametrize(
    ("new", "enrolled", "stopped"),
    [(50, 60, False), (51, 60, True), (51, 254, True), (51, 255, False), (60, 300, False)],
)
def test_new_notes_are_held_above_fifty_people_and_a_fifth(
    new: int, enrolled: int, stopped: bool
) -> None:
    assert (held_of(entries(new, NEW), enrolled=enrolled) is not None) == stopped


def test_people_are_counted_not_their_notes() -> None:
    twice = entries(50, NEW) + entries(50, replace(NEW, key="other"))

    assert held_of(twice, enrolled=60) is None


def test_people_without_a_completed_pass_are_not_counted() -> None:
    assert held_of(entries(60, REMOVED) + entries(60, NEW, first=60), settled=0) is None


def test_notes_whose_day_has_passed_count_neither_as_changed_nor_as_standing() -> None:
    passed = replace(REMOVED, until=TODAY)
    over = replace(STANDING, until=TODAY)

    assert held_of(entries(60, passed)) is None
    assert held_of(entries(11, REMOVED) + entries(60, over, first=11)) is not None
    assert held_of(entries(11, REMOVED) + entries(60, STANDING, first=11)) is None


def test_a_calm_ledger_is_never_held() -> None:
    assert held_of(entries(500, STANDING)) is None
    assert held_of([]) is None
