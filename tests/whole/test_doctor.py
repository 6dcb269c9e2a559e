"""doctor tries everything that the service rests on, and says what to ask whom for."""

from __future__ import annotations

import os
import sqlite3
import ssl
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests import mail_server
from tests.feed_server import serving
from tests.installation import Installation

MONDAY = date(2026, 11, 30)


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    place = Installation(tmp_path, MONDAY, employees=("e1", "e2"))
    place.sync()
    return place


def steps(place: Installation, part: str) -> list[dict[str, Any]]:
    """What was said about one part."""
    answer = place.run("doctor", "--format", "json")
    found: list[dict[str, Any]] = [s for s in answer.json["steps"] if s["part"].startswith(part)]
    assert answer.code == (0 if answer.json["well"] else 1)
    return found


def wrong(place: Installation, part: str) -> str:
    """The one thing about a part that is not well, and what to do."""
    [one] = [s for s in steps(place, part) if not s["well"]]
    assert one["ask"]
    return f"{one['said']} | {one['ask']}"


def with_connection(place: Installation, text: str) -> None:
    place.more = text
    place.configure()


def test_where_all_is_well_it_says_so_and_leaves_no_trace(place: Installation) -> None:
    before = {p: p.read_bytes() for p in place.folder.rglob("*") if p.is_file()}

    answer = place.run("doctor")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.rstrip().endswith("All is well.")
    assert "2 of 2 mailboxes are there" in answer.out
    assert {p: p.read_bytes() for p in place.folder.rglob("*") if p.is_file()} == before


def test_before_the_first_pass_all_is_well_too(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY)

    assert place.run("doctor").code == 0
    assert list(tmp_path.glob("*.db*")) == []


def test_every_mistake_in_the_files_is_a_step(place: Installation) -> None:
    place.service = 'language = "xx"\nhorizon_weeks = 99\n'
    place.configure()

    said = [s["said"] for s in steps(place, "configuration")]

    assert len(said) == 2
    assert all(s.startswith("hjemmedag.toml:") for s in said)


def test_others_who_can_read_the_store(place: Installation) -> None:
    (place.folder / "hjemmedag.db").chmod(0o644)

    assert "chmod 600" in wrong(place, "store")


def test_a_store_that_knows_of_tomorrow(place: Installation) -> None:
    with closing(sqlite3.connect(place.folder / "hjemmedag.db")) as db, db:
        db.execute("UPDATE mailbox SET completed_at = '2099-01-01 00:00:00'")

    assert "lies ahead of the clock" in wrong(place, "store")


def test_a_store_of_an_older_version(place: Installation) -> None:
    with closing(sqlite3.connect(place.folder / "hjemmedag.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0002'")

    assert "hjemmedag migrate" in wrong(place, "store")


def test_a_folder_of_all_mailboxes_that_is_away(place: Installation) -> None:
    (place.folder / "calendars").rename(place.folder / "away")

    assert "Mount it" in wrong(place, "connection files")


def test_mailboxes_that_are_missing_are_counted_not_named(place: Installation) -> None:
    place.mailbox("e2").rmdir()

    assert "1 of 2 mailboxes are there" in wrong(place, "connection files")
    assert "@" not in place.run("doctor").out


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_mailboxes_that_cannot_be_written_to(place: Installation) -> None:
    place.mailbox("e2").chmod(0o555)
    try:
        assert "1 of 2 mailboxes cannot be written to" in wrong(place, "connection files")
    finally:
        place.mailbox("e2").chmod(0o755)


MAIL = """
[delivery]
organizer = "hjemmedag@x.example"
[connections.mail]
kind = "imip"
host = "localhost"
port = {port}
security = "starttls"
ca_file = "{ca_file}"
user = "{user}"
password = "env:DOCTORS_PASSWORD"
timeout = 5
"""


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("given", [mail_server.PASSWORD, "wrong"])
def test_a_mail_server_is_signed_in_to_and_nothing_is_sent(
    place: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("DOCTORS_PASSWORD", given)
    with mail_server.running(tmp_path, "starttls", login=True) as server:
        with_connection(
            place, MAIL.format(port=server.port, ca_file=server.ca_file, user=mail_server.USER)
        )
        if given == "wrong":
            assert "refused the login" in wrong(place, "connection mail")
        else:
            [step] = steps(place, "connection mail")
            assert "takes the login; the certificate of localhost is valid until " in step["said"]
    assert server.desk.taken == []
    assert server.desk.logins
    assert given not in place.run("doctor").out


def test_a_secret_that_is_missing_keeps_nothing_else_from_being_tried(
    place: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOCTORS_PASSWORD", raising=False)
    ca_file = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(ca_file)
    with_connection(place, MAIL.format(port=9, ca_file=ca_file, user="anna"))

    assert "DOCTORS_PASSWORD is not set" in wrong(place, "connection mail")
    assert all(s["well"] for s in steps(place, "connection files"))


def test_mail_into_a_folder(place: Installation) -> None:
    with_connection(
        place,
        '[delivery]\norganizer = "hjemmedag@x.example"\n'
        '[connections.mail]\nkind = "imip"\npath = "outbox"\n',
    )

    [step] = steps(place, "connection mail")

    assert "can be written to" in step["said"]
    assert not (place.folder / "outbox").exists()


FEED = '[connections.web]\nkind = "feed"\nurl = "{url}"\nallow_private = true\ntimeout = 5\n{more}'


def test_a_feed_is_knocked_at_and_no_calendar_is_asked_for(place: Installation) -> None:
    with serving() as server:
        with_connection(place, FEED.format(url=server.url, more=""))
        [step] = steps(place, "connection web")

    assert (step["well"], "answers" in step["said"]) == (True, True)
    assert server.paths() == []


def test_a_feed_whose_certificate_nobody_trusts(place: Installation, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "mine.pem")
    with serving(context) as server:
        with_connection(place, FEED.format(url=server.url, more=""))
        assert "is not trusted" in wrong(place, "connection web")
        with_connection(place, FEED.format(url=server.url, more='ca_file = "mine.pem"\n'))
        [step] = steps(place, "connection web")
    assert "is valid until" in step["said"]


def test_a_feed_that_is_away(place: Installation) -> None:
    with_connection(place, FEED.format(url="http://127.0.0.1:9/{mailbox}", more=""))

    assert "cannot be reached" in wrong(place, "connection web")
