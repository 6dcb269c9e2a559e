"""What the running service, the local discussion and the log of look-ups keep"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from sync.instants import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW_TABLES = (
    "register_row",
    "forgotten",
    "held",
    "requests",
    "connection",
    "audit",
    "unit_month",
    "home_series",
)
INDEXED = ("created_at", "changed_at")


def _of_mailbox() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("state", sa.String(), nullable=False, server_default="active"),
        sa.Column("next_due", Instant(), nullable=True),
        sa.Column("read_at", Instant(), nullable=True),
        sa.Column("compared_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("since", Instant(), nullable=True),
        sa.Column("paused_until", Instant(), nullable=True),
    )


def _of_entry() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("parked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("created_at", Instant(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.Column("confirmed", sa.Integer(), nullable=True),
    )


def upgrade() -> None:
    for column in _of_mailbox():
        op.add_column("mailbox", column)
    for column in _of_entry():
        op.add_column("entry", column)
    op.add_column("day", sa.Column("corrected", sa.JSON(none_as_null=True), nullable=True))
    outbox = sa.text("version > delivered_version")
    op.create_index(
        "ix_entry_outbox", "entry", ["id"], sqlite_where=outbox, postgresql_where=outbox
    )
    for name in INDEXED:
        op.create_index(f"ix_entry_{name}", "entry", [name])
    op.create_table(
        "home_series",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("pattern", sa.JSON(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["mailbox.person"], name=op.f("fk_home_series_person_mailbox")
        ),
        sa.PrimaryKeyConstraint("person", "series", name=op.f("pk_home_series")),
    )
    op.create_table(
        "unit_month",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "month", "rule", name=op.f("pk_unit_month")),
    )
    op.create_table(
        "register_row",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_register_row")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "connection",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_connection")),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_forgotten")),
    )

    op.create_table(
        "held",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_held")),
    )


def downgrade() -> None:
    for table in NEW_TABLES:
        op.drop_table(table)
    with op.batch_alter_table("day", schema=None) as batch_op:
        batch_op.drop_column("corrected")
    for name in ("outbox", *INDEXED):
        op.drop_index(f"ix_entry_{name}", "entry")
    for table, columns in (("entry", _of_entry()), ("mailbox", _of_mailbox())):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column.name)
