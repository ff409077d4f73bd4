"""archived courses, join codes that are switched off, former members, and people expected by a roster.

Revision: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    # With defaults in the database, so that a web process of the release before can go on writing.
    op.add_column("courses", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "courses",
        sa.Column("joining_open", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "enrollments",
        sa.Column("joined", sa.String(length=16), server_default="code", nullable=False),
    )
    op.add_column(
        "enrollments",
        sa.Column("role_set_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    # Until now, who made a course became its instructor and everybody else came by its code.
    op.execute("update enrollments set joined = 'creator' where role = 'instructor'")

    op.create_table(
        "former_members",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("joined", sa.String(length=16), nullable=False),
        sa.Column("role_set_by_hand", sa.Boolean(), nullable=False),
        sa.Column("by_themselves", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_former_members_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_former_members_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("course_id", "user_id", name=op.f("pk_former_members")),
    )
    op.create_index("ix_former_members_user_id", "former_members", ["user_id"])

    op.create_table(
        "pending_enrollments",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_pending_enrollments_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("course_id", "email", name=op.f("pk_pending_enrollments")),
    )
    op.create_index("ix_pending_enrollments_email", "pending_enrollments", ["email"])


def downgrade() -> None:
    """Take it back; former members and expected people are forgotten, and graders become students."""
    op.drop_table("pending_enrollments")
    op.drop_table("former_members")
    # The release before knows no graders; it must not show others' work to anybody by mistake.
    op.execute("update enrollments set role = 'student' where role = 'grader'")
    op.drop_column("enrollments", "role_set_by_hand")
    op.drop_column("enrollments", "joined")
    op.drop_column("courses", "joining_open")
    op.drop_column("courses", "archived_at")
