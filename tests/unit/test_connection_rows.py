"""[connections.NAME]: what each kind takes, what it is good for, and what comes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import trustme

from config.bootstrap import build
from config.connecting import connect, warnings_of
from config.problems import ConfigurationError
from config.settings import Connection
from connectors.base import CalendarReader, InviteSender, NoticeWriter
from connectors.feed import Feed
from connectors.imip import Imip
from tests.unit.configuration_files import ANNA, UNITS, Folder

DELIVERY = '[delivery]\norganizer = "hjemmedag@x.dk"\n'
MAIL = '[connections.mail]\nkind = "imip"\nhost = "mail.x.dk"\n'
FEED = '[connections.web]\nkind = "feed"\nurl = "https://cal.x.dk/{mailbox}.ics"\n'


def clock() -> datetime:
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def connectors(folder: Folder) -> dict[str, object]:
    return connect(folder.load().settings, clock)


def test_every_key_of_mail_is_read(folder: Folder) -> None:
    folder.settings(
        more=DELIVERY + MAIL + 'port = 2525\nsecurity = "tls"\nuser = "hd"\n'
        'password = "file:secret"\nca_file = "ca.pem"\ntimeout = 5\n'
        'envelope_sender = "bounces@x.dk"\n'
    )
    assert folder.load().settings.connections["mail"] == Connection(
        "imip",
        {
            "host": "mail.x.dk",
            "port": "2525",
            "security": "tls",
            "user": "hd",
            "password": "file:secret",
            "ca_file": str(folder.path / "ca.pem"),
            "timeout": "5",
            "envelope_sender": "bounces@x.dk",
        },
    )


def test_every_key_of_a_feed_is_read(folder: Folder) -> None:
    folder.settings(
        more='[connections.web]\nkind = "feed"\nurl = "webcal://cal.x.dk/f?m={mailbox}"\n'
        'allow_private = true\nca_file = "/etc/ca.pem"\nmax_bytes = 1000000\ntimeout = 20\n'
    )
    assert folder.load().settings.connections["web"].options == {
        "url": "https://cal.x.dk/f?m={mailbox}",
        "allow_private": "true",
        "ca_file": "/etc/ca.pem",
        "max_bytes": "1000000",
        "timeout": "20",
    }


@pytest.mark.parametrize(
    ("keys", "where", "expected"),
    [
        ("", "x", "needs host (a mail server) or path (a folder for .eml files)"),
        ('host = "https://mail"\n', "x.host", 'is no host. Write it as "mail.example.dk".'),
        ('host = "m"\nport = 0\n', "x.port", "whole numbers from 1 to 65535"),
        ('host = "m"\nsecurity = "ssl"\n', "x.security", "Allowed: starttls, tls, none."),
        ('host = "m"\nuser = "hd"\n', "x.password", "is missing: a login is user and password"),
        ('host = "m"\npassword = "env:P"\n', "x.user", "is missing"),
        ('host = "m"\nuser = "u"\npassword = "geheim"\n', "x.password", "must not stand here"),
        ('host = "m"\ntimeout = 0\n', "x.timeout", "whole numbers from 1 to 600"),
        ('host = "m"\nenvelope_sender = "b"\n', "x.envelope_sender", "is no mail address"),
        ('path = "out"\nhost = "m"\n', "x.host", "with path mail goes into a folder"),
        ('path = "out"\nurl = "m"\n', "x.url", "unknown key"),
    ],
)
def test_a_wrong_key_of_mail_is_named(folder: Folder, keys: str, where: str, expected: str) -> None:
    folder.settings(more=f'{DELIVERY}[connections.x]\nkind = "imip"\n{keys}')
    problem = folder.problem()
    assert f": connections.{where}: " in problem
    assert expected in problem
    assert "geheim" not in problem


@pytest.mark.parametrize(
    ("keys", "where", "expected"),
    [
        ("", "x.url", "is missing; connections.x needs kind, url"),
        ('url = "ftp://x.dk/{mailbox}"\n', "x.url", "is no address of a feed"),
        ('url = "file:///etc/{mailbox}"\n', "x.url", "is no address of a feed"),
        ('url = "https://x.dk/anna.ics"\n', "x.url", "{mailbox} is missing"),
        ('url = "https://{mailbox}.x.dk/a"\n', "x.url", "is no address of a feed"),
        ('url = "https://us:geheim@x.dk/{mailbox}"\n', "x.url", "no user and no password"),
        ('url = "https://x.dk:99999/{mailbox}"\n', "x.url", "is no address of a feed"),
        ('url = "https://x.dk/{mailbox}"\nmax_bytes = 1\n', "x.max_bytes", "from 1000 to"),
        (
            'url = "https://x.dk/{mailbox}"\nallow_private = "ja"\n',
            "x.allow_private",
            "true, false",
        ),
        ('url = "https://x.dk/{mailbox}"\npath = "p"\n', "x.path", "unknown key"),
    ],
)
def test_a_wrong_key_of_a_feed_is_named(
    folder: Folder, keys: str, where: str, expected: str
) -> None:
    folder.settings(more=f'[connections.x]\nkind = "feed"\n{keys}')
    problem = folder.problem()
    assert f": connections.{where}: " in problem
    assert expected in problem
    assert "geheim" not in problem


def test_mail_needs_an_address_that_it_comes_from(folder: Folder) -> None:
    folder.settings(more=MAIL)
    assert folder.problem().startswith(
        "hjemmedag.toml:11: connections.mail.kind: kind imip needs organizer under [delivery]"
    )
    folder.settings(more=MAIL + '[delivery]\ninvites = "mail"\n')
    assert "delivery.organizer: is missing" in folder.problem()


def test_a_feed_sends_no_invites(folder: Folder) -> None:
    folder.settings(more=FEED + '[delivery]\ninvites = "web"\n')
    assert folder.problem().endswith(
        'delivery.invites: connection "web" is of kind feed, which sends no invites.'
        " Kinds that do: ews, files, graph, imip, memory."
    )


def test_mail_reads_no_calendars_and_a_feed_writes_no_notes(folder: Folder) -> None:
    folder.settings(more=DELIVERY + MAIL + FEED)
    person = ANNA.replace('connection = "files"', 'connection = "mail"\nnotices = "web"')
    folder.write("organisation.toml", UNITS + person)
    reading, writing = (str(problem) for problem in folder.problems())
    assert 'employees[1].connection: connection "mail" is of kind imip, which reads' in reading
    assert 'employees[1].notices: connection "web" is of kind feed, which writes no' in writing


def test_a_person_with_a_published_calendar_can_have_notes_by_mail(folder: Folder) -> None:
    folder.settings(more=DELIVERY + MAIL + FEED)
    person = ANNA.replace('connection = "files"', 'connection = "web"\nnotices = "mail"')
    folder.write("organisation.toml", UNITS + person)
    service = build(folder.path / "hjemmedag.toml", clock=clock)
    assert isinstance(service.connections["web"], CalendarReader)
    assert not isinstance(service.connections["web"], NoticeWriter | InviteSender)
    assert isinstance(service.connections["mail"], NoticeWriter)
    assert isinstance(service.connections["mail"], InviteSender)


def test_overviews_are_in_counts_by_mail_unless_a_unit_says_otherwise(folder: Folder) -> None:
    def detail() -> str | None:
        return folder.load().organisation.text("nord", "detail", date(2026, 12, 1))

    assert detail() == "names"
    folder.settings(more=DELIVERY + MAIL)
    assert detail() == "names"
    folder.settings(more=DELIVERY + 'invites = "mail"\n' + MAIL)
    assert detail() == "counts"
    folder.write("organisation.toml", UNITS + 'detail = "names"\n' + ANNA)
    assert detail() == "names"


def test_connectors_are_built_with_what_the_settings_say(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "geheim")
    trustme.CA().cert_pem.write_to_path(folder.path / "ca.pem")
    folder.settings(
        more=DELIVERY + MAIL + 'user = "hd"\npassword = "env:SMTP_PASSWORD"\nca_file = "ca.pem"\n'
        '[connections.out]\nkind = "imip"\npath = "outbox"\n' + FEED + 'ca_file = "ca.pem"\n'
    )
    found = connectors(folder)
    assert isinstance(found["mail"], Imip)
    assert isinstance(found["out"], Imip)
    assert isinstance(found["web"], Feed)
    assert found["mail"].by_mail
    assert list(warnings_of(found)) == []


def test_what_goes_unencrypted_is_told_at_every_start(folder: Folder) -> None:
    folder.settings(more=DELIVERY + MAIL + 'security = "none"\n' + FEED.replace("https", "http"))
    mail, web = warnings_of(connectors(folder))
    assert mail.startswith("connections.mail: mail goes to mail.x.dk:25 UNENCRYPTED")
    assert web.startswith("connections.web: calendars are read UNENCRYPTED")


def test_missing_secrets_and_certificates_are_all_told_at_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMTP_PASSWORD", raising=False)
    (folder.path / "bad.pem").write_text("no certificate")
    folder.settings(
        more=DELIVERY
        + MAIL
        + 'user = "hd"\npassword = "env:SMTP_PASSWORD"\n'
        + FEED
        + 'ca_file = "missing.pem"\n'
        + FEED.replace("web", "other")
        + 'ca_file = "bad.pem"\n'
    )
    with pytest.raises(ConfigurationError) as caught:
        connectors(folder)
    unset, missing, bad = str(caught.value).splitlines()
    assert unset == ("connections.mail.password: the environment variable SMTP_PASSWORD is not set")
    assert missing.startswith("connections.web.ca_file: ")
    assert missing.endswith("cannot be used: No such file or directory")
    assert bad.endswith("bad.pem cannot be used: holds no certificates")


def test_a_secret_file_lies_beside_the_settings(folder: Folder, tmp_path: Path) -> None:
    (folder.path / "smtp.secret").write_text("geheim\n")
    folder.settings(more=DELIVERY + MAIL + 'user = "hd"\npassword = "file:smtp.secret"\n')
    assert isinstance(connectors(folder)["mail"], Imip)
