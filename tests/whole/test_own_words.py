"""``[words]`` adds and removes words without code, through the configuration and the command."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.whole.crowd import Entry, at, checked, on

MONDAY = date(2026, 11, 30)
DAY = MONDAY + timedelta(days=1)
ADDED = """
[words]
remove = [
    "wfh", "arbejder hjemme", "hjemmekontor*", "fridag", "ferie*", "kontordag", "dagvagt", "*seminar",
    "på kontoret", "hjemmebesøg", "mette", "i sommerhus",
]
[words.add]
home = ["HJD", "fjernplads*", "på øen", "i sommerhus"]
absence = ["rejsedag", "*kolonien"]
presence = ["husdag"]
on_site = ["stormøde", "samling i hal *"]
not_home = ["hjemmeklub*", "hjemmedag for børn"]
"""
HOME, AWAY, NOTHING = "home", "absence", "unknown"
ADDED_WORDS = {
    "HJD": HOME,
    "hjd - Teams": HOME,
    "Fjernpladsen i Vejle": HOME,
    "Arbejder på øen": HOME,
    "i sommerhus": HOME,  # in both lists: added
    "Rejsedag": AWAY,
    "Sommerkolonien": AWAY,
    "Hjemmeklubben": NOTHING,
    "Hjemmedag for børn": NOTHING,
    "Hjemmedag": HOME,
}
REMOVED_WORDS = {
    "WFH": NOTHING,
    "Arbejder hjemme": NOTHING,
    "Arbejder hjemmefra": HOME,
    "Hjemmekontor": NOTHING,
    "Hjemmekontoret": NOTHING,
    "Hjemmekontr": NOTHING,
    "Hjemme-kontor": NOTHING,
    "Fridag": NOTHING,
    "Ferie": NOTHING,
    "Feriedag": NOTHING,
    "Sommerferie": AWAY,
    "Mette hjemme": HOME,
    "Lone hjemme": NOTHING,
    "Hjemmearbejde": HOME,
}
MEETINGS = {
    "Stormøde": True,
    "Samling i hal B": True,
    "Samling": False,
    "Dagvagt": False,
    "Nattevagt": True,
    "Personaleseminar": False,
    "Møde på kontoret": False,
    "Retsmøde": True,
}


def test_added_and_removed_words_decide_what_a_day_is(tmp_path: Path) -> None:
    lines = ADDED_WORDS | REMOVED_WORDS
    calendars: dict[str, list[Entry]] = {line: [(line, DAY)] for line in lines}
    said = checked(tmp_path / "place", MONDAY, calendars, more=ADDED)
    assert {line: on(said[line], DAY)["status"] for line in lines} == lines


def test_added_and_removed_words_decide_whether_a_meeting_needs_its_owner(tmp_path: Path) -> None:
    calendars: dict[str, list[Entry]] = {m: [(m, at(DAY, 9), at(DAY, 10))] for m in MEETINGS}
    said = checked(tmp_path / "place", MONDAY, calendars, more=ADDED)
    assert {m: bool(on(said[m], DAY)["on_site"]) for m in MEETINGS} == MEETINGS


def test_a_removed_word_for_being_in_no_longer_stands_against_a_home_day(tmp_path: Path) -> None:
    calendars: dict[str, list[Entry]] = {
        word: [("Hjemmearbejde", DAY), (word, DAY)] for word in ("Kontordag", "Husdag", "Indedag")
    }
    said = checked(tmp_path / "place", MONDAY, calendars, more=ADDED)
    assert on(said["Kontordag"], DAY)["status"] == HOME
    assert on(said["Husdag"], DAY)["status"] == NOTHING
    assert on(said["Indedag"], DAY)["status"] == NOTHING


@pytest.mark.parametrize(
    ("line", "word"),
    [("HJD", "HJD"), ("Fjernpladsen", "Fjernpladsen"), ("Hjemmeklub", "Hjemmeklub")],
)
def test_read_names_an_added_word(tmp_path: Path, line: str, word: str) -> None:
    place = Installation(tmp_path / "place", MONDAY, more=ADDED)
    assert f"Ordet: {word} (regel" in place.run("read", line).out


def test_a_change_of_words_reads_the_calendars_anew(tmp_path: Path) -> None:
    place = Installation(tmp_path / "place", MONDAY)
    place.add("HJD", DAY)
    assert on(place.check()["employees"][0], DAY)["status"] == NOTHING
    place.sync()
    place.more = '[words]\nadd = { home = ["hjd"] }\n'
    place.configure()
    place.sync()
    assert on(place.check()["employees"][0], DAY)["status"] == HOME
