"""what workers claim is found from indexes alone, however much waits, and courses take turns.

Revision: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_FRESH = sa.text("state = 'queued' AND tries = 0")
_BEGUN = sa.text("state IN ('queued', 'marking') AND tries > 0")
_NOT_FORESEEN = sa.text("predictions IS NULL")


def upgrade() -> None:
    """Bring the schema forward."""
    # Empty in rows of the release before: what of them still waits counts as one course.
    op.add_column("submissions", sa.Column("course_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_submissions_fresh",
        "submissions",
        ["course_id", "created_at"],
        postgresql_where=_FRESH,
        sqlite_where=_FRESH,
    )
    op.create_index(
        "ix_submissions_begun",
        "submissions",
        ["created_at"],
        postgresql_where=_BEGUN,
        sqlite_where=_BEGUN,
    )
    op.create_index(
        "ix_variants_not_foreseen",
        "variants",
        ["created_at"],
        postgresql_where=_NOT_FORESEEN,
        sqlite_where=_NOT_FORESEEN,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_variants_not_foreseen", "variants")
    op.drop_index("ix_submissions_begun", "submissions")
    op.drop_index("ix_submissions_fresh", "submissions")
    op.drop_column("submissions", "course_id")
