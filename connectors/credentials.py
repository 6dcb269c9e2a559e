"""What an application proves itself with: a secret or a certificate, and how long it still holds."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

_STEPS = (
    (7, "renew it NOW"),
    (30, "renew it this month"),
    (60, "order a new one in time"),
)
"""Days before the end, and what to do then."""


class CredentialError(ValueError):
    """A certificate or its key cannot be used; the message says why, and shows nothing of it."""


@dataclass(frozen=True, slots=True)
class Credential:
    """``value``: as msal takes it, or the certificate itself where TLS is shown it.

    ``ends``: aware; None where nobody told.
    """

    value: str | Mapping[str, str]
    ends: datetime | None
    name: str

    @property
    def expiries(self) -> Mapping[str, datetime]:
        """As :class:`connectors.base.Expiring` wants it."""
        return {} if self.ends is None else {self.name.removeprefix("the "): self.ends}

    def warning(self, now: datetime) -> str | None:
        """What an operator is to read 60, 30 and 7 days before the end, and after it."""
        if self.ends is None:
            return None
        days = (self.ends - now).days
        if days < 0:
            return f"{self.name} ended on {self.ends:%Y-%m-%d}: nothing can be read or written"
        for limit, advice in _STEPS:
            if days <= limit:
                return f"{self.name} ends in {days} days, on {self.ends:%Y-%m-%d}: {advice}"
        return None


def by_secret(secret: str, ends: date | None) -> Credential:
    """A client secret; only whoever made it knows when it ends."""
    end = None if ends is None else datetime.combine(ends, time.min, UTC)
    return Credential(secret, end, "the client secret")


def in_pem(certificate: bytes, key: bytes) -> Credential:
    """A certificate and its key, of any kind, as they stand in their files.

    Raises CredentialError where there is none.
    """
    ends = _first(certificate).not_valid_after_utc
    # What is no ASCII can only be a remark beside the blocks.
    texts = (raw.decode("ascii", "replace") for raw in (key, certificate))
    value = dict(zip(("private_key", "public_certificate"), texts, strict=True))
    return Credential(value, ends, "the certificate")


def by_certificate(content: bytes, key: bytes | None, password: str | None) -> Credential:
    """A certificate in PEM or PFX (a PFX also in base64); ``key``: its key in PEM, if apart.

    Raises CredentialError.
    """
    secret = password.encode() if password else None
    if b"-----BEGIN" in content:
        certificate, private = _from_pem(content, content if key is None else key, secret)
    else:
        certificate, private = _from_pfx(_binary(content), secret)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise CredentialError("has a key that is not RSA, and no other is taken")
    if not _same_key(certificate, private):
        raise CredentialError("and its private key do not belong together")
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    value = {"private_key": pem.decode("ascii"), "public_certificate": public.decode("ascii")}
    return Credential(value, certificate.not_valid_after_utc, "the certificate")


def _from_pem(
    content: bytes, key: bytes, password: bytes | None
) -> tuple[x509.Certificate, object]:
    certificate = _first(content)
    if b"PRIVATE KEY-----" not in key:
        raise CredentialError("holds no private key; name its file in private_key_file")
    protected = b"ENCRYPTED" in key
    try:
        private = serialization.load_pem_private_key(key, password if protected else None)
    except TypeError:
        raise CredentialError("has a protected key: name its password") from None
    except (ValueError, UnsupportedAlgorithm):
        words = "cannot be opened: is the password right?" if protected else "has no usable key"
        raise CredentialError(words) from None
    return certificate, private


def _first(content: bytes) -> x509.Certificate:
    """The first certificate; what stands before it, such as the key, is no matter of its parser."""
    start = max(content.find(b"-----BEGIN CERTIFICATE"), 0)
    try:
        return x509.load_pem_x509_certificate(content[start:])
    except ValueError:
        raise CredentialError("holds no certificate in PEM") from None


def _from_pfx(content: bytes, password: bytes | None) -> tuple[x509.Certificate, object]:
    try:
        private, certificate, _ = pkcs12.load_key_and_certificates(content, password)
    except (ValueError, UnsupportedAlgorithm):
        raise CredentialError("is neither PEM nor a PFX that the password opens") from None
    if private is None or certificate is None:
        raise CredentialError("is a PFX without a certificate or without its key")
    return certificate, private


def _same_key(certificate: x509.Certificate, private: rsa.RSAPrivateKey) -> bool:
    raw = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    public = private.public_key()
    return bool(certificate.public_key().public_bytes(*raw) == public.public_bytes(*raw))


def _binary(content: bytes) -> bytes:
    """A PFX as it is, or out of base64, as key vaults give it."""
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        return content
