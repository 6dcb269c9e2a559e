"""``hjemmedag demo``: builds the organisation, runs the whole pass, says what it found and where."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from rich.console import Console

from config.bootstrap import build as build_service
from config.demo import AS_OF
from config.demo.files import build
from config.demo.page import DemoPage, LineView, NoteView, WeekRow, WeekView, render
from config.demo.people import PEOPLE
from config.screens import reading_in_words
from policy.model import DayStatus, Status
from policy.workdays import DAY, WEEK, dates, iso_week
from sync import ledger_rows
from sync.one_pass import PassResult
from sync.review import Review, review
from sync.runner import run_pass
from sync.service import Service
from sync.store import Store

PAGE = "hjemmedag-demo.html"
TEAM = "dir-hr"
NOTE_OF = "mho"
LINES = (
    "Hjemmearbejde flyttet fra fredag",
    "Hjemmearbejde flyttet til fredag",
    "Mette hjemme",
    "Hjemmebesøg hos klient",
    "Retsmøde kl. 9, hjemme bagefter",
    "Barn syg – arbejder hjemme",
    "Hjemme med sygt barn",
    "Drøftelse af hjemmearbejde i afdelingen",
    "Fysisk møde aflyst – afholdes på Teams",
    "WFH until noon",
)
PLACES = (
    ("Siden, du kan åbne i en browser", "the page to open in a browser", PAGE),
    ("Kalenderne", "the calendars", "calendars"),
    ("Noterne og ugeoverblikkene", "the notes and overviews", "calendars/*/hjemmedag-*.ics"),
    ("Organisationen", "the organisation", "organisation.toml"),
    ("Registret over aftaler", "the register of agreements", "register.toml"),
    ("Indstillingerne", "the settings", "hjemmedag.toml"),
)
"""What lies where, for the page and for the terminal."""
RULES = {
    "on_site_conflict": "Et møde på en hjemmedag, der kan kræve fremmøde",
    "on_site_day": "Hjemmedag på en dag, hvor I møder ind",
    "local_agreement_missing": "Faste hjemmedage uden lokalaftale (til HR)",
    "individual_agreement_missing": "Faste hjemmedage uden individuel aftale",
    "agreement_deviation": "Faste hjemmedage på andre dage end de aftalte",
    "agreement_over_cap": "Flere hjemmedage aftalt, end rammen siger (til leder og HR)",
    "average_exceeded": "Over to faste dage om ugen i gennemsnit",
    "looks_fixed": "Ad hoc-dage, der falder ens",
    "tasks_unsuited": "Hjemmedag, mens en afgørelse om opgaverne gælder",
    "reason_missing": "Afgørelser uden begrundelse eller redegørelse (til leder)",
    "agreement_expiring": "Aftaler, der snart udløber",
    "review_due": "Aftaler og afgørelser, som det snart er tid til at se på igen",
    "coverage_low": "Dage, hvor mange er hjemme på én gang (til leder, i antal)",
    "working_environment": "Over to faste dage om ugen over en måned",
}


def run_demo(folder: Path) -> int:
    """Build into ``folder`` unless a demo lies there, run the pass; the exit code."""
    out = Console(highlight=False, soft_wrap=True)
    config = folder / "hjemmedag.toml"
    if not config.exists():
        build(folder, AS_OF)
    service = build_service(config, AS_OF)
    result = run_pass(service)
    again = run_pass(service) if _wrote(result) else result
    found = review(service)
    wrote_page = _write_page(folder, service, found)
    _tell(out, folder, result, found)
    if not (_wrote(result) or wrote_page):
        out.print("Nothing had changed, so nothing was written.")
    elif not _wrote(again):
        out.print("A second pass, made at once, wrote nothing.")
    return 1 if result.failed else 0


def _tell(out: Console, folder: Path, result: PassResult, found: Review) -> None:
    notes = result.notices
    out.print(f"Today is {AS_OF} in the demo. {result.mailboxes} calendars were read.")
    for rule, count in _counts(found).items():
        out.print(f"  {count:3} {rule}")
    aside = sum(len(r.unreadable) for r in found.people)
    out.print(f"  {aside:3} items set aside, with a reason (hjemmedag check shows them)")
    out.print(
        f"Notes: {notes.created} created, {notes.updated} rewritten, {notes.removed} taken away, "
        f"{notes.unchanged} unchanged."
    )
    invites = result.invites
    out.print(f"Overviews for leaders and HR: {invites.sent} sent, {invites.unchanged} unchanged.")
    for failure in result.failed:
        out.print(f"failed: {failure.mailbox}: {failure.error}", markup=False)
    out.print("Where things lie:")
    for _, what, where in PLACES:
        out.print(f"  {what}: {folder / where}", markup=False)


def _wrote(result: PassResult) -> bool:
    notices, invites = result.notices, result.invites
    return bool(notices.created or notices.updated or notices.removed or invites.sent)


def _counts(found: Review) -> Counter[str]:
    everything = [f for r in found.people for f in r.findings]
    everything += {f.key: f for _, findings in found.units for f in findings}.values()
    return Counter(f.rule for f in everything)


def _write_page(folder: Path, service: Service, found: Review) -> bool:
    page = DemoPage(
        as_of=AS_OF,
        note=_note(service),
        week=_week(found),
        lines=tuple(_line(service, line) for line in LINES),
        counts=tuple((RULES[rule], count) for rule, count in _counts(found).items()),
        places=tuple((danish, where) for danish, _, where in PLACES),
    )
    path, text = folder / PAGE, render(page).encode()
    if path.exists() and path.read_bytes() == text:
        return False
    path.write_bytes(text)
    return True


def _note(service: Service) -> NoteView:
    """The note of one person if it stands, else the first that does."""
    store = Store.open(service.store_url)
    try:
        with store.transaction() as db:
            entries = [e for e in ledger_rows.entries(db) if e.standing and e.note]
    finally:
        store.close()
    names = {p.id: p.name for p in PEOPLE}
    entries.sort(key=lambda e: (e.person != NOTE_OF, e.key))
    for entry in entries:
        content = entry.note
        if content is not None:
            return NoteView(content.subject, content.day, content.body, names[entry.person])
    return NoteView("", AS_OF, "", "")


def _week(found: Review) -> WeekView:
    monday = AS_OF + WEEK
    days = tuple(dates(monday, monday + 5 * DAY))
    seen = {r.person.id: r for r in found.people}
    rows = []
    for person in PEOPLE:
        if person.unit == TEAM:
            case = seen[person.id].case if person.id in seen else None
            words = tuple(_word(case.days[d]) for d in days) if case else ()
            rows.append(WeekRow(person.name, words))
    return WeekView(f"HR og jura, uge {_week_number(monday)}", days, tuple(rows))


def _week_number(monday: date) -> int:
    return int(iso_week(monday)[-2:])


def _word(day: DayStatus) -> str:
    """The words of the leader's table: absence only for whole days shown as out of office."""
    if day.home is not None:
        return "hjemme" if day.home.share == 1 else "hjemme ½"
    shown = day.status is Status.ABSENCE and day.reason == "absence-oof"
    return "fravær" if shown else "ikke angivet"


def _line(service: Service, line: str) -> LineView:
    reading = service.lexicon.read(line)
    return LineView(line, reading_in_words(reading, "da"), reading.rule)
