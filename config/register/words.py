"""The one glossary of the register: what tables, headings and values are called in Danish and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from config import values
from config.csv_tables import Cell
from config.problems import did_you_mean, quoted
from config.table_names import Names, folded


@dataclass(frozen=True, slots=True)
class Word:
    """One thing in both languages."""

    da: str
    en: str

    def of(self, language: str) -> str:
        """The word in ``da`` or ``en``."""
        return self.en if language == "en" else self.da


Line = tuple[str, str, str, str]
"""What, where, the row in words, how to answer."""

TABLES: Mapping[str, Word] = {
    "local_agreements": Word("Lokalaftaler", "Local agreements"),
    "individual_agreements": Word("Individuelle aftaler", "Individual agreements"),
    "suitability_decisions": Word("Afgørelser", "Suitability decisions"),
    "call_ins": Word("Indkaldelser", "Call-ins"),
}

HEADINGS: Mapping[str, Word] = {
    "id": Word("Aftale", "Agreement"),
    "units": Word("Enheder", "Units"),
    "valid_from": Word("Gyldig fra", "Valid from"),
    "organisation": Word("Organisation", "Organisation"),
    "staff_groups": Word("Personalegrupper", "Staff groups"),
    "owner": Word("Ansvarlig", "Owner"),
    "valid_to": Word("Gyldig til", "Valid to"),
    "max_days_per_week": Word("Højst dage om ugen", "Max days per week"),
    "averaging_weeks": Word("Gennemsnit over uger", "Averaging weeks"),
    "reading": Word("Uger, der regnes med", "Weeks counted"),
    "counts": Word("Dage, der regnes med", "Days counted"),
    "review_by": Word("Drøftes senest", "Review by"),
    "employee": Word("Medarbejder", "Employee"),
    "pattern": Word("Mønster", "Pattern"),
    "leader": Word("Leder", "Leader"),
    "withdrawn_on": Word("Ophørt fra", "Withdrawn on"),
    "decided_by": Word("Besluttet af", "Decided by"),
    "decided_on": Word("Besluttet den", "Decided on"),
    "reason": Word("Begrundelse", "Reason"),
    "explained_on": Word("Redegjort den", "Explained on"),
    "scope": Word("Omfatter", "Scope"),
    "raised_on": Word("Rejst den", "Raised on"),
    "raised_to": Word("Rejst over for", "Raised to"),
    "settled_on": Word("Afklaret den", "Settled on"),
    "date": Word("Dato", "Date"),
    "unit": Word("Enhed", "Unit"),
    "from": Word("Fra kl.", "From"),
    "to": Word("Til kl.", "To"),
}

VALUES: Mapping[str, Word] = {
    "all-weeks": Word("alle uger", "all weeks"),
    "active-weeks": Word("aktive uger", "active weeks"),
    "fixed": Word("faste", "fixed"),
    "all": Word("alle", "all"),
}

EXAMPLE = Word("Eksempel", "Example")
LISTS = Word("Lister", "Lists")
GUIDE = Word("Vejledning", "Guide")
IS_EXAMPLE = re.compile(rf"\s*({EXAMPLE.da}|{EXAMPLE.en})\s*:", re.IGNORECASE)


def _spellings(words: Mapping[str, Word]) -> Iterator[tuple[str, str]]:
    for name, word in words.items():
        yield from ((folded(written), name) for written in (name, word.da, word.en))


NAMES = Names(
    dict(_spellings(TABLES)),
    dict(_spellings(HEADINGS)),
    {name: f"{name} ({word.da})" for name, word in {**TABLES, **HEADINGS}.items()},
    frozenset(folded(word) for w in (LISTS, GUIDE) for word in (w.da, w.en)),
    IS_EXAMPLE,
)
"""How the register's tables and headings may be written in CSV and workbooks."""

_VALUES = dict(_spellings(VALUES))


def word_of(allowed: Iterable[str], value: object) -> str:
    """One of some fixed words; in a cell in either language too."""
    words = tuple(allowed)
    found = _VALUES.get(folded(value)) if isinstance(value, Cell) else None
    if found in words:
        return str(found)
    if isinstance(value, Cell) and value not in words:
        spoken = [w for name in words for w in (VALUES[name].da, VALUES[name].en)]
        raise ValueError(
            f"{quoted(value)} is not allowed.{did_you_mean(value, spoken)}"
            f" Allowed: {', '.join(spoken)}."
        )
    return values.one_of(words, value)
