"""Reads ``[connections.NAME]`` of kind ``ews``: where the server is, who signs in, what is reached."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, ClassVar

from pydantic import PlainValidator

from config import network_values, values
from config.problems import Report, Row
from config.rows import OptionalText, RowModel, Text

AUTHS = ("ntlm", "basic", "kerberos", "certificate", "oauth")
ACCESSES = ("calendar-folder", "impersonation")
PLACES = ("host", "url", "autodiscover")
MOST_CONNECTIONS = 27
"""What Exchange allows an account by default (EWSMaxConcurrency)."""
NEEDED = {
    "ntlm": ("user", "password"),
    "basic": ("user", "password"),
    "kerberos": (),
    "certificate": ("certificate",),
    "oauth": ("authority", "client_id", "scope"),
}
ALLOWED = {
    "ntlm": ("user", "password"),
    "basic": ("user", "password"),
    "kerberos": (),
    "certificate": ("certificate", "private_key_file"),
    "oauth": (
        "authority",
        "client_id",
        "scope",
        "client_secret",
        "certificate",
        "private_key_file",
    ),
}
"""The keys of each way of signing in."""


class EwsRow(RowModel):
    """``[connections.NAME]`` of kind ``ews``"""

    table: ClassVar[str] = "connections"
    kind: Text
    host: Annotated[str | None, PlainValidator(network_values.exchange_host)] = None
    url: Annotated[str | None, PlainValidator(network_values.ews_url)] = None
    autodiscover: Annotated[str | None, PlainValidator(network_values.autodiscover)] = None
    auth: Annotated[str | None, PlainValidator(partial(values.one_of, AUTHS))] = None
    user: OptionalText = None
    password: OptionalText = None
    certificate: OptionalText = None
    private_key_file: OptionalText = None
    authority: Annotated[str | None, PlainValidator(network_values.https_url)] = None
    client_id: OptionalText = None
    client_secret: OptionalText = None
    scope: OptionalText = None
    access: Annotated[str | None, PlainValidator(partial(values.one_of, ACCESSES))] = None
    outside_scope: Annotated[str | None, PlainValidator(values.address)] = None
    ca_file: OptionalText = None
    timeout: Annotated[int | None, PlainValidator(partial(values.whole, 1, 600))] = None
    connections: Annotated[
        int | None, PlainValidator(partial(values.whole, 1, MOST_CONNECTIONS))
    ] = None


def check_ews(row: Row, report: Report) -> None:
    """Report what does not go together."""
    given = set(row.values)
    places = sorted(given & set(PLACES))
    if len(places) != 1:
        text = "kind ews needs one of host, url and autodiscover"
        report.row(row, places[1] if places else "", text + (": which is it?" if places else ""))
    auth = str(row.values.get("auth", "ntlm"))
    for key, text in _sign_in(auth if auth in AUTHS else "ntlm", given):
        report.row(row, key, text)


def _sign_in(auth: str, given: set[str]) -> Iterator[tuple[str, str]]:
    for key in NEEDED[auth]:
        if key not in given:
            yield key, f'is missing: auth = "{auth}" needs {" and ".join(NEEDED[auth])}'
    if auth == "oauth" and len(given & {"client_secret", "certificate"}) != 1:
        yield "client_secret", 'auth = "oauth" needs client_secret or certificate, one of them'
    elsewhere = {key for keys in ALLOWED.values() for key in keys} - set(ALLOWED[auth])
    for key in sorted(given & elsewhere):
        yield key, f'this is for another way of signing in, not for auth = "{auth}"'
