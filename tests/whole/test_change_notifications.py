"""Graph tells of changes, over real HTTP: a hint and no more, however much of it is lost or forged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sync import requests, schedule_rows
from sync.forgotten import forgotten_in
from sync.lanes import Threads
from tests.cloud_place import PATH, CloudPlace, Outside, known_as, outside, until
from tests.simulators.graph.asked import Call
from tests.simulators.graph.faults import drop_after, error
from tests.simulators.graph.subscriptions import LONGEST
from tests.workplace import MONDAY, STEP, scratch

__all__ = ["scratch"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLL = timedelta(seconds=240)


@pytest.fixture
def there() -> Iterator[Outside]:
    with outside() as found:
        yield found


@pytest.fixture
def place(scratch: Path, there: Outside) -> CloudPlace:
    """One person of whom the server tells, and a poll that is not near."""
    place = CloudPlace(scratch, there)
    place.subscribe()
    return place


def notification(place: CloudPlace, word: str, **more: Any) -> dict[str, Any]:
    row = place.row
    assert row is not None
    return {
        "subscriptionId": row.remote_id,
        "clientState": word,
        "changeType": "updated",
        "resource": "Users/x/Events/y",
        **more,
    }


def test_a_change_is_a_note_within_one_tick(place: CloudPlace) -> None:
    place.meet()
    place.told()

    place.tick()

    assert place.notes() == ["2026-12-08"]
    assert place.hinted() == {"heeded": 1}


def test_nothing_is_asked_but_that_something_changed(place: CloudPlace) -> None:
    [one] = place.standing
    assert one.immutable
    assert one.told["changeType"] == "created,updated,deleted"
    assert one.told["resource"].endswith("/events")
    assert not {"includeResourceData", "encryptionCertificate"} & one.told.keys()
    word = one.told["clientState"]
    assert 40 < len(word) <= 128
    store = Path(place.service.store_url.removeprefix("sqlite:///"))
    kept = b"".join(p.read_bytes() for p in store.parent.iterdir() if p.is_file())
    assert word.encode() not in kept
    assert one.id.encode() in kept


def test_without_the_setting_nothing_is_asked_for(scratch: Path, there: Outside) -> None:
    place = CloudPlace(scratch, there, url=None)
    place.meet()
    place.run(POLL)

    assert place.notes() == ["2026-12-08"]
    assert place.asked() == []
    assert place.post({"value": []}) == 405


def test_when_the_setting_goes_so_does_what_stood(place: CloudPlace) -> None:
    place.change(connections={"memory": place.outside.sky(place.clock, None)})

    place.run(2 * STEP)

    assert (place.standing, place.row) == ([], None)


# failures.md 53
def test_53_a_subscription_that_is_gone_without_a_word_is_missed_by_no_change(
    place: CloudPlace,
) -> None:
    [before] = place.standing
    place.hub.subscriptions.clear()
    place.meet()

    place.run(timedelta(seconds=250))
    assert (place.notes(), place.hinted()) == (["2026-12-08"], {})
    assert place.standing == []

    place.run(DAY, 20 * MINUTE)
    [after] = place.standing
    assert after.id != before.id
    assert place.row is not None
    assert place.row.remote_id == after.id
    [*_, listed] = [e for e in place.heard.named("subscriptions_listed") if e["missing"]]
    assert listed["missing"] == 1


# failures.md 53
def test_53_what_the_server_has_and_nobody_knows_is_taken_away(place: CloudPlace) -> None:
    known = place.hub.subscriptions
    [mine] = place.standing
    known["stray"] = replace(mine, id="stray")
    elsewhere = {**mine.told, "notificationUrl": "https://other.example/x"}
    known["others"] = replace(mine, id="others", told=elsewhere)

    place.run(DAY, 20 * MINUTE)

    assert sorted(known) == sorted([mine.id, "others"])


# failures.md 53
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_53_what_gets_lost_is_found_by_the_next_poll(
    scratch: Path, there: Outside, lost: int
) -> None:
    there.server.tenant.hub.loses = lambda number: number % 4 != lost
    place = CloudPlace(scratch, there)
    place.subscribe()
    place.meet()
    place.told()

    place.run(timedelta(seconds=250))

    assert place.notes() == ["2026-12-08"]


# failures.md 54
def test_54_it_is_renewed_at_half_its_life_and_never_ends(place: CloudPlace) -> None:
    [first] = place.standing
    assert first.ends - place.clock.now < LONGEST - 12 * HOUR
    left = []
    for _ in range(10):
        place.run(DAY, 2 * HOUR)
        [one] = place.standing
        left.append(one.ends - place.clock.now)

    assert one.id == first.id
    assert min(left) > 2.5 * DAY
    renewals = [n for n in range(1, 10) if left[n] > left[n - 1]]
    assert 2 <= len(renewals) <= 4


# failures.md 54
def test_54_one_that_ended_while_nobody_was_there_is_made_anew(place: CloudPlace) -> None:
    place.clock.go(8 * DAY)
    assert place.standing == []

    place.restart()
    place.run(4 * STEP)

    [one] = place.standing
    assert place.row is not None
    assert place.row.remote_id == one.id


# failures.md 54
def test_54_whoever_tells_is_answered_at_once_however_long_a_tick_takes(
    place: CloudPlace,
) -> None:
    known_as(place, "ord")
    go_on = threading.Event()
    place.calendars.when_read = lambda: go_on.wait(30)
    place.clock.go(POLL)
    ticking = threading.Thread(target=place.tick)
    ticking.start()

    def tell(number: int) -> tuple[int, float]:
        began = time.monotonic()
        told = notification(place, "ord", resource=f"Users/x/Events/{number}")
        return place.post({"value": [told] * 20}), time.monotonic() - began

    try:
        with ThreadPoolExecutor(16) as many:
            answers = list(many.map(tell, range(400)))
        assert ticking.is_alive()
    finally:
        go_on.set()
        ticking.join()
    assert {status for status, _ in answers} == {202}
    # Graph waits three seconds, and calls an endpoint slow where one in ten takes longer.
    assert max(seconds for _, seconds in answers) < 3
    assert place.tick().hints == {"heeded": 1}


# failures.md 54
def test_54_what_comes_without_its_word_is_answered_alike_and_let_be(place: CloudPlace) -> None:
    known_as(place, "ord")
    stranger = {**notification(place, "ord"), "subscriptionId": "0000"}
    wordless = notification(place, "ord")
    del wordless["clientState"]

    posted = [notification(place, "gættet"), stranger, wordless, notification(place, "")]
    statuses = [place.post({"value": [one]}) for one in posted]
    seen = place.tick()

    assert statuses == [202] * 4
    assert (seen.reads, seen.hints) == ({}, {"wrong_state": 2, "unknown": 1})
    assert b'hjemmedag_notifications_total{outcome="wrong_state"} 2.0' in there_text(place)
    assert place.post({"value": [notification(place, "ord")]}) == 202
    assert place.tick().reads == {"unchanged": 1}


def makes(call: Call) -> bool:
    return call.method == "POST"


def ticked(place: CloudPlace) -> bool:
    place.tick()
    place.clock.go(STEP)
    return True


def there_text(place: CloudPlace) -> bytes:
    return place.outside.metrics.text()


# failures.md 54
def test_54_repeated_and_out_of_order_it_is_one_look_and_no_write(place: CloudPlace) -> None:
    known_as(place, "ord")
    place.meet()
    place.told()
    place.tick()
    place.run(MINUTE)
    place.told()
    place.run(4 * STEP)
    place.heard.rounds.clear()
    place.clock.go(MINUTE)
    kinds = ["deleted", "updated", "created"] * 7
    for kind in kinds:
        place.post({"value": [notification(place, "ord", changeType=kind)] * 3})

    place.tick()
    for kind in kinds:
        place.post({"value": [notification(place, "ord", changeType=kind)]})
    place.tick()

    assert place.reads() == 1
    assert [r.writes for r in place.heard.rounds if r.writes] == []
    assert place.notes() == ["2026-12-08"]


def test_many_changes_of_one_mailbox_are_a_look_every_ten_seconds(place: CloudPlace) -> None:
    for number in range(24):
        place.owner().add(f"Møde {number}", MONDAY, MONDAY + DAY)
        place.told()
        place.tick()
        place.clock.go(STEP)

    assert 10 <= place.reads() <= 13


def test_a_hint_that_comes_while_its_mailbox_is_read_is_heeded_after_it(
    scratch: Path, there: Outside
) -> None:
    lanes = Threads(idle=0.05, at_most=0.2)
    place = CloudPlace(scratch, there, lanes=lanes)
    place.subscribe()
    reading, go_on = threading.Event(), threading.Event()
    place.calendars.when_read = lambda: (reading.set(), go_on.wait(10))
    place.clock.go(POLL)
    place.tick()
    assert reading.wait(5)
    assert place.running.lanes.in_flight() == {"e1"}
    place.meet()
    place.told()

    place.tick()
    place.calendars.when_read = lambda: None
    go_on.set()
    until(lambda: place.tick().in_flight == 0)
    place.clock.go(MINUTE)
    until(lambda: place.tick() and place.notes() == ["2026-12-08"])

    assert lanes.stop(5)


def test_whoever_has_left_is_told_of_no_more(scratch: Path, there: Outside) -> None:
    place = CloudPlace(scratch, there, ["e1", "e2"])
    place.subscribe(2)
    known_as(place, "ord")
    late = notification(place, "ord")
    organisation = place.service.book.organisation
    stays = tuple(e for e in organisation.employees if e.id == "e2")
    book = replace(place.service.book, organisation=replace(organisation, employees=stays))
    place.change(book=book)

    place.run(4 * STEP)

    assert place.row is None
    assert [one.mailbox.address for one in place.standing] == ["e2@x.example"]
    place.heard.rounds.clear()
    place.post({"value": [late]})
    place.clock.go(MINUTE)
    assert place.tick().hints == {"unknown": 1}


def test_whoever_is_forgotten_is_told_of_no_more(place: CloudPlace) -> None:
    with place.store.transaction() as db:
        requests.ask(db, "forget", "e1", None, "operator", place.clock.now)
    place.change(forgotten=partial(forgotten_in, place.service.store_url))

    place.run(3 * STEP)

    assert (place.row, place.standing) == (None, [])


def test_a_restart_doubles_nothing(place: CloudPlace) -> None:
    [before] = place.standing
    for _ in range(3):
        place.restart()
        place.run(3 * STEP)

    assert place.standing == [before]
    place.clock.go(MINUTE)
    place.meet()
    place.told()
    place.tick()
    assert place.notes() == ["2026-12-08"]


def test_what_was_made_and_not_written_down_is_made_anew(place: CloudPlace) -> None:
    """A crash between the server's answer and our row, or a store of yesterday."""
    [before] = place.standing
    with place.store.transaction() as db:
        db.exec_driver_sql("DELETE FROM subscription")

    place.restart()
    place.run(4 * STEP)

    [after] = place.standing
    assert after.id != before.id
    assert place.row is not None
    assert place.row.remote_id == after.id


def test_an_answer_that_is_lost_leaves_one_that_is_known(scratch: Path, there: Outside) -> None:
    there.server.tenant.faults.add("subscriptions", drop_after(), where=makes)
    place = CloudPlace(scratch, there)

    place.run(HOUR, 10 * STEP)

    [one] = place.standing
    assert place.row is not None
    assert place.row.remote_id == one.id
    statuses = there.server.tenant.counters.statuses
    # The one whose answer was lost, the try that met it, the one that stands.
    assert [statuses["subscriptions", n] for n in (201, 409)] == [2, 1]


@pytest.mark.parametrize(("kind", "anew"), [("subscriptionRemoved", True), ("missed", False)])
def test_what_the_server_says_of_a_subscription_is_heeded(
    place: CloudPlace, kind: str, anew: bool
) -> None:
    [before] = place.standing
    owner = place.owner()
    place.hub.loses = lambda _: True
    place.meet()
    place.hub.lifecycle(owner.mailbox, kind)
    place.told()

    place.tick()

    assert place.notes() == ["2026-12-08"]
    place.run(2 * STEP)
    [after] = place.standing
    assert (after.id != before.id) is anew


def test_what_was_missed_is_read_whole(place: CloudPlace) -> None:
    place.hub.lifecycle(place.owner().mailbox, "missed")
    place.told()

    assert place.tick().reads == {"changed": 1}


def test_what_is_to_be_authorised_again_is_renewed_at_once(place: CloudPlace) -> None:
    [before] = place.standing
    place.run(2 * DAY, 4 * HOUR)
    place.hub.lifecycle(place.owner().mailbox, "reauthorizationRequired")
    place.told()

    place.tick()

    [after] = place.standing
    assert after.id == before.id
    assert after.ends > before.ends + DAY


def test_a_mailbox_for_which_there_can_be_none_keeps_nobody_else_waiting(
    scratch: Path, there: Outside
) -> None:
    def of_e1(call: Call) -> bool:
        return "e1@" in str(call.body)

    refused = error(403, "ErrorAccessDenied")
    there.server.tenant.faults.add("subscriptions", refused, times=-1, where=of_e1)
    place = CloudPlace(scratch, there, ["e1", "e2"])
    place.run(HOUR, MINUTE)

    assert [one.mailbox.address for one in place.standing] == ["e2@x.example"]
    assert there.server.tenant.counters.statuses["subscriptions", 403] == 1
    assert place.reads() > 20


def test_where_nobody_is_reached_it_is_said_and_polling_goes_on(
    scratch: Path, there: Outside
) -> None:
    place = CloudPlace(scratch, there, ["e1", "e2", "e3"], url="http://127.0.0.1:9/graph-changes")
    place.meet()
    place.run(6 * HOUR, 2 * MINUTE)

    assert place.notes() == ["2026-12-08"]
    assert place.standing == []
    told = place.heard.named("subscriptions_wait")
    assert "Graph does not reach notification_url" in str(told[0]["error"])
    assert len(told) < 25
    assert place.reads() > 3 * 6 * 10


def test_a_server_that_is_slow_to_subscribe_stalls_no_tick(scratch: Path, there: Outside) -> None:
    lanes = Threads(idle=0.05, at_most=0.2)
    go_on = threading.Event()

    def slow(_: Any, handle: Any) -> Any:
        go_on.wait(30)
        return handle()

    there.server.tenant.faults.add("subscriptions", slow, times=-1, where=makes)
    people = [f"e{n}" for n in range(1, 31)]
    place = CloudPlace(scratch, there, people, lanes=lanes)
    began = time.monotonic()
    ticks = 12
    for _ in range(ticks):
        place.tick()
        place.clock.go(STEP)
    took = time.monotonic() - began

    assert took < ticks * 1.0
    assert 1 <= len(place.running.lanes.in_flight()) <= 10
    go_on.set()
    until(lambda: ticked(place) and len(place.standing) == 30)
    assert lanes.stop(5)


def test_one_request_at_a_time_for_a_mailbox(scratch: Path, there: Outside) -> None:
    place = CloudPlace(scratch, there, ["e1", "e2", "e3"], lanes=Threads(idle=0.2, at_most=1))
    place.subscribe(3)
    for person in ("e1", "e2", "e3"):
        place.meet(person)
    place.told()
    place.run(4 * STEP)

    at_once = there.server.tenant.counters.most_at_once
    assert {n for who, n in at_once.items() if "@" in who} == {1}


def test_a_paused_mailbox_is_not_read_for_a_hint(place: CloudPlace) -> None:
    with place.store.transaction() as db:
        requests.ask(db, "pause", "e1", None, "operator", place.clock.now)
    place.tick()
    place.meet()
    place.told()

    place.run(MINUTE)

    assert (place.reads(), place.notes()) == (0, [])
    with place.store.transaction() as db:
        assert schedule_rows.some(db, ["e1"])["e1"].state == "paused"


def test_the_path_is_the_only_one_that_is_posted_to(place: CloudPlace) -> None:
    assert place.post({"value": []}, PATH) == 202
    assert place.post({"value": []}, PATH + "/") == 405
    assert place.post({"value": []}, "/metrics") == 405
