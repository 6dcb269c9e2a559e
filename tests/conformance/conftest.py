"""Lets pytest explain failed assertions in the suite that every connector subclasses."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.conformance.suite")
