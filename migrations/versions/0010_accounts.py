"""the language of an account, and in which browser somebody signed in.

Revision: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("users", sa.Column("language", sa.String(length=16), nullable=True))
    # With a default in the database, so that a web process of the release before can go on signing people in.
    op.add_column(
        "sign_ins",
        sa.Column("browser", sa.String(length=60), server_default="", nullable=False),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("sign_ins", "browser")
    op.drop_column("users", "language")
