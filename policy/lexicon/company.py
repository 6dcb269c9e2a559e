"""Whether what stands beside a home word is a task, a reason, a way to be reached – or a name, or a topic."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.items import Item
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, PEOPLE, PRESENCE, Tag
from policy.lexicon.verdict import agreed

_TELLS = (
    Tag.WORK, Tag.WORK_VERB, Tag.ONLINE, Tag.CONTACT, Tag.REASON, Tag.OUTSIDE, Tag.EVENT, Tag.MEETING,
    Tag.MOVED, Tag.CHANGED, Tag.INSTEAD, Tag.NEGATION, Tag.CANCELLED, Tag.CLIENT_WORD, Tag.PRISON,
    Tag.AFTER, Tag.BEFORE, Tag.TROUBLE, Tag.MORNING, Tag.AFTERNOON, *PRESENCE, *ABSENCE,
)  # fmt: skip
_TASK_ENDINGS = (
    "ing", "inger", "ingen", "else", "elser", "tion", "tioner", "arbejde", "opgave", "opgaver", "sag",
    "sager", "sagen", "plan", "planer", "notat", "notater", "rapport", "rapporter", "dokument",
    "dokumenter", "materiale", "materialer", "regnskab", "budget", "analyse", "analyser", "test",
    "tilsyn", "liste", "lister", "skrive", "brev", "breve", "tekst", "tekster", "skabelon",
    "skabeloner", "gennemgang", "protokol", "kode", "skrift", "skrifter",
)  # fmt: skip
_LONGEST_NAME = 10


def fits(segment: Segment, *, strong: bool) -> bool:
    """Whether a home word may stand before ``segment``.

    ``strong`` is whether the home word says work: then unknown words are a task, and what is private
    gives its reason, if no colon makes it the home word's subject. After "hjemme" alone they have to
    look like one.
    """
    if segment.find(Tag.AND) and not segment.find(Tag.WORK_VERB) and _listed_topics(segment):
        return False
    if segment.find(*_TELLS) or any(item.clock for item in segment.items):
        return True
    if strong and segment.sep != ":" and segment.find(Tag.PRIVATE):
        return True
    if (
        segment.items[0].has(Tag.WITH)
        or _somebody_acts(segment.items)
        or any(map(agreed, segment.items))
    ):
        return True
    if is_sentence(segment.items) or _work_on_something(segment.items):
        return True
    unknown = [item for item in segment.items if item.has(Tag.UNKNOWN)]
    if any(map(looks_like_task, unknown)) or _is_place(segment):
        return True
    if segment.find(Tag.PRIVATE, *PEOPLE) or speaks_of_it(segment):
        return False
    return not may_be_name(segment) if strong else not unknown


def _is_place(segment: Segment) -> bool:
    """ "(Odense)", "Strandgade"."""
    return segment.find(Tag.PLACE) is not None and segment.only(HARMLESS | {Tag.PLACE})


def speaks_of_it(segment: Segment) -> bool:
    """ "nye tal", "beslutning i direktionen", but not "udkast til svar", "EuroPris questionnaire"."""
    talk = [i for i, item in enumerate(segment.items) if item.has(*_WORK_OR_TALK)]
    if not talk or segment.find(Tag.PAPER):
        return False
    following = segment.items[talk[0] + 1 : talk[0] + 2]
    return bool(following) and not following[0].has(Tag.TO)


def _somebody_acts(items: Sequence[Item]) -> bool:
    """ "Rikke passer telefonen", but not "Lenes ønske"."""
    acts = len(items) > 1 and items[1].key.endswith(
        ("r", "kan", "skal", "vil", "is", "covers", "orienteret", "informeret", "informed")
    )
    return acts and items[0].has(*PEOPLE)


def _listed_topics(segment: Segment) -> bool:
    """ "trivsel og budget", "fradrag og skat": one of the things listed is no task."""
    one_by_one = [item for item in segment.items if not item.tags & HARMLESS]
    tasks = [item for item in one_by_one if item.has(Tag.WORK) or looks_like_task(item)]
    led = len(tasks) == 2 or one_by_one[:1] == tasks
    return len(one_by_one) == 2 and not led and all(x.has(*_THINGS) for x in one_by_one)


_THINGS = (Tag.UNKNOWN, Tag.WORK, Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC)


def is_sentence(items: Sequence[Item]) -> bool:
    """ "lægger vagtplan", "har sovet dårligt", "telefonen er omstillet": a sentence, no title."""
    first, *rest = items
    if any(item.key in ("er", "is") for item in rest[:-1]):
        return True
    if not rest or rest[0].has(Tag.AND, Tag.COMPANY):
        return bool(rest) and first.key in ("har", "er")
    acts = first.key.endswith("er") and first.has(Tag.UNKNOWN, Tag.DEPART, Tag.CONTACT)
    return (
        bool(rest) and first.text.islower() and (acts or first.key in ("har", "er", "kald", "skal"))
    )


def _work_on_something(items: Sequence[Item]) -> bool:
    """ "evaluering af projekt": more than the bare word by which home work is talked of."""
    return len(items) > 2 and items[0].has(*_WORK_OR_TALK) and items[1].key in ("af", "of", "på")


_WORK_OR_TALK = (Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC)


def looks_like_task(item: Item) -> bool:
    """ "Kontraktstyring", "rekrutteringssager"; no "Thit" and no "nye tal"."""
    return len(item.key) > 4 and item.key.replace("-", "").endswith(_TASK_ENDINGS)


def may_be_name(segment: Segment) -> bool:
    """A single short word that nobody knows, beside harmless ones: "Thit, hjemmearbejde"."""
    unknown = [item for item in segment.items if item.has(Tag.UNKNOWN) and len(item.key) > 1]
    if len(unknown) != 1 or not segment.only(HARMLESS | {Tag.UNKNOWN}):
        return False
    one = unknown[0]
    short = len(one.key) <= _LONGEST_NAME and "-" not in one.key
    return short and one.text.istitle() and not looks_like_task(one)
