"""The JSON answers of the contract: documents that others build on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.plain_text import plain_json
from config.why import parameter_json, row_json, series_json
from policy.days import WHOLE_SHARE_MINUTES, Part
from policy.lexicon import Cut, Meaning, Reading
from policy.model import DayStatus, Finding, HomeDay, OnSite, Status
from policy.workdays import iso_week
from sync.interpret import ReadEvent
from sync.invites import Preview
from sync.lookups import LookUp
from sync.one_pass import Failure, PassResult
from sync.review import Explained, Review, Reviewed, Why

Json = dict[str, Any]


def document(answer: Json) -> str:
    """One JSON document, readable by people too."""
    return plain_json(json.dumps(answer, ensure_ascii=False, indent=2))


def check_answer(review: Review) -> Json:
    """``check --format json``."""
    return {
        "as_of": review.as_of.isoformat(),
        "window": [review.start.isoformat(), review.end.isoformat()],
        "employees": [_employee(r) for r in review.people],
        "units": [{"id": u, "findings": [finding(f) for f in fs]} for u, fs in review.units],
        "unreadable": [
            {"mailbox": r.person.mailbox.address, "id": u.id, "reason": u.reason}
            for r in review.people
            for u in r.unreadable
        ],
        "failed": failures(review.failed),
        "undeliverable": [{"key": key, "to": to.value} for key, to in review.undeliverable],
    }


def sync_answer(result: PassResult) -> Json:
    """``sync --format json``."""
    notices = result.notices
    return {
        "active": result.active,
        "mailboxes": result.mailboxes,
        "failed": failures(result.failed),
        "notices": {
            "created": notices.created,
            "updated": notices.updated,
            "removed": notices.removed,
            "unchanged": notices.unchanged,
            "told": result.told,
        },
        "invites": {
            "sent": result.invites.sent,
            "updated": result.invites.updated,
            "cancelled": result.invites.cancelled,
            "unchanged": result.invites.unchanged,
        },
        "held": result.held is not None or bool(result.clocks.shut),
        **({} if result.waiting is None else {"waiting": result.waiting}),
        **({"clocks": list(result.clocks.lines)} if result.clocks.doubted else {}),
    }


def summaries_answer(found: Iterable[Preview], written: Iterable[Path]) -> Json:
    """``summaries --format json``: what would go out to whom, and when it does by itself."""
    return {
        "summaries": [
            {
                "leader": p.leader,
                "week": iso_week(p.invite.day),
                "to": p.invite.attendee,
                "due": p.due.isoformat(),
                "empty": p.empty,
                "subject": p.invite.subject,
                "text": p.invite.text,
            }
            for p in found
        ],
        "written": [str(path) for path in written],
    }


def read_answer(line: str, reading: Reading) -> Json:
    """``read "LINE" --format json``: the line as the subject of an all-day entry of one's own."""
    home = reading.meaning is Meaning.HOME
    return {
        "line": line,
        "meaning": reading.meaning.value,
        "rule": reading.rule,
        "word": reading.word,
        "share": ("1" if whole_day(reading.cut) else "1/2") if home else None,
        "kind": reading.kind.value if reading.kind else None,
        "from": clock(reading.cut.start),
        "to": clock(reading.cut.end),
        "on_site": reading.on_site,
        "on_site_rule": reading.on_site_rule,
        "on_site_word": reading.on_site_word,
        "online": reading.online,
    }


def explain_answer(explained: Explained, day: DayStatus) -> Json:
    """``explain PERSON DATE --format json``."""
    reviewed = explained.reviewed
    return {
        "employee": reviewed.person.id,
        "day": day_answer(day),
        "entries": [_entry(e) for e in explained.entries],
        "findings": [_why(w) for w in explained.findings],
    }


def _why(why: Why) -> Json:
    """A finding with what it rests on."""
    return finding(why.finding) | {
        "entries": [_entry(e) for e in why.entries],
        "parameters": [parameter_json(p) for p in why.grounds.parameters],
        "register": [row_json(r) for r in why.grounds.rows],
    }


def audit_answer(found: Iterable[LookUp], zone: ZoneInfo) -> Json:
    """``audit --format json``: oldest first; times with the offset of the service's zone."""
    return {
        "look_ups": [
            {
                "at": one.at.astimezone(zone).isoformat(timespec="seconds"),
                "who": one.who,
                "what": one.what,
                "whom": one.whom,
                "why": one.why,
            }
            for one in found
        ]
    }


def day_answer(day: DayStatus) -> Json:
    """One day of ``check``."""
    home: HomeDay | None = day.home
    return {
        "date": day.day.isoformat(),
        "status": day.status.value,
        "share": str(home.share) if home else None,
        "kind": home.kind.value if home else None,
        "reason": day.reason,
        "on_site": [_on_site(o) for o in day.on_site],
    }


def finding(found: Finding) -> Json:
    """One finding of ``check``."""
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "days": [d.isoformat() for d in found.days],
        "clause": found.clause,
        "key": found.key,
        "to": [t.value for t in found.to],
        "facts": dict(found.facts),
    }


def failures(failed: Iterable[Failure]) -> list[Json]:
    """What failed, by mailbox."""
    return [{"mailbox": f.mailbox, "error": f.error} for f in failed]


def whole_day(cut: Cut) -> bool:
    """Whether an all-day entry with this cut counts as a whole day."""
    part = Part(hours=None, cut=cut, reason="")
    span = part.counted
    return part.whole or bool(
        not part.half and span and span.end - span.start >= WHOLE_SHARE_MINUTES
    )


def clock(minutes: int | None) -> str | None:
    """ "09:30" of minutes after midnight."""
    return None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def _employee(reviewed: Reviewed) -> Json:
    told = (d for d in reviewed.case.days.values() if d.status is not Status.UNKNOWN or d.on_site)
    return {
        "id": reviewed.person.id,
        "days": [day_answer(d) for d in told],
        "findings": [finding(f) for f in reviewed.findings],
    }


def _on_site(on_site: OnSite) -> Json:
    return {
        "start": on_site.start.isoformat(),
        "end": on_site.end.isoformat(),
        "evidence": on_site.evidence.value,
    }


def _entry(read: ReadEvent) -> Json:
    reading = read.reading
    return {
        "start": read.event.start.isoformat(),
        "end": read.event.end.isoformat(),
        "meaning": read.meaning.value,
        "reason": read.reason,
        "word": reading.word if reading else "",
        "kind": reading.kind.value if reading and reading.kind else None,
        "series": series_json(read),
        "evidence": read.evidence.value if read.evidence else None,
        "evidence_reason": read.evidence_reason,
        "evidence_word": reading.on_site_word if reading else "",
    }
