"""A CalDAV server in a process of its own, with calendars of known sizes, for vdirsyncer to read from."""

from __future__ import annotations

import ssl
import subprocess
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError

import trustme

from benchmarks.cloud_server import HOUR, appointment
from tests.mail_server import free_port

SETTINGS = """
[server]
hosts = localhost:{port}
ssl = True
certificate = {folder}/certificate.pem
key = {folder}/key.pem
[auth]
type = none
[storage]
filesystem_folder = {folder}/collections
"""
PATIENCE = 15.0


@contextmanager
def calendars(radicale: Path, folder: Path, people: int, events: int) -> Iterator[tuple[str, Path]]:
    """The address of somebody's calendars and the authority's file; ``radicale`` is its program."""
    ca_file, port = _certificates(folder), free_port()
    (folder / "settings").write_text(SETTINGS.format(port=port, folder=folder))
    words = [str(radicale), "--config", str(folder / "settings")]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            home = f"https://localhost:{port}/bench/"
            for number in range(people):
                _put(f"{home}p{number}/", _calendar(events), ca_file)
            yield home, ca_file
        finally:
            process.terminate()


def _certificates(folder: Path) -> Path:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    issued.cert_chain_pems[0].write_to_path(str(folder / "certificate.pem"))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return folder / "authority.pem"


def _calendar(events: int) -> bytes:
    """The appointments that the Graph server has, as one calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN"]
    for number in range(events):
        subject, start, place = appointment(number)
        lines += ["BEGIN:VEVENT", f"UID:{number}@bench.example", "DTSTAMP:20261101T090000Z"]
        lines += [f"DTSTART:{_utc(start)}", f"DTEND:{_utc(start + HOUR)}"]
        lines += [f"SUMMARY:{subject}", f"LOCATION:{place}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _utc(moment: datetime) -> str:
    return (moment - (moment.utcoffset() or timedelta())).strftime("%Y%m%dT%H%M%SZ")


def _put(address: str, content: bytes, ca_file: Path) -> None:
    """Lay down a whole calendar; the server is given a while to come up."""
    headers = {
        "Content-Type": "text/calendar",
        "Authorization": f"Basic {b64encode(b'bench:x').decode()}",
    }
    request = urllib.request.Request(address, content, headers, method="PUT")  # noqa: S310
    context = ssl.create_default_context(cafile=ca_file)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request, context=context) as answer:  # noqa: S310
                assert answer.status == 201, answer.status
            return
        except URLError as error:
            if not isinstance(error.reason, OSError) or time.monotonic() > until:
                raise
            time.sleep(0.1)
