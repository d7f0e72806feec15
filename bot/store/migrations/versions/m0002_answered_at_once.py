"""Answered in one transaction, lanes for each person, backlogs, what replicas share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new, drop what a talk no longer needs."""
    key = sa.String(24)
    with op.batch_alter_table("updates") as updates:
        updates.add_column(sa.Column("person", key, nullable=False, server_default=""))
        updates.add_column(sa.Column("sent", sa.Text(), nullable=False, server_default=""))
        for name in ("urgent", "asks", "hurried"):
            updates.add_column(sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0"))
    op.create_index("updates_lately", "updates", ["lane", "at"])
    with op.batch_alter_table("talks") as talks:
        talks.drop_column("before")
        talks.drop_column("cause")
    with op.batch_alter_table("recent") as recent:
        recent.add_column(sa.Column("cause", sa.BigInteger(), nullable=False, server_default="0"))
    until = sa.Column("until", sa.BigInteger(), nullable=False)
    op.create_table("replicas", sa.Column("name", sa.String(120), primary_key=True), until)
    op.create_table(
        "pace",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("pace_of_name", "pace", ["name", "at"])
