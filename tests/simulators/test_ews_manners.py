"""What the EWS simulator does on purpose beyond good manners, seen by exchangelib as it ships."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from exchangelib import errors

from tests.simulators.conftest import ANNA, BO, COPENHAGEN
from tests.simulators.ews import faults
from tests.simulators.ews.meetings import respond
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.server import Server
from tests.simulators.ews.soap import T
from tests.simulators.ews_schema import Watch, needs_schema
from tests.simulators.test_ews_with_exchangelib import TUESDAY, VIEW, account, note


@pytest.fixture
def box(server: Server) -> Any:
    found = account(server)
    assert found.calendar
    return found


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (faults.fault("ErrorMailboxMoveInProgress"), errors.ErrorMailboxMoveInProgress),
        (faults.inside("ErrorNonExistentMailbox"), errors.ErrorNonExistentMailbox),
        (faults.moved_to_cloud(), errors.MalformedResponseError),
        (faults.web_page(), errors.EWSError),
        (faults.unavailable(), errors.ErrorServerBusy),
        (faults.drop_before(), errors.ErrorTimeoutExpired),
        (faults.drop_after(), errors.ErrorTimeoutExpired),
        (faults.hang(0.2), errors.ErrorTimeoutExpired),
        (faults.no_response_class(), AttributeError),
        (faults.truncated(0.2), errors.EWSError),
        (faults.invalid_characters(), None),
    ],
)
def test_faults_come_once_and_at_the_request_that_was_named(
    server: Server, anna: Owner, box: Any, answer: faults.Answer, error: type[Exception] | None
) -> None:
    anna.add("Hjemme", date(2026, 11, 24), date(2026, 11, 25))
    look: Callable[[], list[Any]] = lambda: list(box.calendar.view(**VIEW).only("subject"))  # noqa: E731
    server.exchange.faults.add("FindItem", answer, nth=2)
    assert [i.subject for i in look()] == ["Hjemme"]
    if error is not None:
        with pytest.raises(error):
            look()
    else:
        look()
    assert [i.subject for i in look()] == ["Hjemme"]


def test_a_write_can_take_effect_and_its_answer_be_lost(server: Server, box: Any) -> None:
    server.exchange.faults.add("CreateItem", faults.drop_after())
    server.exchange.faults.add("CreateItem", faults.fails_after("ErrorTimeoutExpired"), nth=2)
    for _ in range(2):
        with pytest.raises(errors.ErrorTimeoutExpired):
            note(box)
    server.exchange.faults.add("CreateItem", faults.drop_before())
    with pytest.raises(errors.ErrorTimeoutExpired):
        note(box)
    assert len(server.exchange.store.mailboxes[ANNA].items) == 2


def test_one_item_of_a_batch_is_gone(server: Server, anna: Owner, box: Any) -> None:
    for number in range(3):
        anna.add(f"Entry {number}", date(2026, 11, 24), date(2026, 11, 25))
    server.exchange.faults.add("GetItem", faults.without_item(1))
    ids = [(i.id, i.changekey) for i in box.calendar.view(**VIEW).only("subject")]
    found = list(box.fetch(ids))
    assert [isinstance(f, errors.ErrorItemNotFound) for f in found] == [False, True, False]


def test_a_view_ends_at_a_thousand_and_says_so(server: Server, anna: Owner, box: Any) -> None:
    server.exchange.manners.find_cap = 3
    for number in range(5):
        anna.add(f"Entry {number}", date(2026, 11, 24), date(2026, 11, 25))
    seen: list[bytes] = []
    server.exchange.watch = lambda _, answered: seen.append(answered)
    list(box.calendar.view(**VIEW, max_items=3).only("subject"))
    assert b'TotalItemsInView="5"' in seen[0]
    assert b'IncludesLastItemInRange="false"' in seen[0]


def test_a_server_that_does_not_unfold_series(server: Server, anna: Owner, box: Any) -> None:
    server.exchange.manners.expands_series = False
    anna.add_weekly("Teammøde", TUESDAY, 4)
    (seen,) = box.calendar.view(**VIEW).only("subject", "type", "start")
    assert (seen.type, seen.start) == ("RecurringMaster", TUESDAY)


def test_a_server_that_heeds_only_mapi_in_updates(server: Server, box: Any) -> None:
    server.exchange.manners.update_wants_mapi = True
    saved = note(box)
    saved.subject = "Nyt"
    saved.save(update_fields=["subject"])
    (item,) = server.exchange.store.mailboxes[ANNA].items.values()
    assert item.text("Subject") == "Note"
    saved.test_key = "another"
    saved.save(update_fields=["test_key"])
    assert [value.findtext("{*}Value") for value in item.extended.values()] == ["another"]


def test_a_server_whose_sync_keeps_deletions_to_itself(
    server: Server, anna: Owner, box: Any
) -> None:
    server.exchange.manners.sync_tells = frozenset({"Create", "Update"})
    item = anna.add("Hjemme", date(2026, 11, 24), date(2026, 11, 25))
    list(box.calendar.sync_items(only_fields=["subject"]))
    state = box.calendar.item_sync_state
    anna.delete(item)
    assert list(box.calendar.sync_items(sync_state=state)) == []


def test_answers_reach_the_organizer(server: Server, anna: Owner, box: Any) -> None:
    meeting = anna.meet("Møde", TUESDAY, TUESDAY + timedelta(hours=1), [BO], rooms=["lokale@x.dk"])
    respond(server.exchange, BO, meeting.uid, "Accept")
    (seen,) = box.calendar.view(**VIEW)
    assert [a.response_type for a in seen.required_attendees] == ["Accept"]
    assert [a.mailbox.email_address for a in seen.resources] == ["lokale@x.dk"]
    respond(server.exchange, BO, meeting.uid, "Decline")
    assert list(account(server, BO).calendar.view(**VIEW)) == []


@needs_schema
@pytest.mark.filterwarnings("ignore:Cannot convert value")
def test_odd_items_and_odd_zones(server: Server, anna: Owner, box: Any, watch: Watch) -> None:
    anna.spoil()
    start = datetime(2026, 11, 24, 9, 0, tzinfo=COPENHAGEN)
    anna.add("Eget", start, start + timedelta(hours=1), zone_id="Customized Time Zone")
    seen = list(box.calendar.view(**VIEW).only("subject", "start"))
    assert [(i.subject, i.start) for i in seen] == [("Eget", start), ("hemmeligt", None)]
    assert any("i morgen" in line for line in watch.broken)
    watch.broken.clear()


def test_a_zone_without_a_name_costs_exchangelib_the_whole_page(
    server: Server, anna: Owner, box: Any
) -> None:
    anna.add("Tomt", TUESDAY, TUESDAY + timedelta(hours=1), zone_id="")
    with pytest.raises(TypeError):
        list(box.calendar.view(**VIEW).only("subject", "start"))


def test_a_recurring_month_and_year(server: Server, anna: Owner, box: Any) -> None:
    second_tuesday = T.Recurrence(
        T.RelativeMonthlyRecurrence(
            T.Interval("1"), T.DaysOfWeek("Tuesday"), T.DayOfWeekIndex("Second")
        ),
        T.NoEndRecurrence(T.StartDate("2026-10-13")),
    )
    yearly = T.Recurrence(
        T.AbsoluteYearlyRecurrence(T.DayOfMonth("6"), T.Month("December")),
        T.EndDateRecurrence(T.StartDate("2020-12-06"), T.EndDate("2030-01-01")),
    )
    hour = timedelta(hours=1)
    october = datetime(2026, 10, 13, 9, tzinfo=COPENHAGEN)
    anna.add("Måned", october, october + hour, recurrence=second_tuesday)
    long_ago = datetime(2020, 12, 6, 9, tzinfo=COPENHAGEN)
    anna.add("År", long_ago, long_ago + hour, recurrence=yearly)
    seen = [(i.subject, i.start.date()) for i in box.calendar.view(**VIEW).only("subject", "start")]
    assert seen == [("År", date(2026, 12, 6)), ("Måned", date(2026, 12, 8))]
