"""[connections.NAME] of kind graph: what it takes, what does not go together, and what comes of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import trustme

from config.connecting import connect, warnings_of
from config.problems import ConfigurationError
from config.settings import Connection
from connectors.base import CalendarReader, EvidenceReader, InviteSender, NoticeWriter
from connectors.ews import Ews
from connectors.graph import Graph
from connectors.hybrid import Hybrid
from tests.unit.configuration_files import Folder

GRAPH = '[connections.sky]\nkind = "graph"\n'
APP = 'tenant = "x.onmicrosoft.com"\nclient_id = "6f1c"\n'
BY_REFERENCE = 'client_secret = "env:GRAPH_SECRET"\n'
EWS = '[connections.ex]\nkind = "ews"\nhost = "m.x.dk"\nuser = "u"\npassword = "env:GRAPH_SECRET"\n'


def clock() -> datetime:
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_every_key_is_read(folder: Folder) -> None:
    folder.settings(
        more=GRAPH + 'authority = "https://login.microsoftonline.us/t"\nclient_id = "6f1c"\n'
        'url = "https://graph.microsoft.us/"\ncertificate = "app.pem"\n'
        'private_key_file = "env:KEY"\ncertificate_password = "env:PFX"\nfallback = "ex"\n'
        'outside_scope = "chef@x.dk"\nca_file = "ca.pem"\ntimeout = 30\nconnections = 32\n' + EWS
    )
    assert folder.load().settings.connections["sky"] == Connection(
        "graph",
        {
            "authority": "https://login.microsoftonline.us/t",
            "client_id": "6f1c",
            "url": "https://graph.microsoft.us",
            "certificate": str(folder.path / "app.pem"),
            "private_key_file": "env:KEY",
            "certificate_password": "env:PFX",
            "fallback": "ex",
            "outside_scope": "chef@x.dk",
            "ca_file": str(folder.path / "ca.pem"),
            "timeout": "30",
            "connections": "32",
        },
    )


@pytest.mark.parametrize(
    ("keys", "where", "expected"),
    [
        ('client_id = "i"\n' + BY_REFERENCE, "sky.tenant", "needs tenant, or authority"),
        (APP + 'authority = "https://l/t"\n' + BY_REFERENCE, "sky.authority", "needs tenant"),
        ('tenant = "x y"\nclient_id = "i"\n' + BY_REFERENCE, "sky.tenant", "is no tenant"),
        ('tenant = "x.dk"\n' + BY_REFERENCE, "sky.client_id", "is missing"),
        (APP, "sky.certificate", "one of them"),
        (APP + BY_REFERENCE + 'certificate = "c.pem"\n', "sky.client_secret", "one of them"),
        (APP + 'client_secret = "geheim"\n', "sky.client_secret", "must not stand here"),
        (
            APP + BY_REFERENCE + 'private_key_file = "k"\n',
            "sky.private_key_file",
            "for a certificate",
        ),
        (
            APP + 'certificate = "c.pem"\nsecret_expires = 2027-01-01\n',
            "sky.secret_expires",
            "says itself",
        ),
        (APP + BY_REFERENCE + 'secret_expires = "snart"\n', "sky.secret_expires", "snart"),
        (APP + BY_REFERENCE + 'url = "http://graph.x.dk"\n', "sky.url", "is no address"),
        (
            APP + BY_REFERENCE + 'url = "https://graph.x.dk/v1.0"\n',
            "sky.url",
            "leave the version out",
        ),
        (APP + BY_REFERENCE + 'outside_scope = "chef"\n', "sky.outside_scope", "no mail address"),
        (APP + BY_REFERENCE + "connections = 33\n", "sky.connections", "from 1 to 32"),
        (APP + BY_REFERENCE + 'fallback = "nowhere"\n', "sky.fallback", "nowhere"),
        (APP + BY_REFERENCE + 'fallback = "files"\n', "sky.fallback", "Kinds that do: ews."),
    ],
)
def test_what_does_not_go_together_is_named(
    folder: Folder, keys: str, where: str, expected: str
) -> None:
    folder.settings(more=GRAPH + keys)
    (problem,) = folder.problems()
    assert problem.where == f"connections.{where}"
    assert expected in problem.message
    assert "geheim" not in problem.message


def test_invites_need_the_mailbox_that_they_come_from(folder: Folder) -> None:
    folder.settings(more=GRAPH + APP + BY_REFERENCE + '[delivery]\ninvites = "sky"\n')
    assert "the service's own mailbox" in folder.problem()


@pytest.mark.parametrize(
    "keys", [BY_REFERENCE, 'certificate = "app.pem"\n', 'certificate = "file:app.pem"\n']
)
def test_it_becomes_a_connector_with_all_doors_and_sends_nothing_yet(
    folder: Folder, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "geheim")
    issued = trustme.CA(key_type=trustme.KeyType.RSA).issue_cert(
        "hjemmedag.x.dk", key_type=trustme.KeyType.RSA
    )
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder.path / "app.pem"))
    folder.settings(more=GRAPH + APP + keys)
    connectors = connect(folder.load().settings, clock)
    connector = connectors["sky"]
    assert isinstance(connector, Graph)
    for door in (CalendarReader, EvidenceReader, NoticeWriter, InviteSender):
        assert isinstance(connector, door)
    assert connector.calls.line.root == "https://graph.microsoft.com/v1.0"
    assert list(warnings_of(connectors)) == []
    connector.close()


HEARS = 'notification_url = "https://hjemmedag.x.dk/graph-changes"\n'


def test_it_may_be_told_of_changes(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "geheim")
    fallback = 'fallback = "ex"\n' + EWS
    for more in ("", fallback):
        folder.settings(more=GRAPH + APP + BY_REFERENCE + HEARS + more + "[http]\n")
        connector = connect(folder.load().settings, clock)["sky"]
        assert isinstance(connector, Graph | Hybrid)
        assert connector.notifier.url == "https://hjemmedag.x.dk/graph-changes"


def test_to_be_told_of_changes_it_has_to_listen(folder: Folder) -> None:
    folder.settings(more=GRAPH + APP + BY_REFERENCE + HEARS)
    assert "connections.sky.notification_url: the service has to listen" in folder.problem()


@pytest.mark.parametrize(
    "url",
    [
        "http://hjemmedag.x.dk/graph-changes",
        "https://hjemmedag.x.dk",
        "https://hjemmedag.x.dk/",
        "https://hjemmedag.x.dk/metrics",
        "https://hjemmedag.x.dk/a?b=c",
        "https://hjemmedag.x.dk/a#b",
        "https://hjemmedag.x.dk/a/../b",
        "https://hjemmedag.x.dk/æ",
        "https://u:p@hjemmedag.x.dk/a",
        "/graph-changes",
        "hjemmedag.x.dk/graph-changes",
    ],
)
def test_where_it_is_told_is_an_address_of_its_own(folder: Folder, url: str) -> None:
    keys = f'notification_url = "{url}"\n[http]\n'
    folder.settings(more=GRAPH + APP + BY_REFERENCE + keys)
    assert "connections.sky.notification_url" in folder.problem()


def test_a_fallback_serves_whoever_is_on_premises(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "geheim")
    folder.settings(more=GRAPH + APP + BY_REFERENCE + 'fallback = "ex"\n' + EWS)
    connectors = connect(folder.load().settings, clock)
    connector, premises = connectors["sky"], connectors["ex"]
    assert isinstance(connector, Hybrid)
    assert isinstance(premises, Ews)
    assert connector.premises is premises
    for door in (CalendarReader, EvidenceReader, NoticeWriter, InviteSender):
        assert isinstance(connector, door)


def test_a_secret_that_ends_soon_is_said_at_every_start(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "geheim")
    folder.settings(more=GRAPH + APP + BY_REFERENCE + "secret_expires = 2026-11-29\n")
    (line,) = warnings_of(connect(folder.load().settings, clock))
    assert line.startswith("connections.sky: the client secret ends in 5 days, on 2026-11-29")


def test_what_shows_only_when_connecting_is_reported(folder: Folder) -> None:
    (folder.path / "ca.pem").write_text("no certificate")
    (folder.path / "app.pem").write_text("no certificate")
    others = "".join(
        f'[connections.{name}]\nkind = "graph"\n{APP}{keys}'
        for name, keys in (
            ("a", BY_REFERENCE),
            ("b", 'certificate = "missing.pfx"\n'),
            ("c", 'certificate = "app.pem"\n'),
            ("d", 'certificate = "app.pem"\nca_file = "ca.pem"\n'),
        )
    )
    folder.settings(more=others)
    with pytest.raises(ConfigurationError) as raised:
        connect(folder.load().settings, clock)
    told = [str(problem) for problem in raised.value.problems]
    assert len(told) == 4
    assert "connections.a.client_secret: the environment variable GRAPH_SECRET" in told[0]
    assert "connections.b.certificate" in told[1]
    assert "missing.pfx cannot be used: No such file" in told[1]
    assert "connections.c.certificate" in told[2]
    assert "connections.d.ca_file" in told[3]
