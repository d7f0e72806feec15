"""Reminders of last days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new."""
    key = sa.String(24)
    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("chat", key, nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("topic", sa.BigInteger()),
        sa.Column("case", key, nullable=False),
        sa.Column("how", sa.String(8), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_index("reminders_by_time", "reminders", ["at"])
    op.create_index("reminders_of_person", "reminders", ["person"])
    op.create_index("reminders_in_chat", "reminders", ["chat"])
    op.create_index("reminders_once", "reminders", ["person", "chat", "case", "at"], unique=True)
