"""The first tables"""

import sqlalchemy as sa
from alembic import op

from sync.instants import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("desired", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("delivered_version", sa.Integer(), nullable=False),
        sa.Column("delivered_at", Instant(), nullable=True),
        sa.Column("shape", sa.String(), nullable=True),
        sa.Column("shown_digest", sa.String(), nullable=True),
        sa.Column("remote_id", sa.String(), nullable=True),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("connection", "person", "key", name=op.f("uq_entry_connection")),
    )
    op.create_table(
        "listed",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("finding_key", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "finding_key", name=op.f("pk_listed")),
    )
    op.create_table(
        "mailbox",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("reading", sa.String(), nullable=True),
        sa.Column("events_seen", sa.Integer(), nullable=False),
        sa.Column("judged", sa.String(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("completed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_mailbox")),
    )
    op.create_table(
        "slot",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "period", name=op.f("pk_slot")),
    )
    op.create_table(
        "day",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("absence", sa.String(), nullable=True),
        sa.Column("presence", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("share", sa.String(), nullable=True),
        sa.Column("share_fixed", sa.String(), nullable=True),
        sa.Column("share_open", sa.String(), nullable=True),
        sa.Column("spans", sa.JSON(), nullable=True),
        sa.Column("halves", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("pattern", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["mailbox.person"], name=op.f("fk_day_person")),
        sa.PrimaryKeyConstraint("person", "day", name=op.f("pk_day")),
    )
    op.create_table(
        "on_site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("end", sa.String(), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("pattern", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["mailbox.person"], name=op.f("fk_on_site_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_site")),
    )
    with op.batch_alter_table("on_site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_on_site_person"), ["person"], unique=False)

    op.create_table(
        "shown",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("finding_key", sa.String(), nullable=False),
        sa.Column("reopen", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("cause", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_shown", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_shown_entry")),
        sa.PrimaryKeyConstraint("entry", "finding_key", name=op.f("pk_shown")),
    )
    op.create_table(
        "told",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("finding_key", sa.String(), nullable=False),
        sa.Column("reopen", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("first_shown", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["mailbox.person"], name=op.f("fk_told_person")),
        sa.PrimaryKeyConstraint("person", "finding_key", name=op.f("pk_told")),
    )


def downgrade() -> None:
    op.drop_table("told")
    op.drop_table("shown")
    with op.batch_alter_table("on_site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_on_site_person"))

    op.drop_table("on_site")
    op.drop_table("day")
    op.drop_table("slot")
    op.drop_table("mailbox")
    op.drop_table("listed")
    op.drop_table("entry")
