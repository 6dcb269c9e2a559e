"""The examples run as their page says, find what they were made for, and leave nothing behind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from config.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = "2026-11-30"
FOUND = {
    "one-office": {
        ("anna", "on_site_conflict", "K6", ("2026-12-08",)),
        (
            "karl",
            "individual_agreement_missing",
            "K5",
            ("2026-12-03", "2026-12-17", "2026-12-24"),
        ),
        ("maria", "on_site_day", "P2", ("2026-12-02",)),
    },
    "two-workplaces": {
        (
            "lise",
            "average_exceeded",
            "K4",
            (
                *("2026-11-30", "2026-12-01", "2026-12-03", "2026-12-04", "2026-12-08"),
                *("2026-12-11", "2026-12-14", "2026-12-15", "2026-12-17", "2026-12-18"),
            ),
        ),
        ("peter", "on_site_day", "P2", ("2026-12-09",)),
        ("nivi", "on_site_conflict", "K1", ("2026-12-15",)),
    },
    "csv-and-export": {
        ("ole", "on_site_day", "K6", ("2026-12-10",)),
        ("ida", "local_agreement_missing", "K2", ("2026-11-30", "2026-12-07", "2026-12-21")),
    },
}


def run(*words: str) -> Any:
    """The JSON answer of a command that ended well."""
    result = CliRunner().invoke(app, [*words, "--as-of", AS_OF, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


Check = Callable[[str], Any]


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """``check`` of an example, on a copy: whoever looks is written down beside it."""
    copy = tmp_path_factory.mktemp("clone") / "examples"
    shutil.copytree(EXAMPLES, copy)
    return lambda example: run("check", "--config", str(copy / example / "hjemmedag.toml"))


def files() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in EXAMPLES.rglob("*") if path.is_file()}


def test_every_example_is_pinned_and_named_on_the_page() -> None:
    folders = {path.parent.name for path in EXAMPLES.glob("*/hjemmedag.toml")}
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert folders == FOUND.keys()
    assert all(f"]({folder})" in page for folder in folders)


@pytest.mark.parametrize("example", FOUND)
def test_it_finds_what_it_was_made_for(example: str, check: Check) -> None:
    answer = check(example)

    assert FOUND[example] == {
        (employee["id"], finding["rule"], finding["clause"], tuple(finding["days"]))
        for employee in answer["employees"]
        for finding in employee["findings"]
    }
    assert not answer["failed"]
    assert not answer["undeliverable"]


def test_a_meeting_in_nuuk_stands_in_nuuks_own_time(check: Check) -> None:
    people = {e["id"]: e for e in check("two-workplaces")["employees"]}

    [finding] = people["nivi"]["findings"]

    assert [m["start"] for m in finding["facts"]["meetings"]] == ["2026-12-15T10:00:00-02:00"]


def test_the_odd_entry_of_an_export_is_set_aside_with_a_reason(check: Check) -> None:
    [item] = check("csv-and-export")["unreadable"]

    assert item["mailbox"] == "ole@example.org"
    assert "does not exist" in item["reason"]


@pytest.mark.parametrize("example", FOUND)
def test_a_pass_over_it_is_a_dry_run_and_leaves_no_file(example: str) -> None:
    before = files()

    answer = run("sync", "--config", str(EXAMPLES / example / "hjemmedag.toml"))

    assert not answer["active"]
    assert files() == before
