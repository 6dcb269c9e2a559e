"""Whether an item is what a restriction asks for; texts are compared without case, as Exchange does."""

from __future__ import annotations

from collections.abc import Callable

from tests.simulators.ews.item import property_key, value_of
from tests.simulators.ews.shown import Shown
from tests.simulators.ews.soap import Element, EwsError, local

COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "IsEqualTo": lambda a, b: a == b,
    "IsNotEqualTo": lambda a, b: a != b,
    "IsGreaterThan": lambda a, b: a > b,
    "IsGreaterThanOrEqualTo": lambda a, b: a >= b,
    "IsLessThan": lambda a, b: a < b,
    "IsLessThanOrEqualTo": lambda a, b: a <= b,
    "Contains": lambda a, b: b in a,
}


def fits(shown: Shown, condition: Element) -> bool:
    """Whether an item fits one condition."""
    name = local(condition)
    if name == "And":
        return all(fits(shown, part) for part in condition)
    if name == "Or":
        return any(fits(shown, part) for part in condition)
    if name == "Not":
        return not fits(shown, condition[0])
    values = _values(shown, condition[0])
    if name == "Exists":
        return bool(values)
    if name not in COMPARISONS:
        raise EwsError("ErrorUnsupportedPathForQuery", f"{name} is not supported.")
    wanted = condition[1] if name == "Contains" else condition[1][0]
    constant = (wanted.get("Value") or "").lower()
    return any(COMPARISONS[name](value.lower(), constant) for value in values)


def _values(shown: Shown, uri: Element) -> list[str]:
    if local(uri) == "ExtendedFieldURI":
        found = shown.extended(property_key(uri))
        return [] if found is None else value_of(found)
    found = shown.field(uri.get("FieldURI").split(":")[1])
    if found is None:
        return []
    return [found.text or ""] if not len(found) else [part.text or "" for part in found]
