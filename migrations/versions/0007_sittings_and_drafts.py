"""time-limited assignments, and answers kept while they are typed.

Revision: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Bring the schema forward."""
    # Without a limit, as every assignment of the release before; its processes can go on writing all these tables.
    op.add_column("assignments", sa.Column("minutes", sa.Integer(), nullable=True))
    op.add_column(
        "assignments",
        sa.Column("hand_in", sa.String(length=16), server_default="limited", nullable=False),
    )
    op.add_column(
        "extensions", sa.Column("minutes", sa.Integer(), server_default="0", nullable=False)
    )
    # On SQLite this makes the table anew; no other table refers to it.
    with op.batch_alter_table("extensions") as extensions:
        extensions.alter_column("until", existing_type=sa.DateTime(timezone=True), nullable=True)
    op.add_column(
        "submissions",
        sa.Column("handed_in", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _create_sittings()
    _create_accommodations()
    _create_drafts()


def _create_sittings() -> None:
    op.create_table(
        "sittings",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_key", sa.String(length=80), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_sittings_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_sittings_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sittings_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "user_id", name=op.f("pk_sittings")),
    )
    op.create_index("ix_sittings_user_id", "sittings", ["user_id"])


def _create_accommodations() -> None:
    op.create_table(
        "accommodations",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "extra_percent > 0", name=op.f("ck_accommodations_extra_percent_positive")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_accommodations_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_accommodations_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("course_id", "user_id", name=op.f("pk_accommodations")),
    )
    op.create_index("ix_accommodations_user_id", "accommodations", ["user_id"])


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("answers", _PLAIN_DATA, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_hand_in", _PLAIN_DATA, nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["variants.id"],
            name=op.f("fk_drafts_variant_id_variants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_look_at", "drafts", ["look_at"])


def downgrade() -> None:
    """Take it back: nobody's time is limited, and nothing typed is kept but what was submitted."""
    for table in ("drafts", "accommodations", "sittings"):
        op.drop_table(table)
    op.drop_column("submissions", "handed_in")
    # More minutes alone say nothing without a limit, and the release before needs a time.
    op.execute("delete from extensions where until is null")
    with op.batch_alter_table("extensions") as extensions:
        extensions.alter_column("until", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.drop_column("extensions", "minutes")
    op.drop_column("assignments", "hand_in")
    op.drop_column("assignments", "minutes")
