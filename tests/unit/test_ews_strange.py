"""Servers that speak EWS otherwise: what they lack is made up for, or said; nothing is doubled or lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from connectors.errors import Rejected, Unavailable
from connectors.model import Notice, Snapshot, Unchanged
from tests.conformance.suite import ANNA, INVITE, LATER, NOTICE, Weekly
from tests.simulators.ews import faults
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import COPENHAGEN, DAY, HOUR, TEN, TUESDAY, outcome, snapshot

WEEKLY = Weekly(
    "Hjemmearbejde",
    TEN,
    4,
    deleted=[TUESDAY + 7 * DAY],
    moved={TUESDAY + 14 * DAY: TEN + 15 * DAY},
    renamed={TUESDAY + 21 * DAY: "Hjemme (fast)"},
)


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        yield desk


@pytest.fixture
def folded(desk: EwsDesk) -> EwsDesk:
    desk.server.exchange.manners.expands_series = False
    return desk


def shown(desk: EwsDesk) -> list[tuple[str, object, object]]:
    return [(event.subject, event.start, event.series) for event in snapshot(desk).events]


def test_series_that_the_server_leaves_folded_are_unfolded_here(
    desk: EwsDesk, folded: EwsDesk
) -> None:
    desk.add_weekly(ANNA.address, WEEKLY)
    here = shown(folded)
    desk.server.exchange.manners.expands_series = True
    desk.connector.learned._known.clear()
    events = snapshot(desk).events
    looked = desk.connector.details(ANNA, [event.id for event in events])
    assert [(e.subject, e.start, looked[e.id].series) for e in events] == here
    assert len(here) == 3


def test_a_series_that_began_long_ago_is_found_too(folded: EwsDesk) -> None:
    owner = folded.owner(ANNA.address)
    owner.add_weekly("Hjemmearbejde", datetime(2024, 1, 2, 9, tzinfo=COPENHAGEN), None)
    folded.add(ANNA.address, "Ferie", TUESDAY, TUESDAY + DAY)
    found = snapshot(folded)
    assert [event.subject for event in found.events].count("Hjemmearbejde") == 4
    assert all(event.series.endless for event in found.events if event.series)
    assert len({event.id for event in found.events}) == 5


def test_an_all_day_series_is_unfolded_on_its_dates(folded: EwsDesk) -> None:
    owner = folded.owner(ANNA.address)
    series = owner.add_weekly("Hjemme", TEN, 6)
    midnight = datetime(2026, 11, 24, tzinfo=COPENHAGEN)
    owner.edit(
        series,
        IsAllDayEvent="true",
        Start=midnight.astimezone().isoformat(),
        End=(midnight + DAY).astimezone().isoformat(),
    )
    events = snapshot(folded).events
    assert [event.start for event in events] == [TUESDAY + n * 7 * DAY for n in range(4)]
    assert all(event.all_day for event in events)


def test_the_lack_is_said_once(folded: EwsDesk, caplog: pytest.LogCaptureFixture) -> None:
    folded.add_weekly(ANNA.address, WEEKLY)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            snapshot(folded)
    assert [r.getMessage() for r in caplog.records] == [
        "the server does not unfold series in a calendar view; they are unfolded here"
    ]
    assert folded.connector.warnings[-1].startswith("the server does not unfold")


@pytest.mark.parametrize(
    ("code", "said"), [("ErrorInternalServerError", 1), ("ErrorItemNotFound", 0)]
)
def test_a_series_that_is_not_given_is_set_aside_and_one_that_is_gone_is_not(
    folded: EwsDesk, code: str, said: int
) -> None:
    folded.add_weekly(ANNA.address, WEEKLY)
    folded.owner(ANNA.address).add_weekly("Skjult", TEN, 4)
    folded.server.exchange.faults.add("GetItem", faults.without_item(1, code))
    found = snapshot(folded)
    assert {event.subject for event in found.events} == {"Hjemmearbejde", "Hjemme (fast)"}
    assert [code in item.reason for item in found.unreadable] == [True] * said


def test_an_odd_series_is_set_aside_alone(folded: EwsDesk) -> None:
    folded.add_weekly(ANNA.address, WEEKLY)
    odd = folded.owner(ANNA.address).add_weekly("Underlig", TEN, 4)
    odd.fields["Recurrence"][0].find("{*}DaysOfWeek").text = "Blursday"
    folded.server.exchange.manners.expands_series = False
    found = snapshot(folded)
    assert {event.subject for event in found.events} == {"Hjemmearbejde", "Hjemme (fast)"}
    (item,) = found.unreadable
    assert "weekdays" in item.reason
    assert all("Blursday" in line for line in folded.watch.broken)
    folded.watch.broken.clear()


def test_a_server_that_heeds_only_mapi_in_updates(desk: EwsDesk) -> None:
    desk.server.exchange.manners.update_wants_mapi = True
    ref = desk.connector.put(ANNA, NOTICE, None)
    later = replace(NOTICE, subject="Note om hjemmearbejde", body="Nyt", day=date(2026, 11, 23))
    ref = desk.connector.put(ANNA, later, ref)
    assert ref.shape == later.shape
    (event,) = snapshot(desk).events
    assert event.shape == later.shape
    desk.server.exchange.counters.reset()
    desk.connector.put(ANNA, NOTICE, ref)
    assert desk.server.exchange.counters.count("UpdateItem") == 1
    assert "MAPI" in desk.connector.warnings[-1]


def test_an_overview_that_such_a_server_would_not_change_is_refused_and_not_mailed(
    desk: EwsDesk,
) -> None:
    desk.add_mailbox(INVITE.attendee)
    desk.connector.learned.learn("updates", able=False)
    ref = desk.connector.send(INVITE, None)
    with pytest.raises(Rejected, match="kind imip"):
        desk.connector.send(LATER, ref)
    assert desk.connector.send(INVITE, ref) == ref
    assert desk.messages(INVITE.attendee) == 1


def test_a_change_of_the_text_alone_is_seen_not_to_take_too(desk: EwsDesk) -> None:
    desk.server.exchange.manners.update_wants_mapi = True
    ref = desk.connector.put(ANNA, NOTICE, None)
    ref = desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    (note,) = desk.owner(ANNA.address).with_value(NOTICE.key)
    assert note.text("Body") == "Nyt"
    assert "MAPI" in desk.connector.warnings[-1]
    desk.connector.put(ANNA, replace(NOTICE, body="Nyere"), ref)
    assert note.text("Body") == "Nyere"


def test_a_text_that_the_server_lays_out_in_its_own_way_took(desk: EwsDesk) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    laid_out = faults.rewritten(b'BodyType="Text">', b'BodyType="Text">_ ')
    desk.server.exchange.faults.add("GetItem", laid_out, times=-1)
    ref = desk.connector.put(ANNA, replace(NOTICE, subject="Note om hjemmearbejde"), ref)
    desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    assert desk.server.exchange.counters.count("UpdateItem") == 2
    assert desk.connector.learned.able("updates") is True


@pytest.mark.parametrize(
    "later", [replace(NOTICE, subject="Note om hjemmearbejde"), replace(NOTICE, body="Nyt")]
)
def test_a_server_that_keeps_no_changes_at_all_is_said_to(desk: EwsDesk, later: Notice) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    desk.server.exchange.faults.add("UpdateItem", _pretend, times=-1)
    with pytest.raises(Rejected, match="does not keep"):
        desk.connector.put(ANNA, later, ref)


def test_where_the_mark_alone_is_kept_it_is_not_believed(desk: EwsDesk) -> None:
    later = replace(NOTICE, body="Nyt")
    ref = desk.connector.put(ANNA, NOTICE, None)
    desk.server.exchange.faults.add("UpdateItem", _marks_alone, times=-1)
    for _ in range(2):
        with pytest.raises(Rejected, match="does not keep"):
            desk.connector.put(ANNA, later, ref)
        found = desk.connector.find(ANNA, NOTICE.key, ref)
        assert found is not None
        ref = found
    assert desk.connector.put(ANNA, NOTICE, ref) == ref
    desk.server.exchange.faults.clear()
    desk.connector.put(ANNA, later, ref)
    (note,) = desk.owner(ANNA.address).with_value(NOTICE.key)
    assert note.text("Body") == "Nyt"


def test_an_answer_about_a_note_without_items_is_trouble_in_words(desk: EwsDesk) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    without = faults.rewritten(b"m:Items", b"m:Itens")
    desk.server.exchange.faults.add("GetItem", without, times=-1)
    for write in (
        lambda: desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref),
        lambda: desk.connector.find(ANNA, NOTICE.key, ref),
        lambda: desk.connector.remove(ANNA, NOTICE.key, ref),
    ):
        with pytest.raises(Unavailable, match="no items"):
            write()


def _marks_alone(call: faults.Call, handle: faults.Handle) -> faults.Reply:
    """Keep what is set of named properties, and nothing else."""
    for change in list(call.element.iter("{*}SetItemField")):
        if change.find("{*}ExtendedFieldURI[@PropertyName]") is None:
            change.getparent().remove(change)
    return handle()


def _pretend(call: object, handle: faults.Handle) -> object:
    """Say that it was done, and do nothing."""
    from tests.simulators.ews.soap import M, T, answered, enveloped, success

    identity = call.element.find(".//{*}ItemId")  # type: ignore[attr-defined]
    shown = T.CalendarItem(T.ItemId(Id=identity.get("Id"), ChangeKey=identity.get("ChangeKey")))
    body = answered("UpdateItem", [success("UpdateItem", M.Items(shown))])
    return faults.Reply(200, enveloped(body, faults.BUILD))


@pytest.mark.parametrize("told", [True, False])
def test_a_server_that_cannot_search_is_looked_through(desk: EwsDesk, told: bool) -> None:
    for number in range(5):
        desk.add(ANNA.address, f"Møde {number}", TEN, TEN + HOUR)

    def no_search(call: object, handle: faults.Handle) -> object:
        if call.element.find("{*}Restriction") is None:  # type: ignore[attr-defined]
            return handle()
        refusal = faults.inside("ErrorUnsupportedPathForQuery")
        return refusal(call, handle) if told else _nothing_found()  # type: ignore[arg-type]

    desk.server.exchange.faults.add("FindItem", no_search, times=-1)  # type: ignore[arg-type]
    ref = desk.connector.put(ANNA, NOTICE, None)
    assert desk.connector.find(ANNA, NOTICE.key, None) == ref
    assert desk.connector.put(ANNA, NOTICE, None) == ref
    assert "looked through" in desk.connector.warnings[-1]


def _nothing_found() -> object:
    from tests.simulators.ews.soap import M, T, answered, enveloped, success

    root = M.RootFolder(T.Items(), TotalItemsInView="0", IncludesLastItemInRange="true")
    return faults.Reply(
        200, enveloped(answered("FindItem", [success("FindItem", root)]), (15, 2, 1, 1))
    )


def test_what_the_cursor_misses_is_healed_within_a_day(desk: EwsDesk) -> None:
    desk.server.exchange.manners.sync_tells = frozenset({"Create", "Update"})
    owner = desk.owner(ANNA.address)
    item = owner.add("Hjemme", TUESDAY, TUESDAY + DAY)
    cursor = snapshot(desk).cursor
    owner.delete(item)
    assert isinstance(outcome(desk, cursor), Unchanged)
    desk.now += timedelta(hours=19)
    assert isinstance(outcome(desk, cursor), Unchanged)
    desk.now += timedelta(hours=5)
    healed = outcome(desk, cursor)
    assert isinstance(healed, Snapshot)
    assert healed.events == ()
    assert isinstance(outcome(desk, healed.cursor), Unchanged)


def test_nobody_asks_for_the_zones_that_the_server_knows(desk: EwsDesk) -> None:
    desk.server.exchange.manners.server_time_zones = False
    desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
    ref = desk.connector.put(ANNA, NOTICE, None)
    assert len(snapshot(desk).events) == 2
    desk.connector.remove(ANNA, NOTICE.key, ref)
    assert desk.server.exchange.counters.count("GetServerTimeZones") == 0


def test_a_server_that_puts_its_own_reminder_on_is_said_to(
    desk: EwsDesk, caplog: pytest.LogCaptureFixture
) -> None:
    reminding = faults.rewritten(b"ReminderIsSet>false", b"ReminderIsSet>true")
    desk.server.exchange.faults.add("GetItem", reminding)
    with caplog.at_level(logging.WARNING):
        desk.connector.put(ANNA, NOTICE, None)
    assert "does not keep all of a note" in caplog.text
