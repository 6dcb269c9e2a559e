"""Why a line was read as it was, in a sentence for each rule of the lexicon, in Danish and English."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, tuple[str, str]] = {
    # home
    "home-word": ("ordet siger hjemmearbejde", "the word says home working"),
    "home-place": ("stedet siger hjemme", "the location says home"),
    "home-category": ("kategorien siger hjemmearbejde", "the category says home working"),
    "home-code": (
        "en forkortelse, som sammen med resten betyder hjemmearbejde",
        "a short form that means home working together with the rest",
    ),
    "working-elsewhere": ("vist som: arbejder et andet sted", "shown as working elsewhere"),
    # away and in
    "absence": ("ordet siger fravær", "the word says absence"),
    "absence-oof": ("vist som: ikke til stede", "shown as out of office"),
    "presence": ("ordet siger, at du er på stedet", "the word says that you are in"),
    "not-home-category": (
        "kategorien siger, at det ikke er hjemmearbejde",
        "the category says not home work",
    ),
    "home-and-presence": (
        "linjen siger både hjemme og på stedet, men ikke hvornår",
        "the line says both home and in, but not when",
    ),
    # home work that does not take place here and now
    "negation": ("ordet siger nej til hjemmearbejde", "the word says no to home working"),
    "instead": ("noget andet træder i stedet", "something else takes its place"),
    "cancelled": ("ordet siger, at det er aflyst", "the word says that it is off"),
    "cancelled-prefix": ("aftalen er aflyst", "the entry is cancelled"),
    "moved-to": ("dagen er flyttet væk herfra", "the day has been moved away from here"),
    "another-day": ("linjen taler om en anden dag", "the line speaks of another day"),
    "condition": ("kun måske, eller en anden dag", "only perhaps, or another day"),
    "question": ("linjen spørger", "the line asks"),
    # somebody or something else
    "other-person": ("det handler om en anden end dig", "it is about somebody other than you"),
    "topic": ("hjemmearbejde er emnet, ikke stedet", "home working is the subject, not the place"),
    "reminder": ("linjen er en påmindelse", "the line is a reminder"),
    "overview": (
        "linjen spørger til andre eller giver et overblik",
        "the line asks about others, or lists them",
    ),
    "homework": ("det er lektier", "it is homework"),
    "client": ("det er en klients hjem eller sag", "it is a client's home or case"),
    "on-call": (
        "rådighed hjemmefra er ikke hjemmearbejde",
        "being on call from home is not home working",
    ),
    "compound": ("ordet ligner kun hjemme", "the word only looks like home"),
    "on-the-way": ("ordet handler om vejen hjem", "the word is about the way home"),
    "private": ("det er privat, ikke arbejde", "it is private, not work"),
    "home-at": (
        "et tidspunkt at være hjemme på, ikke en arbejdsdag",
        "a time to be home by, not a working day",
    ),
    "home-elsewhere": (
        "stedet passer ikke med hjemmearbejde",
        "the location does not fit home working",
    ),
    "unclear": ("det er uklart, hvad ordet hører til", "it is unclear what the word belongs to"),
    "unknown-word": (
        "vi kender ikke ordet – og i tvivl læser vi ingenting",
        "we do not know the word – and when in doubt we read nothing",
    ),
    # needed on site
    "on-site-word": (
        "ordet siger, at det kræver fremmøde",
        "the word says that you have to be there",
    ),
    "on-site-place": (
        "stedet siger, at det kræver fremmøde",
        "the location says that you have to be there",
    ),
    "on-site-category": (
        "kategorien siger, at det kræver fremmøde",
        "the category says that you have to be there",
    ),
    "room": ("et lokale og intet link", "a room and no link"),
    "room-hybrid": ("et lokale, og måske et link", "a room, and perhaps a link"),
}
NOTHING_FOUND = (
    "intet ord om hjemmearbejde, fravær eller arbejdspladsen",
    "no word about home working, absence or the workplace",
)
NOT_NEEDED = ("intet siger, at det gør", "nothing says that you have to be there")
ONLINE = ("mødet er online", "the meeting is online")


def why(rule: str, language: str) -> str:
    """The sentence of a rule; for no rule that no word was found."""
    danish, english = REASONS[rule] if rule else NOTHING_FOUND
    return english if language == "en" else danish


def why_not_on_site(*, online: bool, language: str) -> str:
    """The sentence where a line does not say that its owner is needed."""
    danish, english = ONLINE if online else NOT_NEEDED
    return english if language == "en" else danish
