"""Told before read, read before written; and a pass that would change too much is held."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.installation import SETTINGS, Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)


def gates(place: Installation, **dates: str) -> None:
    gate = ("informed_on", "read_from", "activation_date")
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(gate)]
    text = "\n".join(lines).format(service="", more="")
    stated = "".join(f"{k} = {v}\n" for k, v in dates.items())
    text = text.replace("[service]", f"[service]\n{stated}")
    (place.folder / "hjemmedag.toml").write_text(text, encoding="utf-8")


def crowd(tmp_path: Path, count: int) -> Installation:
    people = tuple(f"e{n}" for n in range(count))
    place = Installation(tmp_path, MONDAY, employees=people)
    for person in people:
        meet(place, person)
    return place


def meet(place: Installation, person: str = "e1") -> None:
    place.add("Hjemmearbejde", TUESDAY, person=person, name="home")
    start, end = datetime(2026, 12, 8, 10), datetime(2026, 12, 8, 11)  # noqa: DTZ001
    place.add("Møde (fysisk)", start, end, person=person, name="meeting")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    place = Installation(tmp_path, MONDAY)
    meet(place)
    return place


@pytest.mark.parametrize("command", ["check", "sync"])
@pytest.mark.parametrize("stated", [{}, {"informed_on": "2099-01-01"}])
def test_nothing_is_read_before_people_were_told(
    place: Installation, command: str, stated: dict[str, str]
) -> None:
    gates(place, **stated)

    answer = place.run(command, "--format", "json")

    assert answer.code == 2
    assert answer.out == ""
    assert "informed_on" in answer.err


def test_as_of_alone_opens_no_gate(place: Installation) -> None:
    gates(place, informed_on="2098-01-01", activation_date="2098-01-01")

    assert place.run("check", as_of=date(2099, 1, 1)).code == 2


def test_a_unit_that_was_not_told_is_not_read(tmp_path: Path) -> None:
    units = '[[units]]\nid = "top"\n[[units]]\nid = "u"\nparent = "top"\ninformed_on = 2098-01-01\n'
    units += "read_from = 2098-01-01\nactivation_date = 2098-01-01\nleaders_from = 2098-01-01\n"
    place = Installation(tmp_path, MONDAY, units=units)
    meet(place)

    assert place.run("check", "--format", "json").code == 2


def test_without_activation_a_pass_is_a_dry_run(place: Installation) -> None:
    gates(place, informed_on="2025-01-06")

    answer = place.run("sync", "--format", "json")

    assert answer.code == 0
    assert answer.json["active"] is False
    assert answer.json["notices"]["created"] == 1
    assert place.notes() == []
    assert not (place.folder / "hjemmedag.db").exists()


def test_days_before_read_from_are_no_evidence(place: Installation) -> None:
    gates(place, informed_on="2025-01-06", read_from="2026-12-03", activation_date="2026-12-03")
    place.add("Hjemmearbejde", date(2026, 12, 3), name="early")

    days = place.check()["employees"][0]["days"]

    assert [d["date"] for d in days if d["status"] == "home"] == ["2026-12-08"]


def test_the_first_pass_is_not_held(tmp_path: Path) -> None:
    place = crowd(tmp_path, 60)

    assert place.sync()["notices"]["created"] == 60


def test_taking_away_too_much_at_once_is_held_until_confirmed(tmp_path: Path) -> None:
    place = crowd(tmp_path, 30)
    place.sync()
    for n in range(12):
        (place.mailbox(f"e{n}") / "meeting.ics").unlink()

    held = place.run("sync", "--format", "json")

    assert held.code == 3
    assert held.json["held"] is True
    assert sum(len(place.notes(f"e{n}")) for n in range(30)) == 30
    again = place.run("sync", "--format", "json")
    assert again.code == 3
    released = place.run("sync", "--confirm", "--format", "json")
    assert (released.code, released.json["notices"]["removed"]) == (0, 12)
    assert place.sync()["notices"]["unchanged"] == 18


def test_a_held_pass_is_over_when_its_cause_is(tmp_path: Path) -> None:
    place = crowd(tmp_path, 30)
    place.sync()
    kept = {n: (place.mailbox(f"e{n}") / "meeting.ics").read_bytes() for n in range(12)}
    for n in kept:
        (place.mailbox(f"e{n}") / "meeting.ics").unlink()
    place.sync()
    for n, content in kept.items():
        (place.mailbox(f"e{n}") / "meeting.ics").write_bytes(content)

    answer = place.run("sync", "--format", "json")

    assert answer.code == 0
    assert answer.json["notices"]["unchanged"] == 30


def test_ten_notes_may_go_at_once(tmp_path: Path) -> None:
    place = crowd(tmp_path, 12)
    place.sync()
    for n in range(10):
        (place.mailbox(f"e{n}") / "meeting.ics").unlink()

    assert place.sync()["notices"]["removed"] == 10


def test_notes_whose_day_has_passed_are_never_held(tmp_path: Path) -> None:
    place = crowd(tmp_path, 30)
    place.sync()

    answer = place.run("sync", "--format", "json", as_of=date(2026, 12, 9))

    assert (answer.code, answer.json["notices"]["removed"]) == (0, 30)


def test_new_notes_for_too_many_people_are_held(tmp_path: Path) -> None:
    people = tuple(f"e{n}" for n in range(60))
    place = Installation(tmp_path, MONDAY, employees=people)
    place.sync()
    for person in people[:51]:
        meet(place, person)

    assert place.run("sync").code == 3
    assert place.sync("--confirm")["notices"]["created"] == 51


def test_a_dry_run_of_a_held_pass_gives_the_same_answer(tmp_path: Path) -> None:
    place = crowd(tmp_path, 30)
    place.sync()
    for n in range(12):
        (place.mailbox(f"e{n}") / "meeting.ics").unlink()

    rehearsed = place.run("sync", "--dry-run", "--format", "json")
    real = place.run("sync", "--format", "json")

    assert (rehearsed.code, rehearsed.json) == (real.code, real.json)


def test_an_organisation_that_shrinks_at_once_is_held_until_confirmed(tmp_path: Path) -> None:
    place = crowd(tmp_path, 15)
    place.sync()
    place.employees = place.employees[:2]
    place.configure()

    assert place.run("sync").code == 3
    assert sum(len(place.notes(f"e{n}")) for n in range(15)) == 15
    assert place.sync("--confirm")["notices"] == {
        "created": 0,
        "updated": 0,
        "removed": 13,
        "unchanged": 2,
        "told": 0,
    }


def test_withdrawing_is_never_held_and_neither_is_what_comes_after(tmp_path: Path) -> None:
    place = crowd(tmp_path, 60)
    place.sync()

    assert place.run("withdraw", "--all").code == 0
    assert place.sync()["notices"]["created"] == 60


def test_a_mailbox_that_is_suddenly_empty_is_held(place: Installation) -> None:
    for n in range(20):
        place.add("Møde", date(2026, 12, 9), name=f"other-{n}")
    place.sync()
    for path in place.mailbox().glob("*.ics"):
        if not path.name.startswith("hjemmedag-"):
            path.unlink()

    answer = place.run("sync", "--format", "json")

    assert answer.code == 1
    assert answer.json["failed"] == [{"mailbox": "e1@x.example", "error": "held: empty"}]
    assert len(place.notes()) == 1


def test_one_missing_mailbox_fails_alone(tmp_path: Path) -> None:
    place = crowd(tmp_path, 3)
    for path in place.mailbox("e1").iterdir():
        path.unlink()
    place.mailbox("e1").rmdir()

    answer = place.run("sync", "--format", "json")

    assert answer.code == 1
    assert [f["mailbox"] for f in answer.json["failed"]] == ["e1@x.example"]
    assert answer.json["notices"]["created"] == 2
    assert place.run("check").code == 1
