"""questions of students about an exercise, and administrators.

Revision: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the schema forward."""
    # With a default in the database, so that a web process of the release before can go on signing people up.
    op.add_column(
        "users",
        sa.Column("is_administrator", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        _belongs("sign_in_links", "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_sign_in_links")),
    )
    op.create_table(
        "admin_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        _belongs("admin_events", "actor_id", "users", "SET NULL"),
        _belongs("admin_events", "about_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_events")),
    )
    _create_inquiries()
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Take it back; what was asked and answered goes, and everybody is an ordinary member again."""
    for table in ("inquiry_entries", "inquiries", "admin_events", "sign_in_links"):
        op.drop_table(table)
    op.drop_column("users", "is_administrator")


_INDEXES = (
    ("sign_in_links", "user_id"),
    ("admin_events", "actor_id"),
    ("admin_events", "about_id"),
    ("inquiries", "variant_id"),
    ("inquiries", "submission_id"),
    ("inquiry_entries", "author_id"),
)


def _belongs(table: str, column: str, parent: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)


def _create_inquiries() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("typed", _PLAIN_DATA, nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("seen_steps", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("moved_at", _INSTANT, nullable=False),
        sa.CheckConstraint("seen_steps <= steps", name=op.f("ck_inquiries_seen_steps_exist")),
        _belongs("inquiries", "variant_id", "variants", "CASCADE"),
        _belongs("inquiries", "student_id", "users", "CASCADE"),
        _belongs("inquiries", "course_id", "courses", "CASCADE"),
        _belongs("inquiries", "submission_id", "submissions", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
    )
    columns = ["course_id", "state", "moved_at"]
    op.create_index("ix_inquiries_course_id_state_moved_at", "inquiries", columns)
    op.create_index("ix_inquiries_student_id_moved_at", "inquiries", ["student_id", "moved_at"])
    op.create_table(
        "inquiry_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inquiry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("by_teacher", sa.Boolean(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        _belongs("inquiry_entries", "inquiry_id", "inquiries", "CASCADE"),
        _belongs("inquiry_entries", "author_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_entries")),
        sa.UniqueConstraint(
            "inquiry_id", "number", name=op.f("uq_inquiry_entries_inquiry_id_number")
        ),
    )
