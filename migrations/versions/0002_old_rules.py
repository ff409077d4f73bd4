"""variants that run by the rules of old PyTorch.

Revision: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    # With a default in the database, so that a web process of the release before can go on dealing.
    op.add_column(
        "variants", sa.Column("legacy", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("variants", "legacy")
