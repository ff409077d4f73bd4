"""several variants of an item for one student, and how attempts count.

Revision: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ONE = "uq_variants_user_id_item_id"
_SEVERAL = "uq_variants_user_id_item_id_number"


def upgrade() -> None:
    """Bring the schema forward."""
    # As it was until now: one exercise for all attempts, of which the best counts.
    for column in (
        sa.Column("counting", sa.String(length=16), server_default="best", nullable=False),
        sa.Column("streak_percent", sa.Double(), server_default="25.0", nullable=False),
        sa.Column("new_exercises", sa.Boolean(), server_default=sa.false(), nullable=False),
    ):
        op.add_column("assignments", column)
    # What the release before deals is its student's first: the constraint keeps a second click from dealing twice.
    op.add_column("variants", sa.Column("number", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("variants") as variants:
        variants.drop_constraint(op.f(_ONE), type_="unique")
        variants.create_unique_constraint(op.f(_SEVERAL), ["user_id", "item_id", "number"])


def downgrade() -> None:
    """Take it back; of several exercises of an item, the first one stays there and the others become practice."""
    op.execute("update variants set item_id = null where number > 1")
    with op.batch_alter_table("variants") as variants:
        variants.drop_constraint(op.f(_SEVERAL), type_="unique")
        variants.create_unique_constraint(op.f(_ONE), ["user_id", "item_id"])
    op.drop_column("variants", "number")
    for name in ("new_exercises", "streak_percent", "counting"):
        op.drop_column("assignments", name)
