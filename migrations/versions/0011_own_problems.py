"""problems of a course: their versions, the pools they are dealt from, and explanations that a worker made.

Revision: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_IS_PUBLISHED = sa.text("state = 'published'")
_IS_WAITING = sa.text("told IS NULL AND NOT is_given_up")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "own_problems",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_own_problems_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_problems")),
        sa.UniqueConstraint("slug", name=op.f("uq_own_problems_slug")),
    )
    op.create_index("ix_own_problems_course_id", "own_problems", ["course_id"])
    op.create_table(
        "problem_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("refusal", _PLAIN_DATA, nullable=True),
        sa.Column("report", _PLAIN_DATA, nullable=True),
        sa.Column("samples", _PLAIN_DATA, nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("misconceptions", _PLAIN_DATA, nullable=True),
        sa.ForeignKeyConstraint(
            ["problem_id"],
            ["own_problems.id"],
            name=op.f("fk_problem_versions_problem_id_own_problems"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["users.id"],
            name=op.f("fk_problem_versions_author_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_versions")),
        sa.UniqueConstraint(
            "problem_id", "number", name=op.f("uq_problem_versions_problem_id_number")
        ),
        sa.UniqueConstraint(
            "problem_id", "digest", name=op.f("uq_problem_versions_problem_id_digest")
        ),
    )
    op.create_index("ix_problem_versions_author_id", "problem_versions", ["author_id"])
    op.create_index("ix_problem_versions_state", "problem_versions", ["state", "created_at"])
    op.create_index(
        "uq_problem_versions_published",
        "problem_versions",
        ["problem_id"],
        unique=True,
        postgresql_where=_IS_PUBLISHED,
        sqlite_where=_IS_PUBLISHED,
    )
    _create_pools()
    _create_told_runs()


def _create_pools() -> None:
    op.create_table(
        "pool_variants",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("questions", _PLAIN_DATA, nullable=False),
        sa.Column("rtol", sa.Double(), nullable=False),
        sa.Column("atol", sa.Double(), nullable=False),
        sa.Column("legacy", sa.Boolean(), nullable=False),
        sa.Column("truth", _PLAIN_DATA, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["problem_versions.id"],
            name=op.f("fk_pool_variants_version_id_problem_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "number", name=op.f("pk_pool_variants")),
    )


def _create_told_runs() -> None:
    op.create_table(
        "told_runs",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("beliefs", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", _PLAIN_DATA, nullable=True),
        sa.Column("is_given_up", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["variants.id"],
            name=op.f("fk_told_runs_variant_id_variants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("variant_id", "beliefs", name=op.f("pk_told_runs")),
    )
    op.create_index(
        "ix_told_runs_waiting",
        "told_runs",
        ["created_at"],
        postgresql_where=_IS_WAITING,
        sqlite_where=_IS_WAITING,
    )


def downgrade() -> None:
    """Take it back; courses lose their own problems, and students keep what they were dealt of them."""
    op.drop_table("told_runs")
    op.drop_table("pool_variants")
    op.drop_table("problem_versions")
    op.drop_table("own_problems")
