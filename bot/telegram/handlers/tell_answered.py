"""答了告诉我: remembered under a refusal, told once the owner has answered."""

from collections.abc import Sequence
from datetime import datetime

from bot.assistant.talk import NOTHING
from bot.store.to_tell import Telling
from bot.store.turn import Note
from bot.telegram.handlers.claimed import Claimed
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.pages.sheets import Printer, Sheet
from bot.telegram.pages.words import ANSWERED_NOW, STALE, WILL_TELL, say


async def on_tell_me(context: Context, press: Press, _: str) -> None:
    """Remember that somebody wants to be told."""
    known, chat = services(context), press.message.chat.id
    item = await known.store.inbox.under(chat, press.message.message_id)
    if item is None or press.row is None:
        await notice(press.query, say(STALE, press.traditional), alert=True)
        return
    now, person = press.heard().now, press.query.from_user.id
    await known.store.to_tell.add(item.id, chat, person, now, topic=press.row.topic, question=press.row.question_id)
    await notice(press.query, say(WILL_TELL, press.traditional), alert=True)


class TellAnswered(Claimed[Telling]):
    """Tells those who wait for an answer."""

    async def claim(self, now: datetime) -> list[Telling]:  # noqa: ARG002 - the moment is that of the owner's answer
        """Return who can be told."""
        return await self.known.store.to_tell.claim()

    async def hold(self, one: Telling) -> None:
        """Return when it was not cancelled."""
        await self.known.store.to_tell.hold(one)

    async def done(self, one: Telling, notes: Sequence[Note]) -> None:
        """Strike it off."""
        await self.known.store.to_tell.done(one, notes)

    def sheet(self, one: Telling, now: datetime) -> Sheet:
        """Return the answer to the question, as it is answered now."""
        assistant = self.known.assistant
        answer, _ = assistant.reply(one.item.question, NOTHING, now=now, mode="addressed")
        first = say(ANSWERED_NOW.format(question=one.item.question), answer.traditional)
        printer = Printer(self._application.bot.username, assistant.library, now)
        sheet = printer.whole(answer.parts[0] if answer.parts else answer, first=first)
        return Sheet(sheet.pages)
