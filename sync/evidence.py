"""Home series that the leader accepted: evidence of a pattern, where the unit allows it (policy 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectors.model import Depth, Details
from sync.interpret import SeenSeries
from sync.service import Person, Service, leader_addresses


@dataclass(frozen=True, slots=True)
class HomeSeries:
    """A home series as it is kept: ``series`` and ``rule`` are digests, ``last`` None: no end known."""

    series: str
    rule: str
    weekdays: tuple[int, ...]
    first: date
    last: date | None
    accepted: bool


def asked_about(
    service: Service, person: Person, seen: Iterable[SeenSeries], before: Iterable[HomeSeries]
) -> dict[str, tuple[str, Depth]]:
    """By which ids, and how deeply, a calendar is asked about home series; in an order that stays.

    First those whose rule is guessed, always the same ones; then those whose guests may have
    answered, unless the leader is known to have accepted. Where the unit asks for no evidence,
    nobody's answer is asked for.
    """
    asks, agreed = leader_addresses(service, person.employee) is not None, _agreed(before)
    found = {}
    for one in sorted(seen, key=lambda s: (not s.guessed, s.series)):
        guests = asks and one.invited and (one.guessed or _known(one, agreed) is None)
        if one.guessed or guests:
            found[one.series] = (one.asked, Depth.GUESTS if guests else Depth.RULE)
    return found


def accepting(service: Service, person: Person, answers: Mapping[str, Details]) -> frozenset[str]:
    """What the leader accepted, among answers by whatever they are named; addresses end here."""
    leader = leader_addresses(service, person.employee) or frozenset()
    return frozenset(
        name
        for name, details in answers.items()
        if any(address.casefold() in leader for address in details.accepted_by)
    )


def home_series(
    service: Service,
    person: Person,
    seen: Sequence[SeenSeries],
    now_accepted: Collection[str],
    before: Iterable[HomeSeries],
) -> tuple[HomeSeries, ...]:
    """Whether the leader accepted each home series; ``now_accepted``: as a second look has told.

    Once accepted, a series stays so while its rule is the same and it falls on no other weekdays (a
    calendar that tells little shows a rule by its hours alone): neither declining nor a delegate's
    click ends what was agreed. Where its rule could not be had this time, it is taken for the same.
    """
    if leader_addresses(service, person.employee) is None:
        return ()
    agreed = _agreed(before)
    return tuple(_kept(s, _known(s, agreed), now_accepted) for s in seen)


def accepted(found: Iterable[HomeSeries]) -> frozenset[str]:
    """The series that the leader accepted."""
    return frozenset(h.series for h in found if h.accepted)


def _agreed(before: Iterable[HomeSeries]) -> dict[str, HomeSeries]:
    return {h.series: h for h in before if h.accepted}


def _known(seen: SeenSeries, agreed: Mapping[str, HomeSeries]) -> HomeSeries | None:
    """What was kept of a series that the leader is known to have accepted as it is."""
    kept = agreed.get(seen.series)
    if kept is None or not set(seen.weekdays).issubset(kept.weekdays):
        return None
    return kept if seen.guessed or kept.rule == seen.rule else None


def _kept(seen: SeenSeries, known: HomeSeries | None, now_accepted: Collection[str]) -> HomeSeries:
    return HomeSeries(
        seen.series,
        known.rule if known else seen.rule,
        seen.weekdays,
        seen.first,
        seen.last,
        known is not None or (seen.invited and seen.series in now_accepted),
    )
