"""JSON batches: at most twenty parts, four at a time, answered in any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.simulators.graph.asked import Call, GraphError, Reply, bad, refused, take_apart

if TYPE_CHECKING:
    from tests.simulators.graph.tenant import Tenant

MOST, AT_A_TIME = 20, 4


@dataclass(frozen=True)
class Part:
    """One request of a batch."""

    id: str
    call: Call
    after: frozenset[str]


def batch(tenant: Tenant, call: Call) -> Reply:
    """All parts of a batch; where one is to be hung up on, all are."""
    parts = _parts(call)
    done: dict[str, Reply] = {}
    while waiting := [part for part in parts if part.id not in done]:
        ready = [part for part in waiting if part.after <= set(done)]
        if not ready:
            raise bad("The dependencies of the batch go in a circle.", "BadRequest")
        for group in _groups(ready):
            done |= _answered(tenant, group, done)
    told = [_told(part, done[part.id]) for part in parts]
    if tenant.manners.batches_are_shuffled:
        told = told[1::2] + told[::2]
    cut = next((reply.cut for reply in done.values() if reply.cut is not None), None)
    return Reply(200, {"responses": told}, cut=cut)


def _groups(parts: list[Part]) -> Iterator[list[Part]]:
    for at in range(0, len(parts), AT_A_TIME):
        yield parts[at : at + AT_A_TIME]


def _answered(
    tenant: Tenant, group: list[Part], done: Mapping[str, Reply]
) -> Iterator[tuple[str, Reply]]:
    """What Outlook says to some parts that it has at the same time."""
    with ExitStack() as under_way:
        ready = []
        for part in group:
            if any(done[other].status >= 400 for other in part.after):
                reason = GraphError(424, "FailedDependency", "A request that this needs failed.")
                yield part.id, refused(reason)
            else:
                ready.append((part, tenant.begin(part.call, under_way)))
        if ready:
            tenant.wait()
        for part, started in ready:
            yield part.id, tenant.finish(part.call, started)


def _parts(call: Call) -> list[Part]:
    raw = call.body.get("requests") if isinstance(call.body, dict) else None
    if not isinstance(raw, list) or not raw:
        raise bad("Invalid batch payload format.", "BadRequest")
    if len(raw) > MOST:
        raise bad(
            f"Number of batch request steps exceeds the maximum value of {MOST}.", "BadRequest"
        )
    ids = [str(one.get("id", "")) for one in raw]
    if "" in ids or len({identity.lower() for identity in ids}) < len(ids):
        raise bad("Request Id has to be unique in a batch.", "BadRequest")
    return [_part(call, one, ids) for one in raw]


def _part(call: Call, raw: Mapping[str, Any], ids: list[str]) -> Part:
    headers = {name.lower(): str(value) for name, value in (raw.get("headers") or {}).items()}
    if raw.get("body") is not None and "content-type" not in headers:
        raise bad(
            f"Write request id : {raw['id']} does not contain Content-Type header.", "BadRequest"
        )
    after = frozenset(raw.get("dependsOn") or ())
    if not after <= set(ids) or not raw.get("method") or "://" in raw.get("url", "://"):
        raise bad(f"Request id : {raw['id']} is not complete.", "BadRequest")
    part = take_apart(raw["method"].upper(), raw["url"], headers, raw.get("body"), call.root)
    return Part(str(raw["id"]), replace(part, app=call.app, batched=True), after)


def _told(part: Part, reply: Reply) -> dict[str, Any]:
    content = reply.content.decode() if isinstance(reply.content, bytes) else reply.content
    headers = dict(reply.headers)
    if content is not None:
        headers.setdefault("Content-Type", "application/json")
    told: dict[str, Any] = {"id": part.id, "status": reply.status, "headers": headers}
    return told if content is None else {**told, "body": content}
