"""Enrolment and the gates of each unit: who is read, who is written to, who is withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
AGREED = (
    '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n'
    '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-11-02\n'
    'pattern = [["tuesday"]]\n{more}\n'
)
FAR = "2098-01-01"


def meet(place: Installation, person: str = "e1") -> None:
    place.add("Hjemmearbejde", TUESDAY, person=person, name="home")
    start, end = datetime(2026, 12, 8, 10), datetime(2026, 12, 8, 11)  # noqa: DTZ001
    place.add("Møde (fysisk)", start, end, person=person, name="meeting")


def read(place: Installation) -> list[str]:
    return [e["id"] for e in place.check()["employees"]]


@pytest.mark.parametrize(
    ("enrolment", "enrolled", "more", "takes_part"),
    [
        ("all", "", "", True),
        ("all", "enrolled = false", "", False),
        ("all", "enrolled = 2026-11-30", "", True),
        ("all", "enrolled = 2026-12-01", "", False),
        ("with-agreement", "", "", True),
        ("with-agreement", "", "valid_to = 2026-11-29", False),
        ("with-agreement", "", "withdrawn_on = 2026-11-30", False),
        ("with-agreement", "enrolled = true", "valid_to = 2026-11-29", True),
        ("with-agreement", "enrolled = false", "", False),
        ("own-request", "", "", False),
        ("own-request", "enrolled = true", "", True),
        ("own-request", "enrolled = 2026-11-30", "", True),
    ],
)
def test_enrolment_is_the_services_unless_a_person_has_their_own(
    tmp_path: Path, enrolment: str, enrolled: str, more: str, takes_part: bool
) -> None:
    place = Installation(
        tmp_path,
        MONDAY,
        service=f'enrolment = "{enrolment}"',
        employee_keys=enrolled,
        register=AGREED.format(more=more),
    )
    meet(place)

    assert read(place) == (["e1"] if takes_part else [])
    assert place.sync()["notices"]["created"] == (1 if takes_part else 0)


def two_units(folder: Path, **gates: str) -> Installation:
    """``u`` with ``e1`` as the service says, ``v`` with ``e2`` and gates of its own."""
    own = "".join(f"{k} = {v}\n" for k, v in gates.items())
    place = Installation(folder, MONDAY)
    place.mailbox("e2").mkdir()
    place.units = (
        '[[units]]\nid = "u"\n[[units]]\nid = "v"\n' + own + '[[employees]]\nid = "e2"\n'
        'mailbox = "e2@x.example"\nconnection = "files"\nunit = "v"\n'
    )
    place.configure()
    for person in ("e1", "e2"):
        meet(place, person)
    return place


def test_a_unit_that_was_not_told_is_not_read_while_others_are(tmp_path: Path) -> None:
    later = {"informed_on": FAR, "read_from": FAR, "activation_date": FAR, "leaders_from": FAR}
    place = two_units(tmp_path, **later)

    assert read(place) == ["e1"]
    assert place.sync()["mailboxes"] == 1
    assert place.run("explain", "e2", "2026-12-08").code == 2


def test_a_unit_before_its_activation_is_read_but_not_written_to(tmp_path: Path) -> None:
    place = two_units(tmp_path, activation_date=FAR, leaders_from=FAR)

    assert read(place) == ["e2", "e1"]
    answer = place.sync()
    assert (answer["active"], answer["mailboxes"]) == (True, 1)
    assert (len(place.notes("e1")), len(place.notes("e2"))) == (1, 0)


def test_a_unit_whose_gate_closes_again_is_withdrawn(tmp_path: Path) -> None:
    place = two_units(tmp_path)
    place.sync()
    assert len(place.notes("e2")) == 1
    place.units = place.units.replace('id = "v"\n', f'id = "v"\nactivation_date = {FAR}\n', 1)
    place.units = place.units.replace(FAR, f"{FAR}\nleaders_from = {FAR}", 1)
    place.configure()

    assert place.sync()["notices"]["removed"] == 1
    assert place.notes("e2") == []


def test_before_read_from_nothing_is_evidence_for_that_unit_alone(tmp_path: Path) -> None:
    place = two_units(
        tmp_path, read_from="2026-12-14", activation_date="2026-12-14", leaders_from=FAR
    )

    findings = {e["id"]: [f["rule"] for f in e["findings"]] for e in place.check()["employees"]}

    assert findings == {"e1": ["on_site_conflict"], "e2": []}


def test_a_person_who_comes_back_gets_a_note_again(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY)
    meet(place)
    place.sync()
    place.employee_keys = "enrolled = false"
    place.configure()
    place.sync()
    place.employee_keys = ""
    place.configure()

    assert place.sync()["notices"]["created"] == 1
    assert len(place.notes()) == 1
