"""The families of words: what a word can be in a subject line."""

from __future__ import annotations

from enum import IntEnum, auto


class Tag(IntEnum):
    """One family; a word may belong to several."""

    # home
    HOME_NOUN = auto()  # hjemmearbejde, home office
    HOME_VERB = auto()  # arbejder hjemme, working from home
    HOME_FROM = auto()  # hjemmefra: needs company that fits
    HOME_WEAK = auto()  # hjemme, home: needs company that fits
    HOME_CODE = auto()  # HJ, HA: only beside a time, Teams or the owner's own initials
    # away
    ILL = auto()  # syg
    CHILD_ILL = auto()  # sygt barn
    LEAVE = auto()  # ferie, orlov
    FREE = auto()  # fri: only among harmless words
    # in
    PRESENCE = auto()  # på kontoret
    PRESENCE_WEAK = auto()  # kontor, inde: only among harmless words
    ON_SITE = auto()  # retsmøde, fremmøde
    PHYSICAL = auto()  # fysisk: alone or before a meeting
    ONLINE = auto()  # Teams, video
    NO_ON_SITE = auto()  # fysisk arbejdsmiljø, vagtplan
    PRISON = auto()  # Enner Mark
    OPTIONAL = auto()  # hybrid, frivilligt
    # against home
    ON_CALL = auto()  # bagvagt
    CLIENT = auto()  # hjemmebesøg, hos klient
    CLIENT_WORD = auto()  # klient, indsat
    COMPOUND = auto()  # hjemmeside, plejehjem
    TRAVEL = auto()  # hjem: on the way home
    DEPART = auto()  # kører, afgang (before hjemmefra)
    PRIVATE = auto()  # hos mor, børn, fest
    TOPIC = auto()  # drøftelse, aftale
    TOPIC_BEFORE = auto()  # spørgsmål, svar: a topic before the home word, a task after it
    PAPER = auto()  # høringssvar: also a topic before, a task even alone after it
    SOFT_TOPIC = auto()  # status: a topic only when it stands alone
    HOMEWORK = auto()  # lektier
    REMINDER = auto()  # husk
    QUESTION = auto()  # hvem
    NEGATION = auto()  # ikke
    INSTEAD = auto()  # i stedet for
    CANCELLED = auto()  # aflyst
    MOVED = auto()  # flyttet
    CHANGED = auto()  # ændret til
    CONDITION = auto()  # hvis
    OTHER = auto()  # min kone, chefen
    GROUP = auto()  # teamet, alle
    NAME = auto()  # Mette
    INITIALS = auto()  # KRJ
    OWN = auto()  # the owner's own name or initials
    # small words
    ABOUT = auto()  # om, vedr.
    TO = auto()  # til
    FROM = auto()  # fra
    AFTER = auto()  # efter
    BEFORE = auto()  # før
    UNTIL = auto()  # indtil
    AT = auto()  # kl.
    AND = auto()  # og
    OR = auto()  # eller
    BUT = auto()  # men
    REASON = auto()  # pga.
    WITH = auto()  # med
    THEN = auto()  # derefter
    REST = auto()  # resten af dagen
    TODAY = auto()  # i dag
    TOMORROW = auto()  # i morgen
    # company
    COMPANY = auto()  # words that change nothing
    WORK = auto()  # sagsbehandling
    WORK_VERB = auto()  # skriver
    MEETING = auto()  # møde
    PLACE = auto()  # Odense, Strandgade
    TROUBLE = auto()  # sporarbejde, sne: what keeps one from coming in
    EVENT = auto()  # tandlæge, frokost
    OUTSIDE = auto()  # retsmøde, tilsyn: elsewhere than at home
    CONTACT = auto()  # træffes, ring
    DAY = auto()  # mandag, jul
    FIXED = auto()  # fast
    AD_HOC = auto()  # ad hoc
    HALF = auto()  # halv dag
    MORNING = auto()  # formiddag
    AFTERNOON = auto()  # eftermiddag
    NUMBER = auto()
    TIME = auto()  # a time or part of a day, already understood
    UNKNOWN = auto()


HOME = frozenset({Tag.HOME_NOUN, Tag.HOME_VERB, Tag.HOME_FROM, Tag.HOME_WEAK, Tag.HOME_CODE})
STRONG_HOME = frozenset({Tag.HOME_NOUN, Tag.HOME_VERB})
ABSENCE = frozenset({Tag.ILL, Tag.CHILD_ILL, Tag.LEAVE, Tag.FREE})
PRESENCE = frozenset({Tag.PRESENCE, Tag.PRESENCE_WEAK})
PEOPLE = frozenset({Tag.NAME, Tag.INITIALS, Tag.OTHER, Tag.GROUP})
HARMLESS = frozenset(
    {
        Tag.COMPANY,
        Tag.TROUBLE,
        Tag.DAY,
        Tag.TIME,
        Tag.FIXED,
        Tag.AD_HOC,
        Tag.NUMBER,
        Tag.OWN,
        Tag.TODAY,
        Tag.THEN,
        Tag.REST,
        Tag.AND,
        Tag.BUT,
        Tag.HALF,
        Tag.MORNING,
        Tag.AFTERNOON,
    }
)
