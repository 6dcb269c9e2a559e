"""What the template tells HR about each sheet and heading, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from config.register.words import Word

TITLE = Word("Register over aftaler om hjemmearbejde", "Register of agreements on home working")

HOW = (
    Word(
        "Hver række er én aftale, afgørelse eller indkaldelse. Rækken med Eksempel læses ikke.",
        "Each row is one agreement, decision or call-in. The row with Example is not read.",
    ),
    Word(
        "En aftale slutter, når den får en dato i Gyldig til eller Ophørt fra. Lad rækken stå.",
        "An agreement ends when it gets a date in Valid to or Withdrawn on. Leave the row where it is.",
    ),
    Word(
        "En række, der forsvinder, er et spørgsmål til jer: Aftalen gælder, til I svarer.",
        "A row that disappears is a question to you: the agreement holds until you answer.",
    ),
    Word(
        "Ark og kolonner må flyttes, men hedder det samme. Flet ikke celler.",
        "Sheets and columns may be moved, but keep their names. Do not merge cells.",
    ),
    Word(
        "Datoer må være Excel-datoer eller tekst: 30-11-2026, 30.11.2026, 2026-11-30.",
        "Dates may be Excel dates or text: 2026-11-30, 30-11-2026, 30.11.2026.",
    ),
    Word(
        "Skjulte og filtrerede rækker læses som alle andre.",
        "Hidden and filtered rows are read like all others.",
    ),
    Word(
        "Svar og spørgsmål står i en fil ved siden af: samme navn med .svar.xlsx.",
        "Answers and questions are in a file beside this one: the same name with .answers.xlsx.",
    ),
)

SAYS: Mapping[str, Word] = {
    "id": Word(
        "Aftalens eget navn; det er kun brugt én gang", "The agreement's own name, used once"
    ),
    "units": Word("En eller flere enheder, med ; imellem", "One or more units, with ; between"),
    "valid_from": Word("Første dag", "First day"),
    "organisation": Word(
        "Forhandlende organisation, til orientering", "Negotiating party, for information"
    ),
    "staff_groups": Word(
        "Tom = alle. Flere med ; imellem", "Empty = everybody. Several with ; between"
    ),
    "owner": Word("Hvem der passer aftalen; ellers HR", "Who keeps it; else HR"),
    "valid_to": Word("Sidste dag; tom = indtil videre", "Last day; empty = open"),
    "max_days_per_week": Word(
        "Tal, fx 2 eller 2,5; tom = 2", "A number such as 2 or 2.5; empty = 2"
    ),
    "averaging_weeks": Word("1-52; tom = 4", "1-52; empty = 4"),
    "reading": Word("alle uger (tom) eller aktive uger", "all weeks (empty) or active weeks"),
    "counts": Word("faste (tom) eller alle hjemmedage", "fixed (empty) or all home days"),
    "review_by": Word("Tom = efter 12 måneder", "Empty = after 12 months"),
    "employee": Word("Medarbejderens id, eller navn (id)", "The employee's id, or name (id)"),
    "pattern": Word(
        "Ugedage: tirsdag torsdag. Skiftende uger med / imellem: tirsdag torsdag / mandag",
        "Weekdays: tuesday thursday. Changing weeks with / between: tuesday thursday / monday",
    ),
    "leader": Word("Lederens id, eller navn (id)", "The leader's id, or name (id)"),
    "withdrawn_on": Word("Første dag uden aftale", "First day without the agreement"),
    "decided_by": Word("Lederen, der besluttede", "The leader who decided"),
    "decided_on": Word("Dato for afgørelsen", "Date of the decision"),
    "reason": Word("Hvorfor opgaverne ikke egner sig", "Why the tasks are unsuited"),
    "explained_on": Word("Da lederen fortalte hvorfor", "When the leader said why"),
    "scope": Word("faste (tom) eller alle hjemmedage", "fixed (empty) or all home days"),
    "raised_on": Word("Rejst over for HR den", "Raised with HR on"),
    "raised_to": Word("Hvem den er rejst over for", "Whom it was raised with"),
    "settled_on": Word("Afklaret den", "Settled on"),
    "date": Word("Dagen med fremmøde", "The day on site"),
    "unit": Word("Enten medarbejder eller enhed", "Either an employee or a unit"),
    "from": Word("Fx 09:00; tom = hele dagen", "Such as 09:00; empty = the whole day"),
    "to": Word("Fx 12:00", "Such as 12:00"),
}

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "local_agreements": {
        "id": "LA-1",
        "units": ["nord"],
        "valid_from": "2026-01-01",
        "max_days_per_week": 2,
        "averaging_weeks": 4,
        "reading": "all-weeks",
        "counts": "fixed",
    },
    "individual_agreements": {
        "employee": "anna",
        "valid_from": "2026-01-05",
        "pattern": [["tuesday", "thursday"]],
        "leader": "bo",
    },
    "suitability_decisions": {
        "employee": "anna",
        "decided_by": "bo",
        "decided_on": "2026-02-02",
        "scope": "fixed",
    },
    "call_ins": {"date": "2026-12-01", "employee": "anna", "from": "09:00", "to": "12:00"},
}
