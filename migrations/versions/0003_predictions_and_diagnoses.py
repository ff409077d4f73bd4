"""what misconceptions predict on a variant, and what was recognised in a wrong answer.

Revision: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Bring the schema forward."""
    # Both are empty in rows of the release before, and it need not know them to go on writing.
    op.add_column("variants", sa.Column("predictions", _PLAIN_DATA, nullable=True))
    op.add_column("results", sa.Column("diagnosis", _PLAIN_DATA, nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("results", "diagnosis")
    op.drop_column("variants", "predictions")
