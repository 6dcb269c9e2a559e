"""organisation.toml and its CSV form: what they give, and what is reported."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from config.organisation_file import UnitRow
from config.unit_keys import BY_KEY
from policy.model import Contact, Parameter
from policy.organisation import KEYS
from tests.unit.configuration_files import ANNA, CONNECTIONS, ORGANISATION, STORE, UNITS, Folder

WEEK = frozenset(range(5))
SHORT = '[[parameters]]\nunit = "nord"\nkey = "detail"\nvalue = "names"\nvalid_from = 2026-02-01\n'


def test_every_key_that_a_unit_may_set_can_be_read() -> None:
    assert BY_KEY.keys() == KEYS.keys()
    own = {"id", "name", "parent", "leader", "deputy"}
    assert set(UnitRow.key_names()) == KEYS.keys() | own


def test_a_unit_holds_exactly_what_it_sets(folder: Folder) -> None:
    unit = folder.unit("")
    assert (unit.id, unit.name, unit.parent, unit.leader, unit.deputy) == (
        "nord",
        "nord",
        None,
        None,
        None,
    )
    assert unit.values == {}


def test_every_key_of_a_unit_is_read_as_its_type(folder: Folder) -> None:
    unit = folder.unit(
        'name = "Område Nord"\nleader = "anna"\ndeputy = "anna"\n'
        'time_zone = "Atlantic/Faroe"\ncountry = "FO"\nplaces = ["Sal 1", "Sal 2"]\n'
        'on_site_days = ["tuesday", 2026-12-01, "2026-12-02", "Torsdag"]\n'
        "local_days_off = [2026-12-24]\nlocal_working_days = [2026-12-31]\n"
        'home_work = "ad_hoc"\nmax_home_share = "4/5"\ndetail = "counts"\nsummary = "off"\n'
        "informed_on = 2026-01-05\nread_from = 2026-01-12\nactivation_date = 2026-02-02\n"
        "leaders_from = 2026-03-02\nagreements_from_calendar = true\n"
    )
    assert (unit.name, unit.leader, unit.deputy) == ("Område Nord", "anna", "anna")
    assert unit.values == {
        "time_zone": "Atlantic/Faroe",
        "country": "FO",
        "places": ("Sal 1", "Sal 2"),
        "on_site_days": (1, date(2026, 12, 1), date(2026, 12, 2), 3),
        "local_days_off": (date(2026, 12, 24),),
        "local_working_days": (date(2026, 12, 31),),
        "home_work": "ad_hoc",
        "max_home_share": Fraction(4, 5),
        "detail": "counts",
        "summary": "off",
        "informed_on": date(2026, 1, 5),
        "read_from": date(2026, 1, 12),
        "activation_date": date(2026, 2, 2),
        "leaders_from": date(2026, 3, 2),
        "agreements_from_calendar": True,
    }


def test_an_employee_has_a_name_and_a_working_week_without_saying_so(folder: Folder) -> None:
    anna = folder.employee("")
    assert (anna.name, anna.working_days, anna.enrolled, anna.notices) == ("anna", WEEK, None, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"monday–friday"', WEEK),
        ('"monday-friday"', WEEK),
        ('"Mandag - Torsdag"', frozenset(range(4))),
        ('["monday", "onsdag"]', frozenset({0, 2})),
        ('["monday–wednesday", "friday"]', frozenset({0, 1, 2, 4})),
        ('"monday, wednesday"', frozenset({0, 2})),
        ('"lørdag-mandag"', frozenset({5, 6, 0})),
    ],
)
def test_working_days_are_a_list_or_a_text(
    folder: Folder, written: str, expected: frozenset[int]
) -> None:
    assert folder.employee(f"working_days = {written}").working_days == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("false", False), ("2026-12-01", date(2026, 12, 1))],
)
def test_enrolled_is_true_false_or_a_date(
    folder: Folder, written: str, expected: bool | date
) -> None:
    assert folder.employee(f"enrolled = {written}").enrolled == expected


def test_every_key_of_an_employee_is_read(folder: Folder) -> None:
    anna = folder.employee(
        'name = "Anna And"\nleader = "anna"\ndeputy = "anna"\nstaff_group = "AC"\nlanguage = "en"\n'
        'initials = ["aan"]\naliases = ["aan@x.dk"]\nnotices = "none"\n'
    )
    assert (anna.name, anna.leader, anna.deputy, anna.staff_group) == (
        "Anna And",
        "anna",
        "anna",
        "AC",
    )
    assert (anna.language, anna.initials, anna.aliases) == ("en", ("aan",), ("aan@x.dk",))
    assert (anna.mailbox, anna.connection, anna.notices) == ("anna@x.dk", "files", "none")


def test_contacts_and_dated_parameters_are_read(folder: Folder) -> None:
    folder.write(
        "organisation.toml",
        ORGANISATION + '[[contacts]]\nunit = "nord"\nrole = "union"\nname = "Tr"\n'
        '[[contacts]]\nunit = "nord"\nrole = "hr"\nname = "HR"\naddress = "hr@x.dk"\n'
        '[[parameters]]\nunit = "nord"\nkey = "places"\nvalue = ["Sal 3"]\n'
        'valid_from = 2026-12-01\nvalid_to = 2026-12-31\ndecided_by = "Direktionen"\n'
        "discussed_on = 2026-11-02\n",
    )
    found = folder.load().organisation
    assert found.contacts == (
        Contact("nord", "union", "Tr"),
        Contact("nord", "hr", "HR", "hr@x.dk"),
    )
    assert found.parameters == (
        Parameter(
            "nord",
            "places",
            ("Sal 3",),
            date(2026, 12, 1),
            date(2026, 12, 31),
            "Direktionen",
            date(2026, 11, 2),
        ),
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('leder = "anna"', 'unknown key "leder". Did you mean "leader"?'),
        ('parent = "nrod"', 'unknown unit "nrod". Did you mean "nord"? Known units: nord.'),
        ('leader = "bo"', 'unknown person "bo". Known people: anna.'),
        ('deputy = "bo"', 'unknown person "bo".'),
        ('country = "SE"', "Allowed: DK, GL, FO."),
        ('home_work = "some"', "Allowed: all, ad_hoc, none."),
        ("max_home_share = 0", "above 0"),
        ("max_home_share = 1.5", "at most 1"),
        ('detail = "name"', 'Did you mean "names"?'),
        ('summary = "daily"', "Allowed: weekly, decisions, off."),
        ('places = "Sal 1"', "is no list"),
        ("places = [1]", "is no text"),
        ('on_site_days = ["tirsdg"]', 'Did you mean "tirsdag"?'),
        ("local_days_off = 24", "is no list"),
        ('agreements_from_calendar = "yes"', "Allowed: true, false"),
    ],
)
def test_a_wrong_key_of_a_unit_is_named_with_its_line(
    folder: Folder, keys: str, expected: str
) -> None:
    folder.write("organisation.toml", UNITS + keys + "\n" + ANNA)
    problem = folder.problem()
    assert problem.startswith("organisation.toml:3: units[1].")
    assert expected in problem


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('naem = "A"', 'unknown key "naem". Did you mean "name"?'),
        ('leader = "ana"', 'unknown person "ana". Did you mean "anna"?'),
        ("working_days = []", "no weekday is named"),
        ("working_days = 5", "is no list"),
        ('enrolled = "ja"', "Allowed: true, false, or a date"),
        ('notices = "mail"', "Known connections: files, none."),
        ('language = "sv"', "Allowed: da, en."),
        ('name = "A\\u0007"', "control characters"),
    ],
)
def test_a_wrong_key_of_an_employee_is_named_with_its_line(
    folder: Folder, keys: str, expected: str
) -> None:
    folder.write("organisation.toml", ORGANISATION + keys)
    problem = folder.problem()
    assert problem.startswith("organisation.toml:8: employees[1].")
    assert expected in problem


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            '[[contacts]]\nunit = "x"\nrole = "hr"\nname = "HR"',
            'contacts[1].unit: unknown unit "x"',
        ),
        (
            '[[contacts]]\nunit = "nord"\nrole = "tr"\nname = "HR"',
            "Allowed: union, hr, hr_area, hr_",
        ),
        ('[[parameters]]\nunit = "nord"\nkey = "detial"\nvalue = 1', 'Did you mean "detail"?'),
        ('[[parameters]]\nunit = "nord"\nkey = "detail"\nvalue = 1', "value: detail: "),
        ('[[parameters]]\nunit = "nord"\nkey = "detail"', "parameters[1].value: is missing"),
        (
            '[[parameters]]\nunit = "nord"\nkey = "leaders_from"\nvalue = 2026-02-01',
            "is a gate: it opens once, on one date, so it has no dates of effect. Set it in [[units]]",
        ),
        (SHORT + 'valid_to = "2026-01-31"', "2026-01-31 lies before valid_from (2026-02-01)"),
        ("[employees.x]", 'employees[1].x: unknown key "x"'),
        ('[[employee]]\nid = "x"', 'unknown table "employee". Did you mean "employees"?'),
        ("[contacts]", "write [[contacts]]"),
    ],
)
def test_a_wrong_row_is_named(folder: Folder, row: str, expected: str) -> None:
    folder.write("organisation.toml", ORGANISATION + row + "\n")
    assert expected in folder.problem()


def test_ids_and_mailboxes_are_unique_whatever_their_case(folder: Folder) -> None:
    folder.settings(more='[connections.memory]\nkind = "memory"\n')
    twin = ANNA.replace('id = "anna"', 'id = "ANNA"').replace("anna@", "Anna@")
    elsewhere = ANNA.replace('id = "anna"', 'id = "bo"').replace("files", "memory")
    folder.write("organisation.toml", UNITS + UNITS + ANNA + twin + elsewhere)
    unit, person, mailbox = (str(problem) for problem in folder.problems())
    assert unit.endswith(':4: units[2].id: "nord" is taken by units[1] (line 1); it must be unique')
    assert ':11: employees[2].id: "ANNA" is taken by employees[1] (line 5)' in person
    assert ':12: employees[2].mailbox: "Anna@x.dk" is taken by employees[1]' in mailbox
    assert mailbox.endswith("it must be unique within one connection")


@pytest.mark.parametrize("mailbox", ["../anna", "a/b", "a\\\\b", ".anna"])
def test_a_mailbox_cannot_leave_its_folder(folder: Folder, mailbox: str) -> None:
    folder.write("organisation.toml", UNITS + ANNA.replace("anna@x.dk", mailbox))
    assert "is no mailbox" in folder.problem()


def test_units_that_go_round_in_a_circle_are_named_once_and_hide_nothing(folder: Folder) -> None:
    folder.write(
        "organisation.toml",
        '[[units]]\nid = "a"\nparent = "b"\n[[units]]\nid = "b"\nparent = "c"\n'
        '[[units]]\nid = "c"\nparent = "a"\n[[units]]\nid = "d"\nparent = "a"\nleader = "bo"\n',
    )
    circle, leader = folder.problems()
    assert circle.where == "units[1].parent"
    assert "a → b → c → a" in circle.message
    assert leader.where == "units[4].leader"


def test_a_unit_that_is_its_own_parent_is_a_circle(folder: Folder) -> None:
    folder.write("organisation.toml", '[[units]]\nid = "a"\nparent = "a"\n')
    assert "a → a" in folder.problem()


def test_a_gate_out_of_order_is_named_where_it_arises_with_unit_and_both_dates(
    folder: Folder,
) -> None:
    folder.settings("informed_on = 2026-02-02\nactivation_date = 2026-03-02")
    folder.write(
        "organisation.toml",
        '[[units]]\nid = "top"\n'
        '[[units]]\nid = "mid"\nparent = "top"\nread_from = 2026-01-05\n'
        '[[units]]\nid = "low"\nparent = "mid"\n',
    )
    assert folder.problem().startswith(
        "organisation.toml:6: units[2].read_from: unit mid: read_from (2026-01-05) lies before"
        " informed_on (2026-02-02)."
    )


def test_a_unit_that_moves_only_its_activation_must_still_be_told_first(folder: Folder) -> None:
    folder.settings("informed_on = 2026-02-02\nactivation_date = 2026-03-02")
    folder.write("organisation.toml", UNITS + "activation_date = 2026-01-05\n" + ANNA)
    found = [problem.message for problem in folder.problems()]
    assert found[0].startswith("unit nord: read_from (2026-01-05) lies before informed_on")


def test_inline_tables_are_named_by_their_place_and_line(folder: Folder) -> None:
    folder.write(
        "organisation.toml",
        'contacts = []\nunits = [\n  { id = "nord" }, # "[[units]]"\n'
        '  { id = "syd", leader = "bo" },\n]\n' + ANNA,
    )
    assert folder.problem().startswith("organisation.toml:4: units[2].leader: unknown person")


def test_lines_are_found_behind_long_texts_and_lists(folder: Folder) -> None:
    folder.write(
        "organisation.toml",
        '# [[units]]\n[[units]]\nid = "nord"\nplaces = [\n  "Sal # 1", # ]\n  """Sal\\\n [[2]]""",\n]\n'
        "'name' = 'N = [['\n \n[[ units ]] # two\n\"id\" = \"syd\"\nleader='bo'\n" + ANNA,
    )
    assert folder.problem().startswith("organisation.toml:13: units[2].leader: unknown person")


def test_a_mistake_in_a_row_does_not_hide_another_in_the_same_row(folder: Folder) -> None:
    folder.write(
        "organisation.toml",
        UNITS + '[[employees]]\nid = "anna"\nmailbox = 3\nunit = "syd"\nleader = "bo"\nx = 1\n',
    )
    assert sorted(problem.where for problem in folder.problems()) == [
        "employees[1].connection",
        "employees[1].leader",
        "employees[1].mailbox",
        "employees[1].unit",
        "employees[1].x",
    ]


def as_csv(folder: Folder, **files: str) -> None:
    folder.write("hjemmedag.toml", '[service]\norganisation = "org"\n' + STORE + CONNECTIONS)
    for name, text in files.items():
        folder.write(f"org/{name}.csv", text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_gives_the_same_as_toml(folder: Folder, encoding: str) -> None:
    as_csv(folder)
    folder.write(
        "org/units.csv",
        "id;name;places;on_site_days;max_home_share;agreements_from_calendar\r\n"
        "nord;Område Nord;Sal 1, stuen|Sal 2;tirsdag 2026-12-01;0,8;ja\r\n;;;;;\r\n",
        encoding,
    )
    folder.write(
        "org/employees.csv",
        "id;mailbox;connection;unit;leader;working_days;initials;enrolled\n"
        'anna;anna@x.dk;files;nord;;"mandag–torsdag";aan, an;2026-12-01\n',
        encoding,
    )
    folder.write(
        "org/parameters.csv", "unit;key;value\nnord;local_days_off;2026-12-24|2026-12-31\n"
    )
    found = folder.load().organisation
    assert found.units["nord"].name == "Område Nord"
    assert found.units["nord"].values == {
        "places": ("Sal 1, stuen", "Sal 2"),
        "on_site_days": (1, date(2026, 12, 1)),
        "max_home_share": Fraction(4, 5),
        "agreements_from_calendar": True,
    }
    anna = found.people["anna"]
    assert (anna.leader, anna.initials) == (None, ("aan", "an"))
    assert (anna.working_days, anna.enrolled) == (frozenset(range(4)), date(2026, 12, 1))
    assert found.parameters[0].value == (date(2026, 12, 24), date(2026, 12, 31))


def test_with_commas_between_cells_a_list_may_have_semicolons(folder: Folder) -> None:
    as_csv(folder, units="id,places\nnord,Sal 1;Sal 2\n")
    assert folder.load().organisation.units["nord"].values["places"] == ("Sal 1", "Sal 2")


def test_a_mistake_in_csv_is_named_with_its_file_and_line(folder: Folder) -> None:
    as_csv(
        folder,
        units="id,leader,colour\nnord,cy,red\nsyd,,blue\n",
        employees="id,mailbox,connection,unit,enrolled\n\nanna,a@x.dk,files,sid,maybe\nbo\n",
        employes="id\n",
    )
    found = [(str(problem), problem.message) for problem in folder.problems()]
    assert [line.removesuffix(f": {message}") for line, message in found] == [
        "org/employes.csv",
        "org/units.csv:1: units",
        "org/units.csv:2: units[1].leader",
        "org/employees.csv:3: employees[1].enrolled",
        "org/employees.csv:3: employees[1].unit",
        "org/employees.csv:4: employees[2].mailbox",
        "org/employees.csv:4: employees[2].connection",
        "org/employees.csv:4: employees[2].unit",
    ]
    assert found[0][1].startswith('unknown table "employes". Did you mean "employees"?')
    assert found[1][1].startswith('unknown column "colour".')


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ('id,name\nnord,"N\n', "org/units.csv:2: this is no valid CSV"),
        ("id,name\nnord,N,x\n", "org/units.csv:2: units[1]: the row has more cells"),
        ("id,id\nnord,nord\n", "org/units.csv:1: units: the column id stands there more than once"),
    ],
)
def test_broken_csv_is_a_clear_problem(folder: Folder, units: str, expected: str) -> None:
    as_csv(folder, units=units)
    assert expected in folder.problem()


def test_a_folder_without_a_table_is_a_clear_problem(folder: Folder) -> None:
    as_csv(folder, readme="x\n")
    assert "the folder holds no table. Known files: units.csv," in str(folder.problems()[-1])


def test_a_single_csv_file_is_answered_with_the_folder(folder: Folder) -> None:
    folder.write("hjemmedag.toml", '[service]\norganisation = "org/units.csv"\n' + STORE)
    assert "name the folder" in folder.problem()
