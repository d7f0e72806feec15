"""Groups of every kind: forums, channels, anonymous administrators; being added, muted, removed, blocked."""

from itertools import count

from rulebot import Rulebot
from standin import Chat, StandIn, User

QUESTION = "实在宝最多能赔多少钱？"
NUMBERS = count(8_600_000_001)


def test_an_anonymous_administrator_asks_sets_and_presses(group: Chat, admin: User, other: User) -> None:
    """Any administrator may press then, nobody else."""
    group.say("/shizaibao_claim_deadline", anonymous=True)
    asked = group.answer()
    assert group.press("昨天", asked, other).wait().alert
    group.press("昨天", asked, admin).wait()
    assert "2023年5月19日" in group.answer().text

    group.say("/settings", anonymous=True)
    assert "自动回答" in group.answer().text


def test_somebody_who_writes_in_a_channels_name_is_answered(telegram: StandIn, group: Chat) -> None:
    """As anybody else."""
    channel = telegram.channel(bot="left")
    group.say(f"/ask {QUESTION}", as_channel=channel.room)
    assert "第7条" in group.answer().text


def test_channel_posts_are_left_alone(telegram: StandIn, rulebot: Rulebot) -> None:
    """Even those that mention the bot."""
    channel = telegram.channel()
    channel.say(f"@rulebot_test_bot {QUESTION}")
    channel.say("/help")
    channel.quiet()


def test_answers_stay_in_their_topic_and_the_general_one(
    telegram: StandIn, rulebot: Rulebot, asker: User, admin: User
) -> None:
    """A line in a topic is no reply to the bot, even when the bot opened nothing."""
    forum = telegram.group(forum=True, members=[asker], admins=[admin])
    topic = forum.topic("售后")
    forum.say("随便说说", asker, thread=topic)
    forum.quiet()
    forum.say(f"/ask {QUESTION}", asker, thread=topic)
    assert forum.answer().thread == topic
    forum.say(f"/ask {QUESTION}", asker)
    assert forum.answer().thread == 0


def test_a_failed_group_reply_never_becomes_a_private_message(telegram: StandIn, group: Chat, asker: User) -> None:
    """Muted, the bot is silent."""
    private = telegram.private(asker.id)
    group.mute_bot()
    group.say(f"/ask {QUESTION}", asker)
    group.quiet()
    private.quiet()
    group.mute_bot(muted=False)
    group.say(f"/ask {QUESTION}", asker)
    assert "第7条" in group.answer().text


def test_added_to_a_group_it_says_in_one_line_how_to_use_it(
    telegram: StandIn, rulebot: Rulebot, asker: User, admin: User
) -> None:
    """Removed, it keeps quiet; added again, it works again."""
    group = telegram.group(bot="left", members=[asker], admins=[admin])
    group.add_bot(admin)
    greeting = group.answer()
    assert "\n" not in greeting.text
    assert "/ask" in greeting.text

    group.remove_bot(admin)
    group.quiet()
    group.add_bot(admin)
    group.answer()
    group.say(f"/ask {QUESTION}", asker)
    assert "第7条" in group.answer().text


def test_a_user_who_blocked_the_bot_and_comes_back_is_served(telegram: StandIn, rulebot: Rulebot) -> None:
    """Nothing is said meanwhile, and nothing fails."""
    errors = len(rulebot.errors())
    private = telegram.private(next(NUMBERS))
    private.ask(QUESTION)
    private.block()
    private.quiet()
    private.unblock()
    assert "第7条" in private.ask(QUESTION).text
    assert rulebot.errors()[errors:] == []
