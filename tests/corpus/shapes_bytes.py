"""Bytes: encodings, line ends, folds, control characters, and files that are something else."""

from __future__ import annotations

import base64
import codecs
import re
from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import APPLE, OUTLOOK, TUESDAY, calendar, event, home, text
from tests.corpus.shape import Sample, shape

SUBJECT = "Hjemmearbejde på Ærø"
READ = (f"2026-11-24 {SUBJECT}",)
PLAIN = text(home(subject=SUBJECT))
HOME = ("2026-11-24 Hjemme",)


@shape("all", "the letters that were meant")
def eight_bit_encodings() -> Iterator[Sample]:
    """UTF-8 with and without mark, cp1252 (Latin-1 is part of it), both in one file."""
    yield Sample("utf_8", (PLAIN.encode(),), READ)
    yield Sample("utf_8_marked", (codecs.BOM_UTF8 + PLAIN.encode(),), READ)
    yield Sample("cp1252", (PLAIN.encode("cp1252"),), READ)
    quotes = home(subject="“Hjemme” – 100 €")
    yield Sample("cp1252_signs", (text(quotes).encode("cp1252"),), ("2026-11-24 “Hjemme” – 100 €",))
    later = event("DTSTART;VALUE=DATE:20261125", uid="l", subject="Også på Ærø")
    both = PLAIN.encode().replace(b"END:VCALENDAR\r\n", b"")
    both += "\r\n".join([*later, "END:VCALENDAR", ""]).encode("cp1252")
    yield Sample("both_in_one_file", (both,), (*READ, "2026-11-25 Også på Ærø"))


@shape("old Macs", "the day; letters beyond ASCII come out wrong, as nothing tells the encoding")
def mac_roman() -> Iterator[Sample]:
    """Mac Roman, which no mark tells from cp1252."""
    yield Sample("mac_roman", (PLAIN.encode("mac_roman"),), ("2026-11-24 Hjemmearbejde pŒ ®r¿",))


@shape("Outlook, Windows tools", "the letters that were meant")
def sixteen_bit_encodings() -> Iterator[Sample]:
    """UTF-16 of both byte orders, with and without mark, whole and cut."""
    yield Sample("thirty_two", (PLAIN.encode("utf-32"),), READ)
    little, big = PLAIN.encode("utf-16-le"), PLAIN.encode("utf-16-be")
    for label, content in (
        ("little", codecs.BOM_UTF16_LE + little),
        ("little_unmarked", little),
        ("big", codecs.BOM_UTF16_BE + big),
        ("big_unmarked", big),
    ):
        yield Sample(label, (content,), READ)
        if "unmarked" not in label:
            cut = (reasons.CUT,)
            yield Sample(f"{label}_odd_byte_missing", (content[:-31],), READ, cut)
    yield Sample(
        "marked_yet_8_bit", (codecs.BOM_UTF16_LE + PLAIN.encode(),), (), (reasons.NO_CALENDAR,)
    )


@shape("Exchange, gateways", "the text without them; what breaks a value sets that entry aside")
def control_characters() -> Iterator[Sample]:
    """NULs and control characters in names, values and between lines."""
    utf8 = PLAIN.encode()
    yield Sample("nul_in_text", (utf8.replace(b"Hjemme", b"Hj\0emme"),), READ)
    yield Sample("nul_in_date", (utf8.replace(b":2026", b":20\x0026"),), READ)
    yield Sample("nul_in_name", (utf8.replace(b"SUMMARY", b"SUM\0MARY"),), READ)
    yield Sample("nuls_at_the_end", (utf8 + b"\0" * 5_000,), READ)
    yield Sample("nuls_at_the_beginning", (b"\0" * 13 + utf8,), READ)
    yield Sample("control_z", (utf8 + b"\x1a",), READ)
    for code in (0x0B, 0x0C, 0x19, 0x1B, 0x1C, 0x1E, 0x7F):
        sign = bytes([code])
        read = (f"2026-11-24 {SUBJECT.replace('arbejde', chr(code) + 'arbejde')}",)
        yield Sample(f"{code:02x}_in_text", (utf8.replace(b"arbejde", sign + b"arbejde"),), read)
    odd = utf8.replace(b":20261124", b":2026\x191124")
    yield Sample("in_date", (odd,), (), (reasons.MALFORMED,))
    for label, mark in (("2028", "\u2028"), ("2029", "\u2029"), ("85", "\x85")):
        content = PLAIN.replace("arbejde", mark + "arbejde").encode()
        read = (f"2026-11-24 {SUBJECT.replace('arbejde', mark + 'arbejde')}",)
        yield Sample(f"u_{label}", (content,), read)


@shape("all", "the same entry")
def line_ends() -> Iterator[Sample]:
    """LF, CR, CRLF, CRCRLF, mixtures, and none after the last line."""
    utf8 = PLAIN.encode()
    lines = utf8.split(b"\r\n")
    mixed = b"".join(line + (b"\n", b"\r", b"\r\n")[n % 3] for n, line in enumerate(lines))
    for label, content in (
        ("lf", utf8.replace(b"\r\n", b"\n")),
        ("cr", utf8.replace(b"\r\n", b"\r")),
        ("crcrlf", utf8.replace(b"\r\n", b"\r\r\n")),
        ("lfcr", utf8.replace(b"\r\n", b"\n\r")),
        ("mixed", mixed),
        ("none_at_the_end", utf8.rstrip()),
        ("blank_lines", utf8.replace(b"\r\n", b"\r\n\r\n")),
        (
            "spaces_at_the_end",
            utf8.replace(b"\r\n", b"  \r\n").replace(b"Hjemmearbejde", b"Hjemmearbejde"),
        ),
    ):
        read = tuple(f"{line}  " for line in READ) if label == "spaces_at_the_end" else READ
        yield Sample(label, (content,), read)


def _folded(content: bytes, width: int, fold: bytes) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(
        fold.join(re.findall(b".{1,%d}" % width, line, re.DOTALL)) for line in lines
    )


@shape("all", "the same entry, with its letters put together again")
def folds() -> Iterator[Sample]:
    """Lines folded at every width, in the middle of letters, with tabs, with LF."""
    utf8 = PLAIN.encode()
    for width in (1, 2, 3, 5, 7, 20):
        yield Sample(f"at_{width}", (_folded(utf8, width, b"\r\n "),), READ)
    yield Sample("with_tab", (_folded(utf8, 10, b"\r\n\t"),), READ)
    yield Sample("with_lf", (_folded(utf8, 10, b"\n "),), READ)
    yield Sample("with_crcrlf", (_folded(utf8, 10, b"\r\r\n "),), READ)
    yield Sample("with_blank_line", (_folded(utf8, 30, b"\r\n\r\n "),), READ)
    wide = _folded(PLAIN.encode("cp1252"), 9, b"\r\n ")
    yield Sample("cp1252", (wide,), READ)
    sixteen = codecs.BOM_UTF16_LE + PLAIN.replace("på", "p\r\n å").encode("utf-16-le")
    yield Sample("utf_16", (sixteen,), READ)


@shape("mail programs, phones", "the line as far as it goes; the rest is no property")
def lines_broken_without_a_fold() -> Iterator[Sample]:
    """Text that runs over several lines without the blank that marks a fold."""
    for label, rest in (
        ("description", "DESCRIPTION:Kære alle\r\nse vedlagte\r\nMvh."),
        ("description_with_colon", "DESCRIPTION:Husk:\r\nSted: lokale 2\r\nTid: kl. 10"),
        ("html", "X-ALT-DESC;FMTTYPE=text/html:<html>\r\n<body style='a:b'>\r\n</html>"),
        ("junk", "== skåret =="),
        ("colon_only", ":"),
        ("semicolons", ";;;;"),
        ("name_only", "DTSTART"),
    ):
        yield Sample(label, (calendar(home(rest)),), HOME)


@shape("mail programs, downloads", "the calendar inside, if it stands there in plain text")
def calendars_inside_something_else() -> Iterator[Sample]:
    """Mail headers before, signatures behind, a form feed between."""
    utf8 = PLAIN.encode()
    mail = b"Content-Type: text/calendar; method=PUBLISH\r\nMIME-Version: 1.0\r\n\r\n"
    for label, content in (
        ("mail_headers", mail + utf8),
        ("signature", utf8 + b"\r\n-- \r\nVenlig hilsen\r\nAnna"),
        ("blank_beginning", b"\r\n\r\n  \r\n" + utf8),
        ("boundary", b"--a\r\n" + mail + utf8 + b"--a--\r\n"),
        ("two_calendars", utf8 + calendar(prodid=APPLE)),
    ):
        yield Sample(label, (content,), READ)


@shape("downloads that went wrong", "set aside as a whole")
def files_that_are_no_calendar() -> Iterator[Sample]:
    """Empty files, sign-in pages, cards, archives, pictures under the name of a calendar."""
    page = b"<!DOCTYPE html><html><title>Log ind</title><body>begin:vcalendar</body></html>"
    for label, content in (
        ("empty", b""),
        ("blank", b"\r\n \r\n"),
        ("mark_only", codecs.BOM_UTF8),
        ("sixteen_bit_mark_only", codecs.BOM_UTF16_LE),
        ("page", page),
        ("json", b'{"error": "invalid_grant"}'),
        ("card", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nEND:VCARD\r\n"),
        ("base64", base64.b64encode(PLAIN.encode())),
        ("archive", b"PK\x03\x04" + bytes(range(256)) * 4),
        ("nuls", b"\0" * 4_096),
    ):
        yield Sample(label, (content,), (), (reasons.NO_CALENDAR,))


@shape("all", "the text with its escapes undone, once")
def escapes_in_text() -> Iterator[Sample]:
    """Commas, semicolons, line breaks and backslashes in a subject."""
    for label, raw, read in (
        ("comma", r"Hjemme\, ad hoc", "Hjemme, ad hoc"),
        ("comma_bare", "Hjemme, ad hoc", "Hjemme, ad hoc"),
        ("semicolon", r"Hjemme\; ad hoc", "Hjemme; ad hoc"),
        ("line_break", r"Hjemme\nad hoc", "Hjemme\nad hoc"),
        ("capital_break", r"Hjemme\Nad hoc", "Hjemme\nad hoc"),
        ("backslash", r"C:\\ny", r"C:\ny"),
        ("backslash_at_the_end", "Hjemme\\", "Hjemme\\"),
        ("unknown", r"100\% hjemme\:", r"100\% hjemme\:"),
        ("colon", "Hjemme: ad hoc: ja", "Hjemme: ad hoc: ja"),
        ("empty", "", ""),
    ):
        content = calendar(event(TUESDAY, f"SUMMARY;LANGUAGE=da:{raw}", subject=""), prodid=OUTLOOK)
        yield Sample(label, (content,), (f"2026-11-24 {read}".rstrip(" "),))
