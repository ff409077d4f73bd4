"""indexes for the pages of a large course.

Revision: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_DEALT = "ix_variants_item_id_id_user_id_created_at"


def upgrade() -> None:
    """Bring the schema forward."""
    # Who was dealt what and when is read from the index alone: the rows themselves hold whole programs.
    op.create_index(_DEALT, "variants", ["item_id", "id", "user_id", "created_at"])
    op.drop_index("ix_variants_item_id", "variants")


def downgrade() -> None:
    """Take it back."""
    op.create_index("ix_variants_item_id", "variants", ["item_id"])
    op.drop_index(_DEALT, "variants")
