"""Microsoft's schema of EWS, where it is at hand: what a message breaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

SHARED = Path(__file__).parents[3] / "shared" / "reference"
SCHEMA = SHARED / "ews-xsd" / "messages.xsd"
DOCUMENTED = SHARED / "ews-docs-xml" / "soap_validated.json"
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason=f"{SCHEMA.name} is not here")
needs_documents = pytest.mark.skipif(not DOCUMENTED.exists(), reason="no documented messages here")


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def broken_in(content: bytes) -> Iterator[str]:
    """What the body of an envelope breaks of the schema; nothing where there is no schema."""
    if not SCHEMA.exists():
        return
    body = etree.fromstring(content).find("{http://schemas.xmlsoap.org/soap/envelope/}Body")
    message = etree.fromstring(etree.tostring(body[0]))
    if not _schema().validate(message):
        yield from (f"{error.line}: {error.message}" for error in _schema().error_log)


class Watch:
    """Collects what goes over the wire and breaks the schema, in both directions."""

    def __init__(self) -> None:
        self.seen = 0
        self.broken: list[str] = []

    def __call__(self, asked: bytes, answered: bytes) -> None:
        """One request and its answer."""
        self.seen += 1
        for direction, content in (("request", asked), ("answer", answered)):
            self.broken += [f"{direction} {line}" for line in broken_in(content)]

    @property
    def unexpected(self) -> list[str]:
        """What broke the schema, the odd item aside that nobody can read."""
        return [line for line in self.broken if "i morgen" not in line and "hemmeligt" not in line]
