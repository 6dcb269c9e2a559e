"""The one file that joins all parts: from a configuration on disk to a service that can run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from config.configuration import Configuration, load
from config.connecting import connect
from config.public_holidays import public_holidays
from config.register.recall import with_memory
from config.settings import Settings, WordSettings
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.organisation import Organisation
from policy.register import Register
from policy.workdays import WEEK
from sync.forgotten import forgotten_in
from sync.register_rows import RegisterRows
from sync.service import Brake, Overviews, Service

Clock = Callable[[], datetime]


class GateClosedError(Exception):
    """No calendar may be read yet; the message says which date is missing or lies ahead."""


def now() -> datetime:
    """The real time, aware, in UTC."""
    return datetime.now(UTC)


def build(config_file: Path, as_of: date | None = None, clock: Clock = now) -> Service:
    """The service that ``config_file`` describes; raises ConfigurationError with all problems."""
    configuration = load(config_file)
    today = as_of or clock().astimezone(configuration.settings.time_zone).date()
    whole, rows = with_memory(configuration, today)
    return join(whole, as_of, clock, rows)


def join(
    configuration: Configuration,
    as_of: date | None = None,
    clock: Clock = now,
    rows: RegisterRows | None = None,
    connections: Mapping[str, object] | None = None,
) -> Service:
    """The parts of a checked configuration, put together.

    ``rows``: what a pass remembers of the register; ``connections``: some that stand already.
    """
    settings, organisation = configuration.settings, configuration.organisation
    today = as_of or clock().astimezone(settings.time_zone).date()
    return Service(
        book=book_of(organisation, configuration.register, today),
        lexicon=Lexicon(words_of(settings.words)),
        connections=connect(settings, clock) if connections is None else connections,
        store_url=settings.store_url,
        clock=clock,
        zone=settings.time_zone,
        language=settings.language,
        horizon_weeks=settings.horizon_weeks,
        enrolment=settings.enrolment,
        service_address=settings.delivery.organizer if settings.delivery else "",
        overviews=_overviews(settings),
        elsewhere_is_home=settings.words.elsewhere_is_home,
        as_of=as_of,
        brake=_brake(settings),
        register_rows=rows,
        forgotten=partial(forgotten_in, settings.store_url),
        rhythm=settings.rhythm,
    )


def book_of(organisation: Organisation, register: Register, today: date) -> Book:
    """Organisation and register with the public holidays of a year to each side."""
    return Book(organisation, register, holidays_of(organisation, today))


def words_of(words: WordSettings) -> Words:
    """The lexicon's words with what this installation adds and takes away."""
    plain = Words()
    return Words(
        home_categories=plain.home_categories
        if words.home_categories is None
        else words.home_categories,
        on_site_categories=plain.on_site_categories
        if words.on_site_categories is None
        else words.on_site_categories,
        elsewhere_is_home=words.elsewhere_is_home,
        add=words.add,
        remove=words.remove,
    )


def check_told(service: Service) -> None:
    """Refuse to read anybody before somebody has been told (policy 6)."""
    organisation = service.book.organisation
    units = {e.unit for e in organisation.employees}
    if not units or any(service.gate_open(u, "informed_on", service.zone) for u in units):
        return
    dates = sorted({d for u in units if (d := organisation.gate(u, "informed_on"))})
    when = f"lies ahead ({dates[0]})" if dates else "is not set"
    raise GateClosedError(
        f"service.informed_on {when}: no calendar is read before people have been told. "
        "Set it to the date on which they were, in hjemmedag.toml or for a unit."
    )


def _overviews(settings: Settings) -> Overviews | None:
    delivery = settings.delivery
    if delivery is None or delivery.invites is None:
        return None
    return Overviews(delivery.invites, delivery.organizer, delivery.weekday)


def _brake(settings: Settings) -> Brake:
    brake = settings.brake
    return Brake(float(brake.max_share), brake.min_entries, brake.min_people)


def holidays_of(organisation: Organisation, today: date) -> dict[str, frozenset[date]]:
    """A year to each side covers every window."""
    years = range((today - 52 * WEEK).year, (today + 52 * WEEK).year + 1)
    named = {u.values.get("country") for u in organisation.units.values()}
    named |= {p.value for p in organisation.parameters if p.key == "country"}
    named.add(organisation.defaults.get("country"))
    return {c: public_holidays(c, years) for c in sorted(map(str, named - {None}))}
