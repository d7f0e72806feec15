"""Reactions: the update that a change makes, and when the bot hears of one."""

from datetime import UTC, datetime, timedelta

import pytest
from standin import Chat, StandIn
from standin.probe import Probe
from standin.reactions import EMOJI
from telegram import MessageReactionUpdated, ReactionTypeCustomEmoji, ReactionTypeEmoji, Update
from telegram.constants import ReactionEmoji

ASKED = ["message", "message_reaction"]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def heard(bot: Probe) -> list[MessageReactionUpdated]:
    """Return the changes of reactions that wait, and confirm them."""
    return [update.message_reaction for update in bot.heard() if update.message_reaction]


@pytest.fixture
def asking(bot: Probe) -> Probe:
    """Return a bot that has asked for reactions."""
    bot("get_updates", allowed_updates=ASKED)
    return bot


def test_a_reaction_is_told_with_what_it_was_before_and_whose_it_is(telegram: StandIn, asking: Probe) -> None:
    """Set, changed, taken back; setting what is set already is no change."""
    telegram.clock.set(NOW)
    chat = telegram.private(first_name="阿芳")
    message = asking("send_message", chat.id, "可以赔 1000 元")
    for reactions in (("👍",), ("👍",), ("❤",), ()):
        chat.react(message.message_id, *reactions)

    told = heard(asking)

    one = told[0]
    assert (one.chat.id, one.message_id, one.actor_chat) == (chat.id, message.message_id, None)
    assert one.user is not None
    assert one.user.first_name == "阿芳"
    assert abs(one.date - NOW) < timedelta(minutes=1)
    up, heart = ReactionTypeEmoji("👍"), ReactionTypeEmoji("❤")
    assert [(one.old_reaction, one.new_reaction) for one in told] == [((), (up,)), ((up,), (heart,)), ((heart,), ())]


def test_several_and_other_kinds_of_reactions_are_told_as_what_they_are(telegram: StandIn, asking: Probe) -> None:
    """A custom emoji by its number, a paid star."""
    chat = telegram.private()
    chat.react(chat.say("好"), "🔥", "5368324170671202286", "paid")

    [told] = heard(asking)

    assert told.new_reaction[:2] == (ReactionTypeEmoji("🔥"), ReactionTypeCustomEmoji("5368324170671202286"))
    assert [one.type for one in told.new_reaction[2:]] == ["paid"]


@pytest.mark.parametrize("allowed", [None, ["message"]], ids=["by default", "without it"])
def test_a_bot_that_did_not_ask_for_reactions_hears_of_none(
    telegram: StandIn, bot: Probe, allowed: list[str] | None
) -> None:
    """Telegram leaves them out of what it sends by default."""
    bot("get_updates", allowed_updates=allowed)
    chat = telegram.private()
    chat.react(chat.say("好"), "👍")
    telegram.private().say("好")
    waiting: tuple[Update, ...] = bot("get_updates")

    assert [update.message_reaction for update in waiting] == [None, None]


def test_in_a_group_only_an_administrator_bot_hears_of_reactions(telegram: StandIn, asking: Probe) -> None:
    """What was set before stands in the first change that it hears of."""
    group = telegram.group(members=[telegram.person(first_name="小李")])
    message = group.say("好")
    group.react(message, "👍")
    unheard = heard(asking)
    group.promote_bot()
    group.react(message, "👎")

    [told] = heard(asking)

    assert unheard == []
    assert (told.old_reaction, told.new_reaction) == ((ReactionTypeEmoji("👍"),), (ReactionTypeEmoji("👎"),))
    group.demote_bot()
    group.react(message)
    assert heard(asking) == []


def test_who_reacts_in_the_groups_name_is_not_told(telegram: StandIn, asking: Probe) -> None:
    """The chat stands in the place of the person."""
    group = telegram.group(bot="administrator")
    group.react(group.say("好"), "👍", anonymous=True)

    [told] = heard(asking)

    assert told.user is None
    assert told.actor_chat is not None
    assert told.actor_chat.id == group.id


@pytest.mark.parametrize("reactions", [("🍕",), ("👍", "👍"), ("👍", "❤", "🔥", "🎉")])
def test_a_test_cannot_react_as_nobody_can(chat: Chat, reactions: tuple[str, ...]) -> None:
    """An emoji that is none of Telegram's reactions, one twice, too many."""
    message = chat.say("好")

    with pytest.raises(AssertionError):
        chat.react(message, *reactions)


def test_nobody_can_react_to_what_is_not_there(chat: Chat) -> None:
    """A slip in a test."""
    with pytest.raises(AssertionError, match="no message 4711"):
        chat.react(4711, "👍")


def test_the_reactions_are_those_of_the_bot_api() -> None:
    """As python-telegram-bot lists them, who writes some of them with a variation selector."""
    assert {emoji.value.replace("\ufe0f", "") for emoji in ReactionEmoji} == EMOJI


@pytest.fixture
def chat(telegram: StandIn) -> Chat:
    """Return somebody's private chat."""
    return telegram.private()
