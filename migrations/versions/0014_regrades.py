"""regrades: what was marked anew, for whom, and what undoes it.

Revision: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_IS_OPEN = sa.text("state IN ('previewing', 'ready', 'running', 'undoing')")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "regrades",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _reference("regrades", "assignment_id", "assignments"),
        _reference("regrades", "item_id", "items"),
        _reference("regrades", "by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
    )
    op.create_index(
        "ix_regrades_assignment_id_created_at", "regrades", ["assignment_id", "created_at"]
    )
    op.create_index("ix_regrades_item_id", "regrades", ["item_id"])
    op.create_index("ix_regrades_by_id", "regrades", ["by_id"])
    op.create_index(
        "uq_regrades_open",
        "regrades",
        ["assignment_id"],
        unique=True,
        postgresql_where=_IS_OPEN,
        sqlite_where=_IS_OPEN,
    )
    _create_students()
    _create_changes()


def _create_students() -> None:
    op.create_table(
        "regraded_students",
        sa.Column("regrade_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("points_before", sa.Double(), nullable=True),
        sa.Column("points_replaced", sa.Double(), nullable=True),
        sa.Column("points_never_lower", sa.Double(), nullable=True),
        sa.Column("is_overridden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("other_texts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        _reference("regraded_students", "regrade_id", "regrades"),
        _reference("regraded_students", "user_id", "users"),
        sa.PrimaryKeyConstraint("regrade_id", "user_id", name=op.f("pk_regraded_students")),
    )
    op.create_index("ix_regraded_students_user_id", "regraded_students", ["user_id"])
    op.create_index(
        "ix_regraded_students_regrade_id_stage", "regraded_students", ["regrade_id", "stage"]
    )


def _create_changes() -> None:
    op.create_table(
        "regraded_results",
        sa.Column("regrade_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("score_before", sa.Double(), nullable=False),
        sa.Column("score_after", sa.Double(), nullable=False),
        sa.Column("is_applied", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("before", _PLAIN_DATA, nullable=True),
        _reference("regraded_results", "regrade_id", "regrades"),
        _reference("regraded_results", "submission_id", "submissions"),
        sa.PrimaryKeyConstraint("regrade_id", "submission_id", name=op.f("pk_regraded_results")),
    )
    op.create_index("ix_regraded_results_submission_id", "regraded_results", ["submission_id"])
    op.create_table(
        "regraded_variants",
        sa.Column("regrade_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("before", _PLAIN_DATA, nullable=False),
        _reference("regraded_variants", "regrade_id", "regrades"),
        _reference("regraded_variants", "variant_id", "variants"),
        sa.PrimaryKeyConstraint("regrade_id", "variant_id", name=op.f("pk_regraded_variants")),
    )
    op.create_index("ix_regraded_variants_variant_id", "regraded_variants", ["variant_id"])


def _reference(
    table: str, column: str, other: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    """Take it back; marks stay as the regrades have made them, and can no longer be undone."""
    op.drop_table("regraded_variants")
    op.drop_table("regraded_results")
    op.drop_table("regraded_students")
    op.drop_table("regrades")
