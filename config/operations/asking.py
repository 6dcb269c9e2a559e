"""Leaves a request with the running service and waits for its answer, or sees to it itself."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from config.lookups import looker
from sync.requests import answer_of, ask, carry_out
from sync.service import Service
from sync.store import Store, StoreBusyError, revision_of, writer_lock
from sync.store_trouble import StoreError

PATIENCE = 20.0
"""Seconds that an answer is waited for; the service looks every few."""
POLL = 0.2


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: see ``sync.requests``."""

    what: str
    subject: str | None = None
    until: datetime | None = None


def ask_or_do(service: Service, wish: Wish) -> str:
    """What came of it, in a sentence.

    Raises StoreError where there is no store yet: then there is nothing to ask about.
    """
    if revision_of(service.store_url) is None:
        raise StoreError("store.url: there is no store yet, so nothing is read; a pass makes it")
    try:
        with writer_lock(service.store_url):
            return _do(service, wish)
    except StoreBusyError:
        return _ask(service, wish)


def _do(service: Service, wish: Wish) -> str:
    store = Store.open(service.store_url)
    try:
        number = _leave(service, store, wish)
        carry_out(service, store)
        with store.transaction() as db:
            return answer_of(db, number) or ""
    finally:
        store.close()


def _ask(service: Service, wish: Wish) -> str:
    store = Store.visit(service.store_url)
    try:
        number = _leave(service, store, wish)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with store.transaction() as db:
                answer = answer_of(db, number)
            if answer is not None:
                return answer
            time.sleep(POLL)
    finally:
        store.close()
    return f"asked for, as number {number}: whoever is at work sees to it at the next tick"


def _leave(service: Service, store: Store, wish: Wish) -> int:
    with store.transaction() as db:
        return ask(db, wish.what, wish.subject, wish.until, looker(), service.clock())
