"""the editor of problems: texts that are not saved yet, and going back to an earlier text.

Revision: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_PLAIN_DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_IS_WAITING = sa.text("is_waiting")
_DIGESTS = "uq_problem_versions_problem_id_digest"
# Of a text that a problem has had more than once, the version that is dealt stays; else the newest.
_FORGET_WHAT_CAME_BACK = """
    delete from problem_versions where id in (
        select id from (
            select id, row_number() over (
                partition by problem_id, digest
                order by case when state = 'published' then 0 else 1 end, number desc
            ) as place from problem_versions
        ) as versions where place > 1
    )
"""


def upgrade() -> None:
    """Bring the schema forward."""
    # Going back to an earlier text makes a new version of it.
    with op.batch_alter_table("problem_versions") as versions:
        versions.drop_constraint(op.f(_DIGESTS), type_="unique")
    op.create_table(
        "problem_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_seed", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown", _PLAIN_DATA, nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_problem_drafts_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_problem_drafts_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"],
            ["own_problems.id"],
            name=op.f("fk_problem_drafts_problem_id_own_problems"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_drafts")),
    )
    for column in ("course_id", "user_id", "problem_id"):
        op.create_index(f"ix_problem_drafts_{column}", "problem_drafts", [column])
    op.create_index(
        "ix_problem_drafts_waiting",
        "problem_drafts",
        ["asked_at"],
        postgresql_where=_IS_WAITING,
        sqlite_where=_IS_WAITING,
    )


def downgrade() -> None:
    """Take it back; texts that were never saved are lost, and of a text that came back one version stays."""
    op.drop_table("problem_drafts")
    op.execute(_FORGET_WHAT_CAME_BACK)
    # SQLite does not look after what refers to a row while migrations run.
    op.execute(
        "delete from pool_variants where version_id not in (select id from problem_versions)"
    )
    with op.batch_alter_table("problem_versions") as versions:
        versions.create_unique_constraint(op.f(_DIGESTS), ["problem_id", "digest"])
