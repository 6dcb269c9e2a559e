"""S1, S3, S4, S14 over EWS: beside exchangelib as it ships, and beside a bare request."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests
from exchangelib import (
    BASIC,
    DELEGATE,
    Account,
    Configuration,
    Credentials,
    EWSDateTime,
    EWSTimeZone,
)
from exchangelib.fields import FieldPath
from exchangelib.folders import Calendar, SingleFolderQuerySet
from exchangelib.items import ID_ONLY, SHALLOW, CalendarItem
from exchangelib.properties import CalendarView, DistinguishedFolderId
from exchangelib.properties import Mailbox as EwsMailbox
from exchangelib.protocol import close_connections
from exchangelib.services import FindItem
from lxml import etree

from benchmarks.corpus import TODAY
from benchmarks.exchange_server import FULL, LARGE, PAGE, PASSWORD, SERVICE, SMALL, exchange
from benchmarks.harness import Figure, Ratio, compare, cpu_of
from connectors import ews_requests
from connectors.ews import Ews
from connectors.ews_sign_in import SignIn
from connectors.model import Mailbox, ReadRequest, Snapshot, Unchanged
from policy.lexicon import Lexicon, Words
from policy.ruleset import window_of
from sync import records
from sync.interpret import Reader, interpret
from sync.records import Kept
from sync.store import Store

ZONE = ZoneInfo("Europe/Copenhagen")
FIELDS = (
    *("subject", "sensitivity", "categories", "uid", "start", "end", "is_all_day"),
    *("legacy_free_busy_status", "location", "is_meeting", "is_cancelled", "type"),
    *("my_response_type", "display_to", "display_cc"),
)
TURNS, PEOPLE, LANES, LATENCY = 150, 4_500, 32, 0.02
WINDOW = window_of(TODAY, 4, None)
KEPT = Kept("p", "ex", "p@x.example", "Europe/Copenhagen", "c", "r", 130, None, 1)


def figures() -> list[Figure]:
    """Whole reads over loopback; the server is a process of its own and is not counted."""
    with exchange() as url:
        figures = [_first_read(url, PAGE, 130), _first_read(url, FULL, 990)]
        figures += [_asked(url), _poll(url), _sizes(url)]
    with exchange(people=320, latency=LATENCY) as url:
        figures.append(_in_flight(url))
    with exchange(people=PEOPLE) as url:
        figures.append(_many(url))
    return figures


def connector_at(url: str, lanes: int = 1) -> Ews:
    """Ours, with as many connections."""
    known = SignIn("basic", "svc", PASSWORD, connections=lanes)
    return Ews(url, known, zone=ZONE)


def _first_read(url: str, address: str, count: int) -> Figure:
    connector, theirs = connector_at(url), _Theirs(url, address)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'bench.db'}")

        def ours() -> None:
            snapshot = outcomes(connector, [request_of(address)])[0]
            assert isinstance(snapshot, Snapshot)
            assert len(snapshot.events) == count
            said = interpret(snapshot.events, _reader())
            with store.transaction() as db:
                records.save_mailbox(db, KEPT)
                records.replace_facts(db, "p", said.days)

        def shipped() -> None:
            assert len(theirs.items()) == count

        shipped()
        ratio = compare(ours, shipped)
        store.close()
    connector.close()
    theirs.close()
    what = (
        f"a first read of {count} items over EWS, read, interpreted and stored ÷ "
        "exchangelib's FindItem of the same page"
    )
    return Figure("S1 (EWS)", what, ratio, goal=0.3, step_one=1.3)


def _asked(url: str) -> Figure:
    """Counted, not timed; that the server unfolds series is known from the first one it showed."""
    connector, asked = connector_at(url), []
    connector.learned.learn("unfolds", able=True)
    read = connector.calls.read

    def counted(name: str, payload: object, mailbox: str, *, own: bool = False) -> list[Any]:
        asked.append(name)
        return read(name, payload, mailbox, own=own)

    connector.calls.read = counted  # type: ignore[method-assign]
    snapshot = outcomes(connector, [request_of(FULL)])[0]
    assert isinstance(snapshot, Snapshot)
    some = [event.id for event in snapshot.events[: ews_requests.BATCH]]
    assert len(connector.details(Mailbox(FULL, ZONE), some)) == ews_requests.BATCH
    assert isinstance(outcomes(connector, [request_of(FULL, snapshot.cursor)])[0], Unchanged)
    connector.close()
    allowed = 990 // ews_requests.SYNC_PAGE + 1 + 1 + 1
    ratio = len(asked) / (allowed + 1)
    what = (
        "requests of a first read of 990 items over EWS, of a second look at ten and of a poll after "
        "it ÷ one a view, one for 512 changes, one batch, one poll"
    )
    return Figure("S2 (EWS)", what, Ratio(ratio, ratio, ratio), goal=1.0, step_one=1.0)


def _poll(url: str) -> Figure:
    connector = connector_at(url)
    (known,) = with_cursors(connector, [SMALL])
    session = requests.Session()
    session.auth = ("svc", PASSWORD)
    state = (known.cursor or "").split("/", 3)[3]
    body = etree.tostring(ews_requests.changes(SMALL, state))
    soap = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    payload = soap + body + b"</s:Body></s:Envelope>"
    headers = {"Content-Type": "text/xml; charset=utf-8", "X-AnchorMailbox": SMALL}

    def bare() -> None:
        for _ in range(TURNS):
            answer = session.post(url, data=payload, headers=headers)
            root = etree.fromstring(answer.content)
            assert root.find(".//{*}SyncState") is not None

    ratio = compare(lambda: poll_unchanged(connector, known), bare)
    connector.close()
    session.close()
    what = "a poll over EWS in which nothing changed ÷ requests and lxml"
    return Figure("S3 (EWS)", what, ratio, goal=1.5, step_one=3.0)


def _sizes(url: str) -> Figure:
    connector = connector_at(url)
    small, large = with_cursors(connector, [SMALL, LARGE])
    ratio = compare(
        lambda: poll_unchanged(connector, large), lambda: poll_unchanged(connector, small)
    )
    connector.close()
    what = "a poll over EWS of an unchanged calendar of 10,000 entries ÷ one of 10"
    return Figure("S4 (EWS)", what, ratio, goal=1.2, step_one=1.2)


def _in_flight(url: str) -> Figure:
    addresses = [f"p{number}@x.example" for number in range(320)]
    narrow, wide = connector_at(url), connector_at(url, LANES)
    known = with_cursors(wide, addresses)
    alone = len(known) / 20
    ratios = [_wall(wide, known) / (_wall(narrow, known[:20]) * alone) for _ in range(7)]
    narrow.close()
    wide.close()
    ratio = Ratio(statistics.median(ratios), min(ratios), max(ratios))
    what = (
        f"time of a poll of 320 mailboxes, {LANES} in flight ÷ 1 in flight, at "
        f"{LATENCY * 1000:.0f} ms latency (wall time; at most one in flight a mailbox)"
    )
    return Figure("S14 (EWS)", what, ratio, goal=1 / 20, step_one=1 / 10)


def _many(url: str) -> Figure:
    connector = connector_at(url, 5)
    addresses = [f"p{number}@x.example" for number in range(PEOPLE)]

    def read(some: Sequence[str]) -> None:
        assert all(
            isinstance(o, Snapshot) for o in outcomes(connector, list(map(request_of, some)))
        )

    tenth = addresses[: PEOPLE // 10]
    read(tenth)
    ratios = [
        cpu_of(lambda: read(addresses)) / (10 * cpu_of(lambda: read(tenth))) for _ in range(3)
    ]
    ratio = Ratio(statistics.median(ratios), min(ratios), max(ratios))
    connector.close()
    what = f"a first read of {PEOPLE:,} mailboxes over EWS ÷ ten times one of {PEOPLE // 10} (three rounds)"
    return Figure("S11-like (EWS)", what, ratio, goal=1.15, step_one=1.5)


class _Theirs:
    """exchangelib as it ships, asking once for the fields that we ask for."""

    def __init__(self, url: str, address: str) -> None:
        self._account = shipped_account(url)
        self._folder = shipped_calendar(self._account, address)
        start, end = shipped_window()
        self._view = CalendarView(start=start, end=end)
        self._fields = [FieldPath(field=CalendarItem.get_field_by_fieldname(f)) for f in FIELDS]

    def items(self) -> list[Any]:
        """All items of the page."""
        found = FindItem(account=self._account).call(
            folders=[self._folder],
            additional_fields=self._fields,
            restriction=None,
            order_fields=None,
            shape=ID_ONLY,
            query_string=None,
            depth=SHALLOW,
            calendar_view=self._view,
            max_items=None,
            offset=0,
        )
        return list(found)

    def close(self) -> None:
        """Let the connections go."""
        close_connections()


def shipped_account(url: str, lanes: int | None = None) -> Account:
    """The service's own account, as exchangelib's manual makes it. ``lanes``: connections; None: its own."""
    config = Configuration(
        service_endpoint=url,
        credentials=Credentials("svc", PASSWORD),
        auth_type=BASIC,
        max_connections=lanes,
    )
    zone = EWSTimeZone(ZONE.key)
    return Account(SERVICE, config=config, access_type=DELEGATE, default_timezone=zone)


def shipped_calendar(account: Account, address: str) -> Calendar:
    """A calendar shared with the account, as exchangelib's manual finds it."""
    identity = DistinguishedFolderId(id="calendar", mailbox=EwsMailbox(email_address=address))
    folder = Calendar(root=account.root, _distinguished_id=identity)
    return SingleFolderQuerySet(account=account, folder=folder).resolve()


def shipped_window() -> tuple[EWSDateTime, EWSDateTime]:
    """The window in exchangelib's words."""
    zone = EWSTimeZone(ZONE.key)
    days = (WINDOW.read_from, WINDOW.end)
    start, end = (EWSDateTime(day.year, day.month, day.day, tzinfo=zone) for day in days)
    return start, end


def _reader() -> Reader:
    return Reader(
        Lexicon(Words()), ZONE, WINDOW.read_from, WINDOW.end, frozenset(), lambda _: (), ""
    )


def request_of(address: str, cursor: str | None = None) -> ReadRequest:
    """The window of a mailbox."""
    return ReadRequest(Mailbox(address, ZONE), WINDOW.read_from, WINDOW.end, cursor)


def outcomes(connector: Ews, requests: Sequence[ReadRequest]) -> list[object]:
    """What was read, as it came."""
    return [result.outcome for result in connector.read(requests)]


def with_cursors(connector: Ews, addresses: Sequence[str]) -> list[ReadRequest]:
    """Requests for what changes after a first read."""
    found = {}
    for result in connector.read([request_of(address) for address in addresses]):
        assert isinstance(result.outcome, Snapshot), result.outcome
        found[result.mailbox.address] = result.outcome.cursor
    return [request_of(address, found[address]) for address in addresses]


def poll_unchanged(connector: Ews, known: ReadRequest, turns: int = TURNS) -> None:
    """Some polls in which nothing changed."""
    for _ in range(turns):
        (outcome,) = outcomes(connector, [known])
        assert isinstance(outcome, Unchanged)


def _wall(connector: Ews, known: Sequence[ReadRequest]) -> float:
    began = time.perf_counter()
    assert all(isinstance(o, Unchanged) for o in outcomes(connector, known))
    return time.perf_counter() - began
