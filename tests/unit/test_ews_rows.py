"""[connections.NAME] of kind ews: what it takes, what does not go together, and what comes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from config.connecting import connect, warnings_of
from config.problems import ConfigurationError
from config.settings import Connection
from connectors.base import (
    CalendarReader,
    EvidenceReader,
    Examiner,
    Expiring,
    InviteSender,
    NoticeWriter,
)
from connectors.ews import Ews
from tests.unit.configuration_files import Folder

EWS = '[connections.ex]\nkind = "ews"\n'
LOGIN = 'user = "HJEM\\\\svc"\npassword = "env:EWS_PASSWORD"\n'
OAUTH = (
    'auth = "oauth"\nauthority = "https://sts.x.dk/t"\nclient_id = "i"\nscope = "https://m/.d"\n'
)


def clock() -> datetime:
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_every_key_is_read(folder: Folder) -> None:
    folder.settings(
        more=EWS + LOGIN + 'url = "https://mail.x.dk/EWS/Exchange.asmx"\nauth = "basic"\n'
        'access = "impersonation"\noutside_scope = "chef@x.dk"\nca_file = "ca.pem"\n'
        "timeout = 30\nconnections = 10\n"
    )
    assert folder.load().settings.connections["ex"] == Connection(
        "ews",
        {
            "url": "https://mail.x.dk/EWS/Exchange.asmx",
            "auth": "basic",
            "user": "HJEM\\svc",
            "password": "env:EWS_PASSWORD",
            "access": "impersonation",
            "outside_scope": "chef@x.dk",
            "ca_file": str(folder.path / "ca.pem"),
            "timeout": "30",
            "connections": "10",
        },
    )


@pytest.mark.parametrize(
    ("keys", "where", "expected"),
    [
        (LOGIN, "ex", "needs one of host, url and autodiscover"),
        (LOGIN + 'host = "m"\nurl = "https://m/"\n', "ex.url", "which is it?"),
        (LOGIN + 'host = "outlook.office365.com"\n', "ex.host", "use a connection of kind graph"),
        (LOGIN + 'url = "https://x.outlook.com/EWS"\n', "ex.url", "Exchange Online"),
        (LOGIN + 'url = "mail.x.dk"\n', "ex.url", 'Write it as "https://mail.example.dk/EWS'),
        (LOGIN + 'url = "https://a:b@m/"\n', "ex.url", "no user and no password"),
        (LOGIN + 'autodiscover = "https://"\n', "ex.autodiscover", "is no address"),
        (LOGIN + 'host = "m"\nauth = "digest"\n', "ex.auth", "Allowed: ntlm, basic, kerberos"),
        (LOGIN + 'host = "m"\naccess = "all"\n', "ex.access", "Allowed: calendar-folder"),
        (LOGIN + 'host = "m"\nconnections = 28\n', "ex.connections", "whole numbers from 1 to 27"),
        ('host = "m"\nuser = "u"\n', "ex.password", 'auth = "ntlm" needs user and password'),
        ('host = "m"\nuser = "u"\npassword = "geheim"\n', "ex.password", "must not stand here"),
        ('host = "m"\nauth = "certificate"\n', "ex.certificate", "is missing"),
        ('host = "m"\nauth = "kerberos"\nuser = "u"\n', "ex.user", "another way of signing in"),
        ('host = "m"\n' + OAUTH, "ex.client_secret", "one of them"),
        (
            'host = "m"\nclient_secret = "env:S"\n' + OAUTH.replace("https://sts", "http://sts"),
            "ex.authority",
            "is no address",
        ),
    ],
)
def test_what_does_not_go_together_is_named(
    folder: Folder, keys: str, where: str, expected: str
) -> None:
    folder.settings(more=EWS + keys)
    (problem,) = folder.problems()
    assert problem.where == f"connections.{where}"
    assert expected in problem.message
    assert "geheim" not in problem.message


def test_invites_need_the_mailbox_that_they_come_from(folder: Folder) -> None:
    folder.settings(more=EWS + LOGIN + 'host = "m.x.dk"\n[delivery]\ninvites = "ex"\n')
    assert "the service's own mailbox" in folder.problem()


@pytest.mark.parametrize(
    "keys",
    [
        LOGIN + 'host = "mail.x.dk"\n',
        LOGIN + 'autodiscover = "autodiscover.x.dk"\n',
        'host = "m.x.dk"\nauth = "certificate"\ncertificate = "client.pem"\n',
        'host = "m.x.dk"\nclient_secret = "env:EWS_PASSWORD"\n' + OAUTH,
        'host = "m.x.dk"\ncertificate = "client.pem"\n' + OAUTH,
    ],
)
def test_it_becomes_a_connector_with_all_doors_and_sends_nothing_yet(
    folder: Folder, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EWS_PASSWORD", "geheim")
    authority = trustme.CA()
    authority.issue_cert("svc@x.dk").private_key_and_cert_chain_pem.write_to_path(
        str(folder.path / "client.pem")
    )
    folder.settings(more=EWS + keys)
    connectors = connect(folder.load().settings, clock)
    connector = connectors["ex"]
    assert isinstance(connector, Ews)
    for door in (CalendarReader, EvidenceReader, NoticeWriter, InviteSender):
        assert isinstance(connector, door)
    assert list(warnings_of(connectors)) == []


def test_an_open_line_is_warned_of(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EWS_PASSWORD", "geheim")
    folder.settings(more=EWS + LOGIN + 'url = "http://mail.x.dk/EWS/Exchange.asmx"\n')
    (line,) = warnings_of(connect(folder.load().settings, clock))
    assert line.startswith("connections.ex: calendars are read UNENCRYPTED")


def test_what_shows_only_when_connecting_is_reported(folder: Folder) -> None:
    (folder.path / "ca.pem").write_text("no certificate")
    folder.settings(
        more=EWS + LOGIN + 'host = "m.x.dk"\nca_file = "ca.pem"\n'
        '[connections.other]\nkind = "ews"\nhost = "n.x.dk"\n' + LOGIN
    )
    with pytest.raises(ConfigurationError) as raised:
        connect(folder.load().settings, clock)
    told = str(raised.value)
    assert "ca.pem cannot be used: holds no certificates" in told
    assert "the environment variable EWS_PASSWORD is not set" in told


def issued(path: Path, ends: datetime) -> None:
    """A certificate with its key, of a curve: TLS takes any."""
    curve = trustme.KeyType.ECDSA
    pem = trustme.CA().issue_cert("svc@x.dk", not_after=ends, key_type=curve)
    pem.private_key_and_cert_chain_pem.write_to_path(str(path))


@pytest.mark.parametrize("keys", ['auth = "certificate"\n', OAUTH])
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (90, None),
        (59, "ends in 59 days, on 2027-01-21: order a new one in time"),
        (29, "renew it this month"),
        (6, "renew it NOW"),
        (-2, "ended on 2026-11-21: nothing can be read or written"),
    ],
)
def test_3_who_runs_it_is_warned_before_a_certificate_ends(
    folder: Folder, keys: str, days: int, words: str | None
) -> None:
    ends = clock() + timedelta(days=days, hours=1)
    issued(folder.path / "client.pem", ends)
    more = EWS + 'host = "m.x.dk"\ncertificate = "client.pem"\n' + keys
    folder.settings(more=more)
    connectors = connect(folder.load().settings, clock)
    connector = connectors["ex"]
    assert isinstance(connector, Expiring)
    assert connector.expiries() == {"certificate": ends}
    said = list(warnings_of(connectors))
    assert (said == []) == (words is None)
    assert words is None or words in said[0]
    assert isinstance(connector, Examiner)
    step = next(iter(connector.examine([])))
    assert step.well == (words is None)
    assert step.well or step.ask


def test_3_without_a_certificate_nothing_is_known_to_end(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EWS_PASSWORD", "geheim")
    folder.settings(more=EWS + LOGIN + 'host = "m.x.dk"\n')
    connector = connect(folder.load().settings, clock)["ex"]
    assert isinstance(connector, Ews)
    assert connector.expiries() == {}


def test_3_a_file_without_a_certificate_is_named(folder: Folder) -> None:
    (folder.path / "client.pem").write_text("-----BEGIN CERTIFICATE-----\næ", encoding="utf-8")
    more = EWS + 'host = "m.x.dk"\nauth = "certificate"\ncertificate = "client.pem"\n'
    folder.settings(more=more)
    with pytest.raises(ConfigurationError, match=r"client\.pem holds no certificate in PEM"):
        connect(folder.load().settings, clock)
