"""The same organisation in another order, some weeks later, or asked once more: what stays, what re-opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.oracle import oracle
from tests.oracle.judged import Judged, judged, judged_again
from tests.oracle.test_oracle import some_batches, worlds
from tests.oracle.turned import (
    in_another_order,
    later,
    moved,
    reviewed_by_date,
    with_entry,
    without_home,
)
from tests.oracle.weeks import days_read
from tests.oracle.world import Entry, Said, World


@some_batches
def test_permuting_people_files_and_rows_changes_nothing(first: int) -> None:
    for seed, world in worlds(first):
        turned = Judged(in_another_order(world, Random(seed))).everything()
        assert turned == judged(world).everything(), f"seed {seed}"


@some_batches
def test_shifting_everything_by_weeks_without_holidays_shifts_the_findings(first: int) -> None:
    """Months are no weeks: those of ``working_environment`` are left out."""
    for seed, world in worlds(first):
        by = timedelta(weeks=Random(seed).choice((-60, -53, -1, 1, 5, 52, 105)))
        quiet = reviewed_by_date(replace(world, holidays={}))
        before, after = Judged(quiet).everything(), Judged(later(quiet, by)).everything()
        for at in {*before, *after}:
            expected = Counter(shifted(f, by) for f in by_weeks(before.get(at, [])))
            assert Counter(by_weeks(after.get(at, []))) == expected, f"seed {seed}, {by}, {at}"


def by_weeks(findings: Iterable[Said]) -> list[Said]:
    return [f for f in findings if f.rule != "working_environment"]


def shifted(finding: Said, by: timedelta) -> Said:
    return replace(
        finding,
        days=tuple(d + by for d in finding.days),
        key=":".join(_shifted(part, by) for part in finding.key.split(":")),
        more=tuple((name, moved(value, by)) for name, value in finding.more),
    )


def _shifted(part: str, by: timedelta) -> str:
    return str(date.fromisoformat(part) + by) if part[:4].isdigit() else part


@some_batches
def test_a_finding_opens_again_when_the_facts_that_the_table_names_have_changed_and_only_then(
    first: int,
) -> None:
    """Of a finding that stood before and stands after a change in a calendar or in the register."""
    for seed, world in worlds(first):
        for person, after in changes(world, seed):
            pairs = zip(
                both(oracle.findings(world, person), oracle.findings(after, person)),
                both(
                    judged(world).findings(person),
                    judged_again(world, after, person).findings(person),
                ),
                strict=True,
            )
            for (was, now), (did, does) in pairs:
                expected, found = was.reopen == now.reopen, did.reopen == does.reopen
                assert found == expected, f"seed {seed}, {was.key}"


def changes(world: World, seed: int) -> Iterator[tuple[str, World]]:
    """A home day more or less in somebody's calendar."""
    draw = Random(seed)
    for who in world.organisation.employees[:4]:
        ahead = [day for day in days_read(world, who) if day >= world.as_of]
        for day in draw.sample(ahead, min(2, len(ahead))):
            entry = Entry(draw.choice(("fixed", "ad_hoc")), draw.choice((None, (480, 720))))
            yield who.id, with_entry(world, who.id, day, entry)
            yield who.id, without_home(world, who.id, day)


def both(before: list[Said], after: list[Said]) -> list[tuple[Said, Said]]:
    """The findings that stand before and after."""
    now = {(f.key, f.clause[:1]): f for f in after}
    return [(f, now[f.key, f.clause[:1]]) for f in before if (f.key, f.clause[:1]) in now]
