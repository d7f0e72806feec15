"""The stand-in's chats: groups, topics, channels, guests, and who is in them."""

import pytest
from standin import Privacy, StandIn
from standin.probe import Probe
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)
from telegram.error import Forbidden

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("详情", callback_data="more")]])


def message(bot: Probe) -> Message:
    """Return the one message that waits."""
    [update] = bot.heard()
    assert update.effective_message
    return update.effective_message


def test_a_reply_shows_what_it_answers_and_a_supergroup_gives_it_a_thread(telegram: StandIn, bot: Probe) -> None:
    """Which is no topic; in a basic group there is none."""
    big, small = telegram.group(), telegram.group(kind="group")
    for group in (big, small):
        group.say("/ask", reply_to=group.say("赔多少"))
    _, answer, _, plain = [update.message for update in bot.heard()]

    assert answer
    assert plain
    assert answer.reply_to_message
    assert answer.reply_to_message.text == "赔多少"
    assert answer.message_thread_id == answer.reply_to_message.message_id
    assert not answer.is_topic_message
    assert plain.message_thread_id is None


def test_private_chats_and_basic_groups_share_one_count_of_messages(telegram: StandIn) -> None:
    """So ids have gaps there; a supergroup counts for itself."""
    chat, small, big = telegram.private(), telegram.group(kind="group"), telegram.group()
    numbers = [one.say("好").id for one in (chat, small, big, chat, big)]

    assert [number - numbers[0] for number in (numbers[1], numbers[3])] == [1, 2]
    assert numbers[4] - numbers[2] == 1


def test_a_public_group_can_be_read_from_outside_and_found_by_name(telegram: StandIn, bot: Probe) -> None:
    """A private one cannot."""
    public, closed = telegram.group(username="shouhou_qun"), telegram.group()
    for group in (public, closed):
        group.remove_bot(kick=False)

    assert bot("get_chat", "@shouhou_qun").id == public.id
    outside = bot.refused("get_chat", closed.id, error=Forbidden)
    assert outside == "Forbidden: bot is not a member of the supergroup chat"
    assert bot.refused("get_chat", "@niemand") == "Bad Request: chat not found"


def test_a_message_in_a_topic_seems_to_answer_the_one_that_opened_it(telegram: StandIn, bot: Probe) -> None:
    """As Telegram has it; General has no thread; a reply stays in its topic."""
    forum = telegram.group(forum=True)
    topic = forum.topic("赔付")
    asked, _ = forum.say("赔多少", thread=topic), forum.say("在吗")
    _, inside, general = [update.message for update in bot.heard()]

    sent = bot("send_message", forum.id, "好", reply_parameters=ReplyParameters(asked.id))

    assert inside
    assert general
    assert inside.is_topic_message
    assert inside.reply_to_message
    assert inside.reply_to_message.forum_topic_created
    assert general.message_thread_id is None
    assert sent.message_thread_id == forum.answer().thread == topic


def test_anonymous_admins_and_channels_hide_who_speaks(telegram: StandIn, bot: Probe) -> None:
    """Behind GroupAnonymousBot and Channel_Bot; a channel's own posts have no sender."""
    group, channel = telegram.group(), telegram.channel()
    group.say("/settings", anonymous=True)
    group.say("转发", as_channel=channel.room)
    channel.say("公告")

    admin, other, post = bot.heard()

    assert admin.message
    assert admin.message.from_user
    assert admin.message.from_user.username == "GroupAnonymousBot"
    assert admin.message.sender_chat == admin.message.chat
    assert other.message
    assert other.message.sender_chat
    assert other.message.sender_chat.id == channel.id
    assert post.channel_post
    assert post.channel_post.from_user is None
    assert bot("send_message", channel.id, "好").from_user is None


def test_members_and_administrators_are_told_apart(telegram: StandIn, bot: Probe) -> None:
    """Other bots are not listed, strangers are not known."""
    boss, admin, member = (telegram.person(first_name=name) for name in "甲乙丙")
    helper = telegram.person(username="helper_bot", is_bot=True)
    group = telegram.group(admins=[boss, admin, helper], members=[member])

    listed = bot("get_chat_administrators", group.id)

    assert [one.user.first_name for one in listed] == ["甲", "乙"]
    assert bot("get_chat_member", group.id, member.id).status == "member"
    assert bot("get_chat_member", group.id, telegram.person().id).status == "left"
    assert bot("get_chat_member", group.id, telegram.bot.id).status == "member"
    assert "PARTICIPANT_ID_INVALID" in bot.refused("get_chat_member", group.id, 424242)
    assert bot("get_chat", group.id).title == "售后群"
    group.demote(admin)
    assert len(bot("get_chat_administrators", group.id)) == 1


def test_the_bot_learns_when_it_is_added_promoted_and_removed(telegram: StandIn, bot: Probe) -> None:
    """And hears nothing more afterwards."""
    group = telegram.group(bot="left")
    group.add_bot()
    group.promote_bot()
    group.remove_bot()
    group.say("听得到吗")

    added, service, promoted, removed = bot.heard()

    changes = [update.my_chat_member for update in (added, promoted, removed)]
    assert [change.new_chat_member.status for change in changes if change] == [
        "member",
        "administrator",
        "kicked",
    ]
    assert service.message
    assert service.message.new_chat_members[0].id == telegram.bot.id


def test_leaving_and_being_blocked_end_a_chat(telegram: StandIn, bot: Probe) -> None:
    """The bot is told of both."""
    group, chat = telegram.group(), telegram.private()
    bot("leave_chat", group.id)
    chat.block()

    changes = [update.my_chat_member for update in bot.heard()]

    assert [change.new_chat_member.status for change in changes if change] == ["left", "kicked"]


def test_an_upgrade_is_told_in_both_groups(telegram: StandIn, bot: Probe) -> None:
    """The old one names the new, the new one the old; members and bot move along."""
    old = telegram.group(kind="group")
    new = old.upgrade()

    gone, member, came = bot.heard()

    assert gone.message
    assert gone.message.migrate_to_chat_id == new.id
    assert member.my_chat_member
    assert member.my_chat_member.chat.id == new.id
    assert came.message
    assert came.message.migrate_from_chat_id == old.id
    new.say("还在吗")
    assert message(bot).chat.id == new.id


@pytest.mark.parametrize(
    ("privacy", "reaching"),
    [
        (Privacy.OFF, ["闲聊", "@rulebot_test_bot 在吗", "/ask", "/ask@rulebot_test_bot", "回复"]),
        (
            Privacy.WITH_MENTIONS,
            ["@rulebot_test_bot 在吗", "/ask", "/ask@rulebot_test_bot", "回复"],
        ),
        (Privacy.ON, ["/ask", "/ask@rulebot_test_bot", "回复"]),
    ],
    ids=lambda value: value.name if isinstance(value, Privacy) else "",
)
def test_privacy_mode_hides_what_is_not_for_the_bot(privacy: Privacy, reaching: list[str]) -> None:
    """Until it becomes an administrator."""
    with StandIn(privacy=privacy) as telegram, Probe(telegram) as bot:
        group = telegram.group()
        sent = bot("send_message", group.id, "好")
        for text in (
            "闲聊",
            "@rulebot_test_bot 在吗",
            "/ask",
            "/ask@rulebot_test_bot",
            "/x@other_bot",
        ):
            group.say(text)
        group.say("回复", reply_to=sent.message_id)
        texts = [update.message.text for update in bot.heard() if update.message]
        group.promote_bot()
        group.say("闲聊")

        assert [text for text in texts if text != "/x@other_bot"] == reaching
        assert bot.heard()[-1].message
        assert bot("get_me").can_read_all_group_messages is (privacy is Privacy.OFF)


def test_a_guest_message_shows_the_chat_and_what_it_answers(telegram: StandIn, bot: Probe) -> None:
    """In a group where the bot is no member."""
    group = telegram.group(bot="left")
    asked = group.say("实在宝上限多少")
    group.guest("@rulebot_test_bot 看看", reply_to=asked)

    [update] = bot.heard()

    assert update.guest_message
    assert update.guest_message.guest_query_id in telegram.unanswered("guest")
    assert update.guest_message.reply_to_message
    assert update.guest_message.reply_to_message.text == "实在宝上限多少"
