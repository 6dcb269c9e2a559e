"""The organisation behind the server: its mailboxes, its users, and how each call is carried out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.simulators.ews.counters import Counters
from tests.simulators.ews.faults import Faults
from tests.simulators.ews.rights import User, acting
from tests.simulators.ews.soap import (
    VERSIONS,
    Call,
    Element,
    EwsError,
    Reply,
    SoapFaultError,
    enveloped,
    faulted,
    take_apart,
)
from tests.simulators.ews.store import Store

SE, EXCHANGE_2019, EXCHANGE_2016 = (15, 2, 2562, 17), (15, 2, 1748, 10), (15, 1, 2507, 44)
Operation = Callable[["Exchange", Call, str], Element]


@dataclass
class Manners:
    """How this server differs from others that speak EWS."""

    build: tuple[int, int, int, int] | None = SE
    api_versions: tuple[str, ...] = VERSIONS
    convert_id: bool = True
    expands_series: bool = True
    update_wants_mapi: bool = False
    server_time_zones: bool = True
    sync_tells: frozenset[str] = frozenset({"Create", "Update", "Delete"})
    private_is_found: bool = True
    named_properties_travel: bool = True
    organizer_address_in_find: bool = False
    anchor_needed: bool = True
    find_cap: int = 1000
    sync_page: int = 512
    max_sockets: int = 1000
    latency: float = 0.0


class Exchange:
    """Carries out calls. ``watch`` sees every request and answer as they go over the wire."""

    def __init__(self, users: Iterable[User]) -> None:
        from tests.simulators.ews.operations import OPERATIONS

        self.store = Store()
        self.users = {user.address: user for user in users}
        self.tokens: dict[str, str] = {}
        self.manners = Manners()
        self.faults = Faults()
        self.counters = Counters()
        self.watch: Callable[[bytes, bytes], None] = lambda _asked, _answered: None
        self.closing = threading.Event()
        self._operations = OPERATIONS
        self._lock = threading.Lock()

    def answer(self, content: bytes, user: str, anchor: str | None) -> Reply:
        """The answer to one request, faults in the script included."""
        try:
            call = take_apart(content, user, anchor, self.manners.api_versions)
        except SoapFaultError as error:
            return Reply(500, faulted(error))
        mailbox = _target(call)
        with self.counters.counted(call, mailbox):
            if self.manners.latency:
                self.closing.wait(self.manners.latency)
            scripted = self.faults.for_call(call, mailbox)
            if scripted:
                return scripted(call, lambda: self._carried_out(call, content))
            return self._carried_out(call, content)

    def _carried_out(self, call: Call, content: bytes) -> Reply:
        try:
            with self._lock:
                acts_as = acting(self.store, call, self.users)
                self._check_anchor(call)
                operation = self._operations.get(call.operation)
                if operation is None:
                    raise SoapFaultError("ErrorInvalidRequest", f"There is no {call.operation}.")
                body = enveloped(operation(self, call, acts_as), self.manners.build)
        except EwsError as error:
            return Reply(500, faulted(error))
        self.watch(content, body)
        return Reply(200, body)

    def _check_anchor(self, call: Call) -> None:
        """Without its anchor a call ends up at another server, and that one is busy or slow."""
        if self.manners.anchor_needed and call.impersonated not in (None, call.anchor):
            raise SoapFaultError("ErrorMailboxStoreUnavailable", "The wrong server was asked.")


def _target(call: Call) -> str:
    """The mailbox that a call is about, as far as its head and its folder tell."""
    if call.impersonated or call.anchor:
        return call.impersonated or call.anchor or ""
    address = call.element.find(".//{*}DistinguishedFolderId/{*}Mailbox/{*}EmailAddress")
    return (address.text or "").lower() if address is not None else call.user
