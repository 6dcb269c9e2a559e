"""Text that tries to be more than text comes out harmless wherever it comes out."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from config.cli import app
from config.demo.page import DemoPage, LineView, NoteView, WeekRow, WeekView, render
from tests.hostile import ICALENDAR, SIGNS, TRACES, WORDS
from tests.installation import Answer, Installation

THURSDAY = date(2026, 12, 3)
TUESDAY = date(2026, 12, 8)
IN_CALENDARS = SIGNS | WORDS | ICALENDAR
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
OVER_CAP = """
[[local_agreements]]
id = {id}
units = ["u"]
valid_from = 2025-01-06
max_days_per_week = 3
[[individual_agreements]]
employee = "e1"
valid_from = 2025-01-06
pattern = [["monday", "tuesday", "thursday"]]
"""


class _Tags(HTMLParser):
    """Notes what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def at(hour: int) -> datetime:
    return datetime(TUESDAY.year, TUESDAY.month, TUESDAY.day, hour)  # noqa: DTZ001 - with a TZID


def obeyed(text: str) -> list[str]:
    """The characters that a terminal or an eye obeys."""
    kinds = {"Cc", "Cf", "Zl", "Zp", "Cs"}
    return [s for s in text if unicodedata.category(s) in kinds and s not in "\r\n\t"]


def quoted(text: str) -> str:
    """The text as a TOML string."""
    return json.dumps(text)


def diary(folder: Path, attacks: dict[str, str]) -> Installation:
    """A home day among meetings that carry each attack as subject, place, category and name."""
    place = Installation(folder, THURSDAY)
    place.add("Hjemmearbejde fast", TUESDAY, None, f"LOCATION:{attacks['script']}", name="home")
    for n, attack in enumerate(attacks.values()):
        extra = [f"LOCATION:{attack}", f"CATEGORIES:{attack}", f"DESCRIPTION:{attack}"]
        extra += [f'ORGANIZER;CN="{attack}":mailto:e1@x.example', f"COMMENT:{attack}"]
        place.add(f"Møde (fysisk) {attack}", at(10), at(12), *extra, name=f"a{n}")
        place.add(f"Notat {attack}", TUESDAY + timedelta(n % 3), None, *extra[:1], name=f"b{n}")
    broken = place.mailbox() / "broken.ics"
    first = (place.mailbox() / "a0.ics").read_bytes()
    broken.write_bytes(first.replace(b":20261208T", b":i-morgen-").replace(b"UID:", b"UID:x"))
    return place


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return diary(tmp_path_factory.mktemp("attacked"), IN_CALENDARS)


@pytest.fixture(scope="module")
def peaceful(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return diary(tmp_path_factory.mktemp("peaceful"), dict.fromkeys(IN_CALENDARS, "plan"))


def harmless(answer: Answer, *, code: int = 0) -> str:
    """What was said, which holds no sign that is obeyed and no trace of an attack."""
    said = answer.out + answer.err
    assert answer.code == code, said
    assert obeyed(said) == []
    assert [trace for trace in TRACES if trace in said] == []
    return said


@pytest.mark.parametrize("format_", ["text", "json"])
def test_checking_gives_the_same_whatever_the_text(
    attacked: Installation, peaceful: Installation, format_: str
) -> None:
    said = [harmless(p.run("check", "--format", format_)) for p in (attacked, peaceful)]
    assert "on_site_conflict" in said[0]
    if format_ == "json":
        documents: list[Any] = [json.loads(text) for text in said]
        assert documents[0]["employees"] == documents[1]["employees"]
        reasons = [[item["reason"] for item in d["unreadable"]] for d in documents]
        assert reasons[0] == reasons[1] != []


def test_explaining_a_day_quotes_no_more_than_the_word(
    attacked: Installation, peaceful: Installation
) -> None:
    days = ("explain", "e1", str(TUESDAY))
    said = [harmless(p.run(*days, "--format", "json")) for p in (attacked, peaceful)]
    entries = [json.loads(text)["entries"] for text in said]
    for one, other in zip(*entries, strict=True):
        assert [one["start"], one["evidence"]] == [other["start"], other["evidence"]]
        assert len(f"{one['word']} {one['evidence_word']}".split()) <= 3
    assert harmless(attacked.run(*days)).count("\n") == harmless(peaceful.run(*days)).count("\n")


def test_a_note_holds_nothing_of_the_calendars_text(
    attacked: Installation, peaceful: Installation
) -> None:
    harmless(attacked.run("sync"))
    harmless(peaceful.run("sync", "--format", "json"))
    harmless(attacked.run("sync", "--format", "json"))
    notes = [[path.read_text(encoding="utf-8") for path in p.notes()] for p in (attacked, peaceful)]
    assert len(notes[0]) == len(notes[1]) == 1
    said = [str(Calendar.from_ical(n[0]).walk("VEVENT")[0]["DESCRIPTION"]) for n in notes]
    assert said[0] == said[1]
    assert [trace for trace in TRACES if trace in notes[0][0]] == []
    assert obeyed(notes[0][0]) == []


@pytest.mark.parametrize("name", IN_CALENDARS)
def test_a_line_that_is_read_aloud_is_written_out(name: str, tmp_path: Path) -> None:
    place = Installation(tmp_path, THURSDAY)
    for line in (IN_CALENDARS[name], f"Hjemmearbejde {IN_CALENDARS[name]}"):
        for format_ in ("text", "json"):
            config = str(place.folder / "hjemmedag.toml")
            words = ["read", "--config", config, "--format", format_, "--", line]
            answer = CliRunner().invoke(app, words)
            assert answer.exit_code == 0, answer.stderr
            assert obeyed(answer.stdout) == []
            if format_ == "json":
                assert json.loads(answer.stdout)["line"] == line


@pytest.mark.parametrize("name", SIGNS)
@pytest.mark.parametrize("key", ["id", "name", "mailbox", "staff_group", "key that is unknown"])
def test_signs_in_the_organisation_are_refused_in_words(
    key: str, name: str, tmp_path: Path
) -> None:
    place = Installation(tmp_path, THURSDAY)
    written = quoted(key) if " " not in key else quoted(f"x{SIGNS[name]}")
    row = {"id": '"e2"', "mailbox": '"m2@x.example"', "connection": '"files"', "unit": '"u"'}
    row[written] = quoted(f"Anna{SIGNS[name]}")
    row.pop(key, None)
    lines = "".join(f"{k} = {v}\n" for k, v in row.items())
    with (place.folder / "organisation.toml").open("a", encoding="utf-8") as file:
        file.write(f"[[employees]]\n{lines}")
    answer = place.run("check")
    assert answer.code == 2
    assert obeyed(answer.out + answer.err) == []
    assert "employees[2]" in answer.err
    assert "unknown key" in answer.err if " " in key else "control characters" in answer.err


def office(folder: Path, name: str) -> Installation:
    """A leader, and an employee whose name, id and unit are hostile and who has findings."""
    units = f'[[units]]\nid = "u"\nname = {quoted(name)}\nleader = "boss"\n'
    people = (
        '[[employees]]\nid = "boss"\nmailbox = "boss@x.example"\nconnection = "files"\nunit = "u"\n'
        f'[[employees]]\nid = "e1"\nname = {quoted(name)}\nmailbox = "e1@x.example"\n'
        'connection = "files"\nunit = "u"\n'
        f'[[contacts]]\nunit = "u"\nrole = "union"\nname = {quoted(name)}\naddress = "t@x.example"\n'
    )
    place = Installation(folder, THURSDAY, employees=("boss",), units=units, more=DELIVERY)
    place.mailbox("e1").mkdir()
    place.register = OVER_CAP.format(id=quoted(name))
    place.configure()
    (folder / "organisation.toml").write_text(units + people, encoding="utf-8")
    place.add("Hjemmearbejde fast", TUESDAY, name="home")
    place.add("Projektmøde (fysisk)", at(10), at(12), name="meeting")
    return place


@pytest.mark.parametrize("name", WORDS)
def test_words_in_names_and_ids_stay_words(name: str, tmp_path: Path) -> None:
    word = WORDS[name].strip()
    place = office(tmp_path, word)
    text = place.run("check", "--names")
    assert text.code == 0, text.err
    assert obeyed(text.out) == []
    assert word in "".join(text.out.split("\n")) or len(word) > 200
    place.check()
    assert place.sync()["notices"]["created"] >= 1
    folder = place.folder / "preview"
    answer = place.run("summaries", "--week", "2026-W50", "--preview", str(folder))
    assert answer.code == 0, answer.err
    _page_is_harmless((folder / "2026-W50-boss.html").read_text(encoding="utf-8"), word)
    _mail_is_harmless((folder / "2026-W50-boss.eml").read_bytes())
    outside = {p.name for p in tmp_path.iterdir()} - {"calendars", "preview"}
    assert all(n.startswith(("hjemmedag", "organisation", "register")) for n in outside)


@pytest.mark.parametrize("leader", ["../../out", "/out/out", "a/b", "..", "con:x", "boss\\x"])
def test_a_preview_stays_in_its_folder(leader: str, tmp_path: Path) -> None:
    place = office(tmp_path / "in", "Anna")
    file = place.folder / "organisation.toml"
    text = file.read_text(encoding="utf-8").replace('id = "boss"', f"id = {quoted(leader)}")
    text = text.replace('leader = "boss"', f"leader = {quoted(leader)}")
    file.write_text(text, encoding="utf-8")
    folder = tmp_path / "in" / "preview"
    answer = place.run("summaries", "--week", "2026-W50", "--preview", str(folder))
    assert answer.code == 0, answer.err
    assert len(list(folder.iterdir())) == 4
    assert all(p.name.startswith("2026-W50-") for p in folder.iterdir())
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_ids_and_mailboxes_never_leave_their_folder(tmp_path: Path) -> None:
    place = Installation(tmp_path / "in", THURSDAY)
    for mailbox in ("../../out@x.example", "..", "a/b@x.example", "a\\..\\b@x.example", "/etc/x"):
        row = f'[[employees]]\nid = "p"\nmailbox = {quoted(mailbox)}\nconnection = "files"\n'
        place.configure()
        with (place.folder / "organisation.toml").open("a", encoding="utf-8") as file:
            file.write(row + 'unit = "u"\n')
        answer = place.run("sync")
        assert answer.code == 2
        assert "is no mailbox" in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("name", SIGNS | WORDS)
def test_the_demos_page_shows_hostile_words_as_words(name: str) -> None:
    word = (SIGNS | WORDS)[name]
    week = tuple(date(2026, 12, 7) + timedelta(n) for n in range(5))
    page = render(
        DemoPage(
            as_of=THURSDAY,
            note=NoteView(word, TUESDAY, word, word),
            week=WeekView(word, week, (WeekRow(word, (word,) * 5),)),
            lines=(LineView(word, word, word),),
            counts=((word, 1),),
            places=((word, word),),
        )
    )
    _page_is_harmless(page, "")


def _page_is_harmless(page: str, word: str) -> None:
    tags = _Tags()
    tags.feed(page)
    assert tags.tags.isdisjoint({"script", "img", "iframe", "object", "link", "a", "form"})
    assert not [a for a in tags.attributes if a.startswith("on")]
    assert " ".join(word.split()) in " ".join(tags.text.split())
    assert "62773913" not in tags.text


def _mail_is_harmless(raw: bytes) -> None:
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == "boss@x.example"
    assert len(mail["To"].addresses) == 1
    assert (mail["Bcc"], mail["Cc"]) == (None, None)
    assert not mail.defects
