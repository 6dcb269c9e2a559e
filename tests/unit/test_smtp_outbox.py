"""SMTP: what is encrypted, who signs in, and what every refusal means for what to do next."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from connectors.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from connectors.imip import Imip
from connectors.imip_message import compose
from connectors.mail_outbox import FolderOutbox, Mail
from connectors.smtp_outbox import SmtpOutbox
from tests.conformance.inviting import INVITE
from tests.mail_server import PASSWORD, USER, MailServer, Security, free_port, running

MAIL = compose(INVITE, "REQUEST")
WRONG = "geheim"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with running(tmp_path, "starttls") as started:
        yield started


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_a_message_arrives_as_it_was_made(tmp_path: Path, security: Security) -> None:
    with running(tmp_path, security) as server:
        server.outbox().post(MAIL)
    (envelope,) = server.desk.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (MAIL.sender, [MAIL.recipient])
    assert envelope.content == MAIL.content


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_login_is_given_where_there_is_one(tmp_path: Path, security: Security) -> None:
    with running(tmp_path, security, login=True) as server:
        server.outbox(user=USER, password=PASSWORD).post(MAIL)
    assert server.desk.logins == [USER]
    assert server.desk.contents == [MAIL.content]


def test_a_wrong_login_stops_the_connection_and_shows_no_password(tmp_path: Path) -> None:
    with running(tmp_path, "starttls", login=True) as server:
        with pytest.raises(AuthFailed, match=r"refused the login \(535 5\.7\.8\)") as caught:
            server.outbox(user=USER, password=WRONG).post(MAIL)
        assert WRONG not in str(caught.value)
        with pytest.raises(AuthFailed, match="refused the sender"):
            server.outbox().post(MAIL)
    assert server.desk.taken == []


def test_a_login_that_the_server_does_not_offer_stops_the_connection(tmp_path: Path) -> None:
    with running(tmp_path, "none") as plain:
        outbox = plain.outbox(user=USER, password=PASSWORD)
        with pytest.raises(AuthFailed, match="offers no login"):
            outbox.post(MAIL)
    assert plain.desk.taken == []


def test_a_server_without_starttls_gets_neither_password_nor_message(tmp_path: Path) -> None:
    with running(tmp_path, "none") as server:
        outbox = server.outbox(security="starttls", user=USER, password=PASSWORD)
        with pytest.raises(AuthFailed, match="does not offer STARTTLS"):
            outbox.post(MAIL)
    assert server.desk.taken == []
    assert server.desk.logins == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_another_authority_is_not_trusted(
    tmp_path: Path, security: Security
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    with running(tmp_path, security) as server:
        for ca_file in (other, None):
            with pytest.raises(AuthFailed, match=r"not trusted.*ca_file"):
                server.outbox(ca_file=ca_file).post(MAIL)
    assert server.desk.taken == []


def test_a_certificate_for_another_name_is_not_trusted(server: MailServer) -> None:
    with pytest.raises(AuthFailed, match="not trusted"):
        server.outbox(host="127.0.0.1").post(MAIL)


def test_a_bundle_that_is_no_bundle_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(ssl.SSLError):
        SmtpOutbox("localhost", ca_file=tmp_path / "ca.pem")
    with pytest.raises(FileNotFoundError):
        SmtpOutbox("localhost", ca_file=tmp_path / "missing.pem")


@pytest.mark.parametrize(
    ("which", "answer", "kind", "words"),
    [
        ("recipient", "550 5.1.1 <lone@example.dk> unknown", Rejected, "recipient (550 5.1.1)"),
        ("recipient", "450 4.2.1 try later", Unavailable, "put off the recipient (450 4.2.1)"),
        ("recipient", "421 too busy", Unavailable, "put off the recipient (421)"),
        ("recipient", "530 5.7.0 authenticate first", AuthFailed, "recipient (530 5.7.0)"),
        ("sender", "550 5.7.60 SMTP; not permitted", AuthFailed, "sender (550 5.7.60)"),
        ("sender", "451 greylisted", Unavailable, "put off the sender (451)"),
        ("sender", "552 5.3.4 too big", Rejected, "sender (552 5.3.4)"),
        ("data", "554 5.6.0 Hjemmedage i uge 49 is spam", Rejected, "message (554 5.6.0)"),
        ("data", "452 4.3.1 disk full", Unavailable, "put off the message (452 4.3.1)"),
    ],
)
def test_a_refusal_says_what_to_do_next_and_quotes_nothing(
    server: MailServer, which: str, answer: str, kind: type[ConnectorError], words: str
) -> None:
    setattr(server.desk, f"{which}_answer", answer)
    with pytest.raises(ConnectorError) as caught:
        server.outbox().post(MAIL)
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert "uge 49" not in str(caught.value)
    assert server.desk.taken == []


def test_a_connection_lost_after_the_message_is_told_and_a_repeat_is_the_same(
    server: MailServer,
) -> None:
    server.desk.drop = True
    imip = Imip(server.outbox(), INVITE.organizer)
    with pytest.raises(Unavailable):
        imip.send(INVITE, None)
    server.desk.drop = False
    imip.send(INVITE, None)
    first, second = server.desk.contents
    assert first == second
    assert b"\r\nMessage-ID: <" in first


def test_a_server_that_does_not_say_goodbye_has_taken_the_message() -> None:
    with _scripted(
        [b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 in\r\n"]
    ) as port:
        SmtpOutbox("127.0.0.1", port, "none", timeout=2).post(MAIL)


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with _scripted([]) as port, pytest.raises(Unavailable, match="cannot be reached"):
        SmtpOutbox("127.0.0.1", port, "none", timeout=0.3).post(MAIL)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    outbox = SmtpOutbox("127.0.0.1", free_port(), "none")
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1 cannot be reached: Connection refused"):
        outbox.post(MAIL)


def test_bounces_can_go_elsewhere(server: MailServer) -> None:
    server.outbox(envelope_sender="bounces@example.dk").post(MAIL)
    assert server.desk.taken[0].mail_from == "bounces@example.dk"


def test_unencrypted_mail_is_told_at_every_start_and_a_password_louder() -> None:
    plain = Imip(SmtpOutbox("mail.x.dk", security="none"), INVITE.organizer)
    (line,) = plain.warnings
    assert line.startswith("mail goes to mail.x.dk:25 UNENCRYPTED")
    (louder,) = SmtpOutbox("mail.x.dk", 2525, "none", "us", "geheim").warnings
    assert louder.startswith("mail and password go to mail.x.dk:2525 UNENCRYPTED")
    assert "geheim" not in louder
    assert Imip(SmtpOutbox("mail.x.dk"), INVITE.organizer).warnings == ()
    assert Imip(SmtpOutbox("mail.x.dk", security="tls"), INVITE.organizer).warnings == ()


def test_a_folder_takes_messages_whole_or_not_at_all(tmp_path: Path) -> None:
    outbox = FolderOutbox(tmp_path / "out")
    outbox.post(MAIL)
    outbox.post(MAIL)
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == f"{MAIL.name}.eml"
    assert path.read_bytes() == MAIL.content
    assert outbox.warnings == ()


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "missing" / "out", tmp_path / "file" / "out"):
        with pytest.raises(Unavailable, match="cannot be written"):
            FolderOutbox(path).post(Mail("x", "a@x.dk", "b@x.dk", b""))


class _scripted:  # noqa: N801 – reads as a function
    """A server that greets, answers line by line and hangs up without a word."""

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._over = threading.Event()

    def __enter__(self) -> int:
        self._thread.start()
        port: int = self._socket.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rb") as lines:
            if not self._answers:
                self._over.wait(5)
                return
            connection.sendall(b"220 hello\r\n")
            for answer in self._answers:
                line = lines.readline()
                if answer == b"250 in\r\n":
                    while line != b".\r\n":
                        line = lines.readline()
                connection.sendall(answer)
