"""All shapes in one place: importing this module registers them."""

from __future__ import annotations

from functools import cache

from tests.corpus import (  # noqa: F401 – each registers its shapes
    shapes_bombs,
    shapes_bytes,
    shapes_cut,
    shapes_entries,
    shapes_exceptions,
    shapes_phones,
    shapes_series,
    shapes_times,
    shapes_vtimezones,
    shapes_writers,
    shapes_zones,
)
from tests.corpus.shape import SHAPES, Sample, Shape


@cache
def samples() -> dict[str, Sample]:
    """Every sample by ``shape/name``, in the order of the shapes."""
    found: dict[str, Sample] = {}
    for shape in shapes():
        for sample in shape.samples():
            name = f"{shape.name}/{sample.name}"
            assert name not in found, f"{name} stands there twice"
            found[name] = sample
    return found


def shapes() -> list[Shape]:
    """Every shape, by name."""
    return sorted(SHAPES.values(), key=lambda shape: shape.name)
