"""``hjemmedag run`` as it stands behind a reverse proxy: Graph tells over TLS, and a note is there."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import trustme
import urllib3
from typer.testing import CliRunner

from config.cli import app
from tests.installation import Installation
from tests.running_service import LOGGED, RunningService, running
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import App
from tests.whole.test_cloud import APP, CONNECTION
from tests.workplace import COPENHAGEN

DAY = timedelta(days=1)
TODAY = datetime.now(COPENHAGEN).date()
TUESDAY = TODAY + DAY * ((1 - TODAY.weekday()) % 7 + 7)
ADDRESS = "e1@x.example"


@contextmanager
def proxy(port: int, ca: trustme.CA) -> Iterator[str]:
    """Passes POST on one path on to the service, as the how-to asks of a proxy; where it listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or "0"))
            if self.path.partition("?")[0] != "/graph-changes":
                self.send_error(404)
                return
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("POST", self.path, body)
            answer = line.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.getheader("Content-Type", "text/plain"))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            line.close()

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(tls)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"https://localhost:{server.server_address[1]}/graph-changes"
        server.shutdown()
        thread.join()


@pytest.fixture
def cloud() -> Iterator[Server]:
    with serving([App(APP, secrets={"hemmelig": None})], tls=True) as server:
        server.tenant.store.add_mailbox(ADDRESS, COPENHAGEN)
        yield server
    assert server.crashes == []


@pytest.fixture
def service(
    tmp_path: Path, cloud: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RunningService]:
    """A service that Graph tells of one mailbox, and that polls every four minutes."""
    monkeypatch.setenv("GRAPH_SECRET", "hemmelig")
    ca = trustme.CA()
    pem = tmp_path / "proxy.pem"
    ca.cert_pem.write_to_path(str(pem))
    cloud.tenant.hub._pool = urllib3.PoolManager(retries=False, ca_certs=str(pem))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    where = {"login": cloud.login, "graph": cloud.graph, "ca_file": cloud.ca_file}
    sky = CONNECTION.format(**where).replace("connections.kalendere", "connections.sky")
    with proxy(port, ca) as url:
        more = f'{sky}notification_url = "{url}"\n{LOGGED}'.replace("port = 0", f"port = {port}")
        place = Installation(tmp_path / "run", TODAY, more=more)
        organisation = place.folder / "organisation.toml"
        text = organisation.read_text(encoding="utf-8")
        organisation.write_text(text.replace('"files"', '"sky"'), encoding="utf-8")
        with running(place.folder) as found:
            found.until(lambda: cloud.tenant.hub.subscriptions, "no subscription")
            yield found


def command(service: RunningService, *words: str) -> str:
    """Standard output of another command on the same installation."""
    config = str(service.said.parent / "hjemmedag.toml")
    return CliRunner().invoke(app, [*words, "--config", config]).stdout


def notes(cloud: Server) -> int:
    events = cloud.tenant.store.mailboxes[ADDRESS].events.values()
    return sum(any("HjemmedagKey" in name for name in event.extended) for event in events)


def test_a_change_is_a_note_within_seconds_and_nobody_is_named(
    service: RunningService, cloud: Server
) -> None:
    [one] = cloud.tenant.hub.subscriptions.values()
    ten = datetime(TUESDAY.year, TUESDAY.month, TUESDAY.day, 10, tzinfo=COPENHAGEN)
    owner = Owner(cloud.tenant, cloud.tenant.store.mailboxes[ADDRESS])
    owner.add("Hjemmearbejde", TUESDAY, TUESDAY + DAY)
    owner.add("Møde (fysisk) Kvidderfugl", ten, ten + timedelta(hours=1))

    service.until(lambda: notes(cloud), "no note")

    metrics = service.get("/metrics")[1]
    assert 'hjemmedag_notifications_total{outcome="wrong_state"} 0.0' in metrics
    heeded = [line.get("hints") for line in service.events("round") if line.get("hints")]
    assert heeded
    assert {outcome for hints in heeded for outcome in hints} == {"heeded"}
    assert service.get("/graph-changes")[0] == 405
    assert json.loads(command(service, "status", "--format", "json"))["subscriptions"] == 1
    assert service.stop() == 0
    everything = [p.read_bytes() for p in service.said.parent.rglob("*") if p.is_file()]
    for word in (one.told["clientState"], "Kvidderfugl"):
        assert not any(word.encode() in content for content in everything)
    assert ADDRESS.encode() not in service.said.read_bytes()


@pytest.mark.parametrize("words", [("withdraw", "--all"), ("forget", "e1")])
def test_what_is_taken_back_leaves_nothing_at_the_server(
    service: RunningService, cloud: Server, words: tuple[str, ...]
) -> None:
    assert service.stop() == 0

    command(service, *words)

    assert cloud.tenant.hub.subscriptions == {}
    assert json.loads(command(service, "status", "--format", "json"))["subscriptions"] == 0
