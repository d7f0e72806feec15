"""Taking the knowledge anew while the bot runs: when it is asked to, when a file changes, when another replica did."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from typing import Protocol

from bot.assistant.assistant import Assistant
from bot.owner.reloads import Outcome
from bot.store.knowledge import Knowledge, version_of
from bot.store.trouble import DatabaseAwayError
from bot.telegram.receiving.watching import Folders, State
from knowledge.plain_yaml import KnowledgeError

logger = logging.getLogger(__name__)

Busy = Callable[[], bool]
Build = Callable[[Busy], Awaitable[Assistant]]
"""Builds the assistant anew, making way while others are busy."""

MOST_ROUNDS = 3
"""How often it is built, where files change while it is built."""
FOLLOW_EVERY = 1.0
PAUSE = 1.0
"""Seconds between two tries while the database is away."""


class Face(Protocol):
    """What people reach the assistant by; its owners can be told something."""

    @property
    def assistant(self) -> Assistant:
        """Return the assistant that answers."""

    def use(self, assistant: Assistant) -> None:
        """Answer with another one from now on."""

    def tell_owners(self, text: str, but: int | None) -> None:
        """Have something told to every owner, `but` one."""


class Reloading:
    """
    The reloads of one process.

    They are built beside what answers, one at a time; who asks while one is built gets that one. What is broken leaves
    everything as it is.
    """

    def __init__(self, build: Build, shared: Knowledge, folders: Folders, asked: asyncio.Event) -> None:
        """Take what `build` makes of `folders`, also when `asked`; in `shared` the replicas know of each other."""
        self._build, self._shared, self._folders, self._asked = build, shared, folders, asked
        self._face: Face
        self._busy: Busy
        self._mark, self._state = "", State()
        self._building: asyncio.Task[Outcome] | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def look(self) -> None:
        """Note what is there before the first knowledge is built, so that nothing that changes meanwhile is missed."""
        self._mark, self._state = await self._shared.mark(), await self._folders.state()

    def start(self, face: Face, busy: Busy) -> None:
        """Follow signals, files and replicas from now on, for a face that answers with what was built first."""
        self._face, self._busy = face, busy
        self._tasks = [asyncio.create_task(one()) for one in (self._on_signals, self._on_changes, self._on_marks)]

    async def stop(self) -> None:
        """Do nothing more; what is being built is given up."""
        tasks = [*self._tasks, *([self._building] if self._building else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def reload(self, asked_by: int, *, quietly: bool = False) -> Outcome:
        """
        Return what came of a reload that an owner wants; the replicas follow.

        The other owners are told of a problem, unless it is done `quietly`: then who does it mends it.
        """
        outcome = await self._built()
        if not (outcome.problem and quietly):
            await self._settle(outcome, but=asked_by, again=True)
        return outcome

    async def follow(self) -> None:
        """Reload where another replica has taken knowledge that is not ours."""
        mark = await self._shared.mark()
        if mark == self._mark:
            return
        if version_of(mark) != self._face.assistant.library.version:
            await self._settle(await self._built(), follows=True)
        self._mark = mark

    async def _on_signals(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._safely(self._signalled())

    async def _on_changes(self) -> None:
        async for state in self._folders.changes():
            if state == self._state:
                continue
            await self._folders.quiet()
            # whoever asked meanwhile has had it built
            if await self._folders.state() != self._state:
                await self._safely(self._changed())

    async def _on_marks(self) -> None:
        known = self._face.assistant.library
        await self._safely(self._settle(Outcome(False, "", len(known.documents), known, known), follows=True))
        while True:
            await asyncio.sleep(FOLLOW_EVERY)
            # while the database is away there is nothing to follow, and the store tells of that
            with suppress(DatabaseAwayError):
                await self._safely(self.follow())

    async def _signalled(self) -> None:
        await self._settle(await self._built(), again=True)

    async def _changed(self) -> None:
        await self._settle(await self._built())

    async def _safely(self, doing: Awaitable[object]) -> None:
        """Do something whose failure must not end what waits for the next time."""
        try:
            await doing
        except DatabaseAwayError:
            raise
        except Exception:
            logger.exception("a reload failed; the knowledge stays as it is")

    async def _built(self) -> Outcome:
        """Return what comes of a reload, of the one that is under way where there is one."""
        if self._building is None or self._building.done():
            # it belongs to no update, whoever asks for it first
            self._building = asyncio.create_task(self._reloaded(), context=Context())
        # who gives up waiting does not end it for the others
        return await asyncio.shield(self._building)

    async def _reloaded(self) -> Outcome:
        before = self._face.assistant.library
        new, problem = await self._new()
        if new is None:
            logger.warning("the knowledge stays as it is: %s", problem)
            return Outcome(False, problem, len(before.documents), before, before)
        after = new.library
        if changed := after.version != before.version:
            self._face.use(new)
        logger.info("the knowledge is %s: %d documents", "another one" if changed else "the same", len(after.documents))
        return Outcome(changed, "", len(after.documents), before, after)

    async def _new(self) -> tuple[Assistant | None, str]:
        """Return an assistant built of what stands in the files at the end, or in one line what is wrong with them."""
        for _ in range(MOST_ROUNDS):
            self._state = await self._folders.state()
            try:
                new, problem = await self._build(self._busy), ""
            except KnowledgeError as error:
                new, problem = None, " ".join(str(error).split())
            if await self._folders.state() == self._state:
                break
        return new, problem

    async def _settle(
        self, outcome: Outcome, *, but: int | None = None, again: bool = False, follows: bool = False
    ) -> None:
        """Let the replicas and the owners know, as soon as the database is there."""
        while True:
            try:
                if not follows and not outcome.problem and (again or outcome.changed):
                    self._mark, ours = await self._shared.raise_mark(outcome.after.version, again=again)
                    if ours and not again and outcome.gone:
                        self._face.tell_owners(outcome.gone, but)
                await self._tell(outcome, but)
            except DatabaseAwayError:
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _tell(self, outcome: Outcome, but: int | None) -> None:
        """Tell the owners, once for all replicas, that the files are broken, and that they hold again."""
        if outcome.problem and await self._shared.is_news(outcome.problem):
            self._face.tell_owners(outcome.broken, but)
        elif not outcome.problem and await self._shared.mended():
            self._face.tell_owners(outcome.mended, but)
