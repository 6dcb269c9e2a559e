"""register.toml and its CSV form: what they give, and what is reported."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policy.register import CallIn, IndividualAgreement, LocalAgreement, SuitabilityDecision
from tests.unit.configuration_files import ANNA, CONNECTIONS, SETTINGS, STORE, UNITS, Folder

LOCAL = '[[local_agreements]]\nid = "L1"\nunits = ["nord"]\nvalid_from = 2026-01-01\n'
INDIVIDUAL = (
    '[[individual_agreements]]\nemployee = "anna"\nvalid_from = 2026-01-05\n'
    'pattern = [["tuesday", "thursday"]]\n'
)
DECISION = (
    '[[suitability_decisions]]\nemployee = "anna"\ndecided_by = "bo"\ndecided_on = 2026-02-02\n'
)
CALL_IN = "[[call_ins]]\ndate = 2026-12-01\n"


def test_a_local_agreement_says_only_what_it_says(folder: Folder) -> None:
    folder.write("register.toml", LOCAL)
    (found,) = folder.load().register.local_agreements
    assert found == LocalAgreement("L1", ("nord",), date(2026, 1, 1))
    assert found.cap == 2


def test_every_key_of_a_local_agreement_is_read(folder: Folder) -> None:
    folder.write(
        "register.toml",
        LOCAL + 'organisation = "AC"\nstaff_groups = ["AC"]\nowner = "HR"\nvalid_to = 2026-12-31\n'
        'max_days_per_week = "5/2"\naveraging_weeks = 6\nreading = "active-weeks"\n'
        'counts = "all"\nreview_by = "2026-06-01"\n',
    )
    assert folder.load().register.local_agreements == (
        LocalAgreement(
            "L1",
            ("nord",),
            date(2026, 1, 1),
            "AC",
            ("AC",),
            "HR",
            date(2026, 12, 31),
            Fraction(5, 2),
            6,
            "active-weeks",
            "all",
            date(2026, 6, 1),
        ),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3", Fraction(3)),
        ("2.5", Fraction(5, 2)),
        ('"5/2"', Fraction(5, 2)),
        ('"2,5"', Fraction(5, 2)),
        ("0.1", Fraction(1, 10)),
    ],
)
def test_a_cap_is_an_exact_number(folder: Folder, written: str, expected: Fraction) -> None:
    folder.write("register.toml", LOCAL + f"max_days_per_week = {written}")
    assert folder.load().register.local_agreements[0].max_days_per_week == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('[["tuesday", "thursday"]]', ({1, 3},)),
        ('[["mandag", "tirsdag", "onsdag"], ["mandag"]]', ({0, 1, 2}, {0})),
        ('[["monday–wednesday"], []]', ({0, 1, 2}, set())),
    ],
)
def test_a_pattern_is_a_list_of_weekdays_per_week(
    folder: Folder, written: str, expected: tuple[set[int], ...]
) -> None:
    folder.write("register.toml", INDIVIDUAL.replace('[["tuesday", "thursday"]]', written))
    (found,) = folder.load().register.individual_agreements
    assert found.pattern == expected


def test_every_key_of_an_individual_agreement_is_read(folder: Folder) -> None:
    folder.write(
        "register.toml",
        INDIVIDUAL + 'leader = "anna"\nvalid_to = 2026-12-31\nwithdrawn_on = 2026-06-01\n'
        "review_by = 2026-05-01\n",
    )
    assert folder.load().register.individual_agreements == (
        IndividualAgreement(
            "anna",
            date(2026, 1, 5),
            (frozenset({1, 3}),),
            "anna",
            date(2026, 12, 31),
            date(2026, 6, 1),
            date(2026, 5, 1),
        ),
    )


def test_the_last_date_of_all_is_an_open_end(folder: Folder) -> None:
    folder.write("register.toml", INDIVIDUAL + "valid_to = 9999-12-31\n")
    assert folder.load().register.individual_agreements[0].valid_to is None


def test_every_key_of_a_suitability_decision_is_read(folder: Folder) -> None:
    folder.write(
        "register.toml",
        DECISION + 'reason = """Vagter\nog post."""\nexplained_on = 2026-01-20\n'
        'valid_to = 2026-12-31\nscope = "all"\nreview_by = 2026-06-01\nraised_on = 2026-02-10\n'
        'raised_to = "hr_area"\nsettled_on = 2026-03-01\n',
    )
    assert folder.load().register.suitability_decisions == (
        SuitabilityDecision(
            "anna",
            "bo",
            date(2026, 2, 2),
            "Vagter\nog post.",
            date(2026, 1, 20),
            date(2026, 12, 31),
            "all",
            date(2026, 6, 1),
            date(2026, 2, 10),
            "hr_area",
            date(2026, 3, 1),
        ),
    )


def test_call_ins_name_a_person_or_a_unit_and_perhaps_times(folder: Folder) -> None:
    folder.write(
        "register.toml",
        CALL_IN
        + 'employee = "anna"\nfrom = "09:00"\nto = 11:30:00\n'
        + CALL_IN
        + 'unit = "nord"\n',
    )
    day = date(2026, 12, 1)
    assert folder.load().register.call_ins == (
        CallIn(day, "anna", None, 540, 690),
        CallIn(day, None, "nord"),
    )


@pytest.mark.parametrize(
    ("row", "where", "expected"),
    [
        (LOCAL + "unit = 1", "local_agreements[1].unit", 'Did you mean "units"?'),
        (LOCAL.replace("nord", "øst"), "local_agreements[1].units", 'unknown unit "øst"'),
        (LOCAL.replace('"nord"', ""), "local_agreements[1].units", "the list is empty"),
        (LOCAL + "max_days_per_week = 0", "local_agreements[1].max_days_per_week", "above 0"),
        (LOCAL + 'max_days_per_week = "5/0"', "local_agreements[1].max_days_per_week", "5/2"),
        (LOCAL + "max_days_per_week = nan", "local_agreements[1].max_days_per_week", "5/2"),
        (LOCAL + "averaging_weeks = 0", "local_agreements[1].averaging_weeks", "from 1 to 52"),
        (LOCAL + 'reading = "weeks"', "local_agreements[1].reading", "all-weeks, active-weeks"),
        (LOCAL + 'counts = "ad_hoc"', "local_agreements[1].counts", "Allowed: fixed, all."),
        (LOCAL + "valid_to = 2025-12-31", "local_agreements[1].valid_to", "lies before valid_from"),
        (INDIVIDUAL.replace("anna", "bo"), "individual_agreements[1].employee", "unknown person"),
        (INDIVIDUAL + 'leader = "bo"', "individual_agreements[1].leader", "unknown person"),
        (
            INDIVIDUAL.replace('[["tuesday", "thursday"]]', '["tuesday", "friday"]'),
            "individual_agreements[1].pattern",
            'write [["tuesday", "friday"]]',
        ),
        (
            INDIVIDUAL.replace('[["tuesday", "thursday"]]', '"tuesday, friday"'),
            "individual_agreements[1].pattern",
            'write [["tuesday", "friday"]]',
        ),
        (
            INDIVIDUAL.replace('[["tuesday", "thursday"]]', "[]"),
            "individual_agreements[1].pattern",
            "no weekday is named",
        ),
        (
            INDIVIDUAL.replace("thursday", "thirsday"),
            "individual_agreements[1].pattern",
            'Did you mean "thursday"?',
        ),
        (
            INDIVIDUAL + "withdrawn_on = 2026-01-04",
            "individual_agreements[1].withdrawn_on",
            "lies before valid_from",
        ),
        (DECISION.replace("anna", "bo"), "suitability_decisions[1].employee", "unknown person"),
        (DECISION + 'scope = "none"', "suitability_decisions[1].scope", "Allowed: fixed, all."),
        (
            DECISION + "valid_to = 2026-02-01",
            "suitability_decisions[1].valid_to",
            "lies before decided_on",
        ),
        (
            DECISION + "raised_on = 2026-03-02\nsettled_on = 2026-03-01",
            "suitability_decisions[1].settled_on",
            "lies before raised_on",
        ),
        (CALL_IN, "call_ins[1]", "exactly one of employee and unit"),
        (CALL_IN + 'employee = "anna"\nunit = "nord"', "call_ins[1]", "exactly one of"),
        (CALL_IN + 'employee = "bo"', "call_ins[1].employee", "unknown person"),
        (CALL_IN + 'unit = "øst"', "call_ins[1].unit", "unknown unit"),
        (CALL_IN + 'unit = "nord"\nfrom = "9"', "call_ins[1].from", 'Write it as "09:00".'),
        (CALL_IN + 'unit = "nord"\nto = "24:01"', "call_ins[1].to", "is no time of day"),
        (
            CALL_IN + 'unit = "nord"\nfrom = "10:00"\nto = "10:00"',
            "call_ins[1].to",
            "later than from",
        ),
        ('[[call_in]]\nunit = "nord"', "call_in", 'Did you mean "call_ins"?'),
    ],
)
def test_a_mistake_is_named(folder: Folder, row: str, where: str, expected: str) -> None:
    folder.write("register.toml", row + "\n")
    (problem,) = folder.problems()
    assert (problem.file, problem.where) == ("register.toml", where)
    assert problem.line is not None
    assert expected in problem.message


def test_two_agreements_of_one_person_in_force_on_one_day_are_named(folder: Folder) -> None:
    first = INDIVIDUAL + "valid_to = 2026-06-30\n"
    folder.write("register.toml", first + INDIVIDUAL.replace("2026-01-05", "2026-06-30"))
    assert folder.problem() == (
        "register.toml:8: individual_agreements[2].valid_from: an agreement of the same person is"
        " in force on the same day: individual_agreements[1] (line 1), from 2026-06-30 to"
        " 2026-06-30"
    )


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("valid_to = 2026-06-30", "2026-07-01"),
        ("withdrawn_on = 2026-07-01", "2026-07-01"),
        ("withdrawn_on = 2026-07-01\nvalid_to = 2026-12-31", "2026-07-01"),
    ],
)
def test_agreements_that_follow_each_other_are_fine(folder: Folder, end: str, start: str) -> None:
    later = INDIVIDUAL.replace("2026-01-05", start)
    folder.write("register.toml", INDIVIDUAL + end + "\n" + later)
    assert len(folder.load().register.individual_agreements) == 2


def local(name: str, units: str, groups: str) -> str:
    return (
        f'[[local_agreements]]\nid = "{name}"\nunits = [{units}]\nvalid_from = 2026-01-01\n'
        f"staff_groups = [{groups}]\n"
    )


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (("'nord'", ""), ("'nord', 'syd'", ""), True),
        (("'nord'", "'AC'"), ("'nord'", "'HK', 'AC'"), True),
        (("'nord'", "'AC'"), ("'nord'", "'HK'"), False),
        (("'nord'", ""), ("'nord'", "'AC'"), False),
        (("'nord'", ""), ("'syd'", ""), False),
    ],
)
def test_local_agreements_clash_in_one_unit_for_one_staff_group_only(
    folder: Folder, first: tuple[str, str], second: tuple[str, str], *, clash: bool
) -> None:
    below = '[[units]]\nid = "syd"\nparent = "nord"\n'
    folder.write("organisation.toml", UNITS + below + ANNA)
    folder.write("register.toml", local("L1", *first) + local("L2", *second))
    if clash:
        assert "the same unit and staff group is in force on the same day" in folder.problem()
        assert folder.problem().startswith("register.toml:9: local_agreements[2].valid_from")
    else:
        assert len(folder.load().register.local_agreements) == 2


def test_ids_of_local_agreements_are_unique(folder: Folder) -> None:
    folder.write("register.toml", local("L1", "'nord'", "'AC'") + local("l1", "'nord'", "'HK'"))
    assert 'local_agreements[2].id: "l1" is taken by local_agreements[1]' in folder.problem()


def test_without_an_organisation_names_are_not_called_unknown(folder: Folder) -> None:
    (folder.path / "organisation.toml").unlink()
    folder.write("register.toml", LOCAL + INDIVIDUAL + DECISION)
    assert folder.problem() == "organisation.toml: there is no such file"


def test_csv_gives_the_same_as_toml(folder: Folder) -> None:
    folder.write("hjemmedag.toml", SETTINGS.replace("register.toml", "register"))
    folder.write(
        "register/local_agreements.csv",
        "id,units,valid_from,max_days_per_week,averaging_weeks\nL1,nord|nord,2026-01-01,5/2,6\n",
    )
    folder.write(
        "register/individual_agreements.csv",
        "employee;valid_from;pattern;valid_to\n"
        "anna;2026-01-05;tuesday thursday / monday;2026-01-31\n"
        "anna;2026-02-02;mandag, onsdag / ;\n",
    )
    folder.write(
        "register/suitability_decisions.csv",
        'employee;decided_by;decided_on;reason\nanna;bo;2026-02-02;"Vagter\nog post"\n',
    )
    folder.write(
        "register/call_ins.csv", "date;employee;unit;from;to\n2026-12-01;anna;;9:00;10:30\n"
    )
    found = folder.load().register
    assert found.local_agreements[0].max_days_per_week == Fraction(5, 2)
    assert found.local_agreements[0].averaging_weeks == 6
    patterns = [agreement.pattern for agreement in found.individual_agreements]
    none: frozenset[int] = frozenset()
    assert patterns == [(frozenset({1, 3}), frozenset({0})), (frozenset({0, 2}), none)]
    assert found.suitability_decisions[0].reason == "Vagter\nog post"
    assert found.call_ins == (CallIn(date(2026, 12, 1), "anna", None, 540, 630),)


def test_a_csv_row_behind_a_cell_of_two_lines_is_named_with_its_own_line(folder: Folder) -> None:
    folder.write("hjemmedag.toml", SETTINGS.replace("register.toml", "register"))
    folder.write(
        "register/suitability_decisions.csv",
        "employee;decided_by;decided_on;reason\n"
        'anna;bo;2026-02-02;"Vagter\nog post"\nanna;bo;tomorrow;\n',
    )
    assert folder.problem().startswith(
        "register/suitability_decisions.csv:4: suitability_decisions[2].decided_on:"
    )


def test_a_register_that_is_named_but_not_there_is_a_problem(folder: Folder) -> None:
    (folder.path / "register.toml").unlink()
    assert folder.problem() == "register.toml: there is no such file"


def test_settings_without_a_register_need_no_file(folder: Folder) -> None:
    (folder.path / "register.toml").unlink()
    text = '[service]\norganisation = "organisation.toml"\n' + STORE + CONNECTIONS
    folder.write("hjemmedag.toml", text)
    assert folder.load().register.call_ins == ()
