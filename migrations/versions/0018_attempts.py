"""the database lets no attempt of a student at an item be there twice: who submits locks nothing.

Revision: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OF_ITEM = sa.text("item_id IS NOT NULL")


def upgrade() -> None:
    """Bring the schema forward."""
    # Empty in rows of the release before: those of its web servers hold by its locks.
    op.add_column("submissions", sa.Column("item_id", sa.Uuid(), nullable=True))
    op.create_index(
        "uq_submissions_user_id_item_id_attempt",
        "submissions",
        ["user_id", "item_id", "attempt"],
        unique=True,
        postgresql_where=_OF_ITEM,
        sqlite_where=_OF_ITEM,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("uq_submissions_user_id_item_id_attempt", "submissions")
    op.drop_column("submissions", "item_id")
