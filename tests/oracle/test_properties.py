"""What holds of the findings of every random organisation, whatever is in it: a day more, a day less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from random import Random

from tests.oracle.agreed import individual_agreement, local_agreement
from tests.oracle.day_status import status_of
from tests.oracle.judged import Judged, judged, judged_again
from tests.oracle.test_oracle import some_batches, worlds
from tests.oracle.turned import (
    keeping_the_agreement,
    with_entry,
    without_any_home,
    without_entry,
    without_home,
)
from tests.oracle.weeks import days_read
from tests.oracle.world import Entry, Said, World

ABOUT_AGREEMENTS = (
    "local_agreement_missing",
    "individual_agreement_missing",
    "agreement_deviation",
    "agreement_over_cap",
    "agreement_expiring",
    "review_due",
)
ABOUT_THE_REGISTER = ("agreement_over_cap", "reason_missing", "agreement_expiring", "review_due")


def of(findings: Iterable[Said], *rules: str) -> list[Said]:
    return [f for f in findings if f.rule in rules]


def keys(everything: Mapping[str, list[Said]]) -> set[str]:
    return {f.key for found in everything.values() for f in found}


def asked_days(everything: Mapping[str, list[Said]]) -> set[tuple[str, str, date]]:
    """Rule, subject and day of every finding that asks about days by themselves.

    Not the average: it speaks of a window, and with a day less of another one.
    """
    found = (f for one in everything.values() for f in one if f.rule != "average_exceeded")
    return {(f.rule, f.subject, day) for f in found for day in f.days}


def drawn(world: World, seed: int, number: int, *, home: bool) -> Iterator[tuple[str, date]]:
    """Some people and days that are read, if wanted such with home entries."""
    some = [
        (who.id, day)
        for who in world.organisation.employees
        for day in days_read(world, who)
        if world.diaries[who.id][day].home or not home
    ]
    yield from Random(seed).sample(some, min(number, len(some)))


@some_batches
def test_adding_an_ad_hoc_day_never_makes_an_agreement_finding(first: int) -> None:
    for seed, world in worlds(first):
        for person, day in drawn(world, seed, 4, home=False):
            before = judged(world).findings(person)
            after = judged_again(world, with_entry(world, person, day, Entry("ad_hoc")), person)
            found = of(after.findings(person), *ABOUT_AGREEMENTS)
            assert found == of(before, *ABOUT_AGREEMENTS), f"seed {seed}, {person}, {day}"


@some_batches
def test_ad_hoc_days_are_not_counted_unless_a_local_agreement_says_so(first: int) -> None:
    average = ("average_exceeded", "working_environment")
    for seed, world in worlds(first):
        for person, day in drawn(world, seed, 4, home=False):
            if counts_all(world, person):
                continue
            after = judged_again(world, with_entry(world, person, day, Entry("ad_hoc")), person)
            found = of(after.findings(person), *average)
            assert found == of(judged(world).findings(person), *average), f"seed {seed}, {person}"


def counts_all(world: World, person: str) -> bool:
    who = world.organisation.people[person]
    rows = [local_agreement(world, who, day) for day in days_read(world, who)]
    return any(row is not None and row.counts == "all" for row in rows)


@some_batches
def test_removing_a_home_day_never_adds_a_finding_nor_asks_about_another_day(first: int) -> None:
    """For anybody and any unit: no average, no agreement, no meeting, no habit, no coverage."""
    for seed, world in worlds(first):
        before = judged(world).everything()
        for person, day in drawn(world, seed, 3, home=True):
            after = judged_again(world, without_home(world, person, day), person).everything()
            assert keys(after) <= keys(before), f"seed {seed}, {person}, {day}"
            assert asked_days(after) <= asked_days(before), f"seed {seed}, {person}, {day}"


@some_batches
def test_removing_a_home_entry_never_adds_a_finding_but_that_what_is_left_looks_fixed(
    first: int,
) -> None:
    """Of a day that was fixed by one of its entries an ad hoc day may be left."""
    for seed, world in worlds(first):
        before = keys(judged(world).everything())
        several = [
            (person, day, number)
            for person, day in drawn(world, seed, 1000, home=True)
            for number, _ in enumerate(world.diaries[person][day].home)
            if len(world.diaries[person][day].home) > 1
        ]
        for person, day, number in several[:3]:
            fewer = judged_again(world, without_entry(world, person, day, number), person)
            new = keys(fewer.everything()) - before
            assert {key.split(":")[0] for key in new} <= {"looks_fixed"}, f"seed {seed}, {day}"


@some_batches
def test_no_rule_ever_asks_for_more_home_days(first: int) -> None:
    """Where nobody is at home, only the register's own rows are spoken of, and as before."""
    for seed, world in worlds(first):
        left = Judged(without_any_home(world)).everything()
        before = judged(world).everything()
        register = {at: of(found, *ABOUT_THE_REGISTER) for at, found in before.items()}
        assert without_silence(left) == without_silence(register), f"seed {seed}"


def without_silence(everything: Mapping[str, list[Said]]) -> dict[str, list[Said]]:
    return {at: found for at, found in everything.items() if found}


@some_batches
def test_keeping_an_agreement_is_never_over(first: int) -> None:
    """Nor does it deviate from it, whatever holidays, absence and the agreement's end do."""
    for seed, world in worlds(first):
        for who in world.organisation.employees:
            if not any(individual_agreement(world, who, d) for d in days_read(world, who)):
                continue
            kept = keeping_the_agreement(world, who.id, Random(seed))
            found = judged_again(world, kept, who.id).findings(who.id)
            beyond = ("average_exceeded", "agreement_deviation", "individual_agreement_missing")
            assert of(found, *beyond) == [], f"seed {seed}, {who.id}"


@some_batches
def test_every_day_that_somebody_is_asked_about_is_a_home_day_of_theirs_from_today_on(
    first: int,
) -> None:
    for seed, world in worlds(first):
        for who in world.organisation.employees:
            for finding in judged(world).findings(who.id):
                assert list(finding.days) == sorted(set(finding.days)), f"seed {seed}"
                for day in finding.days:
                    assert day >= world.as_of, f"seed {seed}, {day}"
                    assert status_of(world, who, day).status == "home", f"seed {seed}, {day}"
