"""What holds for every test: how fast a machine is makes no property false."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("hjemmedag", deadline=None)
settings.load_profile("hjemmedag")
