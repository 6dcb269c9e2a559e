"""The world as words can say it: halves have no hours of their own but those of the day's sides."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.world import Diary, Entry, World


def sayable(world: World) -> World:
    """A half from nine o'clock becomes an afternoon: "½ fra kl. 9" is all of a day from nine."""
    diaries = {
        person: {day: _diary(one) for day, one in diary.items()}
        for person, diary in world.diaries.items()
    }
    return replace(world, diaries=diaries)


def _diary(one: Diary) -> Diary:
    return replace(one, home=tuple(map(_entry, one.home)), absence=tuple(map(_entry, one.absence)))


def _entry(entry: Entry) -> Entry:
    return replace(entry, cut=(720, None)) if entry.half and entry.cut == (540, None) else entry
