"""What stands beside and around the times: other components, messages, parameters, standing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import (
    APPLE,
    EXCHANGE,
    GOOGLE,
    NEXTCLOUD,
    NOTES,
    TUESDAY,
    calendar,
    event,
    home,
    timed,
)
from tests.corpus.shape import Sample, shape

HOME = ("2026-11-24 Hjemme",)
MEETING = ("2026-11-24 10:00-11:00 Møde",)
BOSS = "ORGANIZER;CN=Chef:mailto:chef@example.dk"
ME = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Anna:mailto:m@example.dk"


@shape("Apple, Evolution, Nextcloud", "the entries only")
def other_components() -> Iterator[Sample]:
    """Tasks, journals, free/busy, availability and alarms beside and in entries."""
    for kind in ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL", "X-ANDET"):
        other = [f"BEGIN:{kind}", "UID:o", TUESDAY, "SUMMARY:Ikke en aftale", f"END:{kind}"]
        yield Sample(kind.lower(), (calendar(other, home(), prodid=APPLE),), HOME)
        if kind == "VTODO":
            yield Sample("vtodo_behind", (calendar(home(), other),), HOME)
    alarm = ["BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:20261124T080000Z", "UID:alarm"]
    alarm += ["SUMMARY:Påmindelse", "DTSTART:20250101T000000Z", "END:VALARM"]
    yield Sample("alarm", (calendar(home(*alarm)),), HOME)
    yield Sample("alarm_first", (calendar(event(*alarm, TUESDAY, subject="")),), ("2026-11-24",))
    yield Sample("nothing", (calendar(prodid=NEXTCLOUD),))


@shape("Outlook, Exchange, Google", "the entry as it stands after the message")
def messages_with_an_entry() -> Iterator[Sample]:
    """METHOD:PUBLISH, REQUEST and CANCEL, one by one and over each other."""
    for method in ("PUBLISH", "REQUEST", "request"):
        content = calendar(timed("1000", "1100", BOSS, ME), head=[f"METHOD:{method}"])
        yield Sample(method if method.islower() else method.lower() + "_1", (content,), MEETING)
    cancel = calendar(timed("1000", "1100", BOSS, "SEQUENCE:2"), head=["METHOD:CANCEL"])
    cancelled = (f"{MEETING[0]} (cancelled)",)
    yield Sample("cancel", (cancel,), cancelled)
    asked = calendar(timed("1000", "1100", BOSS, "SEQUENCE:1"), head=["METHOD:REQUEST"])
    yield Sample("cancel_after_request", (asked, cancel), cancelled)
    again = calendar(timed("1000", "1100", BOSS, "SEQUENCE:3"), head=["METHOD:REQUEST"])
    yield Sample("request_after_cancel", (cancel, again), MEETING)
    series = event(
        "DTSTART;TZID=Romance Standard Time:20261124T100000",
        "DTEND;TZID=Romance Standard Time:20261124T110000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    one = event(
        "RECURRENCE-ID;TZID=Romance Standard Time:20261201T100000",
        "DTSTART;TZID=Romance Standard Time:20261201T100000",
        "DTEND;TZID=Romance Standard Time:20261201T110000",
        "SEQUENCE:1",
    )
    files = (calendar(series, prodid=EXCHANGE), calendar(one, head=["METHOD:CANCEL"]))
    yield Sample("cancel_one", files, (*MEETING, "2026-12-01 10:00-11:00 Møde (cancelled)"))


@shape("mail programs", "set aside: an answer is no entry, and the entry itself stays as it is")
def messages_about_an_entry() -> Iterator[Sample]:
    """METHOD:REPLY, COUNTER and others saved beside the entry."""
    entry = calendar(timed("1000", "1100", BOSS, ME))
    for method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"):
        other = timed("1400", "1500", BOSS, "SEQUENCE:5", ME.replace("ACCEPTED", "DECLINED"))
        files = (entry, calendar(other, head=[f"METHOD:{method}"]))
        yield Sample(method.lower(), files, MEETING, (reasons.MESSAGE,))


@shape("exports put together", "each calendar by its own method")
def calendars_of_several_methods() -> Iterator[Sample]:
    """Several calendars in one file, one of them a cancellation."""
    off = calendar(timed("1000", "1100"), head=["METHOD:CANCEL"])
    read = (f"{MEETING[0]} (cancelled)", *HOME)
    yield Sample("cancel_first", (off + calendar(home()),), read)
    yield Sample("cancel_last", (calendar(home()) + off,), read)
    reply = calendar(event(TUESDAY, uid="r"), head=["METHOD:REPLY"])
    yield Sample("reply_last", (calendar(home()) + reply,), HOME, (reasons.MESSAGE,))
    late = calendar(timed("1000", "1100")).replace(b"END:VCAL", b"METHOD:CANCEL\r\nEND:VCAL")
    yield Sample("method_at_the_end", (late,), read[:1])


@shape("all", "the entry")
def parameters_written_oddly() -> Iterator[Sample]:
    """Quotes, semicolons, colons and nothing in parameters."""
    for label, line in (
        ("quoted_colon", 'ORGANIZER;CN="Hansen: chef; A.":mailto:chef@example.dk'),
        ("quote_without_end", 'ORGANIZER;CN="Hansen:mailto:chef@example.dk'),
        ("quotes_in_quotes", 'ATTENDEE;CN="Anna "Ann" And":mailto:a@example.dk'),
        ("caret", "ATTENDEE;CN=Anna ^'Ann^' And:mailto:a@example.dk"),
        ("empty", "ATTENDEE;CN=;ROLE=:mailto:a@example.dk"),
        ("no_value", "ATTENDEE;CN;RSVP:mailto:a@example.dk"),
        ("equals", "ATTENDEE;CN=a=b=c:mailto:a@example.dk"),
        ("comma", "ATTENDEE;MEMBER=mailto:a@x.dk,mailto:b@x.dk:mailto:a@example.dk"),
        ("exchange_path", "ORGANIZER:/o=ExchangeLabs/ou=Group/cn=Recipients/cn=a"),
        ("invalid", "ORGANIZER;CN=Chef:invalid:nomail"),
    ):
        yield Sample(label, (calendar(home(line), prodid=EXCHANGE),), HOME)
    subject = event(TUESDAY, 'SUMMARY;LANGUAGE=da;X-NOTE="a:b;c":Hjemme', subject="")
    yield Sample("of_the_subject", (calendar(subject),), HOME)


@shape("all", "times only: the text stays unread")
def private_entries() -> Iterator[Sample]:
    """CLASS:PRIVATE, CONFIDENTIAL and classes nobody knows."""
    for word in ("PRIVATE", "CONFIDENTIAL", "private", "X-PERSONLIGT"):
        label = f"{word.lower()}_{'lower' if word.islower() else 'upper'}"
        content = calendar(home(f"CLASS:{word}", "LOCATION:Hos lægen"), prodid=NEXTCLOUD)
        yield Sample(label, (content,), ("2026-11-24 (private)",))
    yield Sample("public", (calendar(home("CLASS:PUBLIC"), prodid=GOOGLE),), HOME)


@shape("phones, scripts", "each entry, found by its bytes where it has no name")
def entries_without_uid() -> Iterator[Sample]:
    """No UID, an empty one, very long and odd ones."""
    two = ("2026-11-24 Hjemme", "2026-11-24 Også")
    for label, lines in (("missing", ()), ("empty", ("UID:",)), ("blank", ("UID:   ",))):
        both = [home(*lines, uid="", subject=line[11:]) for line in two]
        yield Sample(label, (calendar(*both),), two)
    for label, uid in (
        ("long", "x" * 100_000),
        ("path", "../../etc/passwd"),
        ("line_break", "a\\nb"),
        ("letters", "ærø-🏠"),
        ("outlook", "040000008200E00074C5B7101A82E008" + "0" * 80),
    ):
        yield Sample(label, (calendar(home(uid=uid)),), HOME)


@shape("HCL Notes, Exchange", "the entry")
def properties_nobody_asks_for() -> Iterator[Sample]:
    """Notes' and Outlook's own properties, and names that are none."""
    notes = ["X-LOTUS-UPDATE-SEQ:1", "X-LOTUS-UPDATE-WISL:$S:1;$L:1;$B:1;$R:1;$E:1;$W:1;$O:1"]
    notes += ["X-LOTUS-NOTESVERSION:2", "X-LOTUS-APPTTYPE:3", "X-LOTUS-CHILD_UID:ABC"]
    yield Sample("notes", (calendar(home(*notes), prodid=NOTES),), HOME)
    outlook = ["X-MICROSOFT-CDO-IMPORTANCE:1", "X-MICROSOFT-DISALLOW-COUNTER:FALSE"]
    outlook += ["X-MS-OLK-AUTOFILLLOCATION:FALSE", "X-MS-OLK-CONFTYPE:0", "PRIORITY:5"]
    yield Sample("outlook", (calendar(home(*outlook)),), HOME)
    apple = ['X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Hjem":geo:55.6,12.5']
    apple += ["X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC", "ACKNOWLEDGED:20261101T000000Z"]
    yield Sample("apple", (calendar(home(*apple), prodid=APPLE),), HOME)
    odd = ["_NAME:x", "X NAME:y", "ÆØÅ:z", "9:8", "-:-", "item1.SUMMARY:Ikke denne"]
    yield Sample("odd_names", (calendar(home(*odd)),), HOME)
