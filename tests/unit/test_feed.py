"""A feed: what is asked, what every answer means, and which bytes are believed."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Rejected, Unavailable
from connectors.feed import Feed
from connectors.model import JoinLink, Mailbox, ReadRequest, Snapshot, Unchanged
from tests.feed_server import Answering, Asked, FeedServer, send, serving
from tests.mail_server import free_port
from tests.unit.mailbox_folders import ANNA, DAY, calendar, clock, entry

PATH = "/anna%40example.dk.ics"
HOME = calendar(entry("1", "Hjemme"))
NOW = clock()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as started:
        yield started


@pytest.fixture
def feed(server: FeedServer) -> Feed:
    return Feed(server.url, allow_private=True, clock=clock)


def request(cursor: str | None = None, mailbox: Mailbox = ANNA, days: int = 27) -> ReadRequest:
    return ReadRequest(mailbox, DAY - timedelta(days=1), DAY + timedelta(days=days), cursor)


def read(feed: Feed, cursor: str | None = None) -> Snapshot | Unchanged | ConnectorError:
    (result,) = feed.read([request(cursor)])
    assert result.mailbox == ANNA
    return result.outcome


def snapshot(feed: Feed, cursor: str | None = None) -> Snapshot:
    outcome = read(feed, cursor)
    assert isinstance(outcome, Snapshot), outcome
    return outcome


def trouble(feed: Feed, kind: type[ConnectorError]) -> str:
    outcome = read(feed)
    assert type(outcome) is kind
    return str(outcome)


# What is asked


def test_the_mailbox_stands_percent_encoded_in_the_address(server: FeedServer) -> None:
    server.otherwise = send(200, HOME)
    feed = Feed(f"http://localhost:{server.port}/f?m={{mailbox}}&x=1", allow_private=True)
    for address in ("anna@example.dk", "å/b?c#d&e=f", "x%41"):
        (result,) = feed.read([request(mailbox=Mailbox(address, ANNA.zone))])
        assert isinstance(result.outcome, Snapshot)
    assert server.paths() == [
        "/f?m=anna%40example.dk&x=1",
        "/f?m=%C3%A5%2Fb%3Fc%23d%26e%3Df&x=1",
        "/f?m=x%2541&x=1",
    ]


@pytest.mark.parametrize("address", ["..", ".", "../admin", "", " ", "a\nb", "a\x00"])
def test_an_address_that_would_lead_elsewhere_is_not_asked_for(
    feed: Feed, server: FeedServer, address: str
) -> None:
    (result,) = feed.read([request(mailbox=Mailbox(address, ANNA.zone))])
    assert isinstance(result.outcome, MailboxGone)
    assert server.seen == []


def test_a_request_asks_for_a_calendar_and_tells_nothing_else(
    feed: Feed, server: FeedServer
) -> None:
    server.answers[PATH] = send(200, HOME, set_cookie="a=b")
    snapshot(feed)
    snapshot(feed)
    for _, headers in server.seen:
        assert set(headers) == {"host", "accept", "accept-encoding", "connection"}
        assert headers["host"] == f"localhost:{server.port}"


def test_webcal_means_https_and_plain_http_is_told_at_every_start() -> None:
    assert Feed("webcal://x.dk/{mailbox}").warnings == ()
    assert Feed("https://x.dk/{mailbox}").warnings == ()
    (line,) = Feed("http://x.dk/{mailbox}").warnings
    assert "UNENCRYPTED" in line


# Unchanged, or not


def test_an_etag_is_sent_back_and_304_means_unchanged(feed: Feed, server: FeedServer) -> None:
    server.answers[PATH] = send(200, HOME, etag='W/"7"')
    cursor = snapshot(feed).cursor
    server.answers[PATH] = send(304)
    assert read(feed, cursor) == Unchanged(cursor)
    assert server.seen[1][1]["if-none-match"] == 'W/"7"'
    assert "if-modified-since" not in server.seen[1][1]


def test_last_modified_is_sent_back_where_there_is_no_etag(feed: Feed, server: FeedServer) -> None:
    changed = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    server.answers[PATH] = send(200, HOME, last_modified=changed)
    cursor = snapshot(feed).cursor
    server.answers[PATH] = send(304)
    assert read(feed, cursor) == Unchanged(cursor)
    assert server.seen[1][1]["if-modified-since"] == changed


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=-90)])
def test_a_second_that_is_not_over_tells_no_versions_apart(
    feed: Feed, server: FeedServer, ago: timedelta
) -> None:
    changed = format_datetime(datetime.now(UTC) - ago, usegmt=True)
    server.answers[PATH] = send(200, HOME, last_modified=changed)
    cursor = snapshot(feed).cursor
    read(feed, cursor)
    assert "if-modified-since" not in server.seen[1][1]


def test_304_that_nobody_asked_for_is_no_answer(feed: Feed, server: FeedServer) -> None:
    server.answers[PATH] = send(304)
    assert "304" in trouble(feed, Unavailable)


def test_another_window_zone_or_alias_asks_for_everything(feed: Feed, server: FeedServer) -> None:
    server.answers[PATH] = send(200, HOME, etag='"7"')
    cursor = snapshot(feed).cursor
    aliased = Mailbox(ANNA.address, ANNA.zone, ("aan@example.dk",))
    for changed in (request(cursor, days=20), request(cursor, aliased)):
        (result,) = feed.read([changed])
        assert isinstance(result.outcome, Snapshot)
    assert all("if-none-match" not in headers for _, headers in server.seen)


def test_a_new_etag_for_the_same_entries_is_unchanged_and_kept(
    feed: Feed, server: FeedServer
) -> None:
    server.answers[PATH] = send(200, HOME, etag='"7"')
    cursor = snapshot(feed).cursor
    server.answers[PATH] = send(200, HOME, etag='"8"')
    outcome = read(feed, cursor)
    assert isinstance(outcome, Unchanged)
    assert json.loads(outcome.cursor)["etag"] == '"8"'


STAMPED = "DTSTAMP:20261101T080000Z"


@pytest.mark.parametrize(
    ("new", "same"),
    [
        (calendar(entry("1", "A", "DTSTAMP:20261123T080000Z"), entry("2", "B", STAMPED)), True),
        (calendar(entry("2", "B", STAMPED), entry("1", "A", STAMPED)), True),
        (
            calendar(entry("1", "A", STAMPED), entry("2", "B", STAMPED)).replace(b"\r\n", b"\n"),
            True,
        ),
        (calendar(entry("1", "A", "DTS\r\n TAMP:2026"), entry("2", "B", "DTSTAMP;X=1:2026")), True),
        (calendar(entry("1", "A", STAMPED)), False),
        (calendar(entry("1", "A", STAMPED), entry("2", "C", STAMPED)), False),
        (calendar(entry("1", "A", STAMPED, "SEQUENCE:1"), entry("2", "B", STAMPED)), False),
        (calendar(entry("1", "B", STAMPED), entry("2", "A", STAMPED)), False),
        (calendar(entry("1", "A", "LAST-MODIFIED:2026"), entry("2", "B", STAMPED)), False),
        (b"X" + calendar(entry("1", "A", STAMPED), entry("2", "B", STAMPED)), False),
    ],
)
def test_only_time_stamps_and_order_are_left_out_of_the_digest(
    feed: Feed, server: FeedServer, new: bytes, same: bool
) -> None:
    server.answers[PATH] = send(200, calendar(entry("1", "A", STAMPED), entry("2", "B", STAMPED)))
    cursor = snapshot(feed).cursor
    server.answers[PATH] = send(200, new)
    assert isinstance(read(feed, cursor), Unchanged if same else Snapshot)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        '{"basis": 1, "digest": 2, "etag": 3, "modified": 4}',
        '{"basis": "", "digest": "", "etag": "x\\r\\ny: z", "modified": ""}',
    ],
    ids=range(7),
)
def test_a_cursor_that_is_none_asks_for_everything(
    feed: Feed, server: FeedServer, cursor: str
) -> None:
    server.answers[PATH] = send(200, HOME)
    snapshot(feed, cursor)
    assert "if-none-match" not in server.seen[0][1]


def test_a_mark_that_could_break_a_header_is_not_kept(feed: Feed, server: FeedServer) -> None:
    def answering(asked: Asked) -> None:
        head = b'HTTP/1.1 200 OK\r\nETag: "a\xe6\x07"\r\nContent-Length: %d\r\n\r\n'
        asked.wfile.write(head % len(HOME) + HOME)

    server.answers[PATH] = answering
    assert json.loads(snapshot(feed).cursor)["etag"] == ""


# What an answer means


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, MailboxGone),
        (410, MailboxGone),
        (401, AuthFailed),
        (403, AuthFailed),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
        (204, Unavailable),
        (206, Unavailable),
        (300, Unavailable),
        (418, Unavailable),
    ],
)
def test_a_status_says_what_to_do_next(
    feed: Feed, server: FeedServer, status: int, kind: type[ConnectorError]
) -> None:
    server.answers[PATH] = send(status)
    assert str(status) in trouble(feed, kind)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0.0),
        ("99999999999999999999", 86400.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_when_to_come_back_is_handed_on(
    feed: Feed, server: FeedServer, header: str, seconds: float | None, status: int
) -> None:
    server.answers[PATH] = send(status, retry_after=header)
    outcome = read(feed)
    assert isinstance(outcome, Unavailable)
    assert outcome.retry_after == seconds


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>Log ind</body></html>", "a web page"),
        (b"", "no calendar"),
        (b"{}", "no calendar"),
        (HOME[:-20], "ends in the middle"),
        (HOME[:60], "ends in the middle"),
    ],
    ids=["login page", "nothing", "json", "cut at the end", "cut early"],
)
def test_what_is_no_calendar_is_not_an_empty_one(
    feed: Feed, server: FeedServer, body: bytes, words: str
) -> None:
    server.answers[PATH] = send(200, body)
    assert words in trouble(feed, Unavailable)


def test_a_calendar_without_entries_is_empty(feed: Feed, server: FeedServer) -> None:
    server.answers[PATH] = send(200, calendar())
    assert snapshot(feed).events == ()


def test_a_calendar_in_utf_16_is_read(feed: Feed, server: FeedServer) -> None:
    server.answers[PATH] = send(200, HOME.decode().encode("utf-16"))
    (event,) = snapshot(feed).events
    assert event.subject == "Hjemme"


def test_without_a_description_nobody_knows_whether_there_is_a_join_link(
    feed: Feed, server: FeedServer
) -> None:
    link = "https://teams.microsoft.com/l/meetup-join/19%3ameeting"
    server.answers[PATH] = send(
        200,
        calendar(
            entry("1", "a limited", "LOCATION:Mødelokale 1"),
            entry("2", "b blank", "DESCRIPTION: \\n"),
            entry("3", "c told", "DESCRIPTION:Dagsorden"),
            entry("4", "d html", "X-ALT-DESC;FMTTYPE=text/html:<p>Dagsorden</p>"),
            entry("5", "e link", f"DESCRIPTION:{link}"),
            entry("6", "f place", f"LOCATION:{link}"),
            entry("7", "g private", "CLASS:PRIVATE", "DESCRIPTION:x"),
        ),
    )
    found = {event.subject[:1]: event.join_link for event in snapshot(feed).events}
    unknown, no, yes = JoinLink.UNKNOWN, JoinLink.NO, JoinLink.YES
    assert found == {"a": unknown, "b": unknown, "c": no, "d": no, "e": yes, "f": yes, "": unknown}


# Packed answers


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(HOME)),
        ("x-gzip", gzip.compress(HOME)),
        ("deflate", zlib.compress(HOME)),
        ("deflate", zlib.compress(HOME, wbits=-15)),
        ("identity", HOME),
    ],
    ids=["gzip", "x-gzip", "zlib", "raw", "plain"],
)
def test_packed_answers_are_unpacked(
    feed: Feed, server: FeedServer, encoding: str, body: bytes
) -> None:
    server.answers[PATH] = send(200, body, content_encoding=encoding)
    assert len(snapshot(feed).events) == 1


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(HOME)[:-9]),
        ("gzip", HOME),
        ("gzip", gzip.compress(HOME) + b"more"),
        ("gzip", b""),
        ("deflate", zlib.compress(HOME)[:-9]),
        ("br", HOME),
        ("gzip, gzip", gzip.compress(gzip.compress(HOME))),
    ],
    ids=["cut", "not packed", "more", "nothing", "cut zlib", "unknown", "twice"],
)
def test_an_answer_that_cannot_be_unpacked_whole_is_none(
    feed: Feed, server: FeedServer, encoding: str, body: bytes
) -> None:
    server.answers[PATH] = send(200, body, content_encoding=encoding)
    trouble(feed, Unavailable)


def test_several_mailboxes_are_read_in_their_order(feed: Feed, server: FeedServer) -> None:
    server.answers[PATH] = send(200, HOME)
    bo = Mailbox("bo@example.dk", ANNA.zone)
    results = list(feed.read([request(mailbox=bo), request()]))
    assert [result.mailbox for result in results] == [bo, ANNA]
    assert isinstance(results[0].outcome, MailboxGone)
    assert isinstance(results[1].outcome, Snapshot)


def test_a_host_where_nobody_answers_is_not_asked_for_every_mailbox() -> None:
    asked = []

    def look_up(host: str, port: int) -> list[object]:
        asked.append(host)
        raise OSError

    feed = Feed(f"http://localhost:{free_port()}/{{mailbox}}", look_up=look_up)  # type: ignore[arg-type]
    outcomes = [result.outcome for result in feed.read([request()] * 10)]
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert len(asked) == 3


def test_one_mailbox_in_trouble_does_not_stop_the_others(feed: Feed, server: FeedServer) -> None:
    bad: list[Answering] = [
        send(500),
        send(403),
        send(200, b"<html>"),
        send(302, location="ftp://x"),
    ]
    for number, answering in enumerate(bad):
        server.answers[f"/m{number}.ics"] = answering
    server.answers[PATH] = send(200, HOME)
    boxes = [Mailbox(f"m{number}", ANNA.zone) for number in range(4)]
    outcomes = [r.outcome for r in feed.read([request(mailbox=box) for box in (*boxes, ANNA)])]
    assert [type(outcome) for outcome in outcomes] == [
        Unavailable,
        AuthFailed,
        Unavailable,
        Rejected,
        Snapshot,
    ]
