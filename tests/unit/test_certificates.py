"""What a connection rests on that ends is known as soon as it was seen, and only then."""

from __future__ import annotations

import ssl
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme

from connectors.base import Expiring
from connectors.feed import Feed
from connectors.files import Files
from connectors.imip import Imip
from connectors.imip_message import compose
from connectors.mail_outbox import FolderOutbox
from connectors.model import Mailbox, ReadRequest
from tests import mail_server
from tests.conformance.inviting import INVITE
from tests.feed_server import serving
from tests.mail_server import Security

ENDS = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
ASKED = ReadRequest(
    Mailbox("a@x.example", ZoneInfo("Europe/Copenhagen")), date(2026, 11, 30), date(2026, 12, 7)
)


@pytest.mark.parametrize(
    ("security", "known"), [("starttls", True), ("tls", True), ("none", False)]
)
def test_a_mail_servers_certificate_is_known_once_mail_went(
    tmp_path: Path, security: Security, known: bool
) -> None:
    with mail_server.running(tmp_path, security) as server:
        outbox = server.outbox()
        mail = Imip(outbox, "hjemmedag@x.example")
        before = mail.expiries()
        outbox.post(compose(INVITE, "REQUEST"))

    assert before == {}
    assert (set(mail.expiries()) == {"certificate"}) is known


def test_a_feeds_certificate_is_known_once_it_was_read(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=ENDS).configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with serving(context) as server:
        feed = Feed(server.url, allow_private=True, ca_file=tmp_path / "ca.pem")
        assert feed.expiries() == {}
        list(feed.read([ASKED]))

    assert feed.expiries() == {"certificate": ENDS}


def test_folders_do_not_end(tmp_path: Path) -> None:
    assert not isinstance(Files(tmp_path), Expiring)
    assert Imip(FolderOutbox(tmp_path), "hjemmedag@x.example").expiries() == {}
