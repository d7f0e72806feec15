"""Questions a test asked through Telegram, and waiting for the bot's answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .log import Call
from .messages import Message
from .people import Member, User
from .queries import Query
from .rooms import Room
from .views import BotMessage, InlineAnswer, Notice, view
from .watching import SECONDS, recent, wait_until
from .world import World


@dataclass(frozen=True)
class Asked:
    """A question the bot has to answer."""

    world: World
    query: Query
    calls: Sequence[Call]

    @property
    def id(self) -> str:
        """The id the bot answers to."""
        return self.query.id

    def expire(self) -> None:
        """Make it too old to be answered."""
        self.query.expired = True

    def _answer(self, timeout: float) -> dict[str, Any]:
        return wait_until(
            self.world,
            lambda: self.query.answer,
            timeout,
            lambda: f"{self.query.kind} query not answered; {recent(self.calls)}",
        )


class Press(Asked):
    """A pressed button."""

    def wait(self, timeout: float = SECONDS) -> Notice:
        """Return the notice that the bot answered with; often an empty one."""
        answer = self._answer(timeout)
        return Notice(answer["text"], answer["show_alert"], answer["url"])

    @property
    def answered(self) -> bool:
        """Whether the bot has answered."""
        return self.query.answer is not None


class InlineQuery(Asked):
    """An inline query."""

    def wait(self, timeout: float = SECONDS) -> InlineAnswer:
        """Return what the bot answered."""
        answer = self._answer(timeout)
        return InlineAnswer(
            tuple(answer["results"]),
            answer["button"],
            answer["cache_time"],
            answer["personal"],
            answer["next_offset"],
        )

    def choose(self, which: int | str = 0, timeout: float = SECONDS) -> BotMessage:
        """Send the result with this position or id to the chat the query was typed in."""
        results = self.wait(timeout).results
        chosen = results[which] if isinstance(which, int) else _by_id(results, which)
        with self.world.changed:
            number = self.world.inline_number() if chosen.markup else ""
            message = self.world.post(
                self.query.room or _elsewhere(self.world, self.query.user),
                sender=self.query.user,
                via_bot=self.world.bot,
                text=chosen.content.text,
                entities=chosen.content.entities,
                source=chosen.content.source,
                markup=chosen.markup,
                inline_id=number,
            )
            self._tell_chosen(chosen.id, number, message)
        return view(message)

    def _tell_chosen(self, result_id: str, number: str, message: Message) -> None:
        chosen = {"result_id": result_id, "from": self.query.user.shown(), "query": ""}
        if number:
            self.world.inline[number] = message
            chosen["inline_message_id"] = number
        lane = ("chosen_inline_result", self.query.user.id)
        self.world.tell("chosen_inline_result", chosen, lane)


class GuestQuery(Asked):
    """A message to the bot in a chat where it is no member."""

    def wait(self, timeout: float = SECONDS) -> BotMessage:
        """Return the message that the bot answered with."""
        answer = self._answer(timeout)
        return view(self.world.inline[answer["inline_message_id"]])


def _by_id(results: Sequence[Any], identifier: str) -> Any:
    found = [result for result in results if result.id == identifier]
    if not found:
        raise AssertionError(f"no result {identifier!r} among {[r.id for r in results]}")
    return found[0]


def _elsewhere(world: World, user: User) -> Room:
    """Return a chat that the bot knows nothing of."""
    return Room(user.id, "private", Member(world.bot, "left"), user=user, known=False)
