"""Signing in to Graph: the real msal, over TLS, to a token endpoint that looks closely and fails."""

from __future__ import annotations

import base64
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from connectors.credentials import Credential, CredentialError, by_certificate, by_secret
from connectors.errors import AuthFailed, Unavailable
from connectors.graph import Endpoint, Graph
from connectors.model import ReadRequest, Snapshot
from connectors.tokens import Application, Tokens
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, TUESDAY, WINDOW_END
from tests.simulators.graph.asked import Reply
from tests.simulators.graph.faults import error, slow, web_page
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph_desk import APP

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PASSWORD = "et kodeord"  # noqa: S105 – of the test's own key
Signed = tuple[Any, x509.Certificate]


def signed(ends: datetime, key: Any = None) -> Signed:
    """A key and a certificate that ends then."""
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hjemmedag")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(datetime.now(UTC), ends) - timedelta(days=400))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def pem(key: Any, password: bytes | None = None) -> bytes:
    how: Any = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    raw: bytes = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how
    )
    return raw


def pfx(key: Any, certificate: x509.Certificate) -> bytes:
    how = serialization.BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(b"h", key, certificate, None, how)


@pytest.fixture(scope="module")
def known() -> Signed:
    return signed(datetime.now(UTC) + timedelta(days=300))


@dataclass
class Place:
    """A server, and seconds that a test moves on."""

    server: Server
    now: float = 0.0
    connectors: list[Graph] = field(default_factory=list)

    def tokens(self, credential: Credential | None = None) -> Tokens:
        credential = credential or by_secret("hemmelig", None)
        application = Application(
            authority=self.server.authority,
            client_id=APP.id,
            credential=credential.value,
            scope=f"{self.server.graph}/.default",
            ca_file=str(self.server.ca_file),
            timeout=5,
        )
        return Tokens(application, clock=lambda: self.now)

    def graph(self, credential: Credential | None = None, tokens: Tokens | None = None) -> Graph:
        """The connector, its tokens and its calls over TLS."""
        endpoint = Endpoint(self.server.url, ca_file=self.server.ca_file, timeout=10)
        found = Graph(
            endpoint,
            tokens or self.tokens(credential),
            zone=COPENHAGEN,
            credential=credential,
            clock=lambda: NOW,
        )
        self.connectors.append(found)
        return found

    @property
    def asked(self) -> int:
        """How often the token service was asked for a token."""
        return self.server.tenant.counters.count("token")

    def tick(self, seconds: float) -> None:
        """Time goes by, here and there."""
        self.now += seconds
        self.server.tenant.signing_in.clock = lambda: 1e9 + self.now


@pytest.fixture
def place(known: Signed) -> Iterator[Place]:
    certificate = known[1].public_bytes(serialization.Encoding.PEM)
    app = replace(APP, secrets={"hemmelig": None, "gammel": 1.0}, certificates=(certificate,))
    with serving([app], tls=True) as server:
        mailbox = server.tenant.store.add_mailbox(ANNA.address, COPENHAGEN)
        Owner(server.tenant, mailbox).add("Hjemme", TUESDAY, TUESDAY + timedelta(days=1))
        found = Place(server)
        found.tick(0)
        yield found
        for connector in found.connectors:
            connector.close()
    assert server.crashes == []


def read(graph: Graph) -> Any:
    (result,) = graph.read([ReadRequest(ANNA, MONDAY, WINDOW_END)])
    return result.outcome


def in_every_form(known: Signed) -> dict[str, Callable[[], Credential]]:
    key, certificate = known
    public = certificate.public_bytes(serialization.Encoding.PEM)
    packed = pfx(key, certificate)
    return {
        "pem": lambda: by_certificate(public + pem(key), None, None),
        "key first": lambda: by_certificate(pem(key) + public, None, None),
        "two files": lambda: by_certificate(public, pem(key), None),
        "protected": lambda: by_certificate(public, pem(key, PASSWORD.encode()), PASSWORD),
        "pfx": lambda: by_certificate(packed, None, PASSWORD),
        "base64": lambda: by_certificate(base64.encodebytes(packed), None, PASSWORD),
    }


FORMS = ("pem", "key first", "two files", "protected", "pfx", "base64")


@pytest.mark.parametrize("form", FORMS)
def test_a_certificate_signs_in_whatever_file_it_comes_in(
    place: Place, known: Signed, form: str
) -> None:
    graph = place.graph(in_every_form(known)[form]())
    assert isinstance(read(graph), Snapshot)
    assert graph.credential_ends == known[1].not_valid_after_utc


def test_a_secret_signs_in_too(place: Place) -> None:
    assert isinstance(read(place.graph(by_secret("hemmelig", None))), Snapshot)


def test_many_requests_need_one_token(place: Place) -> None:
    graph = place.graph()
    for _ in range(10):
        read(graph)
    assert place.asked == 1


def test_1_a_token_that_ends_in_the_middle_of_a_page_is_replaced(place: Place) -> None:
    mailbox = place.server.tenant.store.mailboxes[ANNA.address]
    owner = Owner(place.server.tenant, mailbox)
    for number in range(9):
        owner.add(f"Hjemme {number}", TUESDAY, TUESDAY + timedelta(days=1))
    place.server.tenant.manners.page_cap = 2
    place.server.tenant.signing_in.lifetime = 5
    seen = 0

    def watch(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == 6:
            place.server.tenant.signing_in.revoke()

    place.server.tenant.watch = watch
    outcome = read(place.graph())
    assert isinstance(outcome, Snapshot)
    assert len(outcome.events) == 10
    assert place.asked == 2


@pytest.mark.parametrize("number", range(1, 5))
def test_f8_a_token_may_end_between_any_two_requests(place: Place, number: int) -> None:
    seen = 0

    def watch(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            place.server.tenant.signing_in.revoke()

    place.server.tenant.watch = watch
    graph = place.graph()
    assert isinstance(read(graph), Snapshot)
    assert isinstance(read(graph), Snapshot)
    assert place.asked <= 2


def test_1_a_token_is_renewed_at_three_quarters_of_its_life(place: Place) -> None:
    graph = place.graph()
    read(graph)
    place.tick(2690)
    read(graph)
    assert place.asked == 1
    place.tick(20)
    read(graph)
    assert place.asked == 2


def test_2_an_endpoint_that_gives_the_same_dead_token_is_asked_seldom(place: Place) -> None:
    graph = place.graph()
    read(graph)
    place.server.tenant.signing_in.stuck = True
    place.tick(4000)
    for _ in range(50):
        with pytest.raises(AuthFailed, match="token"):
            read(graph)
    assert place.asked <= 3
    for _ in range(60):
        place.tick(10)
        with pytest.raises(AuthFailed):
            read(graph)
    assert place.asked <= 3 + 10


def test_3_a_secret_that_ended_stops_the_connection_and_starts_no_storm(place: Place) -> None:
    graph = place.graph(by_secret("gammel", date(2026, 11, 1)))
    for _ in range(100):
        with pytest.raises(AuthFailed, match="AADSTS7000222"):
            read(graph)
        place.tick(1)
    assert place.asked <= 10


@pytest.mark.parametrize(
    ("days", "expected"),
    [(61, None), (60, "in 60 days"), (30, "this month"), (7, "NOW"), (0, "in 0 days")],
)
def test_3_who_runs_it_is_warned_60_30_and_7_days_before(days: int, expected: str | None) -> None:
    said = by_secret("hemmelig", (NOW + timedelta(days=days + 1)).date()).warning(NOW)
    assert (said is None) == (expected is None)
    assert expected is None or expected in str(said)
    assert "hemmelig" not in str(said)


def test_3_a_certificate_says_itself_when_it_ends(place: Place) -> None:
    key, certificate = signed(NOW + timedelta(days=20))
    public = certificate.public_bytes(serialization.Encoding.PEM)
    graph = place.graph(by_certificate(public + pem(key), None, None))
    (line,) = graph.warnings
    assert "the certificate ends in 20 days" in line
    ended = signed(NOW - timedelta(days=3))
    public = ended[1].public_bytes(serialization.Encoding.PEM)
    said = by_certificate(public + pem(ended[0]), None, None).warning(NOW)
    assert said is not None
    assert "ended on 2026-11-20" in said


def test_3_what_nobody_told_warns_nobody() -> None:
    assert by_secret("hemmelig", None).warning(NOW) is None


def _token(server: tuple[str, str, str], answers: Any) -> None:
    authority, graph, ca_file = server
    application = Application(authority, APP.id, "hemmelig", f"{graph}/.default", ca_file, 10)
    answers.put(bool(Tokens(application)()))


def test_4_eight_processes_sign_in_at_once_and_share_no_file(place: Place) -> None:
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    where = (place.server.authority, place.server.graph, str(place.server.ca_file))
    processes = [context.Process(target=_token, args=(where, answers)) for _ in range(8)]
    for process in processes:
        process.start()
    assert [answers.get(timeout=30) for _ in processes] == [True] * 8
    for process in processes:
        process.join()


def test_5_threads_go_on_with_the_old_token_while_one_asks_for_the_next(place: Place) -> None:
    tokens = place.tokens()
    first = tokens()
    place.tick(3000)
    place.server.tenant.faults.add("token", slow(1.0))
    begun = threading.Barrier(8)

    def ask(_: int) -> str:
        begun.wait()
        return tokens()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert found.count(first) == 7
    assert place.asked == 2


def test_5_where_no_token_is_left_all_threads_wait_for_one_question(place: Place) -> None:
    tokens = place.tokens()
    place.server.tenant.faults.add("token", slow(0.3))
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: tokens(), range(8)))) == 1
    assert place.asked == 1


def test_6_one_refusal_does_not_throw_the_last_good_token_away(place: Place) -> None:
    tokens = place.tokens()
    first = tokens()
    refusal = {"error": "interaction_required", "error_description": "AADSTS50076: MFA"}
    place.server.tenant.faults.add("token", lambda _call, _handle: Reply(400, refusal))
    place.tick(3000)
    assert tokens() == first
    place.tick(11)
    assert tokens() != first


@pytest.mark.parametrize(
    "fault", [error(503, "ServiceUnavailable"), web_page(200), error(429, "Throttled")]
)
def test_f8_an_hour_without_a_token_service_changes_nothing_and_asks_seldom(
    place: Place, fault: Any
) -> None:
    graph = place.graph()
    read(graph)
    place.server.tenant.faults.add("token", fault, times=-1)
    place.tick(2000)
    assert isinstance(read(graph), Snapshot)
    place.tick(1600)
    before = place.asked
    for _ in range(360):
        place.tick(10)
        try:
            assert isinstance(read(graph), Unavailable)
        except AuthFailed:
            continue
    assert place.asked - before <= 30
    place.server.tenant.faults.clear()
    place.tick(300)
    assert isinstance(read(graph), Snapshot)


def test_60_a_clock_that_slept_only_finds_its_token_refused_once(place: Place) -> None:
    graph = place.graph()
    read(graph)
    place.server.tenant.signing_in.clock = lambda: 2e9
    assert isinstance(read(graph), Snapshot)
    assert place.asked == 2


def test_a_certificate_that_cannot_be_used_says_why_and_shows_nothing(known: Signed) -> None:
    key, certificate = known
    public = certificate.public_bytes(serialization.Encoding.PEM)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    curve, on_curve = signed(NOW, ec.generate_private_key(ec.SECP256R1()))
    wrong: list[tuple[tuple[bytes, bytes | None, str | None], str]] = [
        ((public, None, None), "private_key_file"),
        ((public, pem(other), None), "do not belong together"),
        ((public, pem(key, b"x"), None), "password"),
        ((public, pem(key, b"x"), "y"), "password"),
        ((pfx(key, certificate), None, "y"), "neither PEM nor a PFX"),
        ((b"-----BEGIN PRIVATE KEY-----", None, None), "no certificate"),
        ((on_curve.public_bytes(serialization.Encoding.PEM) + pem(curve), None, None), "RSA"),
        ((b"", None, None), "neither PEM"),
    ]
    for words, expected in wrong:
        with pytest.raises(CredentialError, match=expected):
            by_certificate(*words)


def test_an_untrusted_server_is_never_told_the_token(place: Place) -> None:
    endpoint = Endpoint(place.server.url, timeout=10)
    graph = Graph(endpoint, place.tokens(), zone=COPENHAGEN)
    place.connectors.append(graph)
    with pytest.raises(AuthFailed, match="ca_file"):
        read(graph)
    assert place.server.tenant.counters.over_the_wire() == 0


def test_without_a_ca_file_whoever_the_system_trusts_is_trusted_by_both(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = Application(
        place.server.authority, APP.id, "hemmelig", f"{place.server.graph}/.default", timeout=5
    )
    with pytest.raises(Unavailable, match="SSLError"):
        Tokens(application)()
    monkeypatch.setenv("SSL_CERT_FILE", str(place.server.ca_file))
    endpoint = Endpoint(place.server.url, timeout=10)
    graph = Graph(endpoint, Tokens(application), zone=COPENHAGEN)
    place.connectors.append(graph)
    assert isinstance(read(graph), Snapshot)
