"""How the Graph simulator takes writes: keys, transactions, etags, and the mails that meetings send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulators.graph_peer import ANNA, BO, KEY, LONE, SERVICE, Peer, asked, peer

IMMUTABLE = 'IdType="ImmutableId"'


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        yield found


def note(**more: Any) -> dict[str, Any]:
    return {
        "subject": "Note om din hjemmedag",
        "body": {"contentType": "text", "content": "Vi ser et møde kl. 10.\n<æøå> 🏠"},
        "start": {"dateTime": "2026-11-24T00:00:00", "timeZone": "Romance Standard Time"},
        "end": {"dateTime": "2026-11-25T00:00:00", "timeZone": "Romance Standard Time"},
        "isAllDay": True,
        "showAs": "free",
        "sensitivity": "private",
        "isReminderOn": False,
        "singleValueExtendedProperties": [{"id": KEY, "value": "day:anna"}],
        "transactionId": "5f2c0e1a9b",
        **more,
    }


def guest(address: str, kind: str = "required") -> dict[str, Any]:
    return {"type": kind, "emailAddress": {"address": address}}


def test_a_note_is_created_quietly_and_its_key_is_not_echoed(graph: Peer) -> None:
    answer = graph.ask("POST", f"/users/{ANNA}/events", note(), Prefer=IMMUTABLE)
    made = answer.json()
    assert answer.status == 201
    assert "singleValueExtendedProperties" not in made
    assert (made["isAllDay"], made["showAs"], made["attendees"]) == (True, "free", [])
    assert made["start"]["dateTime"] == "2026-11-24T00:00:00.0000000"
    assert "&lt;æøå&gt;" in made["body"]["content"]
    text = graph.ask(
        "GET", f"/users/{ANNA}/events/{made['id']}", Prefer='outlook.body-content-type="text"'
    )
    assert text.json()["body"]["content"] == note()["body"]["content"]
    assert graph.owner(ANNA).with_value("day:anna")[0].transaction == "5f2c0e1a9b"
    assert graph.server.tenant.store.mails == []


@pytest.mark.parametrize("status", [400, 409])
def test_a_transaction_that_was_used_is_refused_even_when_its_event_is_gone(
    graph: Peer, status: int
) -> None:
    graph.server.tenant.manners.duplicate_status = status
    made = graph.ask("POST", f"/users/{ANNA}/events", note()).json()
    again = graph.ask("POST", f"/users/{ANNA}/events", note())
    error = again.json()["error"]
    assert (again.status, error["code"]) == (status, "ErrorDuplicateTransactionId")
    assert error["@event.existingEventId"] == made["id"]
    graph.ask("DELETE", f"/users/{ANNA}/events/{made['id']}")
    assert graph.ask("POST", f"/users/{ANNA}/events", note()).status == status
    assert graph.ask("POST", f"/users/{BO}/events", note()).status == 201


def test_every_save_has_an_etag_of_its_own_and_an_old_one_changes_nothing(graph: Peer) -> None:
    made = graph.ask("POST", f"/users/{ANNA}/events", note()).json()
    target = f"/users/{ANNA}/events/{made['id']}"
    changed = graph.ask("PATCH", target, {"subject": "Ny"}, If_Match=made["@odata.etag"]).json()
    assert changed["@odata.etag"] != made["@odata.etag"]
    for method, body in (("PATCH", {"subject": "Gammel"}), ("DELETE", None)):
        answer = graph.ask(method, target, body, If_Match=made["@odata.etag"])
        assert (answer.status, answer.json()["error"]["code"]) == (412, "ErrorIrresolvableConflict")
    assert graph.ask("GET", target).json()["subject"] == "Ny"
    assert graph.ask("DELETE", target, If_Match=changed["@odata.etag"]).status == 204
    assert graph.ask("DELETE", target).status == 404


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (
            {"end": {"dateTime": "2026-11-25T00:00:00", "timeZone": "UTC"}},
            "ErrorPropertyValidationFailure",
        ),
        ({"start": {"dateTime": "2026-11-24T01:00:00"}}, "ErrorPropertyValidationFailure"),
        ({"start": None}, "ErrorPropertyValidationFailure"),
        ({"showAs": "ledig"}, "RequestBodyRead"),
        ({"emne": "x"}, "RequestBodyRead"),
        ({"recurrence": {"pattern": {}, "range": {}}}, "ErrorPropertyValidationFailure"),
    ],
)
def test_what_is_no_event_is_refused(graph: Peer, changed: dict[str, Any], code: str) -> None:
    answer = graph.ask("POST", f"/users/{ANNA}/events", note(**changed))
    assert (answer.status, answer.json()["error"]["code"]) == (400, code)
    assert graph.owner(ANNA).mailbox.events == {}


def test_an_invitation_lands_in_the_guests_calendar_and_is_mailed(graph: Peer) -> None:
    target = f"/users/{SERVICE}/events"
    invited = note(attendees=[guest(LONE)], responseRequested=False)
    made = graph.ask("POST", target, invited).json()
    (copy,) = graph.view(LONE)
    assert (copy["isOrganizer"], copy["organizer"]["emailAddress"]["address"]) == (False, SERVICE)
    assert copy["responseStatus"]["response"] == "notResponded"
    assert copy["iCalUId"] == made["iCalUId"]
    graph.ask("PATCH", f"{target}/{made['id']}", {"subject": "Ny"})
    (copy,) = graph.view(LONE)
    assert copy["subject"] == "Ny"
    graph.ask("PATCH", f"{target}/{made['id']}", {"attendees": [guest(LONE), guest(BO)]})
    refused = graph.ask("POST", f"/users/{LONE}/events/{copy['id']}/cancel", {})
    assert refused.status == 400
    assert graph.ask("POST", f"{target}/{made['id']}/cancel", {"comment": "x"}).status == 202
    assert [(one["isCancelled"], one["subject"]) for one in graph.view(LONE)] == [
        (True, "Canceled: Ny")
    ]
    assert graph.view(SERVICE) == []
    assert [(mail.kind, mail.to) for mail in graph.server.tenant.store.mails] == [
        ("request", LONE),
        ("update", LONE),
        ("request", BO),
        ("cancellation", LONE),
        ("cancellation", BO),
    ]


def test_a_guest_takes_a_copy_away_silently_and_the_organizer_does_not(graph: Peer) -> None:
    made = graph.ask(
        "POST", f"/users/{SERVICE}/events", note(attendees=[guest(LONE), guest(BO)])
    ).json()
    (copy,) = graph.view(LONE)
    graph.ask("DELETE", f"/users/{LONE}/events/{copy['id']}")
    assert [mail.kind for mail in graph.server.tenant.store.mails] == ["request", "request"]
    graph.ask("DELETE", f"/users/{SERVICE}/events/{made['id']}")
    assert [mail.kind for mail in graph.server.tenant.store.mails[2:]] == ["cancellation"] * 2


def test_an_answer_is_seen_by_the_organizer(graph: Peer) -> None:
    made = graph.ask(
        "POST", f"/users/{SERVICE}/events", note(attendees=[guest(LONE), guest(BO)])
    ).json()
    for address, answer in ((LONE, "accept"), (BO, "decline")):
        (copy,) = graph.view(address)
        target = f"/users/{address}/events/{copy['id']}/{answer}"
        assert graph.ask("POST", target, {"sendResponse": True}).status == 202
    seen = graph.ask("GET", f"/users/{SERVICE}/events/{made['id']}").json()["attendees"]
    assert [one["status"]["response"] for one in seen] == ["accepted", "declined"]
    assert graph.view(BO) == []


def test_hidden_guests_see_only_themselves(graph: Peer) -> None:
    invited = note(attendees=[guest(LONE), guest(BO)], hideAttendees=True)
    graph.ask("POST", f"/users/{SERVICE}/events", invited)
    (copy,) = graph.view(LONE)
    assert [one["emailAddress"]["address"] for one in copy["attendees"]] == [LONE]


def test_one_occurrence_is_changed_and_deleted_by_its_own_id(graph: Peer) -> None:
    rule = {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
        "range": {"type": "noEnd", "startDate": "2026-11-24"},
    }
    graph.ask("POST", f"/users/{ANNA}/events", note(recurrence=rule))
    first, second, *others = graph.view(ANNA)
    changed = graph.ask("PATCH", f"/users/{ANNA}/events/{first['id']}", {"subject": "Anderledes"})
    assert (changed.json()["type"], changed.json()["id"]) == ("exception", first["id"])
    assert graph.ask("DELETE", f"/users/{ANNA}/events/{second['id']}").status == 204
    assert [one["subject"] for one in graph.view(ANNA)] == [
        "Anderledes",
        *(o["subject"] for o in others),
    ]


def test_the_calendar_and_the_person_can_be_asked_for(graph: Peer) -> None:
    calendar = graph.ask("GET", f"/users/{ANNA}/calendar").json()
    target = f"/users/{ANNA}/calendars/{calendar['id']}/events"
    assert graph.ask("POST", target, note()).status == 201
    graph.owner(ANNA).mailbox.calendar_generation += 1
    assert graph.ask("GET", target).status == 404
    person = graph.ask("GET", f"/users/{ANNA}?{asked({'$select': 'id,mail'})}").json()
    assert person["mail"] == ANNA
    assert len(graph.ask("GET", f"/users/{person['id']}/events").json()["value"]) == 1
    assert graph.server.tenant.counters.count("list", ANNA) == 2
