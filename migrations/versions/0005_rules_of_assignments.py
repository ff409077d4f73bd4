"""the rules of assignments: their times, the credit over time and attempts, and what students are shown when.

Revision: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TIMES = ("opens_at", "due_at", "closes_at")
_CREDIT = ("timeline", "attempt_percents")
# As it was until now.
_SHOWN = {"show_verdict": "at_once", "show_truth": "never", "show_explanation": "solved"}


def upgrade() -> None:
    """Bring the schema forward."""
    # With a default in the database, so that a web process of the release before can go on making courses.
    op.add_column(
        "courses",
        sa.Column("time_zone", sa.String(length=64), server_default="UTC", nullable=False),
    )
    # An assignment of the release before has no times: it is open for ever, and everything counts in full.
    for name in _TIMES:
        op.add_column("assignments", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in _CREDIT:
        op.add_column("assignments", sa.Column(name, _PLAIN_DATA, nullable=True))
    for name, shown in _SHOWN.items():
        op.add_column(
            "assignments",
            sa.Column(name, sa.String(length=16), server_default=shown, nullable=False),
        )


def downgrade() -> None:
    """Take it back; every assignment is open for ever again."""
    for name in reversed((*_TIMES, *_CREDIT, *_SHOWN)):
        op.drop_column("assignments", name)
    op.drop_column("courses", "time_zone")
