"""``simulate --format json``."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from config.answers import Json
from policy.comparison import SMALLEST_GROUP, RuleChange, Tally, UnitChange
from sync.trial import Change, Trial


def trial_answer(trial: Trial) -> Json:
    """Counts only; in a row that is not exact, words for numbers and no count of findings."""
    invented = trial.invented
    return {
        "as_of": trial.as_of.isoformat(),
        "window": [trial.start.isoformat(), trial.end.isoformat()],
        "invented": invented and {"people": invented.people, "seed": invented.seed},
        "changes": [_change(c) for c in trial.changes],
        "files": dict(trial.files),
        "units": [_unit(u) for u in trial.comparison.units],
        "left_out": list(trial.comparison.left_out),
        "failed": trial.failed,
        "unknown": trial.unknown,
    }


def _change(change: Change) -> Json:
    return {
        "unit": change.unit,
        "key": change.key,
        "before": [plain_value(v) for v in change.before],
        "after": plain_value(change.after),
    }


def _unit(unit: UnitChange) -> Json:
    return {
        "id": unit.unit,
        "people": unit.people,
        "touched": unit.touched,
        "rules": [_rule(r) for r in unit.rules],
    }


def _rule(change: RuleChange) -> Json:
    sides = {"before": change.before, "after": change.after, "come": change.come, "go": change.go}
    tallies = {name: _tally(tally, exact=change.exact) for name, tally in sides.items()}
    return {"rule": change.rule, "exact": change.exact, **tallies}


def _tally(tally: Tally, *, exact: bool) -> Json:
    if exact:
        return {"findings": tally.findings, "people": tally.people}
    few = (
        f"under {SMALLEST_GROUP}" if tally.people < SMALLEST_GROUP else f"{SMALLEST_GROUP} or more"
    )
    return {"findings": None, "people": few if tally.people else 0}


def plain_value(value: object) -> Any:  # noqa: ANN401 - JSON
    """A setting as JSON: dates and fractions as text, lists as lists."""
    if isinstance(value, tuple):
        return [plain_value(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    return value
