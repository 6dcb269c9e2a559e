"""On the invented organisation: a change tried, the committee's sheet, and who looked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from config.cli import app
from config.demo import AS_OF
from config.demo.people import PEOPLE
from tests.installation import Answer

NAMED = re.compile("|".join([re.escape(p.mailbox) for p in PEOPLE] + [p.name for p in PEOPLE]))
DECIDED = {"Hanne Mathiesen", "Lars Grøn", "Lone Grønbæk"}
Run = Callable[..., Answer]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("clone") / "demo"
    CliRunner().invoke(app, ["demo", str(folder)])

    def command(*words: str) -> Answer:
        dated = [] if words[0] == "audit" else ["--as-of", str(AS_OF)]
        config = ["--config", str(Path(folder, "hjemmedag.toml"))]
        result = CliRunner().invoke(app, [*words, *config, *dated])
        return Answer(result.exit_code, result.stdout, result.stderr)

    return command


def change(answer: Answer, unit: str, rule: str) -> dict[str, Any]:
    [found] = [u for u in answer.json["units"] if u["id"] == unit]
    [row] = [r for r in found["rules"] if r["rule"] == rule]
    return dict(row)


def test_the_directorate_tries_two_and_a_half_days(run: Run) -> None:
    answer = run("simulate", "--set", "dir-straf.max_days_per_week=3", "--format", "json")

    assert answer.code == 0
    assert change(answer, "dir-straf", "average_exceeded")["go"] == {"findings": 1, "people": 1}
    assert change(answer, "dir-straf", "agreement_over_cap")["come"] == {"findings": 1, "people": 0}
    assert {"tovby", "lindely", "kif-nuuk"} <= set(answer.json["left_out"])


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_nobody_is_named_but_who_decided(run: Run, form: str) -> None:
    tried = run("simulate", "--set", "kriminalforsorgen.home_work=ad_hoc", "--format", form)
    sheet = run("discussion", "kriminalforsorgen", "--format", form)

    assert (tried.code, sheet.code) == (0, 0)
    assert NAMED.findall(tried.out) == []
    assert set(NAMED.findall(sheet.out)) <= DECIDED


def test_the_same_change_on_an_invented_month(run: Run) -> None:
    answer = run("simulate", "--invented", "--set", "dir-hr.counts=all", "--format", "json")

    assert answer.code == 0
    assert {u["people"] for u in answer.json["units"]} == {20}
    assert change(answer, "dir-hr", "average_exceeded")["come"]["people"] > 0
    assert answer.json["left_out"] == []


def test_the_sheet_has_the_months_that_were_counted(run: Run) -> None:
    answer = run("discussion", "direktoratet", "--format", "json").json

    counted = {u["id"]: u["people"][-1] for u in answer["units"]}
    assert counted == {"direktoratet": None, "dir-hr": 7, "dir-straf": 8, "dir-it": 6}
    assert {a["id"] for a in answer["agreements"]} == {"LA-DIR", "LA-IT"}


def test_mette_asks_who_looked_at_her(run: Run) -> None:
    run("explain", "mho", "2026-12-08", "--reason", "Mette spurgte selv")
    run("explain", "obr", "2026-12-08")

    answer = run("audit", "--person", "mho", "--format", "json")

    about = [(o["what"], o["whom"], o["why"]) for o in answer.json["look_ups"]]
    assert ("explain", "mho", "Mette spurgte selv") in about
    assert {whom for _, whom, _ in about} <= {"mho", "all"}
