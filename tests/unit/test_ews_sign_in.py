"""Ways into an Exchange server: TLS with an authority of its own, certificates, tokens, Autodiscover."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from connectors.errors import AuthFailed, MailboxGone, Unavailable
from connectors.ews import Ews
from connectors.ews_hosts import is_cloud
from connectors.ews_sign_in import SignIn
from connectors.model import ReadRequest, Snapshot
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, WINDOW_END
from tests.feed_server import send
from tests.feed_server import serving as serving_web
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server, serving
from tests.simulators.ews.store import Delegate
from tests.simulators.ews_desk import PASSWORD, SERVICE, ews_desk
from tests.unit.ews_cases import several

USER = User("HJEM\\svc", PASSWORD, SERVICE)


class Encrypted:
    """A server with TLS of its own authority, which knows client certificates, too."""

    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.ca_file))
        self.client = folder / "client.pem"
        issued = self.authority.issue_cert("svc@x.dk", common_name="svc")
        issued.private_key_and_cert_chain_pem.write_to_path(str(self.client))

    @contextmanager
    def serving(self, *schemes: str) -> Iterator[Server]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("localhost").configure_cert(context)
        self.authority.configure_trust(context)
        context.verify_mode = ssl.CERT_OPTIONAL
        with serving([USER], schemes=schemes, tls=context) as server:
            mailbox = server.exchange.store.add_mailbox(ANNA.address, COPENHAGEN)
            mailbox.delegates[SERVICE] = Delegate()
            yield server


@pytest.fixture
def encrypted(tmp_path: Path) -> Encrypted:
    return Encrypted(tmp_path)


def read(url: str | None, sign_in: SignIn, **words: Any) -> object:
    """What reading Anna comes to."""
    connector = Ews(url, sign_in, zone=COPENHAGEN, **words)
    try:
        (result,) = connector.read([ReadRequest(ANNA, MONDAY, WINDOW_END)])
        return result.outcome
    finally:
        connector.close()


@pytest.mark.parametrize("auth", ["ntlm", "basic"])
def test_a_password_over_tls(encrypted: Encrypted, auth: Any) -> None:
    with encrypted.serving("NTLM", "Basic") as server:
        known = SignIn(auth, "HJEM\\svc", PASSWORD, ca_file=encrypted.ca_file)
        assert isinstance(read(server.url, known), Snapshot)
        assert server.exchange.counters.sign_ins >= 1


def test_a_certificate_that_nobody_vouches_for_is_said_to_be_one(encrypted: Encrypted) -> None:
    with encrypted.serving("NTLM") as server, pytest.raises(AuthFailed, match="ca_file"):
        read(server.url, SignIn("ntlm", "HJEM\\svc", PASSWORD))


def test_the_environment_has_no_say(encrypted: Encrypted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with encrypted.serving("Basic") as server:
        known = SignIn("basic", "svc", PASSWORD, ca_file=encrypted.ca_file)
        assert isinstance(read(server.url, known), Snapshot)


def test_a_client_certificate(encrypted: Encrypted) -> None:
    with encrypted.serving() as server:
        known = SignIn("certificate", certificate=encrypted.client, ca_file=encrypted.ca_file)
        assert isinstance(read(server.url, known), Snapshot)
        with pytest.raises(AuthFailed):
            read(server.url, SignIn("certificate", ca_file=encrypted.ca_file))


def test_a_token_is_asked_for_at_each_call(encrypted: Encrypted) -> None:
    class Token:
        def __init__(self) -> None:
            self.given, self.refused_ones = 0, list[str]()

        def __call__(self) -> str:
            self.given += 1
            return "good"

        def refused(self, token: str) -> None:
            self.refused_ones.append(token)

    token = Token()
    with encrypted.serving("Bearer") as server:
        server.signing_in.tokens["good"] = SERVICE
        known = SignIn("oauth", token=token, ca_file=encrypted.ca_file)
        assert isinstance(read(server.url, known), Snapshot)
        assert token.given == server.exchange.counters.count()
        assert token.refused_ones == []
        server.signing_in.tokens.clear()
        with pytest.raises(AuthFailed):
            read(server.url, known)
        assert token.refused_ones == ["good"]


def test_a_token_service_that_is_down_is_trouble_for_later(encrypted: Encrypted) -> None:
    class Down:
        def __call__(self) -> str:
            raise Unavailable("the token service did not answer")

        def refused(self, token: str) -> None:
            raise AssertionError(token)

    with encrypted.serving("Bearer") as server:
        known = SignIn("oauth", token=Down(), ca_file=encrypted.ca_file)
        assert isinstance(read(server.url, known), Unavailable)


def test_kerberos_without_its_library_says_what_to_install() -> None:
    pytest.importorskip("exchangelib")
    from exchangelib.transport import AUTH_TYPE_MAP, GSSAPI

    if GSSAPI in AUTH_TYPE_MAP:
        pytest.skip("the library is installed here")
    with pytest.raises(AuthFailed, match=r"hjemmedag\[kerberos\]"):
        read("https://mail.example.dk/EWS/Exchange.asmx", SignIn("kerberos"))


def test_nobody_listens(encrypted: Encrypted) -> None:
    found = read("https://localhost:9/EWS/Exchange.asmx", SignIn("basic", "u", PASSWORD))
    assert isinstance(found, Unavailable)


def test_an_address_without_ews_is_said_to_be_one(encrypted: Encrypted) -> None:
    with encrypted.serving("Basic") as server:
        known = SignIn("basic", "svc", PASSWORD, ca_file=encrypted.ca_file)
        with pytest.raises(AuthFailed, match="no EWS at this address"):
            read(server.root + "/ews/other.asmx", known)


@pytest.mark.parametrize("host", ["outlook.office365.com", "login.example.dk"])
def test_where_a_redirect_leads(host: str) -> None:
    with serving_web() as web:
        web.otherwise = send(302, location=f"https://{host}/EWS/Exchange.asmx")
        url = f"http://localhost:{web.port}/EWS/Exchange.asmx"
        if is_cloud(host):
            with pytest.raises(AuthFailed, match="kind graph"):
                read(url, SignIn("basic", "u", PASSWORD))
        else:
            found = read(url, SignIn("basic", "u", PASSWORD))
            assert isinstance(found, Unavailable)
            assert "web page" in str(found)


@pytest.mark.parametrize(
    ("host", "cloud"),
    [
        ("outlook.office365.com", True),
        ("OUTLOOK.OFFICE365.COM.", True),
        ("eu.outlook.office365.com", True),
        ("mail.example.dk", False),
        ("outlook.office365.com.example.dk", False),
        ("notoutlook.com", False),
        (None, False),
    ],
)
def test_which_hosts_are_the_clouds(host: str | None, cloud: bool) -> None:
    assert is_cloud(host) is cloud


def test_autodiscover_is_asked_once_for_all() -> None:
    with ews_desk("calendar-folder") as desk:
        boxes = several(desk, 5)
        known = SignIn("ntlm", "HJEM\\svc", PASSWORD)
        found = Ews(None, known, zone=COPENHAGEN, autodiscover=desk.server.autodiscover_url)
        outcomes = [
            r.outcome for r in found.read([ReadRequest(box, MONDAY, WINDOW_END) for box in boxes])
        ]
        assert all(isinstance(outcome, Snapshot) for outcome in outcomes)
        assert found.calls.url == desk.server.url
        assert found.calls.version == "15.2.2562.17"
        found.close()


def test_autodiscover_knows_who_is_not_there() -> None:
    with ews_desk("calendar-folder") as desk:
        known = SignIn("ntlm", "HJEM\\svc", PASSWORD)
        outcome = read(None, known, autodiscover=desk.server.autodiscover_url)
        assert isinstance(outcome, MailboxGone)
        desk.add_mailbox(ANNA.address)
        assert isinstance(read(None, known, autodiscover=desk.server.autodiscover_url), Snapshot)


def test_autodiscover_refuses_a_wrong_password() -> None:
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        known = SignIn("ntlm", "HJEM\\svc", PASSWORD + "x")
        with pytest.raises(AuthFailed):
            read(None, known, autodiscover=desk.server.autodiscover_url)


def test_autodiscover_that_leads_into_the_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        cloud = property(lambda _: "https://outlook.office365.com/EWS/Exchange.asmx")
        monkeypatch.setattr(Server, "url", cloud)
        known = SignIn("ntlm", "HJEM\\svc", PASSWORD)
        outcome = read(None, known, autodiscover=desk.server.autodiscover_url)
        assert isinstance(outcome, MailboxGone)
        assert "kind graph" in str(outcome)


@pytest.mark.parametrize("password", ["æøå", "пароль€"])
@pytest.mark.parametrize("auth", ["ntlm", "basic"])
def test_passwords_of_all_letters(password: str, auth: Any) -> None:
    with serving([User("HJEM\\svc", password, SERVICE)]) as server:
        server.exchange.store.add_mailbox(ANNA.address, COPENHAGEN).delegates[SERVICE] = Delegate()
        assert isinstance(read(server.url, SignIn(auth, "HJEM\\svc", password)), Snapshot)


def test_what_the_library_would_log_stays_unsaid(caplog: pytest.LogCaptureFixture) -> None:
    import logging

    with caplog.at_level(logging.DEBUG), ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        desk.add(ANNA.address, "hemmeligt", MONDAY, WINDOW_END)
        (result,) = desk.connector.read([ReadRequest(ANNA, MONDAY, WINDOW_END)])
        assert isinstance(result.outcome, Snapshot)
    assert "hemmeligt" not in caplog.text
    assert "exchangelib" not in caplog.text
