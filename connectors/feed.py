"""Published calendars over http(s): one feed a mailbox, asked politely and believed carefully."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from connectors import ics_parse
from connectors.base import ReadResult, Step
from connectors.certificates import in_words
from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Unavailable
from connectors.feed_addresses import Resolve, Unreachable, resolve
from connectors.feed_cursor import FeedCursor, content_digest, parse_cursor, take_cursor
from connectors.feed_headers import retry_after
from connectors.feed_http import DEFAULT, Answer, Client, Limits
from connectors.model import Mailbox, ReadRequest, Snapshot, Unchanged

MAILBOX = "{mailbox}"
PATIENCE = 3
"""After so many mailboxes in a row for which nobody answered, the others are not tried."""
ACCEPT = "text/calendar, */*;q=0.5"


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Feed:
    """Reads the calendar that each mailbox publishes at ``url``, where ``{mailbox}`` stands in it.

    Only public addresses are asked unless ``allow_private``. ``timeout``: seconds for a whole
    answer; ``ca_file``: the only certificates trusted, where given. Nothing can be written.
    Raises OSError if ``ca_file`` cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        allow_private: bool = False,
        ca_file: Path | None = None,
        max_bytes: int = DEFAULT.max_bytes,
        timeout: float = DEFAULT.total,
        clock: Callable[[], datetime] = utc_now,
        look_up: Resolve = resolve,
    ) -> None:
        scheme, colon, rest = url.partition(":")
        self._url = f"https:{rest}" if scheme.lower() == "webcal" else scheme + colon + rest
        limits = Limits(
            min(DEFAULT.connect, timeout), min(DEFAULT.silence, timeout), timeout, max_bytes
        )
        wanted = ca_file is not None or self._encrypted
        tls = ssl.create_default_context(cafile=ca_file) if wanted else None
        self._client = Client(limits, allow_private, tls, look_up)
        self._clock = clock

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told at every start: that calendars come unencrypted."""
        if self._encrypted:
            return ()
        return ("calendars are read UNENCRYPTED; write the url with https",)

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request, in their order; trouble is always a value."""
        silent = 0
        for request in requests:
            if silent >= PATIENCE:
                reason = "not tried: nobody answered for the mailboxes before it"
                yield ReadResult(request.mailbox, Unavailable(reason))
                continue
            outcome = self._read(request)
            silent = silent + 1 if isinstance(outcome, Unreachable) else 0
            yield ReadResult(request.mailbox, outcome)

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """Whether the host answers and its certificate is trusted; no feed is asked for."""
        try:
            host, ends = self._client.knock(self._url)
        except ConnectorError as error:
            ask = (
                "Ask the network's people for a way out to it, or the feed's for the right address."
            )
            yield Step(str(error), well=False, ask=ask)
        else:
            yield Step(f"{host} answers{in_words(host, ends)}")

    def expiries(self) -> Mapping[str, datetime]:
        """When the certificates end that feeds were read under."""
        return {"certificate": min(self._client.ends.values())} if self._client.ends else {}

    @property
    def _encrypted(self) -> bool:
        return self._url.lower().startswith("https:")

    def _read(self, request: ReadRequest) -> Unchanged | Snapshot | ConnectorError:
        began_at = self._clock()
        old = parse_cursor(request.cursor, _basis(request))
        try:
            url = self._url_of(request.mailbox.address)
            answer = self._client.get(url, {"Accept": ACCEPT, **(old.conditions if old else {})})
            return self._outcome(request, answer, old, began_at)
        except ConnectorError as error:
            return error

    def _outcome(
        self, request: ReadRequest, answer: Answer, old: FeedCursor | None, began_at: datetime
    ) -> Unchanged | Snapshot:
        if answer.status == 304 and old is not None and old.conditions:
            return Unchanged(str(old))
        if answer.status != 200:
            raise _refusal(answer, self._clock())
        _check_calendar(answer)
        cursor = take_cursor(_basis(request), content_digest(answer.body), answer.headers)
        if old is not None and old.digest == cursor.digest:
            return Unchanged(str(cursor))
        source = ics_parse.Source("feed", answer.body)
        window = request.start, request.end
        parsed = ics_parse.parse([source], request.mailbox, *window, limited=True)
        return Snapshot(parsed.events, parsed.unreadable, str(cursor), began_at)

    def _url_of(self, address: str) -> str:
        if not address.strip() or address.startswith(".") or not address.isprintable():
            raise MailboxGone("the mailbox's address cannot stand in the address of a feed")
        return self._url.replace(MAILBOX, quote(address, safe=""))


def _basis(request: ReadRequest) -> str:
    """All that reading depends on beside the feed itself."""
    mailbox = request.mailbox
    window = f"{request.start}/{request.end}/{mailbox.zone.key}"
    return f"{ics_parse.VERSION}/{window}/{'/'.join((mailbox.address, *mailbox.aliases))}"


def _check_calendar(answer: Answer) -> None:
    """A login page with status 200, or half a calendar, is not an empty calendar."""
    plain = answer.body.replace(b"\0", b"")
    if b"BEGIN:VCALENDAR" not in plain[:8192].upper():
        kind = "a web page" if b"<html" in plain[:8192].lower() else "no calendar"
        raise Unavailable(f"the feed gave {kind} instead of a calendar; does it want a login?")
    if b"END:VCALENDAR" not in plain[-8192:].upper():
        raise Unavailable("the feed ends in the middle of the calendar")


def _refusal(answer: Answer, now: datetime) -> ConnectorError:
    status = answer.status
    if status in (404, 410):
        return MailboxGone(f"there is no feed for this mailbox ({status})")
    if status in (401, 403, 407):
        return AuthFailed(f"the feed is not open to us ({status})")
    return Unavailable(f"the feed answered {status}", retry_after(answer.headers, now))
