"""What changes in the ledger so that it desires some notes and no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.model import RemoteRef
from sync.content import Content
from sync.ledger import Entry
from sync.plan import Counts, counts, plan
from sync.wanted import Wanted

DAY = date(2026, 12, 8)
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def wanted(key: str, digest: str = "a") -> Wanted:
    until = DAY + timedelta(days=1)
    content = Content("Note om din hjemmedag", digest, DAY, until, until, (), ())
    return Wanted(key, digest, content)


def planned(entries: Iterable[Entry], *notes: Wanted, on: str | None = "files") -> list[Entry]:
    """The ledger after planning; rows that do not change stay."""
    entries = list(entries)
    changed = {(e.connection, e.key): e for e in plan(entries, notes, "e1", on)}
    kept = {(e.connection, e.key): e for e in entries}
    return list((kept | changed).values())


def delivered(entries: Iterable[Entry]) -> list[Entry]:
    done = []
    for entry in entries:
        remote = RemoteRef(entry.uid, "etag", "shape") if entry.desired else None
        done.append(entry.delivered(entry, remote, NOW) if entry.pending else entry)
    return done


def test_a_new_note_is_created_and_stays() -> None:
    first = planned([], wanted("a"))

    assert counts(first) == Counts(created=1)
    assert plan(delivered(first), [wanted("a")], "e1", "files") == ()
    assert counts(delivered(first)) == Counts(unchanged=1)


def test_another_digest_rewrites_it() -> None:
    standing = delivered(planned([], wanted("a")))

    assert counts(planned(standing, wanted("a", "b"))) == Counts(updated=1)


def test_a_change_that_is_taken_back_before_it_was_written_writes_nothing() -> None:
    standing = delivered(planned([], wanted("a")))

    back = planned(planned(standing, wanted("a", "b")), wanted("a"))

    assert counts(back) == Counts(unchanged=1)


def test_what_nobody_wants_is_removed_once() -> None:
    standing = delivered(planned([], wanted("a")))
    gone = planned(standing)

    assert counts(gone) == Counts(removed=1)
    assert counts(delivered(gone)) == Counts()
    assert plan(delivered(gone), [], "e1", "files") == ()


def test_what_was_never_written_is_dropped_without_a_write() -> None:
    assert counts(planned(planned([], wanted("a")))) == Counts()


def test_a_write_of_unknown_outcome_is_looked_for_before_it_is_forgotten() -> None:
    lost = [replace(e, attempts=1) for e in planned([], wanted("a"))]

    assert counts(planned(lost)) == Counts(removed=1)


def test_a_note_comes_back_under_a_key_of_its_own() -> None:
    gone = delivered(planned(delivered(planned([], wanted("a")))))

    (again,) = planned(gone, wanted("a"))

    assert again.wire_key == "a#2"
    assert again.uid != gone[0].uid


def test_another_connection_takes_the_note_over() -> None:
    standing = delivered(planned([], wanted("a")))

    moved = planned(standing, wanted("a"), on="other")

    assert counts(moved) == Counts(created=1, removed=1)
    assert {e.connection for e in delivered(moved) if e.standing} == {"other"}


def test_without_a_connection_nothing_is_written_and_what_stands_goes() -> None:
    standing = delivered(planned([], wanted("a")))

    assert counts(planned([], wanted("a"), on=None)) == Counts()
    assert counts(planned(standing, wanted("a"), on=None)) == Counts(removed=1)


notes = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz"), max_size=4)


@given(st.lists(st.tuples(notes, st.booleans(), st.sampled_from(["files", "other", None]))))
def test_whatever_was_wanted_before_the_ledger_ends_up_with_what_is_wanted_now(
    rounds: list[tuple[dict[str, str], bool, str | None]],
) -> None:
    ledger: list[Entry] = []
    for now, written, on in rounds:
        desired = [wanted(key, digest) for key, digest in now.items()]
        ledger = planned(ledger, *desired, on=on)
        would = counts(ledger)
        assert would.created + would.updated + would.unchanged == (len(now) if on else 0)
        assert plan(ledger, desired, "e1", on) == ()
        if written:
            ledger = delivered(ledger)
            shown = {e.key: e.shown_digest for e in ledger if e.standing}
            assert shown == (now if on else {})
