"""What the commands show to people: plain tables on a terminal, ids unless names are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.answers import clock, whole_day
from config.plain_text import plain
from config.reading_reasons import why, why_not_on_site
from config.why import day_of_entry, reasons, series_in_words
from policy.lexicon import Meaning, Reading
from policy.model import Audience, DayStatus, Finding
from policy.workdays import WEEKDAYS
from sync.interpret import ReadEvent
from sync.invites import Preview
from sync.lookups import LookUp
from sync.one_pass import PassResult
from sync.plan import InviteCounts
from sync.review import Explained, Review, Why

WORDS: Mapping[str, Mapping[str, str]] = {
    "da": {
        "home": "hjemme",
        "absence": "fravær",
        "presence": "på arbejdspladsen",
        "not_home": "ikke hjemmearbejde",
        "nothing": "siger intet om hjemmearbejde",
        "fixed": "fast",
        "ad_hoc": "ad hoc",
        "holiday": "fridag",
        "unknown": "ikke angivet",
        "half": "halv dag",
        "from": "fra kl.",
        "to": "til kl.",
        "read_as": "Læses som",
        "word": "Ordet",
        "rule": "regel",
        "why": "Hvorfor",
        "on_site": "Et møde med dette emne kræver fremmøde",
        "not_on_site": "Et møde med dette emne kræver ikke fremmøde",
    },
    "en": {
        "home": "home",
        "absence": "absence",
        "presence": "at the workplace",
        "not_home": "not home working",
        "nothing": "says nothing about home working",
        "fixed": "fixed",
        "ad_hoc": "ad hoc",
        "holiday": "day off",
        "unknown": "not stated",
        "half": "half a day",
        "from": "from",
        "to": "until",
        "read_as": "Read as",
        "word": "The word",
        "rule": "rule",
        "why": "Why",
        "on_site": "A meeting with this subject needs people on site",
        "not_on_site": "A meeting with this subject does not need people on site",
    },
}
WHOM = {Audience.EMPLOYEE: "employee", Audience.LEADER: "leader", Audience.HR: "HR"}


def show_review(review: Review, *, names: bool) -> None:
    """Findings in a table, then what was set aside or failed."""
    out = _console()
    table = Table("who", "rule", "days", "clause", "for", box=None, pad_edge=False)
    for reviewed in review.people:
        employee = reviewed.person.employee
        who = employee.name if names else employee.id
        for found in reviewed.findings:
            table.add_row(_safe(who), *_finding_cells(found))
    for unit, findings in review.units:
        for found in findings:
            table.add_row(_safe(unit), *_finding_cells(found))
    out.print(
        f"As of {review.as_of}. Calendars: {len(review.people)}. Findings: {table.row_count}."
    )
    if table.row_count:
        out.print(table)
    for reviewed in review.people:
        for item in reviewed.unreadable:
            where = f"{reviewed.person.mailbox.address} {item.id}"
            out.print(f"set aside: {_safe(where)}: {_safe(item.reason)}")
    for failure in review.failed:
        out.print(f"failed: {_safe(failure.mailbox)}: {_safe(failure.error)}")
    for key, audience in review.undeliverable:
        out.print(f"nobody to tell ({WHOM[audience]}): {_safe(key)}")


def show_pass(result: PassResult) -> None:
    """What a pass did, in a few lines."""
    out, notices = _console(), result.notices
    if not result.active:
        out.print("Not active: no activation_date has been reached, so this was a dry run.")
    would = "would be " if result.dry_run else ""
    out.print(f"{result.mailboxes} mailboxes read.")
    out.print(
        f"Notes: {notices.created} {would}created, {notices.updated} {would}rewritten, "
        f"{notices.removed} {would}taken away, {notices.unchanged} unchanged; "
        f"questions answered: {result.told}."
    )
    if result.waiting:
        out.print(f"New notes that wait for another day: {result.waiting}.")
    invites = result.invites
    if invites != InviteCounts():
        out.print(
            f"Overviews: {invites.sent} {would}sent, {invites.updated} {would}updated, "
            f"{invites.cancelled} {would}cancelled, {invites.unchanged} unchanged."
        )
    for failure in result.failed:
        out.print(f"failed: {_safe(failure.mailbox)}: {_safe(failure.error)}")
    if result.held:
        out.print(f"Held: this pass {result.held}. Look why; `sync --confirm` lets it through.")
    for line in result.clocks.lines:
        out.print(f"{_safe(line)}.")


def show_summaries(found: Iterable[Preview], written: Iterable[Path]) -> None:
    """Each overview's text, or where it was written."""
    out, written = _console(), tuple(written)
    for preview in found:
        out.print(f"To {_safe(preview.invite.attendee)}, due {preview.due}:", style="bold")
        if preview.empty:
            out.print("Nothing to say; only the first of a quarter is sent all the same.")
        elif not written:
            out.print(f"{_safe(preview.invite.subject)}\n\n{_safe(preview.invite.text)}")
    for path in written:
        out.print(_safe(str(path)))


def show_reading(reading: Reading, language: str) -> None:
    """How a subject line is read, in a sentence a colleague would say."""
    out, words = _console(), WORDS[language]
    out.print(f"{words['read_as']}: {_safe(reading_in_words(reading, language))}")
    if reading.word:
        out.print(f"{words['word']}: {_safe(reading.word)} ({words['rule']} {reading.rule})")
    out.print(f"{words['why']}: {_safe(why(reading.rule, language))}")
    if reading.on_site:
        where = f"{reading.on_site_word} ({words['rule']} {reading.on_site_rule})"
        out.print(f"{words['on_site']}: {_safe(where)}")
        out.print(f"{words['why']}: {_safe(why(reading.on_site_rule, language))}")
    else:
        reason = why_not_on_site(online=reading.online, language=language)
        out.print(f"{words['not_on_site']}: {_safe(reason)}")


def reading_in_words(reading: Reading, language: str) -> str:
    """ "hjemme, halv dag, til kl. 12:00, ad hoc"."""
    words = WORDS[language]
    said = [words[reading.meaning.value]]
    if reading.meaning in (Meaning.HOME, Meaning.ABSENCE):
        start, end = (_spoken(m, language) for m in (reading.cut.start, reading.cut.end))
        said += [] if whole_day(reading.cut) else [words["half"]]
        said += [f"{words['from']} {start}"] if start else []
        said += [f"{words['to']} {end}"] if end else []
    if reading.meaning is Meaning.HOME and reading.kind:
        said.append(words[reading.kind.value])
    return ", ".join(said)


def _spoken(minutes: int | None, language: str) -> str | None:
    """ "12:00", in Danish "12.00"."""
    text = clock(minutes)
    return text.replace(":", ".") if text and language == "da" else text


def show_day(explained: Explained, day: date) -> None:
    """A day's entries by time, how each was read, and the findings that rest on them."""
    out = _console()
    status = explained.reviewed.case.days[day]
    out.print(
        f"{_safe(explained.reviewed.person.id)} {day}: {day_in_words(status)} ({status.reason})"
    )
    out.print(f"Entries read that day: {len(explained.entries)}")
    for read in explained.entries:
        out.print(f"- {_safe(_entry_in_words(read))}")
    for one in explained.findings:
        for line in _why_in_words(one):
            out.print(_safe(line))


def _why_in_words(why: Why) -> Iterator[str]:
    """A finding, then the entries, parameters and rows of the register that it rests on."""
    found = why.finding
    whom = ", ".join(WHOM[t] for t in found.to)
    yield f"finding: {found.rule}, clause {found.clause}, for {whom}: {_facts(found)}"
    for read in why.entries:
        yield f"  rests on {day_of_entry(read)}, {_entry_in_words(read)}"
    for line in reasons(why):
        yield f"  {line}"


def show_look_ups(found: Iterable[LookUp], zone: ZoneInfo, names: Mapping[str, str]) -> None:
    """Who looked at whom, oldest first, by the clock of the service's zone."""
    out = _console()
    table = Table("when", "who", "command", "whom", "why", box=None, pad_edge=False)
    for one in found:
        when = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
        whom, why = names.get(one.whom, one.whom), one.why or "no reason given"
        table.add_row(when, *map(_safe, (one.who, one.what, whom, why)))
    out.print(f"Look-ups: {table.row_count}. They are kept for 12 months.")
    if table.row_count:
        out.print(table)


def day_in_words(day: DayStatus) -> str:
    """ "home ½, fixed"."""
    words = WORDS["en"]
    if day.home is None:
        return words[day.status.value]
    half = " ½" if day.home.share < 1 else ""
    return f"{words['home']}{half}, {words[day.home.kind.value]}"


def _entry_in_words(read: ReadEvent) -> str:
    start, end = read.event.start, read.event.end
    timed = isinstance(start, datetime) and isinstance(end, datetime)
    parts = [f"{start:%H:%M}–{end:%H:%M}" if timed else "all day", WORDS["en"][read.meaning.value]]
    parts += [f"rule {read.reason}"] if read.reason else []
    if read.reading is not None and read.reading.word:
        parts.append(f"word “{read.reading.word}”")
    if read.reading is not None and read.reading.kind is not None:
        parts.append(f"{WORDS['en'][read.reading.kind.value]} by its own words")
    parts += [series_in_words(read)] if read.event.series else []
    if read.evidence is not None:
        parts.append(f"on site: {read.evidence.value} by {read.evidence_reason}")
        if read.reading is not None and read.reading.on_site_word:
            parts.append(f"word “{read.reading.on_site_word}”")
    return ", ".join(parts)


def _finding_cells(found: Finding) -> tuple[str, str, str, str]:
    days = ", ".join(d.isoformat() for d in found.days[:3])
    more = f" +{len(found.days) - 3}" if len(found.days) > 3 else ""
    whom = ", ".join(WHOM[t] for t in found.to)
    return found.rule, days + more, _safe(found.clause), whom


def _facts(found: Finding) -> str:
    return ", ".join(_fact(key, value) for key, value in found.facts.items())


def _fact(key: str, value: object) -> str:
    """A fact as people read it: "meetings 10:00–12:00 (sure, on-site-word)", "span 06:00–18:00"."""
    if key == "meetings" and isinstance(value, list):
        return f"{key} {'; '.join(_meeting(m) for m in value)}"
    if key == "span" and isinstance(value, list):
        return f"{key} {'; '.join(f'{clock(a)}–{clock(b)}' for a, b in value)}"
    if key in ("weekdays", "weekday", "pattern"):
        return f"{key} {_weekdays(value)}"
    if isinstance(value, list):
        return f"{key} {' '.join(map(str, value))}"
    return f"{key} {value}"


def _weekdays(value: object) -> str:
    """Numbers from Monday 0 as words; the weeks of a pattern stand apart: "monday tuesday / –"."""
    if isinstance(value, int):
        return WEEKDAYS[value]
    days = list(value) if isinstance(value, list) else []
    weeks = any(isinstance(day, list) for day in days)
    return (" / " if weeks else " ").join(map(_weekdays, days)) or "–"


def _meeting(meeting: Mapping[str, str]) -> str:
    start, end = meeting["start"], meeting["end"]
    when = f"{start[11:16]}–{end[11:16]}" if "T" in start else "all day"
    return f"{when} ({meeting['evidence']}, {meeting['reason']})"


def _safe(text: str) -> str:
    """Neither the terminal nor Rich takes anything in the text for a command."""
    return escape(plain(text))


def _console() -> Console:
    """As wide as its terminal; in a pipe nothing is folded or cut."""
    out = Console(highlight=False, emoji=False)
    return out if out.is_terminal else Console(highlight=False, emoji=False, width=240)
