"""The rules and an oracle that was written apart from them say the same of random organisations."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from holidays import PUBLIC, country_holidays

from tests.oracle import oracle
from tests.oracle.judged import judged_days, register_findings, rules_findings
from tests.oracle.worlds import COUNTRIES, a_world

SEEDS = int(os.environ.get("HJEMMEDAG_ORACLE", "200"))
FIRST_SEED = int(os.environ.get("HJEMMEDAG_ORACLE_SEED", "0"))
BATCH = 10
YEARS = range(2024, 2030)
HOLIDAYS = {
    country: frozenset(country_holidays(country, years=YEARS, categories=(PUBLIC,)))
    for country in COUNTRIES
}
batches = pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + SEEDS, BATCH))


def worlds(first: int, number: int) -> Iterator[tuple[int, oracle.World]]:
    for seed in range(first, first + number):
        yield seed, a_world(seed, HOLIDAYS)


@batches
def test_every_day_has_the_status_share_and_kind_that_the_text_gives_it(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        judged = judged_days(world)
        for day in oracle.days_read(world):
            expected = oracle.status_of(world, day)
            found = judged[day]
            assert (found.status, found.available) == (expected.status, expected.available), (
                seed,
                day,
            )
            home = found.home
            got = (home.share, home.fixed_share, str(home.kind)) if home else (0, 0, "")
            assert got == (expected.share, expected.fixed, expected.kind), (seed, day)


@batches
def test_the_rules_find_what_the_text_says(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        assert rules_findings(world) == oracle.findings(world), seed


@batches
def test_the_rules_say_of_the_register_what_the_text_says(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        expected = sorted(oracle.local_caps_over_two(world), key=lambda said: said.key)
        assert sorted(register_findings(world), key=lambda said: said.key) == expected, seed


SPOKEN = {
    ("on_site_conflict", "conflict", "K6"),
    ("on_site_conflict", "question", "K6"),
    ("on_site_conflict", "question", "K1"),
    ("on_site_day", "question", "K6"),
    ("on_site_day", "question", "P2"),
    ("local_agreement_missing", "question", "K2"),
    ("individual_agreement_missing", "question", "K5"),
    ("agreement_over_cap", "question", "K4"),
    ("average_exceeded", "question", "K4"),
    ("average_exceeded", "question", "L-"),
}


def test_the_worlds_are_rich_enough_to_try_every_rule_in_every_voice() -> None:
    found: Counter[tuple[str, str, str]] = Counter()
    for seed in range(100):
        said = oracle.findings(a_world(seed, HOLIDAYS))
        found.update((s.rule, s.severity, s.clause[:2]) for s in said)

    assert set(found) == SPOKEN
