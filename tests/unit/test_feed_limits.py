"""What a feed may not do: lead elsewhere, grow, drip, explode, or pretend to be somebody."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import trustme

from connectors.errors import AuthFailed, Rejected, Unavailable
from connectors.feed_addresses import Endpoint, is_public
from connectors.feed_http import Answer, Client, Limits
from tests.feed_server import Asked, FeedServer, send, serving

MIB = 1024 * 1024
QUICK = Limits(connect=0.5, silence=0.5, total=1.0, max_bytes=1_000_000)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as started:
        yield started


def get(server: FeedServer, path: str = "/x", client: Client | None = None) -> Answer:
    client = client or Client(QUICK, allow_private=True)
    return client.get(f"{server.scheme}://localhost:{server.port}{path}", {})


def loopback(port: int) -> list[Endpoint]:
    return [Endpoint(socket.AF_INET, ("127.0.0.1", port))]


# Addresses


INSIDE = """
127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1
100.100.100.200 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1
240.0.0.1 255.255.255.255 168.63.129.16 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254
fec0::1 ff02::1 2001:db8::1 100::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1
64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe:: 2001:0:0:0:0:0:80ff:fffe
localhost 2130706433
"""
OUTSIDE = "8.8.8.8 130.225.0.1 2a00:1450:400f::1 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("address", INSIDE.split())
def test_an_address_that_is_not_public_is_none(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE.split())
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1", "0", "[::ffff:7f00:1]"],
)
def test_nobody_inside_is_asked_unless_allowed(server: FeedServer, host: str) -> None:
    with pytest.raises(Rejected, match="allow_private = true"):
        Client(QUICK).get(f"http://{host}:{server.port}/x", {})
    assert server.seen == []


def test_one_private_address_among_public_ones_is_enough(server: FeedServer) -> None:
    public = Endpoint(socket.AF_INET, ("8.8.8.8", server.port))
    client = Client(QUICK, look_up=lambda _, port: [public, *loopback(port)])
    with pytest.raises(Rejected):
        get(server, client=client)
    assert server.seen == []


def test_a_name_that_changes_its_mind_is_asked_once_and_kept_to_its_word(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = []
    connected = []

    def look_up(host: str, port: int) -> Sequence[Endpoint]:
        looked_up.append(host)
        address = "8.8.8.8" if len(looked_up) == 1 else "127.0.0.1"
        return [Endpoint(socket.AF_INET, (address, port))]

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.socket.connect", connect)
    client = Client(QUICK, look_up=look_up)
    with pytest.raises(Unavailable):
        client.get(f"http://rebinding.example:{server.port}/x", {})
    assert looked_up == ["rebinding.example"]
    assert connected == [("8.8.8.8", server.port)]


def test_the_next_address_is_tried_where_one_does_not_answer(server: FeedServer) -> None:
    server.answers["/x"] = send(200, b"ok")
    dead = Endpoint(socket.AF_INET, ("127.0.0.1", 1))
    client = Client(QUICK, allow_private=True, look_up=lambda _, port: [dead, *loopback(port)])
    assert get(server, client=client).body == b"ok"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://x.dk/a",
        "gopher://x.dk/",
        "//x.dk/a",
        "x",
        "http://",
        "https://us:geheim@x.dk/a",
        "http://x.dk:0/",
        "http://x.dk:99999/",
        "http://x.dk:1x/",
        "http://[::1/",
        "http://exämple.dk/",
    ],
)
def test_no_other_address_than_plain_http_and_https_is_asked(url: str) -> None:
    with pytest.raises(Rejected) as caught:
        Client(QUICK, allow_private=True).get(url, {})
    assert "geheim" not in str(caught.value)


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server: FeedServer, status: int) -> None:
    server.answers["/x"] = send(status, location="/y?a=b c")
    server.answers["/y?a=b%20c"] = send(200, b"ok")
    assert get(server).body == b"ok"


def test_three_redirects_are_followed_and_no_fourth(server: FeedServer) -> None:
    for n in range(4):
        server.answers[f"/{n}"] = send(302, location=f"/{n + 1}")
    server.answers["/4"] = send(200, b"ok")
    assert get(server, "/1").body == b"ok"
    with pytest.raises(Unavailable, match="more than 3 times"):
        get(server, "/0")


def test_a_circle_ends(server: FeedServer) -> None:
    server.answers["/x"] = send(302, location="/x")
    with pytest.raises(Unavailable):
        get(server)
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://inside.example:{port}/secret",
        "//inside.example:{port}/secret",
        "http://inside.example:{port}/secret?x=@y",
    ],
)
def test_a_redirect_to_somebody_inside_is_refused(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, location: str
) -> None:
    server.answers["/x"] = send(302, location=location.format(port=server.port))
    asked: list[str] = []

    def first_is_public(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    monkeypatch.setattr("connectors.feed_addresses.is_public", first_is_public)
    client = Client(QUICK, look_up=lambda _, port: loopback(port))
    with pytest.raises(Rejected, match=r"inside\.example"):
        client.get(f"http://outside.example:{server.port}/x", {})
    assert server.paths() == ["/x"]


@pytest.mark.parametrize(
    "location", ["ftp://x.dk/a", "file:///etc/passwd", "data:text/calendar,x", "http://u:p@x.dk/"]
)
def test_a_redirect_to_another_scheme_or_with_a_login_is_refused(
    server: FeedServer, location: str
) -> None:
    server.answers["/x"] = send(302, location=location)
    with pytest.raises(Rejected):
        get(server)


def test_a_redirect_without_a_place_is_an_answer_like_any_other(server: FeedServer) -> None:
    server.answers["/x"] = send(302)
    assert get(server).status == 302


# Sizes


def test_a_body_as_large_as_allowed_is_taken_and_one_byte_more_is_not(server: FeedServer) -> None:
    server.answers["/x"] = send(200, b"x" * QUICK.max_bytes)
    assert len(get(server).body) == QUICK.max_bytes
    server.answers["/x"] = send(200, b"x" * (QUICK.max_bytes + 1))
    with pytest.raises(Unavailable, match="larger than 1000000 bytes"):
        get(server)


def endless(asked: Asked) -> None:
    """A body without length and end."""
    asked.send_response(200)
    asked.end_headers()
    for _ in range(2000):
        asked.wfile.write(b"x" * 64 * 1024)


def chunked(asked: Asked) -> None:
    """The same in chunks."""
    asked.send_response(200)
    asked.send_header("Transfer-Encoding", "chunked")
    asked.end_headers()
    for _ in range(2000):
        asked.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


@pytest.mark.parametrize("answering", [endless, chunked])
def test_an_endless_body_is_left_early(server: FeedServer, answering: object) -> None:
    server.answers["/x"] = answering  # type: ignore[assignment]
    with pytest.raises(Unavailable, match="larger than"):
        get(server)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_not_set_off(server: FeedServer, encoding: str) -> None:
    pack = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    bomb = b"".join(pack.compress(b"\0" * MIB) for _ in range(200)) + pack.flush()
    assert len(bomb) < QUICK.max_bytes
    server.answers["/x"] = send(200, bomb, content_encoding=encoding)
    tracemalloc.start()
    try:
        with pytest.raises(Unavailable, match="larger than"):
            get(server)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * MIB


def test_a_packed_body_as_large_as_allowed_is_taken(server: FeedServer) -> None:
    plain = b"BEGIN:VCALENDAR" * (QUICK.max_bytes // 15)
    server.answers["/x"] = send(200, gzip.compress(plain), content_encoding="gzip")
    assert get(server).body == plain


def test_a_body_that_is_cut_short_is_none(server: FeedServer) -> None:
    def short(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "1000")
        asked.end_headers()
        asked.wfile.write(b"x" * 999)

    def cut_chunk(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Transfer-Encoding", "chunked")
        asked.end_headers()
        asked.wfile.write(b"3E8\r\n" + b"x" * 999)

    for answering in (short, cut_chunk):
        server.answers["/x"] = answering
        with pytest.raises(Unavailable):
            get(server)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0\0",
        b"220 smtp.example.dk ESMTP\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
    ids=range(8),
)
def test_what_is_no_answer_is_trouble_in_words(server: FeedServer, raw: bytes) -> None:
    def answering(asked: Asked) -> None:
        asked.wfile.write(raw)

    server.answers["/x"] = answering
    with pytest.raises(Unavailable, match="localhost"):
        get(server)


# Time


def test_a_server_that_says_nothing_is_given_up(server: FeedServer) -> None:
    server.answers["/x"] = lambda _: time.sleep(1.5)
    began = time.monotonic()
    with pytest.raises(Unavailable, match="took too long"):
        get(server)
    assert time.monotonic() - began < 1.2


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b""])
def test_a_byte_now_and_then_does_not_prolong_the_limit(server: FeedServer, head: bytes) -> None:
    def drip(asked: Asked) -> None:
        asked.wfile.write(head)
        for _ in range(20):
            asked.wfile.write(b"H")
            time.sleep(0.1)

    server.answers["/x"] = drip
    began = time.monotonic()
    with pytest.raises(Unavailable, match="took too long"):
        get(server)
    assert 0.8 < time.monotonic() - began < 1.5


def test_redirects_share_one_time_limit(server: FeedServer) -> None:
    def slowly(asked: Asked) -> None:
        time.sleep(0.45)
        send(302, location="/x")(asked)

    server.answers["/x"] = slowly
    began = time.monotonic()
    with pytest.raises(Unavailable):
        get(server)
    assert time.monotonic() - began < 1.4


# Certificates


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[FeedServer, ssl.SSLContext]]:
    authority = trustme.CA()
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(theirs)
    ours = ssl.create_default_context()
    authority.configure_trust(ours)
    with serving(theirs) as started:
        started.answers["/x"] = send(200, b"ok")
        yield started, ours


def test_https_is_read_with_the_right_certificate(
    secure: tuple[FeedServer, ssl.SSLContext],
) -> None:
    server, tls = secure
    assert get(server, client=Client(QUICK, allow_private=True, tls=tls)).body == b"ok"


def test_a_certificate_that_is_not_trusted_is_no_one(
    secure: tuple[FeedServer, ssl.SSLContext],
) -> None:
    server, _ = secure
    with pytest.raises(AuthFailed, match=r"localhost is not trusted.*ca_file"):
        get(server)
    assert server.seen == []


def test_a_certificate_for_another_name_is_no_one(
    secure: tuple[FeedServer, ssl.SSLContext],
) -> None:
    server, tls = secure
    client = Client(QUICK, allow_private=True, tls=tls)
    with pytest.raises(AuthFailed, match="not trusted"):
        client.get(f"https://127.0.0.1:{server.port}/x", {})


def test_https_never_leads_to_http(secure: tuple[FeedServer, ssl.SSLContext]) -> None:
    server, tls = secure
    server.answers["/x"] = send(302, location=f"http://localhost:{server.port}/y")
    with pytest.raises(Rejected, match="in the clear"):
        get(server, client=Client(QUICK, allow_private=True, tls=tls))


def test_plain_http_where_https_is_due_is_trouble(server: FeedServer) -> None:
    with pytest.raises(Unavailable):
        Client(QUICK, allow_private=True).get(f"https://localhost:{server.port}/x", {})
