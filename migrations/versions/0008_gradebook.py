"""overrides, comments, groups of assignments, and the trail of changes.

Revision: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _to(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete=ondelete,
    )


def _add_overrides(of: str, target: str) -> None:
    table, column = f"{of}_overrides", f"{of}_id"
    op.create_table(
        table,
        sa.Column(column, sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f(f"ck_{table}_points_not_negative")),
        _to(table, column, target, "CASCADE"),
        _to(table, "user_id", "users", "CASCADE"),
        _to(table, "by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint(column, "user_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])


def _add_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _to("comments", "item_id", "items", "CASCADE"),
        _to("comments", "user_id", "users", "CASCADE"),
        _to("comments", "submission_id", "submissions", "CASCADE"),
        _to("comments", "by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_item_id_user_id", "comments", ["item_id", "user_id"])
    op.create_index("ix_comments_submission_id", "comments", ["submission_id"])
    op.create_index("ix_comments_user_id", "comments", ["user_id"])


def _add_groups() -> None:
    # A table of its own says which group an assignment is in: SQLite adds no column that refers to another table
    # without making the whole table anew.
    op.create_table(
        "assignment_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("drop_lowest", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_assignment_groups_weight_positive")),
        sa.CheckConstraint(
            "drop_lowest >= 0", name=op.f("ck_assignment_groups_drop_lowest_not_negative")
        ),
        _to("assignment_groups", "course_id", "courses", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_groups")),
    )
    op.create_index("ix_assignment_groups_course_id", "assignment_groups", ["course_id"])
    op.create_table(
        "grouped_assignments",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        _to("grouped_assignments", "assignment_id", "assignments", "CASCADE"),
        _to("grouped_assignments", "group_id", "assignment_groups", "CASCADE"),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_grouped_assignments")),
    )
    op.create_index("ix_grouped_assignments_group_id", "grouped_assignments", ["group_id"])


def _add_changes() -> None:
    op.create_table(
        "changes",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=254), nullable=False),
        sa.Column("before", _PLAIN_DATA, nullable=False),
        sa.Column("after", _PLAIN_DATA, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _to("changes", "course_id", "courses", "CASCADE"),
        _to("changes", "by_id", "users", "SET NULL"),
        _to("changes", "student_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_by_id", "changes", ["by_id"])
    op.create_index("ix_changes_course_id_id", "changes", ["course_id", "id"])
    op.create_index("ix_changes_student_id", "changes", ["student_id"])


def upgrade() -> None:
    """Bring the schema forward."""
    _add_overrides("item", "items")
    _add_overrides("assignment", "assignments")
    _add_comments()
    _add_groups()
    _add_changes()


def downgrade() -> None:
    """Take it back; what every student has follows from the attempts again, and the trail is gone."""
    for table in (
        "changes",
        "grouped_assignments",
        "assignment_groups",
        "comments",
        "assignment_overrides",
        "item_overrides",
    ):
        op.drop_table(table)
