"""Reads ``[connections.NAME]`` of kind ``graph``: the tenant, the application, and how it signs in."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, ClassVar

from pydantic import PlainValidator

from config import day_values, network_values, values
from config.problems import Report, Row
from config.rows import OptionalText, RowModel, Text

MOST_CONNECTIONS = 32
OF_CERTIFICATES = ("private_key_file", "certificate_password")


class GraphRow(RowModel):
    """``[connections.NAME]`` of kind ``graph``"""

    table: ClassVar[str] = "connections"
    kind: Text
    tenant: Annotated[str | None, PlainValidator(network_values.tenant)] = None
    authority: Annotated[str | None, PlainValidator(network_values.https_url)] = None
    client_id: Text
    certificate: OptionalText = None
    private_key_file: OptionalText = None
    certificate_password: OptionalText = None
    client_secret: OptionalText = None
    secret_expires: Annotated[date | None, PlainValidator(day_values.day)] = None
    url: Annotated[str | None, PlainValidator(network_values.graph_url)] = None
    fallback: OptionalText = None
    notification_url: Annotated[str | None, PlainValidator(network_values.notification_url)] = None
    outside_scope: Annotated[str | None, PlainValidator(values.address)] = None
    ca_file: OptionalText = None
    timeout: Annotated[int | None, PlainValidator(partial(values.whole, 1, 600))] = None
    connections: Annotated[
        int | None, PlainValidator(partial(values.whole, 1, MOST_CONNECTIONS))
    ] = None


def check_graph(row: Row, report: Report) -> None:
    """Report what does not go together."""
    given = set(row.values)
    if len(given & {"tenant", "authority"}) != 1:
        key = "authority" if "authority" in given else "tenant"
        report.row(row, key, "kind graph needs tenant, or authority for a cloud of its own")
    if len(given & {"certificate", "client_secret"}) != 1:
        key = "client_secret" if "client_secret" in given else "certificate"
        report.row(row, key, "kind graph needs certificate or client_secret, one of them")
    if "client_secret" in given:
        for key in sorted(given & set(OF_CERTIFICATES)):
            report.row(row, key, "this is for a certificate, not for client_secret")
    elif "secret_expires" in given:
        report.row(row, "secret_expires", "a certificate says itself when it ends; leave it out")
