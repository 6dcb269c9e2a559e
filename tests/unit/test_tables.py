"""Lines of TOML tables and keys are found, and no value of any key brings the reading down."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.configuration import load
from config.connection_rows import KINDS
from config.organisation_file import SHAPE as ORGANISATION_SHAPE
from config.problems import ConfigurationError
from config.register.file import SHAPE as REGISTER_SHAPE
from config.settings_rows import BrakeRow, DeliveryRow, ServiceRow, StoreRow, WordsRow
from config.toml_lines import Place, lines_of
from tests.unit.configuration_files import ANNA, ORGANISATION, SETTINGS, Folder

REFERENCE = Path(__file__).parents[2].joinpath("docs/reference/configuration.md").read_text("utf-8")
SETTINGS_ROWS = (ServiceRow, StoreRow, DeliveryRow, WordsRow, BrakeRow)
KEYS = sorted(
    [(f"[{row.table}]", key) for row in SETTINGS_ROWS for key in row.key_names()]
    + [("[connections.x]", key) for key in {k for row in KINDS.values() for k in row.key_names()}]
    + [
        (f"[[{table}]]", key)
        for shape in (ORGANISATION_SHAPE, REGISTER_SHAPE)
        for table, keys in shape.items()
        for key in keys
    ]
)
TEXTS = st.sampled_from(
    [
        "",
        "anna",
        "nord",
        "files",
        "monday",
        "/",
        "5/2",
        "1e9",
        "2026-12-24",
        "-",
        "|",
        "none",
        "%\0",
    ]
) | st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    TEXTS
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.times()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "id"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("[a]\n\nb = 1\n", ("a", "b"), 3),
        ("a.b = 1\n", ("a", "b"), 1),
        ("[a]\n[a.b]\nc = 1\n", ("a", "b", "c"), 3),
        ("[\"a\" . 'b.c']\nd = 1\n", ("a", "b.c", "d"), 2),
        ("[[a]]\n[[a]]\nb = 1\n", ("a", 2, "b"), 3),
        ("[[a]]\n[[a]]\n[a.b]\nc = 1\n", ("a", 2, "b", "c"), 4),
        ("a = [\n {b = 1},\n {b = [\n {}]}, {}]\nc = 1\n", ("a", 3), 4),
        ("a = [\n {b = 1},\n {b = [\n {}]}, {}]\nc = 1\n", ("c",), 5),
        ('a = """\n[[b]]\n""""\nc = 1\n', ("c",), 4),
        ('a = "\\"#["\nc = 1 # ]\n', ("c",), 2),
        ("a = '\\'\nc = 1\n", ("c",), 2),
        ("a = 1\r\nc = 1\r\n", ("c",), 2),
    ],
)
def test_a_key_is_found_on_its_line(text: str, place: Place, line: int) -> None:
    assert lines_of(text)[place] == line


KIND_KEYS = sorted((kind, key) for kind, row in KINDS.items() for key in row.key_names())


@pytest.mark.parametrize(("kind", "key"), [(k, key) for k, key in KIND_KEYS if key != "kind"])
@given(value=VALUES)
@settings(max_examples=8, deadline=None)
def test_any_value_of_any_key_of_a_connection_is_taken_or_reported(
    kind: str, key: str, value: object
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.settings(more=f'[connections.x]\nkind = "{kind}"\n{key} = {_toml(value)}\n')
        reported = _report(folder.path / "hjemmedag.toml")
        assert len(str(reported).splitlines()) == len(reported.problems)


@pytest.mark.parametrize(("table", "key"), KEYS)
@given(value=VALUES)
@settings(max_examples=8, deadline=None)
def test_any_value_of_any_key_is_taken_or_reported(table: str, key: str, value: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.write(*_with(table, f"{table}\n{key} = {_toml(value)}\n"))
        reported = _report(folder.path / "hjemmedag.toml")
        assert len(str(reported).splitlines()) == len(reported.problems)


def _report(config_file: Path) -> ConfigurationError:
    try:
        load(config_file)
    except ConfigurationError as error:
        return error
    return ConfigurationError(())


def _with(table: str, row: str) -> tuple[str, str]:
    """The file that a row belongs to, with the row in it."""
    name = table.strip("[]")
    if name in REGISTER_SHAPE:
        return "register.toml", row
    if name in ORGANISATION_SHAPE:
        return "organisation.toml", f"{ORGANISATION}\n{row}"
    header, keys = row.split("\n", 1)
    key = keys.split(" ")[0]
    others = "".join(
        line for line in SETTINGS.splitlines(keepends=True) if not line.startswith(key)
    )
    if header in others:
        return "hjemmedag.toml", others.replace(f"{header}\n", f"{header}\n{keys}")
    return "hjemmedag.toml", others + row


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_toml(value[key])}' for key in value)}}}"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf").replace("\x7f", "")


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_the_reference_names_every_key_under_its_table(table: str, key: str) -> None:
    heading = f"### `{table.replace('.x', '.NAME')}`"
    section = REFERENCE.split(heading)[1].split("\n##")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")]
    assert f"`{key}`" in "".join(first_cells)


def test_the_example_of_the_reference_is_a_configuration(folder: Folder) -> None:
    folder.write("hjemmedag.toml", REFERENCE.split("```toml\n")[1].split("```")[0])
    assert folder.load().settings.activation_date == date(2026, 12, 7)


def test_the_rows_that_are_tried_are_really_reached() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.write(*_with("[[employees]]", '[[employees]]\nid = "anna"\n'))
        assert 'employees[2].id: "anna" is taken' in "".join(str(p) for p in folder.problems())
    assert list(_files()) == ["organisation.toml", "register.toml", "hjemmedag.toml"]


def _files() -> Iterator[str]:
    for table in ("[[units]]", "[[call_ins]]", "[store]"):
        yield _with(table, f"{table}\nx = 1\n")[0]


def test_the_base_of_the_tests_is_fine(folder: Folder) -> None:
    assert ANNA in ORGANISATION
    assert [e.id for e in folder.load().organisation.employees] == ["anna"]
