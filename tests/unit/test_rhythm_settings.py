"""How the service goes about its work, as hjemmedag.toml says it: every mistake in one report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sync.hours import Hours, Maintenance, Rhythm
from tests.unit.configuration_files import Folder

OCLOCK = 60


def test_without_a_word_everybody_is_read_every_four_minutes_at_all_hours(folder: Folder) -> None:
    assert folder.load().settings.rhythm == Rhythm(timedelta(seconds=240))


def test_every_key_is_read(folder: Folder) -> None:
    folder.settings(
        'poll_seconds = 600\nhours = "mandag–fredag 06:00 – 22:00"\nread_only = true\n'
        "max_new_notices_per_day = 50\n"
        "[[service.maintenance]]\nfrom = 2026-12-24T18:00:00\nto = 2026-12-25T06:00:00\n"
        '[[service.maintenance]]\nfrom = "2026-12-31 22:00"\nto = 2027-01-01T00:00:00Z\n',
        "budget = 3\n",
    )

    rhythm = folder.load().settings.rhythm

    assert rhythm.poll == timedelta(minutes=10)
    assert rhythm.hours == Hours(6 * OCLOCK, 22 * OCLOCK, frozenset(range(5)))
    assert rhythm.read_only
    assert rhythm.max_new_notices_per_day == 50
    assert rhythm.maintenance == (
        Maintenance(datetime(2026, 12, 24, 17, tzinfo=UTC), datetime(2026, 12, 25, 5, tzinfo=UTC)),
        Maintenance(datetime(2026, 12, 31, 21, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    )
    assert (rhythm.budget("files"), rhythm.budget("other")) == (3, 8)


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ("poll_seconds = 5", "poll_seconds", "whole numbers from 10 to 3600"),
        ('hours = "early to late"', "hours", 'Write it as "06:00–22:00"'),
        ('hours = "06:00–06:00"', "hours", "they end where they begin"),
        ('hours = "06:00–25:00"', "hours", "is no time of day"),
        ('hours = "mondy 06:00–22:00"', "hours", 'Did you mean "monday"?'),
        ('read_only = "yes"', "read_only", "Allowed: true, false"),
        ("max_new_notices_per_day = -1", "max_new_notices_per_day", "from 0 to 1000000"),
        ("maintenance = 3", "maintenance", "write [[service.maintenance]]"),
        (
            "[service.maintenance]\nfrom = 2026-12-24T18:00:00",
            "maintenance",
            "write [[service.maintenance]]",
        ),
        (
            "[[service.maintenance]]\nfrom = 2026-12-24T18:00:00\nto = 2026-12-24T18:00:00",
            "maintenance[1].to",
            "does not lie after from",
        ),
        (
            "[[service.maintenance]]\nfrom = 2026-12-24\nto = 2026-12-26T18:00:00",
            "maintenance[1].from",
            "Write it as 2026-12-24T18:00:00",
        ),
        (
            '[[service.maintenance]]\nfrom = "2026-12-44 10:00"\nto = 2026-12-26T18:00:00',
            "maintenance[1].from",
            "is no moment of the calendar",
        ),
        (
            "[[service.maintenance]]\nto = 2026-12-26T18:00:00",
            "maintenance[1].from",
            "is missing",
        ),
        (
            "[[service.maintenance]]\nfrom = 2026-12-24T18:00:00\nto = 2026-12-26T18:00:00\nwhy = 1",
            "maintenance[1].why",
            "unknown key",
        ),
    ],
)
def test_mistakes_are_named(folder: Folder, line: str, key: str, message: str) -> None:
    folder.settings(line + "\n")

    [problem] = folder.problems()

    assert problem.where == f"service.{key}"
    assert message in problem.message


def test_a_budget_is_a_number_of_requests(folder: Folder) -> None:
    folder.settings("", "budget = 0\n")

    [problem] = folder.problems()

    assert problem.where == "connections.files.budget"


def test_all_mistakes_come_in_one_report(folder: Folder) -> None:
    folder.settings(
        'poll_seconds = 1\nhours = "x"\n[[service.maintenance]]\nfrom = 1\nto = 2\n', "budget = 0\n"
    )

    assert len(folder.problems()) == 5
