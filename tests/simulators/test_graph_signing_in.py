"""The token endpoint of the Graph simulator, seen by msal as it ships."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msal
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.simulators.graph import faults
from tests.simulators.graph_peer import ANNA, APP, Peer, peer

SCOPE = ["https://graph.microsoft.com/.default"]


@dataclass(frozen=True)
class Credential:
    """A certificate and its key, in PEM."""

    certificate: bytes
    key: str

    def for_msal(self, *, sha1: bool = False) -> dict[str, str]:
        """As msal takes it: by both thumbprints, or by SHA-1 alone."""
        if not sha1:
            return {"private_key": self.key, "public_certificate": self.certificate.decode()}
        found = x509.load_pem_x509_certificate(self.certificate)
        thumbprint = found.fingerprint(hashes.SHA1()).hex()  # noqa: S303 # what older apps send
        return {"private_key": self.key, "thumbprint": thumbprint}


def credential(days: int = 30) -> Credential:
    """A fresh one that ends in some days."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hjemmedag")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Credential(certificate.public_bytes(pem), private.decode())


@pytest.fixture(scope="module")
def known() -> Credential:
    return credential()


@pytest.fixture
def graph(known: Credential, monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    app = replace(
        APP,
        secrets={"hemmelig": None, "gammel": time.time() - 1},
        certificates=(known.certificate,),
    )
    with peer(app) as found:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(found.server.ca_file))
        yield found


@pytest.fixture
def client(graph: Peer) -> Callable[..., Any]:
    def made(credential: Any, **words: Any) -> Any:
        known = {"authority": graph.server.authority, "instance_discovery": False, **words}
        return msal.ConfidentialClientApplication(APP.id, client_credential=credential, **known)

    return made


def test_a_secret_gives_a_token_that_graph_takes_and_msal_keeps(
    graph: Peer, client: Callable[..., Any]
) -> None:
    app = client("hemmelig")
    answer = app.acquire_token_for_client(SCOPE)
    graph.token = answer["access_token"]
    assert graph.view(ANNA) == []
    assert app.acquire_token_for_client(SCOPE)["access_token"] == graph.token
    assert len(graph.server.tenant.signing_in.issued) == 1


@pytest.mark.parametrize("sha1", [False, True])
def test_a_certificate_gives_a_token(
    graph: Peer, client: Callable[..., Any], known: Credential, sha1: bool
) -> None:
    answer = client(known.for_msal(sha1=sha1)).acquire_token_for_client(SCOPE)
    graph.token = answer["access_token"]
    assert graph.view(ANNA) == []


def test_an_authority_by_discovery_document_does_as_well(
    graph: Peer, client: Callable[..., Any]
) -> None:
    by_document = {"authority": None, "oidc_authority": f"{graph.server.authority}/v2.0"}
    app = client("hemmelig", **by_document)
    assert "access_token" in app.acquire_token_for_client(SCOPE)


def test_what_proves_nothing_is_refused_with_its_number(
    graph: Peer, client: Callable[..., Any], known: Credential
) -> None:
    stranger = credential()
    mixed = Credential(known.certificate, stranger.key)
    ended = credential(days=-1)
    signing_in = graph.server.tenant.signing_in
    registered = signing_in.apps[APP.id]
    signing_in.apps[APP.id] = replace(
        registered, certificates=(*registered.certificates, ended.certificate)
    )
    refused = {
        "forkert": 7000215,
        "gammel": 7000222,
        stranger: 700027,
        mixed: 700027,
        ended: 700027,
    }
    for proof, number in refused.items():
        shown = proof.for_msal() if isinstance(proof, Credential) else proof
        answer = client(shown).acquire_token_for_client(SCOPE)
        assert (answer["error"], answer["error_codes"]) == ("invalid_client", [number])
        assert answer["error_description"].startswith(f"AADSTS{number}: ")
    assert signing_in.issued == []


def test_an_assertion_is_good_once_and_for_this_endpoint(graph: Peer, known: Credential) -> None:
    form = _form(known, graph, graph.server.authority)
    url = f"{graph.server.authority}/oauth2/v2.0/token"
    with_ca: dict[str, Any] = {"ca_certs": str(graph.server.ca_file)}
    pool = graph.pool.__class__(**with_ca)
    asked = [pool.request("POST", url, fields=form, encode_multipart=False) for _ in range(2)]
    assert [answer.status for answer in asked] == [200, 400]
    elsewhere = _form(known, graph, "https://login.microsoftonline.com/anden")
    refused = pool.request("POST", url, fields=elsewhere, encode_multipart=False)
    assert (refused.status, refused.json()["error_codes"]) == (401, [700023])
    pool.clear()


def _form(known: Credential, graph: Peer, authority: str) -> dict[str, str]:
    proof = known.for_msal()
    creator = msal.oauth2cli.assertion.JwtAssertionCreator(
        proof["private_key"],
        algorithm="PS256",
        headers={"x5t#S256": _thumbprint(known)},
    )
    return {
        "grant_type": "client_credentials",
        "client_id": APP.id,
        "scope": SCOPE[0],
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": creator.create_normal_assertion(
            audience=f"{authority}/oauth2/v2.0/token", issuer=APP.id
        ),
    }


def _thumbprint(known: Credential) -> str:
    digest = x509.load_pem_x509_certificate(known.certificate).fingerprint(hashes.SHA256())
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_a_token_ends_when_its_time_is_over_and_a_stuck_endpoint_gives_it_again(
    graph: Peer, client: Callable[..., Any]
) -> None:
    now = time.time()
    signing_in = graph.server.tenant.signing_in
    signing_in.clock = lambda: now
    signing_in.lifetime, signing_in.told_lifetime = 5, 3599
    graph.token = client("hemmelig").acquire_token_for_client(SCOPE)["access_token"]
    assert graph.view(ANNA) == []
    now += 6
    ended = graph.ask("GET", f"/users/{ANNA}/events")
    assert (ended.status, ended.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")
    signing_in.stuck = True
    assert client("hemmelig").acquire_token_for_client(SCOPE)["access_token"] == graph.token
    signing_in.stuck = False
    graph.token = client("hemmelig").acquire_token_for_client(SCOPE)["access_token"]
    assert graph.view(ANNA) == []
    signing_in.revoke()
    assert graph.ask("GET", f"/users/{ANNA}/events").status == 401
    assert len(signing_in.issued) == 3


def test_the_endpoint_can_be_down_or_talk_nonsense(graph: Peer, client: Callable[..., Any]) -> None:
    script = graph.server.tenant.faults
    script.add("token", faults.gateway(503), times=2)
    with pytest.raises(Exception, match="503"):
        client("hemmelig").acquire_token_for_client(SCOPE)
    script.clear()
    script.add("token", faults.drop_before(), times=3)
    with pytest.raises(OSError, match=r"[Cc]onnection|[Rr]emote"):
        client("hemmelig").acquire_token_for_client(SCOPE)
    script.clear()
    assert "access_token" in client("hemmelig").acquire_token_for_client(SCOPE)
    assert graph.server.tenant.counters.over_the_wire() == 0


def test_graph_itself_can_be_behind_tls_too() -> None:
    with peer(tls=True) as graph:
        graph.pool.connection_pool_kw["ca_certs"] = str(graph.server.ca_file)
        assert graph.server.url.startswith("https://localhost:")
        assert graph.view(ANNA) == []
