"""slips that are carried on lose marks once.

Revision: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    # As it was until now: each wrong answer loses its marks.
    op.add_column(
        "assignments",
        sa.Column("carries_slips", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    """Take it back; what was marked keeps its marks."""
    op.drop_column("assignments", "carries_slips")
