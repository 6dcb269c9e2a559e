"""The four rooms are import packages under their own names; nobody else may bring one of them."""

from __future__ import annotations

from importlib.metadata import distributions
from pathlib import PurePosixPath

import pytest

OURS = "hjemmedag"


def owners(package: str) -> set[str]:
    """Every installed distribution that puts a module or package of that name at the top."""
    single = (f"{package}.py", f"{package}.pyi")
    return {
        distribution.metadata["Name"]
        for distribution in distributions()
        for path in distribution.files or ()
        if PurePosixPath(path).parts[:1] == (package,) or str(path) in single
    }


@pytest.mark.parametrize("room", ["policy", "connectors", "sync", "config"])
def test_no_other_distribution_owns_a_room(room: str) -> None:
    assert owners(room) <= {OURS}


def test_the_look_finds_an_owner_where_there_is_one() -> None:
    assert owners("sqlalchemy") == {"SQLAlchemy"}
