"""The owner's inbox, who is told once a question is answered, how often a clause was told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.given_up import words_in
from bot.store.keys import masked

revision = "0004"
down_revision = "0003"

KEY = sa.String(24)
NEW: tuple[tuple[str, Any, str], ...] = (
    ("chat", KEY, ""),
    ("message", sa.BigInteger(), "0"),
    ("other", KEY, ""),
    ("why", sa.String(12), "refused"),
    ("reason", sa.Text(), ""),
    ("answered", sa.Text(), ""),
    ("place", sa.Text(), ""),
    ("state", sa.String(12), "open"),
    ("target", sa.Text(), ""),
)
JUDGED = """
    INSERT INTO unanswered (chat, message, person, question, status, why, reason, place, at)
    SELECT chat, message, person, question, 'answered', 'down', reason, place, at
    FROM feedback WHERE verdict = 'down' AND question <> ''
"""
GIVEN_UP = "SELECT person, body, at FROM updates WHERE state = 2 AND body <> ''"
KEPT = """
    INSERT INTO unanswered (person, question, status, why, at) VALUES (:person, :question, 'no_answer', 'given_up', :at)
"""


def upgrade() -> None:
    """Add what is new, and put into the inbox what lies elsewhere: what was judged 👎, what was given up."""
    with op.batch_alter_table("unanswered") as unanswered:
        for name, kind, usual in NEW:
            unanswered.add_column(sa.Column(name, kind, nullable=False, server_default=usual))
    op.create_index("unanswered_of_other", "unanswered", ["other"])
    op.create_index("unanswered_under", "unanswered", ["chat", "message"])
    op.create_index("unanswered_by_state", "unanswered", ["state", "at"])
    _who_is_told()
    op.create_table(
        "hits",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("place", sa.Text(), primary_key=True),
        sa.Column("outcome", sa.String(12), primary_key=True),
        sa.Column("mode", sa.String(8), primary_key=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
    )
    _fill(op.get_bind())


def _who_is_told() -> None:
    op.create_table(
        "to_tell",
        sa.Column("item", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("person", KEY, primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("chat", KEY, nullable=False),
        sa.Column("topic", sa.BigInteger()),
        sa.Column("question", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_index("to_tell_person", "to_tell", ["person"])
    op.create_index("to_tell_in_chat", "to_tell", ["chat"])
    op.create_index("to_tell_by_age", "to_tell", ["at"])


def _fill(connection: sa.Connection) -> None:
    connection.execute(sa.text(JUDGED))
    for row in connection.execute(sa.text(GIVEN_UP)).all():
        if question := masked(words_in(row.body)[0]):
            connection.execute(sa.text(KEPT), {"person": row.person, "question": question, "at": row.at})
