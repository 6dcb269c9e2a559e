"""hjemmedag.toml: what it gives, and every mistake of all three files in one report."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from config.configuration import load
from config.problems import ConfigurationError
from config.settings import BrakeSettings, Connection, Delivery, WordSettings
from config.settings_rows import ADD_TO
from policy.lexicon.own_words import ADDED
from policy.register import Register
from tests.unit.configuration_files import CONNECTIONS, SERVICE, SETTINGS, STORE, Folder


def test_the_defaults_are_those_of_the_contract(folder: Folder) -> None:
    settings = folder.load().settings
    assert settings.time_zone.key == "Europe/Copenhagen"
    assert (settings.language, settings.horizon_weeks, settings.enrolment) == ("da", 4, "all")
    assert settings.activation_date is None
    assert settings.delivery is None
    assert settings.words == WordSettings()
    assert settings.brake == BrakeSettings(Fraction(1, 5), 10, 50)


def test_every_key_of_the_service_is_read(folder: Folder) -> None:
    folder.settings(
        'time_zone = "Atlantic/Faroe"\nlanguage = "en"\nhorizon_weeks = 12\n'
        "informed_on = 2026-01-05\nread_from = 2026-01-12\nactivation_date = 2026-02-02\n"
        'leaders_from = "2026-03-02"\nenrolment = "own-request"\nhr_portal = "https://hr.x.dk"'
    )
    settings = folder.load().settings
    assert settings.time_zone.key == "Atlantic/Faroe"
    assert (settings.language, settings.horizon_weeks) == ("en", 12)
    assert (settings.informed_on, settings.read_from) == (date(2026, 1, 5), date(2026, 1, 12))
    assert settings.activation_date == date(2026, 2, 2)
    assert settings.leaders_from == date(2026, 3, 2)
    assert (settings.enrolment, settings.hr_portal) == ("own-request", "https://hr.x.dk")


def test_paths_are_relative_to_the_file_that_names_them(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.path.parent)
    found = load(Path(folder.path.name) / "hjemmedag.toml").settings
    assert found.base == folder.path
    assert found.organisation == folder.path / "organisation.toml"
    assert found.register == folder.path / "register.toml"
    assert found.store_url == f"sqlite:///{folder.path}/hjemmedag.sqlite"
    assert found.connections == {
        "files": Connection("files", {"path": str(folder.path / "calendars")})
    }


def test_absolute_paths_stay_as_they_are(folder: Folder) -> None:
    folder.write(
        "hjemmedag.toml",
        f'[service]\norganisation = "{folder.path}/organisation.toml"\n'
        '[store]\nurl = "sqlite:////srv/hjemmedag.sqlite"\n'
        '[connections.files]\nkind = "files"\npath = "/srv/calendars"\n',
    )
    found = folder.load().settings
    assert found.store_url == "sqlite:////srv/hjemmedag.sqlite"
    assert found.connections["files"].options == {"path": "/srv/calendars"}


def test_without_a_register_nothing_is_agreed(folder: Folder) -> None:
    folder.write(
        "hjemmedag.toml",
        '[service]\norganisation = "organisation.toml"\n' + STORE + CONNECTIONS,
    )
    found = folder.load()
    assert found.settings.register is None
    assert found.register == Register()


def test_what_the_service_says_stands_above_the_top_unit(folder: Folder) -> None:
    folder.settings('time_zone = "America/Nuuk"\nactivation_date = 2026-02-02')
    organisation = folder.load().organisation
    assert organisation.text("nord", "time_zone", date(2026, 1, 1)) == "America/Nuuk"
    assert organisation.gate("nord", "informed_on") == date(2026, 2, 2)
    assert organisation.gate("nord", "leaders_from") == date(2026, 3, 2)
    defaults = {key: organisation.defaults[key] for key in ("country", "home_work", "detail")}
    assert defaults == {"country": "DK", "home_work": "all", "detail": "names"}
    assert organisation.defaults["summary"] == "weekly"
    assert organisation.defaults["agreements_from_calendar"] is False


def test_delivery_words_and_brake_are_read(folder: Folder) -> None:
    folder.settings(
        more='[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.dk"\nweekday = "onsdag"\n'
        '[words]\nhome_categories = ["Hjemme"]\nelsewhere_is_home = true\n'
        'add = { home = ["fjernarbejde"] }\nremove = ["wfh"]\n'
        '[brake]\nmax_share = "1/10"\nmin_entries = 5\n'
    )
    found = folder.load().settings
    assert found.delivery == Delivery("files", "hjemmedag@x.dk", 2)
    assert found.words == WordSettings(
        ("Hjemme",), elsewhere_is_home=True, add={"home": ("fjernarbejde",)}, remove=("wfh",)
    )
    assert found.brake == BrakeSettings(Fraction(1, 10), 5, 50)


def test_delivery_is_on_thursday_where_no_weekday_is_given(folder: Folder) -> None:
    folder.settings(more='[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.dk"\n')
    assert folder.load().settings.delivery == Delivery("files", "hjemmedag@x.dk", 3)


def test_words_can_be_added_to_what_the_lexicon_knows() -> None:
    assert set(ADD_TO) == set(ADDED)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Folder) -> None:
    folder.write("hjemmedag.toml", SETTINGS.replace("\n", "\r\n"), "utf-8-sig")
    assert folder.load().settings.language == "da"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('langauge = "da"', 'langauge: unknown key "langauge". Did you mean "language"?'),
        ('language = "de"', 'language: "de" is not allowed. Allowed: da, en.'),
        ("horizon_weeks = 13", 'horizon_weeks: "13" is not allowed. Allowed: whole numbers from'),
        ("horizon_weeks = true", 'horizon_weeks: "True" is not allowed.'),
        ('time_zone = "Europe/Kopenhagen"', 'Did you mean "Europe/Copenhagen"?'),
        ('time_zone = "Romance Standard Time"', "Windows names are not taken here"),
        ('time_zone = "../../etc/passwd"', "unknown time zone"),
        ('enrolment = "everybody"', "Allowed: all, with-agreement, own-request."),
        ('activation_date = "2026-02-30"', '"2026-02-30" is no day of the calendar'),
        ('activation_date = "30.11.2026"', '"30.11.2026" is no date. Write it as 2026-12-24.'),
        ("activation_date = 2026-12-24T08:00:00", "is no date"),
        ("activation_date = 9999-12-31", "Years from 1900 to 2999"),
        ('hr_portal = ""', "is no text"),
    ],
)
def test_a_wrong_key_of_the_service_is_named_with_its_line(
    folder: Folder, keys: str, expected: str
) -> None:
    folder.settings(keys)
    problem = folder.problem()
    assert problem.startswith("hjemmedag.toml:4: service.")
    assert expected in problem


@pytest.mark.parametrize(
    ("more", "where", "expected"),
    [
        ("[delivry]\n", "delivry", 'unknown table "delivry". Did you mean "delivery"?'),
        ('[delivery]\ninvites = "mail"\n', "delivery.invites", "Known connections: files."),
        ('[delivery]\nweekday = "torsdg"\n', "delivery.weekday", 'Did you mean "torsdag"?'),
        ('[delivery]\norganizer = "us"\n', "delivery.organizer", "is no mail address"),
        ('[brake]\nmax_share = "5/4"\n', "brake.max_share", "at most 1"),
        ("[brake]\nmin_people = -1\n", "brake.min_people", "whole numbers from 0"),
        ('[words]\nadd = ["hjemme"]\n', "words.add", "table of lists"),
        ('[words]\nadd = { hoem = ["x"] }\n', "words.add", 'Did you mean "home"?'),
        ('[words]\nadd = { home = "x" }\n', "words.add", "is no list"),
        ("[connections.x]\n", "connections.x.kind", "is missing; connections.x needs kind"),
        ('[connections.x]\nkind = "files"\n', "connections.x.path", "is missing"),
        ('[connections.x]\nkind = "fils"\n', "connections.x.kind", 'Did you mean "files"?'),
        ('[connections.x]\nkind = "memory"\npath = "c"\n', "connections.x.path", "unknown key"),
        ('[connections.none]\nkind = "memory"\n', "connections.none", "cannot have the name"),
    ],
)
def test_a_wrong_table_is_named(folder: Folder, more: str, where: str, expected: str) -> None:
    folder.settings(more=more)
    (problem,) = folder.problems()
    assert (problem.file, problem.where) == ("hjemmedag.toml", where)
    assert problem.line is not None
    assert problem.line >= 9
    assert expected in problem.message


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://us:geheim@db/x",
        "sqlite://",
        "sqlite:///:memory:",
        "hjemmedag:geheim",
        "geheim",
    ],
)
def test_a_store_of_another_kind_is_a_problem_and_its_url_is_never_shown(
    folder: Folder, url: str
) -> None:
    folder.write("hjemmedag.toml", f'{SERVICE}[store]\nurl = "{url}"\n{CONNECTIONS}')
    problem = folder.problem()
    assert problem.startswith("hjemmedag.toml:5: store.url: ")
    assert "sqlite:///PATH" in problem
    assert "geheim" not in problem


def test_a_value_where_a_table_is_due_is_a_problem(folder: Folder) -> None:
    folder.write("hjemmedag.toml", "brake = 3\n" + SETTINGS)
    assert (
        folder.problem() == "hjemmedag.toml:1: brake: this is a table: write [brake] above its keys"
    )


def test_a_plain_secret_is_a_problem_and_is_never_shown(folder: Folder) -> None:
    folder.settings(more='[connections.m]\nkind = "ews"\npassword = "geheim"\n')
    problems = [str(problem) for problem in folder.problems()]
    assert any("connections.m.password: a secret must not stand here" in p for p in problems)
    assert "geheim" not in "".join(problems)


def test_a_secret_by_reference_is_none(folder: Folder) -> None:
    folder.settings(more='[connections.m]\nkind = "grph"\npassword = "env:GRAPH_PASSWORD"\n')
    assert "kind" in folder.problem()


def test_gates_out_of_order_are_named_with_both_dates(folder: Folder) -> None:
    folder.settings("informed_on = 2026-02-02\nread_from = 2026-01-05")
    assert folder.problem().startswith(
        "hjemmedag.toml:5: service.read_from: read_from (2026-01-05) lies before informed_on"
        " (2026-02-02)."
    )


def test_read_from_alone_lies_before_the_day_people_are_told(folder: Folder) -> None:
    folder.settings("activation_date = 2026-02-02\nread_from = 2026-01-05")
    assert "read_from (2026-01-05) lies before informed_on (2026-02-02)" in folder.problem()


def test_what_is_required_is_named_where_it_is_missing(folder: Folder) -> None:
    folder.write("hjemmedag.toml", "")
    assert [problem.where for problem in folder.problems()] == ["service.organisation", "store.url"]


def test_a_missing_configuration_is_one_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^hjemmedag.toml: there is no such file$"):
        load(tmp_path / "hjemmedag.toml")


def test_a_missing_organisation_file_stands_beside_the_other_problems(folder: Folder) -> None:
    (folder.path / "organisation.toml").unlink()
    folder.settings('language = "de"')
    folder.write("register.toml", '[[call_ins]]\nemployee = "bo"\n')
    problems = [str(problem) for problem in folder.problems()]
    assert problems[1] == "organisation.toml: there is no such file"
    assert [p.split(":")[0] for p in problems] == [
        "hjemmedag.toml",
        "organisation.toml",
        "register.toml",
    ]
    assert "call_ins[1].date: is missing" in problems[2]


def test_a_syntax_error_has_its_line_and_column_and_hides_no_other_file(folder: Folder) -> None:
    folder.write("organisation.toml", '[[units]]\nid = "nord\n')
    folder.write("register.toml", '[[call_ins]]\nemployee = "anna"\n')
    first, second = folder.problems()
    assert (first.file, first.line) == ("organisation.toml", 2)
    assert "no valid TOML" in first.message
    assert "column 11" in first.message
    assert second.where == "call_ins[1].date"


def test_a_syntax_error_in_the_settings_does_not_hide_the_files_beside_them(folder: Folder) -> None:
    folder.write("hjemmedag.toml", "[service\n")
    folder.write("organisation.toml", "[[unit]]\n")
    assert [problem.file for problem in folder.problems()] == [
        "hjemmedag.toml",
        "organisation.toml",
    ]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("cp1252", "register.toml:2: this is not UTF-8 text"), ("utf-16", "this is UTF-16 text")],
)
def test_a_file_in_another_encoding_is_a_clear_problem(
    folder: Folder, encoding: str, expected: str
) -> None:
    folder.write("register.toml", "# one\n# æøå\n", encoding)
    assert expected in folder.problem()


def test_a_folder_instead_of_the_settings_is_a_clear_problem(tmp_path: Path) -> None:
    (tmp_path / "hjemmedag.toml").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path / "hjemmedag.toml")


def test_fifteen_mistakes_over_the_three_files_stand_in_one_report(folder: Folder) -> None:
    folder.settings('langauge = "da"\nhorizon_weeks = 0', '[connections.mail]\nkind = "grph"\n')
    folder.write(
        "organisation.toml",
        '[[units]]\nid = "nord"\nparent = "syd"\nleader = "nobody"\n'
        '[[units]]\nid = "syd"\nparent = "nord"\ncountry = "SE"\n'
        '[[units]]\nid = "syd"\n'
        '[[employees]]\nid = "anna"\nmailbox = "a@x.dk"\nconnection = "fils"\nunit = "øst"\n'
        'working_days = "monday–fryday"\n'
        '[[contacts]]\nunit = "nord"\nrole = "boss"\nname = "Bo"\n'
        '[[parameters]]\nunit = "nord"\nkey = "detail"\nvalue = "all"\n',
    )
    folder.write(
        "register.toml",
        '[[local_agreements]]\nid = "L1"\nunits = ["nord"]\nvalid_from = 2026-02-01\n'
        "valid_to = 2026-01-01\n"
        '[[individual_agreements]]\nemployee = "anna"\nvalid_from = 2026-02-01\n'
        'pattern = ["tuesday"]\n'
        '[[suitability_decisions]]\nemployee = "bo"\ndecided_by = "leader"\n'
        '[[call_ins]]\ndate = 2026-02-01\nemployee = "anna"\nunit = "nord"\n',
    )
    assert [f"{p.file}:{p.line}: {p.where}" for p in folder.problems()] == [
        "hjemmedag.toml:4: service.langauge",
        "hjemmedag.toml:5: service.horizon_weeks",
        "hjemmedag.toml:12: connections.mail.kind",
        "organisation.toml:3: units[1].parent",
        "organisation.toml:4: units[1].leader",
        "organisation.toml:8: units[2].country",
        "organisation.toml:10: units[3].id",
        "organisation.toml:14: employees[1].connection",
        "organisation.toml:15: employees[1].unit",
        "organisation.toml:16: employees[1].working_days",
        "organisation.toml:19: contacts[1].role",
        "organisation.toml:24: parameters[1].value",
        "register.toml:5: local_agreements[1].valid_to",
        "register.toml:9: individual_agreements[1].pattern",
        "register.toml:10: suitability_decisions[1].decided_on",
        "register.toml:11: suitability_decisions[1].employee",
        "register.toml:13: call_ins[1]",
    ]


def test_the_error_reads_as_one_line_per_problem(folder: Folder) -> None:
    folder.settings('language = "de"\nhorizon_weeks = 0')
    with pytest.raises(ConfigurationError) as caught:
        folder.load()
    assert str(caught.value).splitlines() == [str(p) for p in caught.value.problems]
    assert len(caught.value.problems) == 2
