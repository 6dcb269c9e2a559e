"""The demo's files: the same bytes each time, valid iCalendar, and nobody else's file touched."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar, Event

from config.demo import AS_OF
from config.demo.calendars import ALL_DIARIES, SPOILED
from config.demo.files import build
from config.demo.people import BY_ID, PEOPLE, WORKPLACES
from tests.unit.demo_expected import (
    EXPECTED,
    EXPECTED_UNITS,
    NOT_ENROLLED,
    UNREADABLE,
)

HORIZON_END = AS_OF + timedelta(weeks=4)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, built once and not written to by the tests that read it."""
    folder = tmp_path_factory.mktemp("demo")
    build(folder, AS_OF)
    return folder


def _bytes(folder: Path) -> Mapping[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _calendars(demo: Path, person: str) -> Iterator[Calendar]:
    """The person's readable calendar files."""
    export = demo / "calendars" / f"{BY_ID[person].mailbox}.ics"
    folder = export.with_suffix("")
    for path in [export] if export.exists() else sorted(folder.glob("*.ics")):
        if path.name not in {name for name, _ in SPOILED.values()}:
            yield Calendar.from_ical(path.read_bytes())


def _on(demo: Path, person: str, day: date) -> Iterator[Event]:
    for calendar in _calendars(demo, person):
        yield from recurring_ical_events.of(calendar).at(day)


def _subjects(demo: Path, person: str, day: date) -> set[str]:
    return {str(event["SUMMARY"]) for event in _on(demo, person, day)}


def test_two_builds_give_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    build(tmp_path, AS_OF)

    assert _bytes(tmp_path) == _bytes(demo)


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    build(tmp_path, AS_OF)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    build(tmp_path, AS_OF)

    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_notes_and_files_that_somebody_added_stay(tmp_path: Path) -> None:
    build(tmp_path, AS_OF)
    calendars = tmp_path / "calendars"
    ours = calendars / BY_ID["mho"].mailbox / "hjemmedag-1.ics"
    beside_an_export = calendars / f"{BY_ID['obr'].mailbox}.hjemmedag" / "hjemmedag-2.ics"
    beside_an_export.parent.mkdir()
    added = (ours, beside_an_export, tmp_path / "hjemmedag.db", ours.with_name("eget.ics"))
    for path in added:
        path.write_bytes(b"mine")

    build(tmp_path, AS_OF)

    assert [path.read_bytes() for path in added] == [b"mine"] * len(added)


def test_a_changed_calendar_is_put_back(tmp_path: Path) -> None:
    build(tmp_path, AS_OF)
    export = tmp_path / "calendars" / f"{BY_ID['obr'].mailbox}.ics"
    as_built = export.read_bytes()
    export.write_bytes(b"")

    build(tmp_path, AS_OF)

    assert export.read_bytes() == as_built


def test_another_date_moves_the_weeks_along(tmp_path: Path) -> None:
    build(tmp_path, AS_OF + timedelta(weeks=10, days=2))

    moved = date(2026, 12, 8) + timedelta(weeks=10)
    assert "Projektmøde (fysisk)" in _subjects(tmp_path, "mho", moved)


def test_lines_end_with_crlf_and_hold_75_octets_at_most(demo: Path) -> None:
    for name, content in _bytes(demo / "calendars").items():
        lines = content.split(b"\r\n")
        assert lines.pop() == b"", name
        assert all(len(line) <= 75 and b"\n" not in line for line in lines), name


def test_every_mailbox_stands_in_one_form_with_readable_events(demo: Path) -> None:
    for person in PEOPLE:
        export = demo / "calendars" / f"{person.mailbox}.ics"
        assert export.is_file() != export.with_suffix("").is_dir(), person.id
        events = [e for c in _calendars(demo, person.id) for e in c.walk("VEVENT")]
        assert len(events) > 8, person.id
        assert not [e.errors for e in events if e.errors], person.id


def test_a_file_in_a_folder_holds_one_uid(demo: Path) -> None:
    for path in (demo / "calendars").glob("*/*.ics"):
        uids = {
            line for line in path.read_bytes().replace(b"\r\n ", b"").split() if b"UID:" in line
        }
        assert len(uids) == 1, path.name


def test_about_sixty_people_write_from_five_programs_and_ten_are_exports() -> None:
    flavours = [person.flavour for person in PEOPLE]

    assert 55 <= len(PEOPLE) <= 65
    assert set(flavours) == {"exchange", "outlook", "apple", "google", "nextcloud"}
    assert 8 <= flavours.count("outlook") <= 12
    assert set(ALL_DIARIES) == set(BY_ID)


def test_the_organisation_names_only_units_and_people_it_has(demo: Path) -> None:
    organisation = tomllib.loads((demo / "organisation.toml").read_text(encoding="utf-8"))
    register = tomllib.loads((demo / "register.toml").read_text(encoding="utf-8"))
    units = {unit["id"] for unit in organisation["units"]}
    people = {employee["id"] for employee in organisation["employees"]}

    assert {unit["parent"] for unit in organisation["units"] if "parent" in unit} < units
    assert {unit["leader"] for unit in organisation["units"]} < people
    assert {employee["unit"] for employee in organisation["employees"]} < units
    assert {u for a in register["local_agreements"] for u in a["units"]} < units
    assert {a["employee"] for a in register["individual_agreements"]} < people
    assert len(people) == len(PEOPLE)
    assert len(units) == len(WORKPLACES)


def test_gates_open_in_order_and_early_enough_for_any_real_day(demo: Path) -> None:
    service = tomllib.loads((demo / "hjemmedag.toml").read_text(encoding="utf-8"))["service"]
    gates = ("informed_on", "read_from", "activation_date", "leaders_from")
    opened = [service[gate] for gate in gates]

    assert opened == sorted(opened)
    assert opened[-1] < date(2026, 10, 1)


def test_series_end_move_and_skip_as_the_diary_says(demo: Path) -> None:
    assert "Arbejder hjemme" in _subjects(demo, "lko", date(2026, 12, 21))
    assert "Arbejder hjemme" not in _subjects(demo, "lko", date(2026, 12, 28))
    assert "Fysisk teammøde" not in _subjects(demo, "tbj", date(2026, 12, 14))
    assert "Fysisk teammøde" in _subjects(demo, "tbj", date(2026, 12, 15))
    assert "Hjemme" not in _subjects(demo, "obr", date(2026, 12, 11))
    assert "Hjemme til kl. 12" in _subjects(demo, "obr", date(2026, 12, 9))
    assert "Teammøde – fysisk fremmøde" in _subjects(demo, "zde", date(2026, 12, 22))
    assert "Teammøde – fysisk fremmøde" not in _subjects(demo, "zde", date(2026, 12, 29))


def test_a_shared_meeting_has_one_uid_in_all_calendars(demo: Path) -> None:
    uids = {
        str(event["UID"])
        for person in ("mho", "obr", "jlu")
        for event in _on(demo, person, date(2026, 12, 8))
        if event["SUMMARY"] == "Projektmøde (fysisk)"
    }

    assert len(uids) == 1


def test_the_meeting_in_nuuk_stands_in_the_organisers_zone(demo: Path) -> None:
    (visit,) = (e for e in _on(demo, "npe", date(2026, 12, 15)) if "Besøg" in str(e["SUMMARY"]))

    assert isinstance(visit.start, datetime)
    assert visit.start.utcoffset() == timedelta(hours=1)
    assert visit.start.hour == 14


@pytest.mark.parametrize("person", sorted(SPOILED))
def test_spoiled_items_lie_beside_readable_ones(demo: Path, person: str) -> None:
    folder = demo / "calendars" / BY_ID[person].mailbox

    assert len(list(folder.glob("*.ics"))) > UNREADABLE[person] == 1
    assert (folder / SPOILED[person][0]).is_file()


def test_expectations_name_people_and_working_days_of_the_horizon() -> None:
    stated = list(EXPECTED.items())

    assert {person for person, _ in stated} <= set(BY_ID) - set(NOT_ENROLLED)
    for _, findings in stated:
        for day in (d for finding in findings for d in finding.days):
            assert AS_OF <= day < HORIZON_END
            assert day.weekday() < 5
    assert set(EXPECTED_UNITS) <= {unit.id for unit in WORKPLACES}


def test_every_day_that_is_expected_has_an_entry_behind_it(demo: Path) -> None:
    for person, findings in EXPECTED.items():
        for day in {d for finding in findings for d in finding.days}:
            own = {entry.subject for entry in ALL_DIARIES[person]}
            assert _subjects(demo, person, day) & own, (person, day)


def test_most_people_are_told_nothing() -> None:
    to_leader_or_hr = {"local_agreement_missing", "agreement_over_cap", "reason_missing"}
    with_a_note = {
        person
        for person, findings in EXPECTED.items()
        if any(finding.rule not in to_leader_or_hr for finding in findings)
    }

    assert 12 <= len(with_a_note) <= len(PEOPLE) * 2 // 5
