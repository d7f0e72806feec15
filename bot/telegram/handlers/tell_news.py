"""Tells people what a changed rule means for them: who watches a figure, whose reminder moved."""

from collections.abc import Sequence
from datetime import datetime

from telegram import ReplyParameters

from bot.owner.changes import Change, change_of
from bot.store import Sent
from bot.store.news import New
from bot.store.turn import Note
from bot.telegram.handlers.claimed import Applications, Claimed
from bot.telegram.pages import changes as pages
from bot.telegram.pages.sheets import Sheet
from knowledge.library import Library


class TellNews(Claimed[New]):
    """Tells each once, in the chat and topic where it was asked, in a group as a reply to the question."""

    def __init__(self, application: Applications) -> None:
        """Know no change yet."""
        super().__init__(application)
        self._library: Library | None = None
        self._changes: dict[str, Change | None] = {}

    async def claim(self, now: datetime) -> list[New]:  # noqa: ARG002 - the moment is that of the owner's yes
        """Return what can be told."""
        return await self.known.store.news.claim()

    async def hold(self, one: New) -> None:
        """Return when it was not forgotten."""
        await self.known.store.news.hold(one)

    async def done(self, one: New, notes: Sequence[Note]) -> None:
        """Strike it off."""
        await self.known.store.news.done(one, notes)

    def sheet(self, one: New, now: datetime) -> Sheet:
        """Return what has changed; nothing where the knowledge has no such change any more."""
        if "change" not in one.data:
            return pages.moved(one.data, now)
        change = self._change(str(one.data["change"]))
        if change is None:
            return Sheet([])
        question, traditional = str(one.data.get("question", "")), bool(one.data.get("traditional"))
        return pages.news(change, question, traditional=traditional, watch=int(one.data["watch"]))

    async def say(self, one: New, now: datetime) -> None:
        """Send it, and let whom it is for press its button."""
        sheet = self.sheet(one, now)
        reply = ReplyParameters(one.message, allow_sending_without_reply=True) if one.message else None
        for page in sheet.pages:
            last = page is sheet.pages[-1]
            message = await self._application.bot.send_message(
                one.chat_id,
                page,
                message_thread_id=one.topic,
                reply_markup=sheet.markup if last else None,
                reply_parameters=reply if page is sheet.pages[0] else None,
            )
            payload = {"kept": sheet.keys.kept, "traditional": bool(one.data.get("traditional"))}
            row = Sent(one.chat_id, message.message_id, None, (one.person,), payload, one.topic)
            await self.known.store.sent.keep(row, now)

    def _change(self, key: str) -> Change | None:
        """Return a change, worked out once for all whom it is told to."""
        library = self.known.assistant.library
        if self._library is not library:
            self._library, self._changes = library, {}
        if key not in self._changes:
            self._changes[key] = change_of(library, key)
        return self._changes[key]
