"""The tables, and nothing else: what is kept about a mailbox, what we wrote, what was answered."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from sync.instants import Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("person", String, primary_key=True),
    Column("connection", String, nullable=False),
    Column("address", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("cursor", String),
    Column("reading", String),
    Column("events_seen", Integer, nullable=False, default=0),
    Column("judged", String),
    Column("generation", Integer, nullable=False, default=0),
    Column("completed_at", Instant),
    Column("state", String, nullable=False, server_default="active"),
    Column("next_due", Instant),
    Column("read_at", Instant),
    Column("compared_at", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_error", String),
    Column("since", Instant),
    Column("paused_until", Instant),
)
"""One row a person. ``reading``: digest of window and of all that reading depends on; ``judged``:
digest of all that the last judgement rested on; ``completed_at``: first whole pass. ``state``:
active, missing (not found, for less than a day), gone or paused, ``since`` when. ``next_due``: when
it is read next, None for who takes no part. ``read_at``: when it was last known as it is;
``compared_at``: when it was last read whole, whatever the cursor said."""

day = Table(
    "day",
    metadata,
    Column("person", String, ForeignKey("mailbox.person"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("absence", String),
    Column("presence", Boolean, nullable=False),
    Column("kind", String),
    Column("share", String),
    Column("share_fixed", String),
    Column("share_open", String),
    Column("spans", JSON),
    Column("halves", Boolean),
    Column("reason", String),
    Column("series", String),
    Column("pattern", String),
    Column("away_all_day", Boolean),
    Column("corrected", JSON(none_as_null=True)),
)
"""What the calendar says about a day: one word, shares, kind, hours and a reason id – no text."""

on_site = Table(
    "on_site",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String, ForeignKey("mailbox.person"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("start", String, nullable=False),
    Column("end", String, nullable=False),
    Column("span", JSON, nullable=False),
    Column("evidence", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("series", String),
    Column("pattern", String),
)
"""Entries that may need their owner on site: times, evidence, a reason id, an opaque series id."""

OUTBOX = "version > delivered_version"

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("connection", String, nullable=False),
    Column("person", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("until", Date, nullable=False),
    Column("desired", JSON(none_as_null=True)),
    Column("digest", String),
    Column("version", Integer, nullable=False),
    Column("delivered_version", Integer, nullable=False, default=0),
    Column("delivered_at", Instant),
    Column("shape", String),
    Column("shown_digest", String),
    Column("remote_id", String),
    Column("etag", String),
    Column("attempts", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("last_error", String),
    Column("parked", Boolean, nullable=False, server_default=false()),
    Column("created_at", Instant),
    Column("changed_at", Instant),
    Column("confirmed", Integer),
    UniqueConstraint("connection", "person", "key"),
)
Index("ix_entry_outbox", entry.c.id, sqlite_where=text(OUTBOX), postgresql_where=text(OUTBOX))
Index("ix_entry_created_at", entry.c.created_at)
Index("ix_entry_changed_at", entry.c.changed_at)
"""The ledger: desired state, one row for each entry we own. The outbox is the rows with
``version > delivered_version``. ``person``: an employee, or an HR contact's address.
``until``: the entry is over from then on. ``parked``: the server will never take it; a person looks.
``created_at``: when it was last written where nothing of ours stood; ``changed_at``: when one that
stood was last rewritten or taken away; ``confirmed``: the version that a person let past the brake."""

shown = Table(
    "shown",
    metadata,
    Column("entry", Integer, ForeignKey("entry.id"), primary_key=True),
    Column("finding_key", String, primary_key=True),
    Column("reopen", String, nullable=False),
    Column("level", String),
    Column("cause", JSON(none_as_null=True)),
    Column("first_shown", Date, nullable=False),
)
"""The findings that the delivered version of an entry shows."""

told = Table(
    "told",
    metadata,
    Column("person", String, ForeignKey("mailbox.person"), primary_key=True),
    Column("finding_key", String, primary_key=True),
    Column("reopen", String, nullable=False),
    Column("level", String),
    Column("series", String),
    Column("first_shown", Date, nullable=False),
    Column("how", String, nullable=False),
    Column("at", Instant, nullable=False),
)
"""The findings a person has answered: by deleting or editing a note, or by letting its day pass."""

slot = Table(
    "slot",
    metadata,
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("taken_at", Instant, nullable=False),
)
"""Things due once: a leader's overview of a week, HR's of a month – sent, or found to be empty."""

listed = Table(
    "listed",
    metadata,
    Column("subject", String, primary_key=True),
    Column("finding_key", String, primary_key=True),
    Column("times", Integer, nullable=False),
)
"""How often an overview has listed a question in full; after the second time it is only counted."""

home_series = Table(
    "home_series",
    metadata,
    Column("person", String, ForeignKey("mailbox.person"), primary_key=True),
    Column("series", String, primary_key=True),
    Column("pattern", JSON, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date),
    Column("accepted", Boolean, nullable=False),
)
"""Home series as they stand in the read window: weekdays and a digest of the rule, first and last
day (None: no end known), and whether the leader accepted. Only where the unit sets
``agreements_from_calendar``."""

unit_month = Table(
    "unit_month",
    metadata,
    Column("unit", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("rule", String, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How many people of a unit each rule spoke of in a month ("2026-12") at most at one time, how many
took part (``people``) and how many corrected a reading, for the local discussion; units under five
people never. 24 months."""

register_row = Table(
    "register_row",
    metadata,
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("row", JSON, nullable=False),
    Column("vanished_on", Date),
)
"""The register as it was last read, so that a row that is gone stays in use until HR has answered.
``kind``: its table; ``vanished_on``: since when the register does not have it, None while it has."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("whom", String, nullable=False),
    Column("why", String),
)
"""Who looked at whom, with which command, and why. 12 months."""

connection = Table(
    "connection",
    metadata,
    Column("name", String, primary_key=True),
    Column("not_before", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_error", String),
)
"""Back-off of whole connections: nothing is asked of one before ``not_before``."""

subscription = Table(
    "subscription",
    metadata,
    Column("person", String, primary_key=True),
    Column("connection", String, nullable=False),
    Column("remote_id", String, index=True),
    Column("client_state", String),
    Column("expires_at", Instant),
    Column("renew_at", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
)
"""For whose mailbox a server was asked to tell us of changes. ``client_state``: digest of the word
by which what it tells is known to be its own; ``renew_at``: when it is renewed, or tried again."""

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String, nullable=False),
    Column("subject", String),
    Column("until", Instant),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("answer", String),
)
"""What an operator asked of the running service: confirm, pause, resume, resync, forget."""

forgotten = Table(
    "forgotten",
    metadata,
    Column("digest", String, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Who asked to be forgotten: a digest of the id, and one of the mailbox, that keep them out."""

held = Table(
    "held",
    metadata,
    Column("digest", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("why", String, nullable=False),
    Column("entries", JSON, nullable=False),
)
"""What the brake holds, as it was shown: pairs of an entry's id and version. Gone with the hold."""
