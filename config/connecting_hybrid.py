"""Joins a connection to the cloud with the one on premises that it names."""

from __future__ import annotations

from connectors.ews import Ews
from connectors.graph import Graph
from connectors.hybrid import Hybrid


def together(cloud: object, premises: object) -> object:
    """Whoever is not in the cloud is looked for on premises, where both could be had."""
    if isinstance(cloud, Graph) and isinstance(premises, Ews):
        return Hybrid(cloud, premises)
    return cloud
