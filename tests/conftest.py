"""What holds for every test: how fast a machine is makes no property false, and waiting costs no core."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("hjemmedag", deadline=None)
settings.load_profile("hjemmedag")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for the ticks of a running service."""
    return (os.cpu_count() or 1) + 1
