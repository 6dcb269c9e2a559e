"""The example dashboard and alerts name nothing that the service does not have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.watch.metrics import READS, STATES, WRITES, Metrics
from sync.observed import Round

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "monitoring"
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
RULE = re.compile(
    r"      - alert: (?P<alert>\w+)\n"
    r"        expr: '(?P<expr>[^'\n]+)'\n"
    r"        for: (?P<wait>\d+[smh])\n"
    r"        labels:\n          severity: (?P<severity>page|ticket)\n"
    r"        annotations:\n          summary: '(?P<summary>[^'\n]+)'\n"
    r"          description: '(?P<description>[^'\n]+)'\n"
)
"""One rule as the file has them: no part of YAML that a reader has to know beyond this."""
OTHERS = {"up"}
"""Prometheus' own."""


class Ending:
    """A connection that rests on a certificate, and whose server tells its time."""

    def clock_apart(self) -> timedelta:
        """None of it."""
        return timedelta()

    def expiries(self) -> dict[str, datetime]:
        """In ten days."""
        return {"certificate": NOW.replace(day=10, month=12)}


def names_and_labels() -> dict[str, set[str]]:
    """Every series that the service shows, with the names of its labels."""
    metrics = Metrics({"mail": Ending()}, lambda: 0, lambda: NOW)
    metrics.round(Round(NOW, budgets={"mail": 8}, ages=(1.0,)))
    found: dict[str, set[str]] = {}
    for line in metrics.text().decode().splitlines():
        if not line.startswith("#"):
            name, labels = re.fullmatch(r"(\w+)(?:\{(.*)\})? \S+", line).groups()  # type: ignore[union-attr]
            found.setdefault(name, set()).update(re.findall(r"(\w+)=", labels or ""))
    return found


def rules() -> list[dict[str, str]]:
    text = (EXAMPLES / "alerts.yml").read_text(encoding="utf-8")
    head = "groups:\n  - name: hjemmedag\n    rules:\n"
    assert text.startswith(head)
    assert RULE.sub("", text.removeprefix(head)) == ""
    return [found.groupdict() for found in RULE.finditer(text)]


def dashboard() -> Any:
    return json.loads((EXAMPLES / "dashboard.json").read_text(encoding="utf-8"))


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    for panel in dashboard()["panels"]:
        yield from (target["expr"] for target in panel["targets"])


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_metric_and_label_is_there(expression: str) -> None:
    known = names_and_labels()
    named = set(re.findall(r"\b(hjemmedag_\w+|up)\b(?!\")", expression))

    assert named
    assert named <= known.keys() | OTHERS
    mine = {label for name in named & known.keys() for label in known[name]} | {"job", "le"}
    assert set(re.findall(r"(\w+)=~?\"", expression)) <= mine
    for by in re.findall(r"by \(([^)]*)\)", expression):
        assert {label.strip() for label in by.split(",")} <= mine
    assert expression.count("(") == expression.count(")")


def test_every_metric_is_looked_at_by_somebody() -> None:
    bare = {re.sub(r"_(bucket|sum|count)$", "", name) for name in names_and_labels()}
    text = " ".join(expressions())

    assert {name for name in bare if name not in text} == set()


def test_alerts_have_names_of_their_own_and_say_what_to_do() -> None:
    found = rules()

    assert len({rule["alert"] for rule in found}) == len(found) > 10
    assert all(rule["description"].endswith(".") for rule in found)


def test_panels_do_not_lie_on_each_other() -> None:
    taken = set()
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert all(x < 24 for x, _ in cells)
        taken |= cells


def test_the_page_on_monitoring_names_every_metric_and_outcome() -> None:
    page = (ROOT / "docs" / "how-to" / "monitoring.md").read_text(encoding="utf-8")
    bare = {re.sub(r"_(bucket|sum|count)$", "", name) for name in names_and_labels()}

    assert {name for name in bare if f"`{name}`" not in page} == set()
    assert {word for word in (*READS, *WRITES, *STATES) if f"`{word}`" not in page} == set()


def test_the_example_asks_where_the_service_answers() -> None:
    from config.settings import HttpSettings

    text = (EXAMPLES / "prometheus.yml").read_text(encoding="utf-8")
    assert f'"{HttpSettings().host}:{HttpSettings().port}"' in text
