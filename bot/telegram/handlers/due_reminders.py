"""Reminders that are due: computed anew, late ones with a word."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.assistant.answer import Answer
from bot.store.reminders import Reminder
from bot.store.turn import Note
from bot.telegram.handlers.claimed import Claimed
from bot.telegram.pages.last_days import LastDay, last_day, moment_told
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import DROPPED, LATE, REMINDER, RULE_CHANGED
from knowledge.calendar import SHANGHAI

LATE_AFTER, TOO_LATE_AFTER = timedelta(minutes=10), timedelta(days=1)


class DueReminders(Claimed[Reminder]):
    """Sends reminders in the chat and topic where they were set."""

    async def claim(self, now: datetime) -> list[Reminder]:
        """Return what is due."""
        return await self.known.store.reminders.claim(now)

    async def hold(self, one: Reminder) -> None:
        """Return when it was neither cancelled nor moved."""
        await self.known.store.reminders.hold(one)

    async def done(self, one: Reminder, notes: Sequence[Note]) -> None:
        """Strike it off."""
        await self.known.store.reminders.done(one, notes)

    def sheet(self, one: Reminder, now: datetime) -> Sheet:
        """Return the last day as it is computed today, the clause, and how late that comes."""
        answer, found = self._again(one, now)
        known = found or LastDay("", {}, one.ends.astimezone(SHANGHAI), whole=_ends_a_day(one))
        words = {"title": self._title(one), "day": known.told(now), "at": moment_told(one.at, now)}
        if now - one.at > TOO_LATE_AFTER:
            return said(DROPPED.format(**words))
        lines = [REMINDER.format(**words)]
        if found is not None and found.ends != one.ends:
            before = LastDay("", {}, one.ends.astimezone(SHANGHAI), whole=found.whole)
            lines.append(RULE_CHANGED.format(day=before.told(now)))
        if answer is not None:
            lines += [answer.then, answer.quotes[0].heading if answer.quotes else ""]
        if now - one.at > LATE_AFTER:
            lines.append(LATE.format(**words))
        return said(*filter(None, lines))

    def _again(self, one: Reminder, now: datetime) -> tuple[Answer | None, LastDay | None]:
        assistant, name = self.known.assistant, str(one.data.get("calculator"))
        if name not in assistant.library.calculations:
            return None, None
        answer, _ = assistant.calculate_inputs(name, dict(one.data["inputs"]), now=now)
        return answer, last_day(answer.calculation, assistant.library)

    def _title(self, one: Reminder) -> str:
        bound = self.known.assistant.library.calculations.get(str(one.data.get("calculator")))
        return bound.calculation.title if bound else "你设的期限"


def _ends_a_day(one: Reminder) -> bool:
    ends = one.ends.astimezone(SHANGHAI)
    return (ends.hour, ends.minute) == (0, 0)
