"""Public holidays as plain data, so that the policy needs no holiday package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from holidays import PUBLIC, country_holidays

from config.values import COUNTRIES


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """The dates of category ``public`` of the ``holidays`` package for DK, GL or FO.

    Raises ValueError for another country.
    """
    if country not in COUNTRIES:
        raise ValueError(f"no public holidays for {country}. Known: {', '.join(COUNTRIES)}.")
    return frozenset(country_holidays(country, years=years, categories=(PUBLIC,), expand=False))
