"""For whose mailbox a server was asked to tell us of changes"""

import sqlalchemy as sa
from alembic import op

from sync.instants import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=True),
        sa.Column("client_state", sa.String(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("renew_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_subscription")),
    )
    op.create_index(op.f("ix_subscription_remote_id"), "subscription", ["remote_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_subscription_remote_id"), "subscription")
    op.drop_table("subscription")
