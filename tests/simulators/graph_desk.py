"""A desk at Microsoft 365: the Graph connector under test, and the owners of its mailboxes in Outlook."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from connectors.budget import Budget
from connectors.graph import Endpoint, Graph
from connectors.model import When
from tests.conformance.desk import COPENHAGEN, Weekly
from tests.conformance.inviting import Standing, words_in
from tests.simulators.graph.asked import Call
from tests.simulators.graph.event import Event
from tests.simulators.graph.faults import changed
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import App
from tests.simulators.graph_schema import Watch

SERVICE = "hjemmedag@example.dk"
APP = App("5f3c2a10-1111-4222-8333-444455556666", secrets={"hemmelig": None})
SPOILED = "Ulæseligt"


class Ready:
    """Tokens without the token endpoint; ``asked``: how often a new one was needed."""

    def __init__(self, server: Server, app: str = APP.id) -> None:
        self._server = server
        self._app = app
        self._token = ""
        self.asked = 0

    def __call__(self) -> str:
        if not self._token:
            self.asked += 1
            self._token = self._server.token(self._app)
        return self._token

    def refused(self, token: str) -> None:
        if token == self._token:
            self._token = ""


class GraphDesk:
    """Plays the owners in Outlook, at the server behind the connector."""

    watch: Watch

    def __init__(self, server: Server, budget: Budget | None = None, **endpoint: Any) -> None:
        self.server = server
        self.token = Ready(server)
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        self.waits: list[float] = []
        self.connector = Graph(
            Endpoint(server.url, **{"timeout": 10, **endpoint}),
            self.token,
            zone=COPENHAGEN,
            clock=lambda: self.now,
            budget=budget,
        )
        self.connector.calls.wait = self._wait

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        time.sleep(seconds)

    @property
    def tenant(self) -> Any:
        """The tenant behind the server."""
        return self.server.tenant

    def owner(self, address: str) -> Owner:
        return Owner(self.tenant, self.tenant.store.mailboxes[address])

    def add_mailbox(self, address: str) -> None:
        self.tenant.store.add_mailbox(address, COPENHAGEN)

    def spoil_mailbox(self, address: str) -> None:
        self.add_mailbox(address)
        self.tenant.store.mailboxes[address].spoiled = "ErrorMailboxMoveInProgress"

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        self.owner(address).add(subject, start, end)

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        owner = self.owner(address)
        series = owner.add_weekly(weekly.subject, weekly.start, weekly.count)
        for day in weekly.deleted:
            owner.delete_one(series, day)
        for day, start in (weekly.moved or {}).items():
            owner.edit_one(series, day, start=start, end=start + timedelta(hours=1))
        for day, subject in (weekly.renamed or {}).items():
            owner.edit_one(series, day, subject=subject)

    def add_series(
        self, address: str, subject: str, first: date, weeks: int, answers: Sequence[Any]
    ) -> None:
        """A weekly all-day series with what its guests answered; delegates leave no trace in Graph."""
        said = {"ACCEPTED": "accepted", "TENTATIVE": "tentativelyAccepted", "DECLINED": "declined"}
        guests = [
            {
                "type": "required",
                "status": {
                    "response": "none" if a.sent_by else said.get(a.partstat, "none"),
                    "time": "2026-11-23T08:00:00Z",
                },
                "emailAddress": {"address": a.address},
            }
            for a in answers
        ]
        self.owner(address).add_weekly(subject, first, weeks, attendees=guests)

    def spoil_item(self, address: str) -> None:
        """An event whose start is no time, wherever it is told."""
        owner = self.owner(address)
        day = date(2026, 11, 23)
        owner.add(f"{SPOILED} hemmeligt", day, day + timedelta(days=1))

        def spoil(content: Any) -> None:
            for event in content.get("value", ()) if isinstance(content, dict) else ():
                if str(event.get("subject", "")).startswith(SPOILED):
                    event["start"] = {"dateTime": "hemmeligt", "timeZone": 7}

        for operation in ("view", "list", "find"):
            self.tenant.faults.add(operation, changed(spoil), times=-1, mailbox=address)

    def lost_cursor(self, cursor: str) -> str:
        for mailbox in self.tenant.store.mailboxes.values():
            mailbox.forget_states()
        return cursor

    def edit_note(self, address: str, key: str, subject: str) -> None:
        self.owner(address).edit(self._note(address, key), subject=subject)

    def delete_note(self, address: str, key: str) -> None:
        self.owner(address).delete(self._note(address, key))

    def change_note_id(self, address: str, key: str) -> None:
        self.owner(address).reimport(self._note(address, key))

    def double_note(self, address: str, key: str) -> None:
        self.owner(address).copy(self._note(address, key))

    def calendar(self, address: str) -> list[Standing]:
        events = self.tenant.store.mailboxes[address].events.values()
        return [self._standing(event) for event in events if not event.cancelled]

    def messages(self, address: str) -> int:
        return sum(mail.to == address for mail in self.tenant.store.mails)

    def _note(self, address: str, key: str) -> Event:
        return self.owner(address).with_value(key)[0]

    def _standing(self, event: Event) -> Standing:
        """A meeting as it lies there; Graph gives the UIDs, so ours is the organizer's transactionId."""
        own = self.tenant.store.mailboxes[event.organizer].events.values()
        (made,) = [one for one in own if one.uid == event.uid]
        values = {name.rpartition(" ")[2]: value for name, value in event.extended.items()}
        assert not isinstance(event.start, datetime)
        assert not isinstance(event.end, datetime)
        body = event.fields["body"]["content"]
        return Standing(
            uid=made.transaction or "",
            sequence=event.sequence,
            key=values["HjemmedagKey"],
            organizer=event.organizer,
            subject=event.fields["subject"],
            text=words_in(body),
            html=body,
            day=event.start,
            end=event.end,
            private=event.private,
            free=event.fields["showAs"] == "free",
            reminder=event.fields["isReminderOn"],
            reply_asked=event.fields["responseRequested"],
        )


def of_user(address: str) -> Any:
    """Whether a call is about a mailbox."""
    return lambda call: isinstance(call, Call) and call.segments[1:2] == (address,)


@contextmanager
def graph_desk(app: App = APP, *, serve: Any = None, **words: Any) -> Iterator[GraphDesk]:
    """A desk; at its end neither the schema was broken nor the simulator crashed."""
    watch = Watch()
    with serving([app], **(serve or {})) as server:
        server.tenant.watch = watch
        desk = GraphDesk(server, **words)
        desk.watch = watch
        desk.add_mailbox(SERVICE)
        yield desk
        desk.connector.close()
    assert (watch.broken, server.crashes) == ([], [])
