"""Leaders get one overview a week, with the right lines, exactly once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.installation import Installation

THURSDAY = date(2026, 12, 3)
W50 = date(2026, 12, 7)
NO_INVITES = {"sent": 0, "updated": 0, "cancelled": 0, "unchanged": 0}
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
UNITS = '[[units]]\nid = "u"\nname = "KiF Vest"\nleader = "boss"\n'
MAIL = '[connections.mail]\nkind = "imip"\npath = "outbox"\n'
LOCAL = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n'


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - written with a TZID


def team(tmp_path: Path, size: int = 3, **more: str) -> Installation:
    people = ("boss", *(f"e{n}" for n in range(1, size + 1)))
    place = Installation(
        tmp_path,
        THURSDAY,
        employees=people,
        units=more.get("units", UNITS),
        more=DELIVERY,
        register=more.get("register", LOCAL),
        service=more.get("service", ""),
    )
    place.add("Hjemmearbejde ad hoc", W50 + timedelta(days=1), person="e1")
    return place


def overviews(place: Installation, person: str = "boss") -> list[str]:
    """The text of each overview in a calendar, with its subject."""
    found = []
    for path in place.notes(person):
        entry = Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]
        if "overblik" in str(entry["SUMMARY"]):
            found.append(f"{entry['SUMMARY']}\n{entry['DESCRIPTION']}")
    return found


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return team(tmp_path)


def test_a_leader_gets_the_next_week_on_thursday(place: Installation) -> None:
    answer = place.sync()

    assert answer["invites"] == NO_INVITES | {"sent": 1}
    text = overviews(place)[0]
    assert text.startswith("Ugeoverblik: hjemmearbejde i uge 50 (7.–11. december)")
    assert "Hjemme, af 3\nmandag 0 · tirsdag 1 · onsdag 0 · torsdag 0 · fredag 0" in text
    assert "e1: man ikke angivet, tir hjemme, ons ikke angivet" in text


def test_one_week_gives_one_invite_whatever_happens(place: Installation) -> None:
    place.sync()
    place.add("Hjemmearbejde ad hoc", W50, person="e2")
    again = [place.sync(as_of=THURSDAY + timedelta(days=n)) for n in range(5)]

    assert [a["invites"] for a in again] == [NO_INVITES | {"unchanged": 1}] * 5
    assert len(overviews(place)) == 1


def test_nothing_is_sent_before_thursday(place: Installation) -> None:
    place.add("Hjemmearbejde ad hoc", THURSDAY, person="e1")

    assert place.sync(as_of=THURSDAY - timedelta(days=1))["invites"]["sent"] == 1
    assert "i uge 49" in overviews(place)[0]


def test_an_outage_is_caught_up_until_friday_of_the_week_itself(place: Installation) -> None:
    assert place.sync(as_of=W50 + timedelta(days=2))["invites"]["sent"] == 1
    assert "i uge 50" in overviews(place)[0]


def test_an_outage_over_two_due_days_gives_both_weeks(place: Installation) -> None:
    place.sync(as_of=THURSDAY - timedelta(days=7))
    place.add("Hjemmearbejde ad hoc", W50 + timedelta(days=8), person="e1")

    assert place.sync(as_of=W50 + timedelta(days=4))["invites"]["sent"] == 2


def test_a_first_start_on_thursday_sends_one_week_only(place: Installation) -> None:
    place.add("Hjemmearbejde ad hoc", THURSDAY, person="e1")

    assert place.sync()["invites"]["sent"] == 1


def test_nor_does_the_day_after_bring_the_week_that_is_ending(place: Installation) -> None:
    place.add("Hjemmearbejde ad hoc", THURSDAY, person="e1")
    place.sync()

    assert place.sync(as_of=THURSDAY + timedelta(days=1))["invites"]["sent"] == 0


def a_meeting_on_a_home_day(place: Installation, day: date) -> None:
    place.add("Hjemmearbejde fast", day, person="e2")
    place.add("Møde (fysisk)", at(day, 10), at(day, 12), person="e2")


def only_for_the_reader(place: Installation) -> bool:
    """Whether the note in e2's calendar promises that nobody else sees it."""
    return said(place).rstrip().endswith("Noten er kun til dig.")


def said(place: Installation) -> str:
    """What the note in e2's calendar says."""
    entry = Calendar.from_ical(place.notes("e2")[0].read_bytes()).walk("VEVENT")[0]
    return str(entry["DESCRIPTION"])


def test_catching_up_names_no_meeting_whose_note_came_too_late_for_the_day(
    tmp_path: Path,
) -> None:
    place = team(tmp_path, register="")
    a_meeting_on_a_home_day(place, W50 + timedelta(days=2))
    place.sync(as_of=THURSDAY - timedelta(days=2))
    assert only_for_the_reader(place)

    assert place.sync(as_of=W50)["invites"]["sent"] == 1
    assert "Til dig" not in overviews(place)[0]


def test_a_gate_that_opens_in_a_week_opens_no_overview_that_was_due_before(
    tmp_path: Path,
) -> None:
    place = team(tmp_path, register="", service="leaders_from = 2026-03-16")
    a_meeting_on_a_home_day(place, date(2026, 3, 18))
    place.sync(as_of=date(2026, 3, 4))
    assert only_for_the_reader(place)

    for day in (16, 17, 18):
        assert place.sync(as_of=date(2026, 3, day))["invites"] == NO_INVITES
    place.add("Hjemmearbejde ad hoc", date(2026, 3, 24), person="e1")
    assert place.sync(as_of=date(2026, 3, 19))["invites"]["sent"] == 1


def test_a_meeting_in_a_mailed_note_is_nobodys_business_since_nobody_sees_it_deleted(
    tmp_path: Path,
) -> None:
    people = ("boss", "e1", "e2")
    place = Installation(tmp_path, THURSDAY, employees=people, units=UNITS, more=MAIL + DELIVERY)
    place.employee_keys = 'notices = "mail"'
    place.configure()
    a_meeting_on_a_home_day(place, W50 + timedelta(days=2))
    place.sync(as_of=THURSDAY - timedelta(days=6))
    (mail,) = (tmp_path / "outbox").glob("*.eml")
    assert "Noten er kun til dig.\n" in mail.read_bytes().decode().replace("\r\n", "\n")

    place.sync()

    assert "Til dig" not in next(t for t in overviews(place) if "i uge 50" in t)


def test_what_could_not_be_sent_by_friday_of_its_week_is_not_sent_any_more(tmp_path: Path) -> None:
    people, delivery = ("boss", "e1"), DELIVERY.replace('"files"', '"mail"')
    place = Installation(tmp_path, THURSDAY, employees=people, units=UNITS, more=MAIL + delivery)
    place.add("Hjemmearbejde ad hoc", W50, person="e1")
    outbox = tmp_path / "outbox"
    outbox.write_text("no folder")
    assert place.sync()["failed"]
    outbox.unlink()

    answer = place.sync(as_of=W50 + timedelta(days=5))

    assert (answer["failed"], answer["invites"]) == ([], NO_INVITES)
    assert not list(outbox.glob("*.eml"))


def test_on_a_public_holiday_it_is_due_the_working_day_before(tmp_path: Path) -> None:
    place = team(tmp_path)
    maundy_thursday = date(2026, 4, 2)
    place.add("Hjemmearbejde ad hoc", date(2026, 4, 8), person="e1")
    place.read_from = date(2025, 1, 6)

    before = place.sync(as_of=maundy_thursday - timedelta(days=2))
    due = place.sync(as_of=maundy_thursday - timedelta(days=1))

    assert before["invites"]["sent"] == 0
    assert due["invites"]["sent"] == 1
    assert "i uge 15 (7.–10. april)" in overviews(place)[0]


def test_week_53_has_its_overview(tmp_path: Path) -> None:
    place = team(tmp_path)
    place.add("Hjemmearbejde ad hoc", date(2026, 12, 29), person="e1")
    place.add("Hjemmearbejde ad hoc", date(2027, 1, 5), person="e1")

    assert place.sync(as_of=date(2026, 12, 24))["invites"]["sent"] == 1
    assert "i uge 53 (28.–31. december)" in overviews(place)[0]
    assert place.sync(as_of=date(2026, 12, 31))["invites"]["sent"] == 1
    assert any("i uge 1 (4.–8. januar)" in text for text in overviews(place))


def test_nothing_to_say_means_nothing_sent_but_the_first_of_a_quarter(tmp_path: Path) -> None:
    place = Installation(
        tmp_path, THURSDAY, employees=("boss", "e1"), units=UNITS, more=DELIVERY, register=LOCAL
    )

    assert place.sync()["invites"] == NO_INVITES
    assert place.sync(as_of=date(2026, 12, 31))["invites"]["sent"] == 1
    assert "Der er intet at vise for denne uge." in overviews(place)[0]


def test_it_is_taken_away_on_the_second_working_day_after_its_week(place: Installation) -> None:
    place.sync()

    monday = place.sync(as_of=W50 + timedelta(days=7))
    assert monday["invites"]["unchanged"] == 1
    tuesday = place.sync(as_of=W50 + timedelta(days=8))

    assert tuesday["invites"] == NO_INVITES
    assert overviews(place) == []


def test_a_missing_agreement_reaches_the_leader_after_five_working_days(tmp_path: Path) -> None:
    place = team(tmp_path)
    place.add(
        "Hjemmearbejde", THURSDAY - timedelta(weeks=5), None, "RRULE:FREQ=WEEKLY", person="e2"
    )

    place.sync()
    next_week = place.sync(as_of=THURSDAY + timedelta(days=7))

    assert next_week["invites"]["sent"] == 1
    texts = overviews(place)
    assert "Til dig" not in texts[0]
    assert any("1. e2: fast hjemmedag torsdag. Registret har ingen" in t for t in texts)
    people = {e["id"]: e for e in place.check(THURSDAY + timedelta(days=7))["employees"]}
    assert people["e2"]["findings"][0]["to"] == ["employee", "leader"]


def test_deleting_that_note_does_not_stop_it_and_it_is_listed_twice_then_counted(
    tmp_path: Path,
) -> None:
    place = team(tmp_path)
    place.add(
        "Hjemmearbejde", THURSDAY - timedelta(weeks=5), None, "RRULE:FREQ=WEEKLY", person="e2"
    )
    place.sync()
    for note in place.notes("e2"):
        said = note.read_bytes().replace(b"\r\n ", b"").decode()
        assert "selv om du sletter noten" in said
        note.unlink()

    for week in (1, 2, 3):
        place.sync(as_of=THURSDAY + timedelta(weeks=week))

    texts = sorted(overviews(place))
    assert "1. e2:" in texts[-1] or "1. e2:" in texts[-2]
    assert any("Et spørgsmål, der er vist to gange før, er stadig åbent." in t for t in texts)


def test_a_sure_meeting_shows_day_and_time_while_its_note_stands(tmp_path: Path) -> None:
    place = team(tmp_path, register="")
    wednesday = W50 + timedelta(days=2)
    place.add("Hjemmearbejde fast", wednesday, person="e2")
    place.add("Møde (fysisk)", at(wednesday, 10), at(wednesday, 12), person="e2")

    place.sync(as_of=THURSDAY - timedelta(days=6))
    place.sync()

    text = overviews(place)[0]
    assert "e2: onsdag den 9. december kl. 10–12 er der et møde, der er markeret" in text


def test_a_meeting_whose_note_was_deleted_is_nobodys_business(tmp_path: Path) -> None:
    place = team(tmp_path, register="")
    wednesday = W50 + timedelta(days=2)
    place.add("Hjemmearbejde fast", wednesday, person="e2")
    place.add("Møde (fysisk)", at(wednesday, 10), at(wednesday, 12), person="e2")
    place.sync(as_of=THURSDAY - timedelta(days=6))
    place.notes("e2")[0].unlink()
    place.sync()

    assert "Til dig" not in overviews(place)[0]


def test_counts_only_where_the_unit_wants_counts(tmp_path: Path) -> None:
    place = team(tmp_path, units=UNITS + 'detail = "counts"\n')
    place.sync()

    text = overviews(place)[0]
    assert "tirsdag 1" in text
    assert "e1" not in text


def test_a_unit_that_wants_none_gets_none(tmp_path: Path) -> None:
    assert team(tmp_path, units=UNITS + 'summary = "off"\n').sync()["invites"] == NO_INVITES


def test_leaders_get_nothing_before_their_gate(tmp_path: Path) -> None:
    place = team(tmp_path, service="leaders_from = 2099-01-01")

    assert place.sync()["invites"] == NO_INVITES
    assert place.run("summaries").code == 0


def test_absence_is_shown_only_for_whole_days_out_of_office(place: Installation) -> None:
    place.add("Ferie", W50, None, "X-MICROSOFT-CDO-BUSYSTATUS:OOF", person="e2")
    place.add("Ferie", W50, person="e3")
    place.sync()

    text = overviews(place)[0]
    assert "e2: man fravær" in text
    assert "e3: man ikke angivet" in text


def test_half_a_day_out_of_office_is_no_absence_in_the_table(place: Installation) -> None:
    oof = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
    place.add("Ferie til kl. 13", W50, None, oof, person="e2")
    place.add("Ferie", at(W50, 8), at(W50, 14), oof, person="e3")
    tuesday = W50 + timedelta(days=1)
    place.add("Ferie", at(tuesday, 7), at(tuesday, 16), oof, person="e3")
    place.sync()

    text = overviews(place)[0]
    assert "e2: man ikke angivet" in text
    assert "e3: man ikke angivet, tir fravær" in text
    people = {e["id"]: e for e in place.check()["employees"]}
    assert people["e2"]["days"][0]["reason"] == "absence-oof"


def test_who_is_not_enrolled_stands_as_not_taking_part(tmp_path: Path) -> None:
    place = team(tmp_path)
    organisation = place.folder / "organisation.toml"
    text = organisation.read_text()
    organisation.write_text(text.replace('id = "e3"\n', 'id = "e3"\nenrolled = false\n'))
    place.sync()

    assert "e3: er ikke med i Hjemmedag" in overviews(place)[0]
    assert "Hjemme, af 2" in overviews(place)[0]


def test_the_deputy_gets_it_too_when_the_leader_is_away(tmp_path: Path) -> None:
    place = team(tmp_path, units=UNITS + 'deputy = "e3"\n')
    place.add("Ferie", W50, W50 + timedelta(days=3), person="boss")

    assert place.sync()["invites"]["sent"] == 2
    assert overviews(place, "e3") == overviews(place, "boss")


def test_a_leader_of_two_units_gets_one_invite_with_two_sections(tmp_path: Path) -> None:
    units = UNITS + '[[units]]\nid = "v"\nname = "KiF Øst"\nleader = "boss"\n'
    place = team(tmp_path, units=units)
    organisation = place.folder / "organisation.toml"
    text = organisation.read_text()
    at_e3 = text.index('id = "e3"')
    organisation.write_text(text[:at_e3] + text[at_e3:].replace('unit = "u"', 'unit = "v"', 1))
    place.sync()

    assert len(overviews(place)) == 1
    assert "KiF Vest\nHjemme, af 2" in overviews(place)[0]
    assert "KiF Øst\nHjemme, af 1" in overviews(place)[0]


def test_hr_gets_counts_and_agreement_ids_once_a_month(tmp_path: Path) -> None:
    contact = '[[contacts]]\nunit = "u"\nrole = "hr"\nname = "HR"\naddress = "hr@x.example"\n'
    register = LOCAL + "max_days_per_week = 3\n"
    place = team(tmp_path, units=UNITS + contact, register=register)
    place.mailbox("hr").mkdir(parents=True)

    place.sync()
    place.sync(as_of=THURSDAY + timedelta(days=1))

    texts = overviews(place, "hr")
    assert len(texts) == 1
    assert texts[0].startswith("Månedsoverblik: hjemmearbejde i december 2026")
    assert "Lokalaftalen LA giver op til 3 dage om ugen." in texts[0]


def test_withdraw_takes_overviews_away_too(place: Installation) -> None:
    place.sync()

    assert place.run("withdraw", "--all", "--format", "json").code == 0
    assert overviews(place) == []


def test_without_delivery_what_stood_is_called_off(place: Installation) -> None:
    place.sync()
    place.more = ""
    place.configure()

    assert place.sync()["invites"] == NO_INVITES | {"cancelled": 1}
    assert overviews(place) == []
    assert place.sync()["invites"] == NO_INVITES


def test_an_overview_is_never_evidence(place: Installation) -> None:
    place.sync()

    boss = next(e for e in place.check()["employees"] if e["id"] == "boss")
    assert all(d["status"] in ("unknown", "holiday") for d in boss["days"])


def test_a_preview_writes_four_files_and_sends_nothing(place: Installation) -> None:
    folder = place.folder / "preview"

    answer = place.run("summaries", "--week", "2026-W50", "--preview", str(folder))

    assert answer.code == 0
    names = sorted(p.name for p in folder.iterdir())
    assert names == [f"2026-W50-boss.{s}" for s in ("eml", "html", "ics", "txt")]
    assert overviews(place) == []
    assert [one["what"] for one in place.look_ups()] == ["summaries"]


def test_sending_by_hand_takes_the_slot(place: Installation) -> None:
    early = THURSDAY - timedelta(days=2)

    sent = place.run(
        "summaries", "--week", "2026-W50", "--send", "--format", "json", as_of=early
    ).json

    assert sent["invites"]["sent"] == 1
    assert place.sync()["invites"] == NO_INVITES | {"unchanged": 1}


def test_sending_by_hand_takes_no_slot_of_a_week_with_nothing_to_say_yet(
    place: Installation,
) -> None:
    words = ("summaries", "--week", "2026-W51", "--send", "--format", "json")
    assert place.run(*words).json["invites"] == NO_INVITES
    place.add("Hjemmearbejde ad hoc", W50 + timedelta(days=8), person="e2")

    assert place.sync(as_of=THURSDAY + timedelta(days=7))["invites"]["sent"] == 1
    assert any("i uge 51" in text for text in overviews(place))


@pytest.mark.parametrize("week", ["2026-W48", "2027-W01"])
def test_a_week_that_is_over_or_not_read_yet_is_not_sent(place: Installation, week: str) -> None:
    answer = place.run("summaries", "--week", week, "--send")

    assert answer.code == 2
    assert "2026-W49 to 2026-W52" in answer.err


def test_a_note_is_written_anew_when_who_sees_it_changes(tmp_path: Path) -> None:
    place = team(tmp_path, register="")
    a_meeting_on_a_home_day(place, W50 + timedelta(days=2))
    friday = THURSDAY - timedelta(days=6)
    place.more = ""
    place.configure()
    place.sync(as_of=friday)
    assert only_for_the_reader(place)
    place.more = DELIVERY
    place.configure()

    assert place.sync(as_of=friday)["notices"]["updated"] == 1
    assert "torsdag den 3. december, viser din leders ugeoverblik dag og tid" in said(place)
    place.units = UNITS + 'detail = "counts"\n'
    place.configure()
    assert place.sync(as_of=friday)["notices"]["updated"] == 1
    assert "viser din leders ugeoverblik kun et antal" in said(place)
    assert place.sync(as_of=friday)["notices"]["updated"] == 0


def test_what_hr_got_is_called_off_when_somebody_else_keeps_agreements(tmp_path: Path) -> None:
    contact = '[[contacts]]\nunit = "u"\nrole = "hr"\nname = "HR"\naddress = "hr@x.example"\n'
    register = LOCAL + "max_days_per_week = 3\n"
    place = team(tmp_path, units=UNITS + contact, register=register)
    place.mailbox("hr").mkdir(parents=True)
    place.sync()
    place.units = UNITS
    place.configure()

    assert place.sync()["invites"]["cancelled"] == 1


def test_a_week_that_is_none_is_refused_in_words(place: Installation) -> None:
    answer = place.run("summaries", "--week", "2026-50")

    assert answer.code == 2
    assert "2026-W49" in answer.err
