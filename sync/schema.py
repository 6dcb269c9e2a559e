"""The tables, and nothing else: what is kept about a mailbox, what we wrote, what was answered."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite forgets zones, so they are put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware in, UTC kept."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC out, always aware."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


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
)
"""One row a person. ``reading``: digest of window and of all that reading depends on; ``judged``:
digest of all that the last judgement rested on; ``completed_at``: first whole pass."""

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
    UniqueConstraint("connection", "person", "key"),
)
"""The ledger: desired state, one row for each entry we own. The outbox is the rows with
``version > delivered_version``. ``person``: an employee, or an HR contact's address.
``until``: the entry is over from then on."""

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
