"""Microsoft's schema of Graph, where it is at hand: what requests and answers break of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.simulators.graph.asked import Call, Reply
from tests.simulators.graph.routes import routed

SHARED = Path(__file__).parents[3] / "shared" / "reference"
SCHEMA = SHARED / "graph-csdl" / "calendar-slice.schema.json"
ROUTES = SHARED / "graph-csdl" / "sdk-routes.json"
DOCUMENTED = SHARED / "graph-docs-examples" / "pairs.json"
MOCKS = SHARED / "graph-mocks" / "calendar-mocks.json"
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason=f"{SCHEMA.name} is not here")
needs_documents = pytest.mark.skipif(not DOCUMENTED.exists(), reason="no documented requests here")
needs_mocks = pytest.mark.skipif(not MOCKS.exists(), reason="no documented answers here")
NOT_IN_CSDL = frozenset({"occurrenceId", "notificationContentType", "uid"})
"""What answers carry and the v1.0 CSDL does not know."""
TYPES = {"user": "user", "calendar": "calendar", "subscriptions": "subscription"}


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for definition in schema["$defs"].values():
        if definition.get("x-openType") and not definition.get("properties"):
            definition["additionalProperties"] = True  # all that it holds is of the sender's choice
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


def broken_in(kind: str, entity: dict[str, Any]) -> Iterator[str]:
    """What an entity breaks of its type; nothing where there is no schema."""
    if not SCHEMA.exists():
        return
    known = {name: value for name, value in entity.items() if name not in NOT_IN_CSDL}
    for error in _validator(kind).iter_errors(known):
        yield f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message}"


class Watch:
    """Collects what goes over the wire and breaks the schema, in both directions."""

    def __init__(self) -> None:
        self.seen = 0
        self.broken: list[str] = []

    def __call__(self, call: Call, reply: Reply) -> None:
        """One request and its answer, or one part of a batch and its."""
        if reply.status >= 300:
            return
        self.seen += 1
        operation = routed(call).operation
        kind = TYPES.get(operation, "event")
        if operation in ("create", "update"):
            self._look(f"request {operation}", kind, call.body)
        if isinstance(reply.content, dict):
            for entity in reply.content.get("value", [reply.content]):
                self._look(f"answer {operation}", kind, entity)

    def _look(self, direction: str, kind: str, entity: dict[str, Any]) -> None:
        self.broken += [f"{direction} {line}" for line in broken_in(kind, entity)]
