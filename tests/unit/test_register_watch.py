"""A running service takes a new register only whole, and notices it by what it says."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from config.register_watch import fingerprint, has_changed, reload
from tests.unit.configuration_files import SETTINGS, Folder
from tests.unit.workbooks import HEADINGS, workbook

ANNA = '[[individual_agreements]]\nemployee = "anna"\nvalid_from = 2026-01-05\npattern = [["mandag"]]\n'


@pytest.mark.parametrize("name", ["register.toml", "register.xlsx", "register"])
def test_a_change_is_noticed_a_touch_and_an_unreachable_share_are_none(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    file = path / "call_ins.csv" if name == "register" else path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"one")
    before = fingerprint(path)
    os.utime(file, (1, 1))
    touched = fingerprint(path)
    file.write_bytes(b"two")
    os.utime(file, (1, 1))
    changed = fingerprint(path)

    assert before is not None
    assert before[0].size == 3
    assert not has_changed(before, touched)
    assert has_changed(before, changed)
    assert has_changed(None, before)
    assert not has_changed(before, fingerprint(tmp_path / "away" / "register.xlsx"))


def test_a_good_register_replaces_the_one_before(folder: Folder) -> None:
    kept = folder.load()
    folder.write("register.toml", ANNA)

    found = reload(kept)

    assert found.problems == ()
    assert [a.employee for a in found.configuration.register.individual_agreements] == ["anna"]


@pytest.mark.parametrize("content", [ANNA.replace("anna", "ana"), "[[", None])
def test_a_register_that_cannot_be_used_leaves_the_one_before_and_says_why(
    folder: Folder, content: str | None
) -> None:
    folder.write("register.toml", ANNA)
    kept = folder.load()
    if content is None:
        (folder.path / "register.toml").unlink()
    else:
        folder.write("register.toml", content)

    found = reload(kept)

    assert found.configuration is kept
    assert [problem.file for problem in found.problems] == ["register.toml"]


def test_a_workbook_that_is_half_saved_leaves_the_one_before(folder: Folder) -> None:
    folder.write("hjemmedag.toml", SETTINGS.replace("register.toml", "register.xlsx"))
    path = workbook(
        folder.path / "register.xlsx", [("anna", "2026-01-05", "mandag")], headings=HEADINGS
    )
    kept = folder.load()
    path.write_bytes(path.read_bytes()[:2000])

    found = reload(kept)

    assert found.configuration is kept
    assert "being saved just now" in found.problems[0].message


def test_without_a_register_there_is_nothing_to_reload(folder: Folder) -> None:
    kept = folder.load()
    kept = replace(kept, settings=replace(kept.settings, register=None))

    assert reload(kept).configuration is kept
