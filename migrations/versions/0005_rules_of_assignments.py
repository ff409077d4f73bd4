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
_CREDIT = ("timeline", "attempt_percents", "waits_for")
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
    op.create_table(
        "extensions",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_extensions_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_extensions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "user_id", name=op.f("pk_extensions")),
    )
    op.create_index("ix_extensions_user_id", "extensions", ["user_id"])


def downgrade() -> None:
    """Take it back; every assignment is open for ever again, for everybody."""
    op.drop_table("extensions")
    for name in reversed((*_TIMES, *_CREDIT, *_SHOWN)):
        op.drop_column("assignments", name)
    op.drop_column("courses", "time_zone")
