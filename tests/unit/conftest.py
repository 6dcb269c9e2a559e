"""Fixtures of the unit tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.configuration_files import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with a small configuration that is fine."""
    return Folder(tmp_path)
