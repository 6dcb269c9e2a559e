"""A desk at an Exchange server: the EWS connector under test, and the owners of its mailboxes in Outlook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from connectors.ews import Ews
from connectors.ews_sign_in import Access, SignIn
from connectors.model import When
from tests.conformance.desk import COPENHAGEN, Weekly
from tests.conformance.inviting import Standing, words_in
from tests.simulators.ews.item import Item, value_of
from tests.simulators.ews.owner import Owner, weekly_on
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server, serving
from tests.simulators.ews.soap import T
from tests.simulators.ews.store import Delegate
from tests.simulators.ews_schema import Watch

SERVICE, PASSWORD = "hjemmedag@example.dk", "hemmelig"
DAY = timedelta(days=1)
PEOPLE = ("anna", "bo", "dorte", "erik", "lone")


class EwsDesk:
    """Plays the owners in Outlook, at the server behind the connector."""

    watch: Watch

    def __init__(self, server: Server, access: Access, **words: Any) -> None:
        self.server = server
        self.access = access
        known: dict[str, Any] = {"user": "HJEM\\svc", "password": PASSWORD, "timeout": 10}
        sign_in = SignIn(**{**known, **words})
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        self.connector = Ews(server.url, sign_in, access, zone=COPENHAGEN, clock=lambda: self.now)

    def owner(self, address: str) -> Owner:
        return Owner(self.server.exchange, self.server.exchange.store.mailboxes[address])

    def add_mailbox(self, address: str) -> None:
        mailbox = self.server.exchange.store.add_mailbox(address, COPENHAGEN)
        if self.access == "calendar-folder":
            mailbox.delegates[SERVICE] = Delegate()

    def spoil_mailbox(self, address: str) -> None:
        self.add_mailbox(address)
        self.server.exchange.store.mailboxes[address].spoiled = "ErrorMailboxMoveInProgress"

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        self.owner(address).add(subject, start, end)

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        owner = self.owner(address)
        series = owner.add_weekly(weekly.subject, weekly.start, weekly.count)
        for day in weekly.deleted:
            owner.delete_one(series, day)
        for day, start in (weekly.moved or {}).items():
            owner.edit_one(series, day, Start=start, End=start + timedelta(hours=1))
        for day, subject in (weekly.renamed or {}).items():
            owner.edit_one(series, day, Subject=subject)

    def add_series(
        self, address: str, subject: str, first: date, weeks: int, answers: Sequence[Any]
    ) -> None:
        """A weekly all-day series with what its guests answered; whose hand clicked leaves no trace."""
        said = {"ACCEPTED": "Accept", "TENTATIVE": "Tentative", "DECLINED": "Decline"}
        owner = self.owner(address)
        series = owner.add(subject, first, first + DAY, recurrence=weekly_on(first, weeks))
        guests = [
            T.Attendee(
                T.Mailbox(T.Name("x"), T.EmailAddress(one.address), T.RoutingType("SMTP")),
                T.ResponseType(said.get(one.partstat, "NoResponseReceived")),
            )
            for one in answers
        ]
        series.fields["RequiredAttendees"] = T.RequiredAttendees(*guests)

    def spoil_item(self, address: str) -> None:
        self.owner(address).spoil()

    def lost_cursor(self, cursor: str) -> str:
        self.server.exchange.store.generation += 1
        return cursor

    def edit_note(self, address: str, key: str, subject: str) -> None:
        self.owner(address).edit(self._note(address, key), Subject=subject)

    def delete_note(self, address: str, key: str) -> None:
        self.owner(address).delete(self._note(address, key))

    def change_note_id(self, address: str, key: str) -> None:
        self.server.exchange.store.move(self._note(address, key))

    def double_note(self, address: str, key: str) -> None:
        self.owner(address).copy(self._note(address, key))

    def calendar(self, address: str) -> list[Standing]:
        items = self.server.exchange.store.mailboxes[address].items.values()
        return [_standing(item) for item in items if not item.cancelled]

    def messages(self, address: str) -> int:
        return sum(mail.to == address for mail in self.server.exchange.store.mails)

    def _note(self, address: str, key: str) -> Item:
        return self.owner(address).with_value(key)[0]


def _standing(item: Item) -> Standing:
    days = [
        datetime.fromisoformat(item.text(name)).astimezone(COPENHAGEN) for name in ("Start", "End")
    ]
    assert all(moment.time() == datetime.min.time() for moment in days)
    values = {key[1]: value_of(value)[0] for key, value in item.extended.items()}
    return Standing(
        uid=item.uid,
        sequence=item.sequence,
        key=values["HjemmedagKey"],
        organizer=item.organizer,
        subject=item.text("Subject"),
        text=words_in(item.text("Body")),
        html=item.text("Body"),
        day=days[0].date(),
        end=days[1].date(),
        private=item.private,
        free=item.text("LegacyFreeBusyStatus") == "Free",
        reminder=item.yes("ReminderIsSet"),
        reply_asked=item.yes("IsResponseRequested"),
    )


@contextmanager
def ews_desk(access: Access, **sign_in: Any) -> Iterator[EwsDesk]:
    """A desk; at its end neither the schema was broken nor the simulator crashed."""
    scope = frozenset({"kim@example.gl", *(f"{name}@example.dk" for name in PEOPLE)})
    user = User("HJEM\\svc", PASSWORD, SERVICE, scope | {"nobody@example.dk"})
    watch = Watch()
    with serving([user]) as server:
        server.exchange.watch = watch
        desk = EwsDesk(server, access, **sign_in)
        desk.watch = watch
        yield desk
        desk.connector.close()
    assert server.crashes == []
    assert watch.unexpected == []
