"""INSERTs that know what to do about a row that is there already, in both dialects."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(dialect: str, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT in the dialect of that name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def upsert(dialect: str, table: Table, changed: tuple[str, ...]) -> Any:
    """
    Return an INSERT of whole rows that, where the row is there already, replaces the columns `changed`.

    Where `changed` names none, it leaves that row alone.
    """
    insert = insert_into(dialect, table)
    if not changed:
        return insert.on_conflict_do_nothing()
    return insert.on_conflict_do_update(
        index_elements=table.primary_key.columns, set_={name: insert.excluded[name] for name in changed}
    )
