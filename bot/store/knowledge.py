"""What the processes of one bot tell each other of the knowledge that they answer from."""

from secrets import token_hex

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.store.database import Database
from bot.store.inserts import insert_into
from bot.store.schema import about

_MARK, _PROBLEM = "knowledge", "knowledge_problem"


class Knowledge:
    """
    A mark that is raised when a process has taken new knowledge, and the problem that keeps it from doing so.

    The mark begins with the version of that knowledge; behind the colon stands what tells one raising from another.
    """

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def mark(self) -> str:
        """Return the mark; "" where none was ever raised."""
        query = select(about.c.value).where(about.c.name == _MARK)
        return await self._database.read(lambda connection: str(connection.execute(query).scalar_one_or_none() or ""))

    async def raise_mark(self, version: str, *, again: bool) -> tuple[str, bool]:
        """
        Return the mark, raised for a version, and whether that was done here; `again` also where it is so already.

        So of processes that notice the same file one alone raises it, while somebody who asks for it always does.
        """
        mark = f"{version}:{token_hex(4)}"
        other = None if again else about.c.value.not_like(f"{version}:%")

        def work(connection: Connection) -> tuple[str, bool]:
            _put(connection, _MARK, mark, other)
            now = str(connection.execute(select(about.c.value).where(about.c.name == _MARK)).scalar_one())
            return now, now == mark

        return await self._database.write(work)

    async def is_news(self, problem: str) -> bool:
        """Note what is wrong with the files; return whether no process has noted just that before."""
        return await self._database.write(
            lambda connection: _put(connection, _PROBLEM, problem, about.c.value != problem)
        )

    async def mended(self) -> bool:
        """Note that nothing is wrong; return whether something was, until now."""
        gone = delete(about).where(about.c.name == _PROBLEM)
        return await self._database.write(lambda connection: bool(connection.execute(gone).rowcount))


def version_of(mark: str) -> str:
    """
    Return the version that a mark was raised for.

    >>> version_of("1f2e3d4c:5b6a7988")
    '1f2e3d4c'
    """
    return mark.partition(":")[0]


def _put(connection: Connection, name: str, value: str, where: ColumnElement[bool] | None) -> bool:
    """Write a row, in place of one of that name only `where` that one is such; return whether it was written."""
    insert = insert_into(connection.dialect.name, about).values(name=name, value=value)
    statement = insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}, where=where)
    return bool(connection.execute(statement).rowcount)
