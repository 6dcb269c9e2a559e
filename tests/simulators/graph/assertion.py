"""Client assertions: the JWT with which an app proves that it has its certificate's key."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

THUMBPRINTS = {"x5t": hashes.SHA1(), "x5t#S256": hashes.SHA256()}  # noqa: S303 # the header's own choice
PADDINGS = {
    "RS256": padding.PKCS1v15(),
    "PS256": padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH),
}
LEEWAY = 300


class RefusalError(Exception):
    """What the token endpoint says where it gives no token: an AADSTS number and words."""

    def __init__(
        self, number: int, message: str, error: str = "invalid_client", status: int = 400
    ) -> None:
        super().__init__(message)
        self.number = number
        self.message = message
        self.error = error
        self.status = status


def verified(
    assertion: str, client: str, certificates: Iterable[bytes], endpoint: str, seen: set[str]
) -> None:
    """Check signature, thumbprint, audience, issuer, life and first use; a RefusalError otherwise."""
    header, claims, signed, signature = _taken_apart(assertion)
    certificate = _known(header, certificates)
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or header.get("alg") not in PADDINGS:
        raise RefusalError(50027, "JWT token is invalid or malformed.")
    try:
        key.verify(signature, signed, PADDINGS[header["alg"]], hashes.SHA256())
    except InvalidSignature:
        raise _untrusted("The signature is not valid.") from None
    if certificate.not_valid_after_utc <= datetime.now(UTC):
        raise _untrusted("The certificate used to sign the client assertion is expired.")
    if claims.get("aud") != endpoint:
        raise RefusalError(
            700023, "Client assertion audience claim does not match Realm issuer.", status=401
        )
    if {claims.get("iss"), claims.get("sub")} != {client}:
        raise RefusalError(
            700021, "Client assertion application identifier doesn't match 'client_id'."
        )
    if not claims.get("nbf", 0) - LEEWAY <= time.time() < claims.get("exp", 0):
        raise RefusalError(
            700024, "Client assertion is not within its valid time range.", status=401
        )
    if not claims.get("jti") or claims["jti"] in seen:
        raise RefusalError(50027, "JWT token is invalid or malformed: 'jti'.")
    seen.add(claims["jti"])


def _taken_apart(assertion: str) -> tuple[Mapping[str, Any], Mapping[str, Any], bytes, bytes]:
    try:
        first, second, third = assertion.split(".")
        header, claims = (json.loads(_decoded(part)) for part in (first, second))
        return header, claims, f"{first}.{second}".encode(), _decoded(third)
    except (ValueError, binascii.Error):
        raise RefusalError(50027, "JWT token is invalid or malformed.") from None


def _known(header: Mapping[str, Any], certificates: Iterable[bytes]) -> x509.Certificate:
    for pem in certificates:
        certificate = x509.load_pem_x509_certificate(pem)
        for name, digest in THUMBPRINTS.items():
            if name in header and _decoded(header[name]) == certificate.fingerprint(digest):
                return certificate
    raise _untrusted("The key was not found.")


def _untrusted(reason: str) -> RefusalError:
    words = "The certificate with identifier used to sign the client assertion is not registered"
    return RefusalError(
        700027, f"{words} on application or is not good. Reason - {reason}", status=401
    )


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
