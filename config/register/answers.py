"""Writes beside the register what HR is asked about it: a small workbook, one line per row.

It holds register matters and ids, nothing from anybody's calendar: a share is read by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.danish_problems import in_danish
from config.plain_text import plain as plain_text
from config.problems import Problem
from config.register.cells import Style
from config.register.look import Look, Question
from config.register.rows import plain, table_of
from config.register.words import HEADINGS, TABLES, Line, Word
from connectors.atomic import write_atomically
from policy.register import CallIn
from policy.register_memory import RegisterRow

LONGEST = 2_000
SUFFIX = Word("svar", "answers")
WRONG = Word("Kan ikke bruges", "Cannot be used")
GONE = Word("Rækken er væk. Mente I det?", "The row is gone. Did you mean it?")
REVIEW = Word("Drøftes senest {on}", "To be reviewed by {on}")
PUT_BACK = Word(
    "Den bruges stadig. Sæt rækken ind igen{ended}.", "It is still used. Put the row back{ended}."
)
ENDED = Word("; er den slut, så med en dato i {end}", "; if it has ended, with a date under {end}")
FOR_GOOD = Word(
    "Skal den helt væk, kan driften fjerne den: hjemmedag register drop {key}",
    "To have it out for good, operations can drop it: hjemmedag register drop {key}",
)
NEW_DATE = Word(
    "Skriv en ny dato i {review_by}, når I har drøftet den.",
    "Write a new date under {review_by} once you have discussed it.",
)
SILENT = {"reason"}
"""What the row's place identifies well enough without."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of writing them: the file that was written, and what stood in the way."""

    written: Path | None = None
    trouble: str | None = None


def lines_of(look: Look) -> tuple[Line, ...]:
    """One line for each row that cannot be used, is gone, or is to be discussed."""
    language = look.settings.language
    wrong = (_of_problem(in_language(p, language), language) for p in look.problems)
    asked = (_of_question(q, language) for q in look.questions)
    return tuple((_fit(a), _fit(b), _fit(c), _fit(d)) for a, b, c, d in (*wrong, *asked))


def in_language(problem: Problem, language: str) -> Problem:
    """The problem in HR's language."""
    return in_danish(problem) if language == "da" else problem


def answers_path(register: Path, language: str) -> Path:
    """``register.svar.xlsx`` beside ``register.xlsx``, ``register.toml`` or the folder ``register``."""
    whole = register.suffix.casefold() in (".xlsx", ".toml")
    name = register.stem if whole else register.name
    return register.with_name(f"{name}.{SUFFIX.of(language)}.xlsx")


def write_answers(look: Look) -> Answers:
    """Write the answers if they say something new; whatever stands in the way is no failure.

    Where there is nothing to say and no file yet, none is made.
    """
    if look.path is None:
        return Answers()
    path, lines = answers_path(look.path, look.settings.language), lines_of(look)
    if not lines and not path.exists():
        return Answers()
    # Few passes have something to say, and openpyxl takes its time to load.
    from config.register.answers_workbook import NotOursError, standing_in, workbook_of

    try:
        if path.exists() and standing_in(path) == lines:
            return Answers()
        write_atomically(path, workbook_of(lines, look.settings.language))
    except NotOursError:
        return Answers(trouble=f"{path.name} is not ours: it is left as it is")
    except OSError as error:
        return Answers(trouble=f"{path.name} cannot be written now: {error.strerror or error}")
    return Answers(written=path)


def _fit(text: str) -> str:
    """What a cell can hold, and nothing that is not seen."""
    return plain_text(text)[:LONGEST].strip()


def _of_problem(problem: Problem, language: str) -> Line:
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    where = ": ".join(part for part in (place, problem.where) if part)
    return WRONG.of(language), where, "", problem.message


def _of_question(question: Question, language: str) -> Line:
    table = TABLES[table_of(question.row)].of(language)
    row = "; ".join(_in_words(question.row, language))
    if question.what == "vanished":
        answer = _how_to_put_back(question, language)
        return GONE.of(language), f"{table}: {question.key}", row, answer
    answer = NEW_DATE.of(language).format(review_by=HEADINGS["review_by"].of(language))
    what = REVIEW.of(language).format(on=question.on)
    return what, f"{table}: {question.key}", row, answer


def _how_to_put_back(question: Question, language: str) -> str:
    """A call-in is over by itself; everything else may have an end."""
    end = ENDED.of(language).format(end=HEADINGS["valid_to"].of(language))
    back = PUT_BACK.of(language).format(ended="" if isinstance(question.row, CallIn) else end)
    return f"{back} {FOR_GOOD.of(language).format(key=question.key)}"


def _in_words(row: RegisterRow, language: str) -> Iterator[str]:
    for key, value in Style(language).cells(plain(row)).items():
        if key not in SILENT:
            yield f"{HEADINGS[key].of(language)}: {value}"
