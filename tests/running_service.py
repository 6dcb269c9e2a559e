"""A real ``hjemmedag run`` for tests: its own process, its log read, stopped in the end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RUN = (
    "from datetime import timedelta; from config import run_command; "
    "run_command.TICK = timedelta(seconds=1); from config.cli import main; main()"
)
"""The command as it is, but for a clock that ticks every second and not every five."""
LOGGED = '[log]\nformat = "json"\nlevel = "debug"\n[http]\nport = 0\n'
"""Settings with which a test can read what the service tells."""
PATIENCE = 30.0


@dataclass
class RunningService:
    """The process, and what it has said on standard error so far."""

    process: subprocess.Popen[bytes]
    said: Path
    port: int = field(default=0, init=False)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The log's whole lines."""
        whole = self.said.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in whole if line.startswith("{")]

    def events(self, name: str) -> list[dict[str, Any]]:
        """The lines of one event."""
        return [line for line in self.lines if line["event"] == name]

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def until(self, true: Callable[[], object], what: str) -> None:
        """Wait until something holds; fail with what the service said."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            code = self.process.poll()
            if code is not None or time.monotonic() > deadline:
                raise AssertionError(f"{what}: exit code {code}\n{self.said.read_text()[-4000:]}")
            time.sleep(0.05)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[RunningService]:
    """Start the service on an installation's folder, and wait for its first round."""
    said = folder / "service.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "run", "--config", str(folder / "hjemmedag.toml")],
            stderr=log,
            stdout=log,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        )
    service = RunningService(process, said)
    try:
        service.until(lambda: service.events("round"), "no first round")
        listening = service.events("listening")
        service.port = listening[0]["port"] if listening else 0
        yield service
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
