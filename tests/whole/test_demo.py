"""``hjemmedag demo``: the whole job on the invented organisation, and nothing the second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config.bootstrap import build
from config.cli import app
from config.demo import AS_OF
from policy.model import Finding
from sync.review import Review, review
from tests.unit.demo_expected import EXPECTED, EXPECTED_UNITS, NOT_ENROLLED, UNREADABLE


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("clone") / "demo"
    return folder, CliRunner().invoke(app, ["demo", str(folder)])


@pytest.fixture(scope="module")
def found(demo: tuple[Path, Result]) -> Review:
    return review(build(demo[0] / "hjemmedag.toml", AS_OF))


def of_rule(findings: tuple[Finding, ...]) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    for finding in findings:
        days = tuple(d.isoformat() for d in finding.days)
        yield finding.rule, days, finding.clause, finding.severity.value


def test_it_says_what_it_found_and_where_each_thing_lies(demo: tuple[Path, Result]) -> None:
    folder, result = demo

    assert result.exit_code == 0
    assert "62 calendars were read" in result.output
    assert "on_site_conflict" in result.output
    assert str(folder / "hjemmedag-demo.html") in result.output
    assert "A second pass, made at once, wrote nothing." in result.output


def test_everybody_is_told_what_the_policy_says_and_nothing_else(found: Review) -> None:
    for reviewed in found.people:
        expected = [
            (e.rule, tuple(d.isoformat() for d in e.days), e.clause, e.severity)
            for e in EXPECTED.get(reviewed.person.id, ())
        ]
        assert sorted(of_rule(reviewed.findings)) == sorted(expected), reviewed.person.id


def test_units_stand_with_their_agreements(found: Review) -> None:
    told = {u: [(f.rule, f.clause, f.severity.value) for f in fs] for u, fs in found.units}
    assert told == {
        unit: [(e.rule, e.clause, e.severity) for e in expected]
        for unit, expected in EXPECTED_UNITS.items()
    }


def test_who_is_not_enrolled_is_not_read(found: Review) -> None:
    assert not {r.person.id for r in found.people} & set(NOT_ENROLLED)


def test_two_items_are_set_aside_and_nothing_fails(found: Review) -> None:
    assert {r.person.id for r in found.people if r.unreadable} == set(UNREADABLE)
    assert found.failed == ()


def test_a_second_demo_writes_nothing_and_says_so(demo: tuple[Path, Result]) -> None:
    folder, _ = demo
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    second = CliRunner().invoke(app, ["demo", str(folder)])

    assert "Nothing had changed, so nothing was written." in second.output
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
