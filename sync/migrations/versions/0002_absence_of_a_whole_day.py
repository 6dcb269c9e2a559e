"""Whether a day is out of office as a whole"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("day", sa.Column("away_all_day", sa.Boolean(), nullable=True))
    # Days that were kept before do not say: every calendar is read once more.
    op.execute("UPDATE mailbox SET cursor = NULL, reading = NULL")


def downgrade() -> None:
    with op.batch_alter_table("day", schema=None) as batch_op:
        batch_op.drop_column("away_all_day")
