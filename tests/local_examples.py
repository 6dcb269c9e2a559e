"""Trials and sheets as they come out in ordinary and in odd places, for the tests of words and looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from policy.comparison import Comparison, RuleChange, Tally, UnitChange
from policy.model import Employee, Unit
from policy.organisation import Organisation
from policy.register import LocalAgreement
from sync.discussion import UNDER, Line, Section, Setting, Sheet
from sync.discussion_text import discussion_page, discussion_text
from sync.trial import Change, Invented, Trial
from sync.trial_text import trial_page, trial_text
from tests.overview_examples import HOSTILE, LONG

NAMES = {"nord": "Område Nord", "syd": "Område Syd", "vest": "Kontor Vest", "odd": HOSTILE}
ORGANISATION = Organisation(
    {u: Unit(u, name) for u, name in NAMES.items()} | {"long": Unit("long", LONG)},
    (Employee("hma", "hma@x.example", "files", "nord", "Hanne Mathiesen"),),
)
AS_OF = date(2026, 11, 30)
NOTHING = Tally()
AVERAGE = RuleChange("average_exceeded", Tally(4, 4), Tally(1, 1), NOTHING, Tally(3, 3), exact=True)
COMING_IN = RuleChange(
    "on_site_day", Tally(2, 2), Tally(9, 6), Tally(8, 6), Tally(1, 1), exact=False
)
ONE_DAY = RuleChange("on_site_day", NOTHING, Tally(8, 6), Tally(8, 6), NOTHING, exact=True)
CAP = RuleChange("agreement_over_cap", NOTHING, Tally(1, 0), Tally(1, 0), NOTHING, exact=True)
COVERAGE = RuleChange("coverage_low", Tally(3, 0), Tally(1, 0), NOTHING, Tally(2, 0), exact=True)
SET = (
    Change("nord", "max_days_per_week", (Fraction(2),), Fraction(5, 2)),
    Change("nord", "reading", ("all-weeks", "active-weeks"), "active-weeks"),
    Change("syd", "on_site_days", (), (1, 3, date(2026, 12, 4))),
    Change("vest", "max_home_share", (), Fraction(4, 5)),
    Change("vest", "agreements_from_calendar", (False,), after=True),
    Change("vest", "local_days_off", ((),), (date(2026, 12, 24),)),
)


def _trial(
    changes: tuple[Change, ...] = SET,
    units: tuple[UnitChange, ...] = (),
    left_out: tuple[str, ...] = (),
    files: Mapping[str, str] | None = None,
    invented: Invented | None = None,
    failed: int = 0,
    unknown: int = 0,
) -> Trial:
    start, end = date(2026, 10, 19), date(2026, 12, 28)
    comparison = Comparison(units, left_out)
    return Trial(AS_OF, start, end, changes, files or {}, invented, comparison, failed, unknown)


TRIALS = {
    "everything": _trial(
        units=(
            UnitChange("nord", 18, 18, (AVERAGE, CAP, COVERAGE)),
            UnitChange("syd", 9, 9, (COMING_IN,)),
        ),
        left_out=("vest",),
        files={"register": "prøve.toml", "organisation": "organisation-2027"},
        failed=1,
        unknown=2,
    ),
    "invented": _trial(
        units=(UnitChange("syd", 20, 0, (ONE_DAY,)), UnitChange("nord", 20, 7, ())),
        invented=Invented(20, 1),
    ),
    "nobody": _trial(changes=SET[:1], left_out=("nord", "syd"), failed=3, unknown=1),
    "agreements": _trial(units=(UnitChange("vest", 0, 0, (CAP,)),), left_out=("vest",)),
    "hostile": _trial(
        changes=(Change("odd", "places", ((HOSTILE,),), (LONG, HOSTILE)),),
        units=(UnitChange("odd", 5, 5, (AVERAGE,)),),
        files={"register": HOSTILE},
    ),
}
MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")


def _section(unit: str, *, rules: bool = True) -> Section:
    counted: tuple[int | None, ...] = (None, None, 17, 18, 18, 18)
    lines = (
        Line("on_site_conflict", (None, None, UNDER, 6, 0, UNDER)),
        Line("average_exceeded", (None, None, 3, 1, 0, 2)),
    )
    corrections = (
        Line("corrected-ad-hoc", (None, None, 0, UNDER, 0, 7)),
        Line("corrected-online", (None, None, UNDER, UNDER, UNDER, 0)),
    )
    shown = (lines, corrections) if rules else ((), ())
    return Section(unit, few=False, people=counted, rules=shown[0], corrections=shown[1])


def _uncounted(unit: str, *, few: bool) -> Section:
    return Section(unit, few, (None,) * 6, (), ())


SETTINGS = (
    Setting("nord", "on_site_days", (2,), date(2026, 1, 1), None, "hma", date(2025, 12, 4)),
    Setting("nord", "home_work", "ad_hoc", date(2026, 9, 1), None, "Direktionen"),
    Setting("syd", "max_home_share", Fraction(2, 3)),
    Setting("syd", "places", ("Lokale 1", "Lokale 2")),
)
AHEAD = (
    Setting(
        "syd", "home_work", "none", date(2026, 12, 21), date(2027, 1, 3), "hma", date(2026, 11, 4)
    ),
    Setting("nord", "max_home_share", Fraction(1, 2), date(2027, 2, 1)),
)
AGREEMENTS = (
    LocalAgreement(
        "LA-N", ("nord", "syd"), date(2025, 2, 3), "AC og HK", ("ac", "kontor"), valid_to=date(2027, 2, 2)
    ),
    LocalAgreement(
        "LA-V", ("vest",), date(2024, 2, 29), max_days_per_week=Fraction(3, 2), reading="active-weeks",
        counts="all",
    ),
)  # fmt: skip
SHEETS = {
    "everything": Sheet(
        AS_OF,
        "nord",
        MONTHS,
        (
            _section("nord"),
            _section("syd", rules=False),
            _uncounted("vest", few=True),
            _uncounted("long", few=False),
        ),
        SETTINGS,
        AGREEMENTS,
        AHEAD,
    ),
    "nothing": Sheet(AS_OF, "vest", MONTHS, (_uncounted("vest", few=True),), (), ()),
    "hostile": Sheet(
        AS_OF,
        "odd",
        MONTHS,
        (_section("odd"),),
        (Setting("odd", "places", (HOSTILE,), decided_by=HOSTILE),),
        (LocalAgreement(HOSTILE, ("odd",), date(2026, 1, 1), HOSTILE, (HOSTILE,)),),
    ),
}


def texts(language: str) -> dict[str, str]:
    """Every trial and sheet as plain text."""
    trials = {f"trial, {n}": trial_text(t, NAMES, language) for n, t in TRIALS.items()}
    sheets = {f"sheet, {n}": discussion_text(s, ORGANISATION, language) for n, s in SHEETS.items()}
    return trials | sheets


def pages(language: str) -> dict[str, str]:
    """Every trial and sheet as a page."""
    trials = {f"trial, {n}": trial_page(t, NAMES, language) for n, t in TRIALS.items()}
    sheets = {f"sheet, {n}": discussion_page(s, ORGANISATION, language) for n, s in SHEETS.items()}
    return trials | sheets
