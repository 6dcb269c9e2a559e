"""The VTIMEZONE blocks that the demo's calendar files carry, as the programs write them."""

from __future__ import annotations

from dataclasses import dataclass

WINDOWS_NAMES = {
    "Europe/Copenhagen": "Romance Standard Time",
    "America/Nuuk": "Greenland Standard Time",
}

_LAST_SUNDAY = "BYDAY=-1SU"
# Nuuk goes forth with Copenhagen, at 01:00 UTC, which there is still the Saturday before.
_DAY_BEFORE_LAST_SUNDAY = "BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30"


@dataclass(frozen=True, slots=True)
class _Change:
    """One half of a zone: since when, on which days, from which offset to which."""

    name: str
    since: str
    days: str
    before: str
    after: str

    def lines(self) -> tuple[str, ...]:
        month = self.since[4:6].lstrip("0")
        return (
            f"BEGIN:{self.name}",
            f"DTSTART:{self.since}",
            f"RRULE:FREQ=YEARLY;{self.days};BYMONTH={month}",
            f"TZOFFSETFROM:{self.before}",
            f"TZOFFSETTO:{self.after}",
            f"END:{self.name}",
        )


_ZONES = {
    "Romance Standard Time": (
        _Change("STANDARD", "16011028T030000", _LAST_SUNDAY, "+0200", "+0100"),
        _Change("DAYLIGHT", "16010325T020000", _LAST_SUNDAY, "+0100", "+0200"),
    ),
    "Europe/Copenhagen": (
        _Change("DAYLIGHT", "19810329T020000", _LAST_SUNDAY, "+0100", "+0200"),
        _Change("STANDARD", "19961027T030000", _LAST_SUNDAY, "+0200", "+0100"),
    ),
    "Greenland Standard Time": (
        _Change("STANDARD", "16011028T000000", _LAST_SUNDAY, "-0100", "-0200"),
        _Change("DAYLIGHT", "16010324T230000", _DAY_BEFORE_LAST_SUNDAY, "-0200", "-0100"),
    ),
    "America/Nuuk": (
        _Change("DAYLIGHT", "20240330T230000", _DAY_BEFORE_LAST_SUNDAY, "-0200", "-0100"),
        _Change("STANDARD", "20241027T000000", _LAST_SUNDAY, "-0100", "-0200"),
    ),
}


def timezone_lines(tzid: str) -> tuple[str, ...]:
    """The VTIMEZONE of a zone that the demo uses."""
    changes = (line for change in _ZONES[tzid] for line in change.lines())
    return ("BEGIN:VTIMEZONE", f"TZID:{tzid}", *changes, "END:VTIMEZONE")
