"""Reads ``[connections.NAME]``: the kinds there are, the keys of each, and what a kind is good for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import PlainValidator

from config import network_values, values
from config.ews_rows import EwsRow, check_ews
from config.graph_rows import GraphRow, check_graph
from config.problems import Report, Row, quoted, unknown
from config.rows import AS_BOOLEAN, OptionalText, RowModel, Text, check
from config.secret_references import FORMS, is_reference
from config.settings import Connection

SECURITIES = ("starttls", "tls", "none")
SECRETS = ("password", "secret", "token", "api_key", "private_key")
PATHS = ("path", "ca_file", "certificate", "private_key_file")

Seconds = Annotated[int | None, PlainValidator(partial(values.whole, 1, 600))]
OptionalAddress = Annotated[str | None, PlainValidator(values.address)]


class ConnectionRow(RowModel):
    """What every connection may say."""

    table: ClassVar[str] = "connections"
    kind: Text
    budget: Annotated[int | None, PlainValidator(partial(values.whole, 1, 100))] = None


class FilesRow(ConnectionRow):
    """``[connections.NAME]`` of kind ``files``"""

    path: Text


class MemoryRow(ConnectionRow):
    """``[connections.NAME]`` of kind ``memory``"""


class ImipRow(ConnectionRow):
    """``[connections.NAME]`` of kind ``imip``: a mail server, or a folder"""

    host: Annotated[str | None, PlainValidator(network_values.host)] = None
    port: Annotated[int | None, PlainValidator(partial(values.whole, 1, 65535))] = None
    security: Annotated[str | None, PlainValidator(partial(values.one_of, SECURITIES))] = None
    user: OptionalText = None
    password: OptionalText = None
    ca_file: OptionalText = None
    timeout: Seconds = None
    envelope_sender: OptionalAddress = None
    path: OptionalText = None


class FeedRow(ConnectionRow):
    """``[connections.NAME]`` of kind ``feed``"""

    url: Annotated[str, PlainValidator(network_values.feed_url)]
    allow_private: Annotated[bool | None, AS_BOOLEAN] = None
    ca_file: OptionalText = None
    max_bytes: Annotated[int | None, PlainValidator(partial(values.whole, 1000, 20_971_520))] = None
    timeout: Seconds = None


KINDS: Mapping[str, type[RowModel]] = {
    "ews": EwsRow,
    "files": FilesRow,
    "feed": FeedRow,
    "graph": GraphRow,
    "imip": ImipRow,
    "memory": MemoryRow,
}
"""The kinds of connection that this version has."""
READING = ("ews", "files", "feed", "graph", "memory")
NOTES = ("ews", "files", "graph", "imip", "memory")
INVITES = ("ews", "files", "graph", "imip", "memory")
MEETINGS = ("ews", "graph")
"""Those that send meetings from the service's own mailbox."""
FALLBACKS = ("ews",)


def read_connection(row: Row, base: Path, report: Report) -> Connection:
    """One connection as far as it is valid; paths count from ``base``."""
    _check_secrets(row, report)
    kind = row.values.get("kind", "")
    if "kind" in row.values and kind not in tuple(KINDS):
        report.row(row, "kind", unknown("kind", str(kind), KINDS))
        return Connection(str(kind))
    model = check(KINDS.get(str(kind), MemoryRow), row, report)
    if isinstance(model, ImipRow):
        _check_imip(model, row, report)
    if isinstance(model, EwsRow):
        check_ews(row, report)
    if isinstance(model, GraphRow):
        check_graph(row, report)
    return Connection(str(kind), _options(model, base))


def check_use(
    row: Row, key: str, kinds: Mapping[str, str], fit: Collection[str], use: str, report: Report
) -> None:
    """Report the connection that ``key`` names if one of its kind cannot be used so."""
    name = row.values.get(key)
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind in KINDS and kind not in fit:
        message = f"connection {quoted(name)} is of kind {kind}, which {use}."
        report.row(row, key, f"{message} Kinds that do: {', '.join(fit)}.")


def _options(model: RowModel, base: Path) -> dict[str, str]:
    """What is given, as text; paths are absolute, yes is ``true``."""
    given = {
        key: value for key, value in dict(model).items() if key != "kind" and value is not None
    }
    return {
        key: str(base / value)
        if key in PATHS and not is_reference(value)
        else str(value).lower()
        if value is True
        else str(value)
        for key, value in given.items()
    }


def _check_secrets(row: Row, report: Report) -> None:
    for key, value in row.values.items():
        if key.endswith(SECRETS) and not is_reference(value):
            report.row(row, key, f"a secret must not stand here: write {FORMS}")


def _check_imip(model: ImipRow, row: Row, report: Report) -> None:
    """Mail goes to a server or into a folder, and a login has two halves."""
    if "host" not in row.values and "path" not in row.values:
        report.row(
            row, "", "kind imip needs host (a mail server) or path (a folder for .eml files)"
        )
    if "path" in row.values:
        for key in sorted(set(row.values) - {"kind", "path", "budget"}):
            if key in ImipRow.key_names():
                report.row(row, key, "this is for a mail server; with path mail goes into a folder")
    elif ("user" in row.values) != ("password" in row.values):
        missing = "password" if "user" in row.values else "user"
        report.row(row, missing, "is missing: a login is user and password")
