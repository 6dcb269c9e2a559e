"""exchangelib as it ships does its calendar work against the EWS simulator."""

from __future__ import annotations

import ssl
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from exchangelib import (
    DELEGATE,
    IMPERSONATION,
    NTLM,
    Account,
    CalendarItem,
    Configuration,
    Credentials,
    EWSDate,
    EWSDateTime,
    EWSTimeZone,
    Version,
    errors,
)
from exchangelib.autodiscover.protocol import AutodiscoverProtocol
from exchangelib.fields import MONDAY, WEDNESDAY
from exchangelib.folders import Calendar, SingleFolderQuerySet
from exchangelib.properties import DistinguishedFolderId, Mailbox
from exchangelib.protocol import close_connections
from exchangelib.recurrence import Recurrence, WeeklyPattern
from exchangelib.transport import BASIC
from exchangelib.version import EXCHANGE_2016

from tests.simulators.conftest import ANNA, BO, COPENHAGEN, LONE, SERVICE
from tests.simulators.ews.exchange import EXCHANGE_2019
from tests.simulators.ews.faults import fault, inside
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.server import Server, serving
from tests.simulators.ews.store import Delegate

CREDENTIALS = Credentials(SERVICE.name, SERVICE.password)
ZONE = EWSTimeZone("Europe/Copenhagen")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=COPENHAGEN)
VIEW = {
    "start": EWSDateTime(2026, 11, 23, tzinfo=ZONE),
    "end": EWSDateTime(2026, 12, 21, tzinfo=ZONE),
}


def account(
    server: Server,
    address: str = ANNA,
    access: str = IMPERSONATION,
    auth: str = NTLM,
    credentials: Credentials = CREDENTIALS,
) -> Any:
    """An account as the manual of exchangelib makes it."""
    config = Configuration(service_endpoint=server.url, credentials=credentials, auth_type=auth)
    return Account(address, config=config, access_type=access, default_timezone=ZONE)


def note(box: Any, **changed: Any) -> Any:
    """A note of ours, saved."""
    day = EWSDate(2026, 11, 25)
    words = {"subject": "Note", "body": "Hej æøå 🏠", "test_key": "day:anna:2026-11-25"}
    quiet = {"sensitivity": "Private", "reminder_is_set": False, "legacy_free_busy_status": "Free"}
    dates = {"start": day, "end": day, "is_all_day": True}
    item = CalendarItem(account=box, folder=box.calendar, **{**words, **quiet, **dates, **changed})
    return item.save()


def test_it_signs_in_by_ntlm_once_and_learns_the_version(server: Server) -> None:
    box = account(server)
    assert str(box.version.build) == "15.2.2562.17"
    assert list(box.calendar.view(**VIEW)) == []
    assert server.exchange.counters.sign_ins == 1


def test_other_versions_say_so(server: Server) -> None:
    server.exchange.manners.build = EXCHANGE_2019
    assert str(account(server).version.build) == "15.2.1748.10"


def test_basic_sign_in_and_a_wrong_password(server: Server) -> None:
    assert list(account(server, auth=BASIC).calendar.view(**VIEW)) == []
    wrong = Credentials(SERVICE.name, "forkert")
    for auth in (NTLM, BASIC):
        with pytest.raises(errors.UnauthorizedError):
            account(server, auth=auth, credentials=wrong).version  # noqa: B018


def test_it_guesses_that_ntlm_is_wanted(server: Server) -> None:
    config = Configuration(service_endpoint=server.url, credentials=CREDENTIALS)
    assert Account(ANNA, config=config, access_type=IMPERSONATION).protocol.auth_type == NTLM


def test_it_creates_views_updates_and_deletes(server: Server) -> None:
    box = account(server)
    saved = note(box)
    (seen,) = box.calendar.view(**VIEW)
    assert (seen.subject, seen.start, seen.end) == ("Note", date(2026, 11, 25), date(2026, 11, 25))
    assert (seen.is_all_day, seen.sensitivity, seen.reminder_is_set) == (True, "Private", False)
    assert seen.legacy_free_busy_status == "Free"
    saved.subject = "Note om din hjemmedag"
    before = saved.changekey
    saved.save(update_fields=["subject"])
    assert saved.changekey != before
    (found,) = box.calendar.filter(test_key="day:anna:2026-11-25")
    assert (found.subject, found.test_key) == ("Note om din hjemmedag", "day:anna:2026-11-25")
    assert found.text_body == "Hej æøå 🏠" or found.body == "Hej æøå 🏠"
    saved.delete()
    assert list(box.calendar.view(**VIEW)) == []


def test_a_restriction_finds_our_property_and_nothing_else(server: Server, anna: Owner) -> None:
    box = account(server)
    note(box)
    note(box, test_key="another")
    anna.add("Hjemme", date(2026, 11, 26), date(2026, 11, 27))
    (found,) = box.calendar.filter(test_key="DAY:ANNA:2026-11-25").only("test_key")
    assert found.test_key == "day:anna:2026-11-25"
    assert not box.calendar.filter(test_key="never").exists()


def test_extended_properties_come_only_when_asked_for(server: Server) -> None:
    box = account(server)
    note(box)
    (thin,) = box.calendar.all().only("subject")
    assert thin.test_key is None
    (thick,) = box.calendar.all().only("test_key")
    assert (thick.subject, thick.test_key) == (None, "day:anna:2026-11-25")


def test_a_series_is_unfolded_with_what_was_done_to_it(server: Server, anna: Owner) -> None:
    series = anna.add_weekly("Teammøde", TUESDAY, 4)
    anna.delete_one(series, date(2026, 12, 1))
    moved = TUESDAY + timedelta(days=15, hours=3)
    anna.edit_one(series, date(2026, 12, 8), Start=moved, End=moved + timedelta(hours=1))
    anna.edit_one(series, date(2026, 12, 15), Subject="Julefrokost")
    seen = list(account(server).calendar.view(**VIEW))
    assert [(i.subject, i.start, i.type) for i in seen] == [
        ("Teammøde", TUESDAY, "Occurrence"),
        ("Teammøde", moved, "Exception"),
        ("Julefrokost", TUESDAY + timedelta(days=21), "Exception"),
    ]
    assert len({i.id for i in seen}) == 3
    master = seen[1].recurring_master()
    master.refresh()
    assert (master.type, master.recurrence.pattern.interval) == ("RecurringMaster", 1)
    assert [d.start for d in master.deleted_occurrences] == [TUESDAY + timedelta(days=7)]
    assert len(master.modified_occurrences) == 2
    fourth = master.occurrence(4)
    fourth.refresh()
    assert (fourth.subject, fourth.type) == ("Julefrokost", "Exception")


def test_a_series_keeps_its_local_time_over_both_changes_of_the_clock(
    server: Server, anna: Owner
) -> None:
    anna.add_weekly("Teammøde", datetime(2026, 3, 23, 9, 0, tzinfo=COPENHAGEN), 33)
    view = {
        "start": EWSDateTime(2026, 3, 1, tzinfo=ZONE),
        "end": EWSDateTime(2026, 12, 1, tzinfo=ZONE),
    }
    starts = [i.start.astimezone(COPENHAGEN) for i in account(server).calendar.view(**view)]
    assert {f"{start:%a %H:%M}" for start in starts} == {"Mon 09:00"}
    assert len({start.utcoffset() for start in starts}) == 2


def test_a_master_made_by_exchangelib_is_unfolded(server: Server) -> None:
    box = account(server)
    start = EWSDateTime(2026, 11, 23, 8, 0, tzinfo=ZONE)
    pattern = WeeklyPattern(interval=2, weekdays=[MONDAY, WEDNESDAY])
    rule = Recurrence(pattern=pattern, start=start.date(), number=3)
    end = start + timedelta(hours=8)
    words = {"subject": "Hjemme", "start": start, "end": end, "recurrence": rule}
    CalendarItem(account=box, folder=box.calendar, **words).save()
    days = [i.start.astimezone(ZONE).date() for i in box.calendar.view(**VIEW)]
    assert days == [date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 7)]


def test_sync_tells_of_masters_pages_and_forgets(server: Server, anna: Owner) -> None:
    anna.add_weekly("Teammøde", TUESDAY, 4)
    for number in range(7):
        anna.add(f"Entry {number}", date(2026, 11, 24), date(2026, 11, 25))
    calendar = account(server).calendar
    changes = list(calendar.sync_items(max_changes_returned=3, only_fields=["subject", "type"]))
    assert [kind for kind, _ in changes] == ["create"] * 8
    assert {item.type for _, item in changes} == {"RecurringMaster", "Single"}
    assert server.exchange.counters.count("SyncFolderItems") == 3
    state = calendar.item_sync_state
    assert list(calendar.sync_items(sync_state=state)) == []
    gone, changed = list(anna.mailbox.items.values())[:2]
    anna.delete(gone)
    anna.edit(changed, Subject="Nyt")
    kinds = [kind for kind, _ in calendar.sync_items(sync_state=state, only_fields=["subject"])]
    assert sorted(kinds) == ["delete", "update"]
    server.exchange.store.generation += 1
    with pytest.raises(errors.ErrorInvalidSyncStateData):
        list(calendar.sync_items(sync_state=state))


def test_a_change_key_that_is_not_the_last_is_refused(server: Server, anna: Owner) -> None:
    box = account(server)
    saved = note(box)
    (item,) = anna.mailbox.items.values()
    anna.edit(item, Subject="Aftalt med Lone")
    saved.subject = "Note 2"
    with pytest.raises(errors.ErrorIrresolvableConflict):
        saved.save(update_fields=["subject"], conflict_resolution="NeverOverwrite")
    assert item.text("Subject") == "Aftalt med Lone"


def test_all_day_items_are_widened_to_midnights(server: Server, anna: Owner) -> None:
    nine = datetime(2026, 11, 24, 9, 0, tzinfo=COPENHAGEN)
    item = anna.add("Hjemme", nine, nine + timedelta(hours=8), IsAllDayEvent="true")
    assert (item.text("Start"), item.text("End")) == (
        "2026-11-23T23:00:00Z",
        "2026-11-24T23:00:00Z",
    )


def test_only_who_is_in_scope_is_impersonated(server: Server) -> None:
    with pytest.raises(errors.ErrorImpersonateUserDenied):
        account(server, LONE).calendar  # noqa: B018
    with pytest.raises(errors.ErrorNonExistentMailbox):
        account(server, "nobody@example.dk", DELEGATE).calendar  # noqa: B018


def test_a_delegate_of_the_calendar_sees_no_inbox(server: Server, anna: Owner) -> None:
    anna.mailbox.delegates[SERVICE.address] = Delegate()
    folder = calendar_of(server, ANNA)
    anna.add("Hjemme", date(2026, 11, 24), date(2026, 11, 25))
    assert [i.subject for i in folder.view(**VIEW)] == ["Hjemme"]
    with pytest.raises(errors.ErrorAccessDenied):
        account(server, ANNA, DELEGATE).inbox  # noqa: B018
    assert isinstance(calendar_of(server, BO), errors.ErrorAccessDenied)


def test_a_delegate_may_not_see_what_is_private(server: Server, anna: Owner) -> None:
    anna.mailbox.delegates[SERVICE.address] = Delegate(sees_private=False)
    folder = calendar_of(server, ANNA)
    anna.add("Læge", TUESDAY, TUESDAY + timedelta(hours=1), Sensitivity="Private")
    (seen,) = folder.view(**VIEW).only("subject", "sensitivity", "start")
    assert (seen.subject, seen.sensitivity, seen.start) == (None, "Private", TUESDAY)
    assert list(folder.view(**VIEW)) == []
    assert len(list(folder.filter(subject="Læge").only("subject"))) == 1
    server.exchange.manners.private_is_found = False
    assert list(folder.filter(subject="Læge").only("subject")) == []


def test_invitations_land_in_the_guests_calendar_and_are_counted(server: Server) -> None:
    box = account(server, SERVICE.address, DELEGATE)
    start = EWSDateTime(2026, 11, 25, 9, 0, tzinfo=ZONE)
    meeting = CalendarItem(
        account=box,
        folder=box.calendar,
        subject="Hjemmedage i uge 49",
        start=start,
        end=start + timedelta(hours=1),
        required_attendees=[BO],
        test_key="invite:bo",
    )
    meeting.save(send_meeting_invitations="SendToAllAndSaveCopy")
    (seen,) = account(server, BO).calendar.view(**VIEW)
    assert (seen.subject, seen.my_response_type) == ("Hjemmedage i uge 49", "NoResponseReceived")
    assert (seen.uid, seen.is_meeting, seen.test_key) == (meeting_uid(meeting), True, "invite:bo")
    assert seen.legacy_free_busy_status == "Tentative"
    meeting.subject, meeting.start = "Rettet", start + timedelta(hours=2)
    meeting.end = meeting.start + timedelta(hours=1)
    everybody = "SendToAllAndSaveCopy"
    meeting.save(update_fields=["subject", "start", "end"], send_meeting_invitations=everybody)
    (seen,) = account(server, BO).calendar.view(**VIEW)
    assert (seen.subject, seen.appointment_sequence_number) == ("Rettet", 1)
    meeting.delete(send_meeting_cancellations=everybody)
    (seen,) = account(server, BO).calendar.view(**VIEW)
    assert (seen.subject, seen.is_cancelled) == ("Canceled: Rettet", True)
    kinds = [mail.kind for mail in server.exchange.store.mails]
    assert kinds == ["request", "update", "cancellation"]


def test_a_view_of_too_many_years_is_refused(server: Server) -> None:
    wide = VIEW | {"end": EWSDateTime(2029, 11, 23, tzinfo=ZONE)}
    with pytest.raises(errors.ErrorCalendarViewRangeTooBig):
        list(account(server).calendar.view(**wide))


def test_it_is_told_to_back_off(server: Server) -> None:
    box = account(server)
    calendar = box.calendar
    for answer in (
        fault("ErrorServerBusy", back_off=297_749),
        inside("ErrorServerBusy", back_off=297_749),
    ):
        server.exchange.faults.add("FindItem", answer)
        with pytest.raises(errors.ErrorServerBusy):
            list(calendar.view(**VIEW))
    assert list(calendar.view(**VIEW)) == []


def test_tls_with_an_authority_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving([SERVICE], tls=context) as server:
        box = account(server, SERVICE.address, DELEGATE)
        with pytest.raises(errors.TransportError):
            list(box.calendar.view(**VIEW))
        close_connections()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        box = account(server, SERVICE.address, DELEGATE)
        assert list(box.calendar.view(**VIEW)) == []
        close_connections()


def test_autodiscover_names_the_server(server: Server) -> None:
    config = Configuration(
        service_endpoint=server.autodiscover_url,
        credentials=CREDENTIALS,
        auth_type=NTLM,
        version=Version(build=EXCHANGE_2016),
    )
    protocol = AutodiscoverProtocol(config=config)
    told = protocol.get_user_settings(user=ANNA)
    assert (told.ews_url, told.autodiscover_smtp_address) == (server.url, ANNA)
    nobody = protocol.get_user_settings(user="nobody@example.dk")
    with pytest.raises(errors.ErrorNonExistentMailbox):
        nobody.raise_errors()
    protocol.close()


def test_more_sockets_than_allowed_are_turned_away(server: Server) -> None:
    box = account(server)
    calendar = box.calendar
    server.exchange.manners.max_sockets = 0
    with pytest.raises(errors.ErrorExceededConnectionCount):
        list(calendar.view(**VIEW))


def test_time_zones_and_names_are_told(server: Server) -> None:
    protocol = account(server).protocol
    assert "Romance Standard Time" in [zone.id for zone in protocol.get_timezones()]
    (found,) = protocol.resolve_names(["anna"])
    assert found.email_address == ANNA
    server.exchange.manners.server_time_zones = False
    with pytest.raises(errors.ErrorInvalidServerVersion):
        list(protocol.get_timezones())


def calendar_of(server: Server, address: str) -> Any:
    """Another's calendar, as a delegate reaches it."""
    mine = account(server, SERVICE.address, DELEGATE)
    identity = DistinguishedFolderId(id="calendar", mailbox=Mailbox(email_address=address))
    folder = Calendar(root=mine.root, _distinguished_id=identity)
    return SingleFolderQuerySet(account=mine, folder=folder).resolve()


def meeting_uid(meeting: Any) -> str:
    """The UID that the server gave."""
    meeting.refresh()
    return str(meeting.uid)
