"""Row 69: an image without time zone files; the package that is installed along has them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

from tests.installation import Installation

TUESDAY = date(2026, 12, 1)


def test_69_without_zone_files_of_the_system_the_command_knows_its_zones(tmp_path: Path) -> None:
    here = Installation(tmp_path / "run", TUESDAY)
    here.add("Hjemmearbejde", TUESDAY)
    here.add("Møde (fysisk)", datetime(2026, 12, 1, 10))  # noqa: DTZ001 – in the calendar's own zone
    config = str(here.folder / "hjemmedag.toml")
    words = ["check", "--format", "json", "--config", config, "--as-of", str(TUESDAY)]
    code = "import zoneinfo; assert zoneinfo.TZPATH == (); from config.cli import main; main()"
    found = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert '"2026-12-01T10:00:00+01:00"' in found.stdout
