"""Who wants to be told when a figure changes, and what is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.String(24)


def _number() -> "sa.Column[int]":
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


def _where() -> "tuple[sa.Column[str] | sa.Column[int], ...]":
    return (
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("chat", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("topic", sa.BigInteger()),
        sa.Column("message", sa.BigInteger()),
    )


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "watches",
        _number(),
        *_where(),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("rests", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("watches_of_person", "watches", ["person"])
    op.create_index("watches_in_chat", "watches", ["chat"])
    op.create_index("watches_by_age", "watches", ["at"])
    op.create_table(
        "news",
        _number(),
        *_where(),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_index("news_of_person", "news", ["person"])
    op.create_index("news_in_chat", "news", ["chat"])
    op.create_index("news_by_age", "news", ["at"])
