"""Says in Danish what is wrong with a register: HR reads it, who may never have seen a configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from config.day_values import DANISH, ENGLISH
from config.problems import Problem
from config.register.words import HEADINGS, TABLES

NOUNS: Mapping[str, tuple[str, str]] = {
    "person": ("Medarbejderen", "Kendte"),
    "unit": ("Enheden", "Kendte"),
    "column": ("Kolonnen", "Kendte kolonner"),
    "key": ("Nøglen", "Kendte nøgler"),
    "table": ("Tabellen", "Kendte tabeller"),
    "sheet": ("Arket", "Kendte ark"),
}

Said = Callable[[re.Match[str]], str]


def in_danish(problem: Problem) -> Problem:
    """The same problem in Danish; what is not known here stays as it is."""
    return replace(problem, message=danish(problem.message))


def danish(message: str) -> str:
    """One message in Danish."""
    for pattern, said in SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            return said(found)
    return message


def _heading(key: str) -> str:
    word = HEADINGS.get(key) or TABLES.get(key)
    return f"”{word.da}”" if word else f"”{key}”"


def _headings(keys: str) -> str:
    return ", ".join(_heading(key) for key in keys.split(", "))


def _unknown(found: re.Match[str]) -> str:
    noun, known = NOUNS[found["what"]]
    what = (
        f"{noun} {found['written']} kendes ikke."
        if found["written"] != '""'
        else "Intet ark kendes."
    )
    return f"{what}{_meant(found)} {known}: {found['list']}."


def _meant(found: re.Match[str]) -> str:
    return f' Mente I "{found["meant"]}"?' if found["meant"] else ""


def _weekday(found: re.Match[str]) -> str:
    meant = found["meant"]
    if meant in ENGLISH:
        meant = DANISH[ENGLISH.index(meant)]
    asked = f' Mente I "{meant}"?' if meant else ""
    return f"{found['written']} er ingen ugedag.{asked} Skriv fx mandag eller tirsdag."


def _order(found: re.Match[str]) -> str:
    return f"{found['last']} ligger før {_heading(found['key'])} ({found['first']}). Det går ikke."


def _others(found: re.Match[str]) -> str:
    """Where and when agreements meet."""
    others = re.sub(r" \(line (\d+)\)", r" (linje \1)", found["others"])
    others = re.sub(r", from (\S+) to (\S+)", r", fra \1 til \2", others)
    return re.sub(r", from (\S+)", r", fra \1", others)


MEANT = r'(?: Did you mean "(?P<meant>.*?)"\?)?'


def _plain(text: str) -> Said:
    return lambda found: text.format(**{k: v or "" for k, v in found.groupdict().items()})


def _sentence(pattern: str, said: str | Said) -> tuple[re.Pattern[str], Said]:
    return re.compile(pattern, re.DOTALL), _plain(said) if isinstance(said, str) else said


SENTENCES: tuple[tuple[re.Pattern[str], Said], ...] = (
    _sentence(
        rf'unknown (?P<what>\w+) (?P<written>".*?")\.{MEANT} Known \w+: (?P<list>.*)\.', _unknown
    ),
    _sentence(
        r"is missing; (?P<table>\w+) needs (?P<keys>.*)",
        lambda m: f"Der står intet. {_heading(m['table'])} har brug for {_headings(m['keys'])}.",
    ),
    _sentence(r"(?P<written>.*) is no text: write it .*", "{written} er ingen tekst."),
    _sentence(
        r"the text holds control characters.*",
        "Teksten rummer tegn, der ikke ses, fx linjeskift eller tabulator. Skriv den på én linje.",
    ),
    _sentence(
        r"(?P<written>.*) is not allowed\. Allowed: whole numbers from (?P<a>\d+) to (?P<b>\d+)\.",
        "{written} kan ikke bruges. Skriv et helt tal fra {a} til {b}.",
    ),
    _sentence(
        rf"(?P<written>\".*?\") is not allowed\.{MEANT} Allowed: (?P<list>.*)\.",
        lambda m: f"{m['written']} kan ikke bruges.{_meant(m)} Skriv en af: {m['list']}.",
    ),
    _sentence(
        r"(?P<written>.*) is not allowed\. Write a number above 0.*",
        "{written} kan ikke bruges. Skriv et tal over 0, fx 2 eller 2,5.",
    ),
    _sentence(
        r"(?P<written>.*) is not allowed\. Years from (?P<a>\d+) to (?P<b>\d+)\.",
        "{written} kan ikke bruges. Skriv et årstal fra {a} til {b}.",
    ),
    _sentence(r"(?P<written>.*) is no day of the calendar", "{written} findes ikke i kalenderen."),
    _sentence(
        r"(?P<written>.*) is no date\. Write it as .*",
        "{written} er ingen dato. Skriv den som 24-12-2026.",
    ),
    _sentence(rf"(?P<written>\".*?\") is no weekday\.{MEANT} Allowed: .*", _weekday),
    _sentence(r"no weekday is named: .*", "Der er ingen ugedag. Skriv fx tirsdag torsdag."),
    _sentence(
        r"one list per week of the cycle is needed: write (?P<rest>.*)",
        "Skriv en liste pr. uge: {rest}",
    ),
    _sentence(
        r"(?P<written>.*) is no time of day\. .*",
        "{written} er intet klokkeslæt. Skriv det som 09:00.",
    ),
    _sentence(r"(?P<last>\S+) lies before (?P<key>\w+) \((?P<first>\S+)\); it must not", _order),
    _sentence(
        r"an agreement of the same person is in force on the same day: (?P<others>.*)",
        lambda m: f"Medarbejderen har en anden aftale de samme dage: {_others(m)}.",
    ),
    _sentence(
        r"an agreement of the same unit and staff group is in force on the same day: (?P<others>.*)",
        lambda m: (
            f"Enheden og personalegruppen har en anden lokalaftale de samme dage: {_others(m)}."
        ),
    ),
    _sentence(
        r"(?P<written>.*) is taken by (?P<others>.*?); it must be unique.*",
        lambda m: f"{m['written']} står allerede i {_others(m)}. Hver aftale har sit eget navn.",
    ),
    _sentence(
        r"exactly one of employee and unit is needed",
        "Skriv enten en medarbejder eller en enhed, ikke begge og ikke ingen.",
    ),
    _sentence(r"to must be later than from on the same day", "Til kl. er ikke senere end Fra kl."),
    _sentence(r"the list is empty: .*", "Listen er tom. Skriv mindst én."),
    _sentence(r"(?P<written>.*) is no list[:.].*", "{written} er ingen liste."),
    _sentence(
        r"the cells (?P<area>\S+) are merged; .*", "Cellerne {area} er flettet. Ophæv fletningen."
    ),
    _sentence(
        r"the cell shows (?P<shown>.*); write the value itself",
        "Cellen viser {shown}. Skriv selve værdien.",
    ),
    _sentence(
        r"the formula has come to no value yet.*",
        "Formlen har endnu ingen værdi. Gem projektmappen i Excel, eller skriv selve værdien.",
    ),
    _sentence(r"the cell stands below no heading", "Cellen står uden overskrift og læses ikke."),
    _sentence(
        r"the column (?P<key>.*) stands there more than once",
        lambda m: f"Kolonnen {_heading(m['key'])} står der mere end én gang.",
    ),
    _sentence(
        r"the row has more cells than the (?P<n>\d+) columns",
        "Rækken har flere celler end de {n} kolonner.",
    ),
    _sentence(
        r"two sheets are the table (?P<key>\w+): keep one",
        lambda m: f"To ark er {_heading(m['key'])}. Behold ét.",
    ),
    _sentence(
        r"the table (?P<key>\w+) stands in (?P<file>.*) already",
        lambda m: f"{_heading(m['key'])} står allerede i {m['file']}.",
    ),
    _sentence(
        r"the sheet (?P<sheet>.*) reaches row (?P<n>\d+); at most (?P<most>\d+) are read",
        "Arket {sheet} går til række {n}; der læses højst {most}. Slet de tomme rækker.",
    ),
    _sentence(
        r"the sheet (?P<sheet>.*) has no end; .*",
        "Arket {sheet} ender aldrig. Slet de tomme rækker under tabellen.",
    ),
    _sentence(
        r"the workbook cannot be opened: it is damaged.*",
        "Projektmappen kan ikke åbnes: Den er beskadiget eller ved at blive gemt. Prøv igen; bliver"
        " det ved, så åbn den i Excel og gem den på ny.",
    ),
    _sentence(
        r"the workbook has a password or is of the old kind.*",
        "Projektmappen har adgangskode eller er af gammel type. Gem den som .xlsx uden adgangskode.",
    ),
    _sentence(
        r"the workbook holds macros; .*",
        "Projektmappen rummer makroer. Gem den som .xlsx, som ingen har.",
    ),
    _sentence(
        r"workbooks of kind (?P<kind>\S+) are not read; .*",
        "Projektmapper af typen {kind} læses ikke. Gem den som .xlsx.",
    ),
    _sentence(
        r"the workbook unpacks to more than (?P<n>\d+) MB.*",
        "Projektmappen fylder mere end {n} MB udpakket. Kopiér tabellerne til en ny.",
    ),
    _sentence(
        r"the file is larger than (?P<n>\d+) MB.*",
        "Filen er større end {n} MB. Et register fylder mindre.",
    ),
    _sentence(
        r"this is the mark of an open workbook; .*",
        "Det er mærket for en åben projektmappe. Nævn selve projektmappen.",
    ),
    _sentence(r"there is no such file", "Filen findes ikke."),
    _sentence(r"the file cannot be read: (?P<why>.*)", "Filen kan ikke læses: {why}."),
    _sentence(
        r"this is (?:UTF-16|not UTF-8) text; .*", "Teksten er ikke UTF-8. Gem filen som UTF-8."
    ),
    _sentence(r"this is no path of a file", "Det er ikke stien til en fil."),
    _sentence(r"this is no valid CSV: (?P<why>.*)", "Det er ikke gyldig CSV: {why}."),
    _sentence(r"this is no valid TOML: (?P<why>.*)", "Det er ikke gyldig TOML: {why}."),
    _sentence(
        r"the folder holds no table\. Known files: (?P<list>.*)\.",
        "Mappen rummer ingen tabel. Kendte filer: {list}.",
    ),
    _sentence(
        r"name the folder here, which holds the files (?P<list>.*)",
        "Nævn mappen, som rummer filerne {list}.",
    ),
    _sentence(
        r"this is an array of tables: write (?P<how>\S+) above each entry",
        "Skriv {how} over hver række.",
    ),
    _sentence(
        r"(?P<written>.*) is no table: write (?P<how>\S+) .*", "Skriv {how} over hver række."
    ),
)
