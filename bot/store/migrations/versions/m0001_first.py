"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create everything."""
    _table("about", sa.Column("name", sa.String(40), primary_key=True), _text("value"))
    _table("updates", _number("id"), _key("lane"), _text("body"), _small("state"), _small("tries"), _moment())
    _table("lanes", _key("lane", True), sa.Column("holder", sa.String(120), nullable=False), _moment("until"))
    _table(
        "talks", _key("chat", True), _key("person", True), _text("data"), _text("before"), _moment("cause"), _moment()
    )
    _table("groups", _key("chat", True), _text("data"), _moment())
    _table("recent", _counter(), _key("chat"), sa.Column("place", sa.String(120), nullable=False), _moment())
    question = sa.Column("question", sa.BigInteger())
    _table(
        "sent", _key("chat", True), _number("message"), question, _key("asker"), _key("other"), _text("data"), _moment()
    )
    verdict = sa.Column("verdict", sa.String(8), nullable=False)
    words = (_text("reason"), _text("question"), _text("place"))
    _table("feedback", _key("chat", True), _number("message"), _key("person", True), verdict, *words, _moment())
    status = sa.Column("status", sa.String(20), nullable=False)
    _table("unanswered", _counter(), _key("person"), _text("question"), status, _moment())
    _table("receipts", sa.Column("key", sa.String(40), primary_key=True), _key("person"), _text("data"), _moment())
    _table(
        "due",
        _counter(),
        _moment("chat_id"),
        _key("chat"),
        _moment("message"),
        _moment(),
        _moment("until"),
        _small("tries"),
    )
    _table("gone", _key("chat", True), _moment())
    for name, table, *columns in INDEXES:
        op.create_index(name, table, columns)


INDEXES = (
    ("updates_of_lane", "updates", "state", "lane", "id"),
    ("updates_by_age", "updates", "at"),
    ("talks_by_age", "talks", "at"),
    ("talks_of_person", "talks", "person"),
    ("recent_of_chat", "recent", "chat", "at"),
    ("sent_for_question", "sent", "chat", "question"),
    ("sent_to_asker", "sent", "asker"),
    ("sent_to_other", "sent", "other"),
    ("sent_by_age", "sent", "at"),
    ("feedback_by_age", "feedback", "at"),
    ("feedback_of_person", "feedback", "person"),
    ("unanswered_by_age", "unanswered", "at"),
    ("unanswered_of_person", "unanswered", "person"),
    ("receipts_by_age", "receipts", "at"),
    ("receipts_of_person", "receipts", "person"),
    ("due_by_time", "due", "at"),
    ("due_in_chat", "due", "chat"),
)


def _table(name: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(name, *columns)


def _key(name: str, primary: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(24), primary_key=primary, nullable=False)


def _number(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.BigInteger(), primary_key=True, autoincrement=False)


def _counter() -> "sa.Column[Any]":
    return sa.Column("id", COUNTER, primary_key=True, autoincrement=True)


def _text(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text(), nullable=False)


def _small(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.SmallInteger(), nullable=False)


def _moment(name: str = "at") -> "sa.Column[Any]":
    return sa.Column(name, sa.BigInteger(), nullable=False)
