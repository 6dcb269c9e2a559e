"""Lets pytest explain failed assertions in the suite that every connector subclasses."""

from __future__ import annotations

import pytest

for part in ("desk", "inviting", "reading", "writing"):
    pytest.register_assert_rewrite(f"tests.conformance.{part}")
