"""What Telegram refuses, refused by the stand-in: each shown through a real Bot."""

from datetime import timedelta
from typing import Any

import pytest
from standin import StandIn
from standin.probe import Probe
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import ChatMigrated, Forbidden

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(**kind: Any) -> InlineKeyboardMarkup:
    """Return one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("按", **kind)]])


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a<b>b", 'Can\'t find end tag corresponding to start tag "b"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("赔<h1>1", 'Unsupported start tag "h1" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">z</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="x">🙂</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
def test_html_that_cannot_be_parsed_is_refused(telegram: StandIn, bot: Probe, html: str, reason: str) -> None:
    """With Telegram's reason, and the byte offset of the tag at fault."""
    chat = telegram.private()

    words = bot.refused("send_message", chat.id, html, parse_mode="HTML")

    assert words == f"Bad Request: can't parse entities: {reason}"
    assert chat.messages == []


def test_an_empty_text_is_refused_before_and_after_parsing(telegram: StandIn, bot: Probe) -> None:
    """Nothing at all, only spaces, and tags around nothing."""
    chat = telegram.private()

    assert bot.refused("send_message", chat.id, "") == "Bad Request: message text is empty"
    for empty in (" \n ", "<b></b>", "<i> </i>"):
        words = bot.refused("send_message", chat.id, empty, parse_mode="HTML")
        assert words == "Bad Request: text must be non-empty"


def test_a_text_over_4096_utf16_units_is_refused(telegram: StandIn, bot: Probe) -> None:
    """Counted after parsing, and an emoji counts twice."""
    chat = telegram.private()
    too_long = "Bad Request: message is too long"

    assert bot.refused("send_message", chat.id, "字" * 4097) == too_long
    assert bot.refused("send_message", chat.id, "🙂" * 2049) == too_long
    fitting = "<b>" + "&lt;" * 2048 + "</b>" + "🙂" * 1024
    assert bot("send_message", chat.id, fitting, parse_mode="HTML").text.startswith("<")
    assert bot.refused("send_message", chat.id, "a" * 32769) == "Bad Request: text is too long"


def test_bad_buttons_are_refused(telegram: StandIn, bot: Probe) -> None:
    """Data over 64 bytes, dead urls, deep links that would not arrive, too many buttons."""
    chat = telegram.private()
    crowd = [[InlineKeyboardButton(str(n), callback_data="x")] for n in range(101)]

    def words(markup: InlineKeyboardMarkup) -> str:
        return bot.refused("send_message", chat.id, "好", reply_markup=markup)

    assert words(keyboard(callback_data="字" * 21 + "xx")) == "Bad Request: BUTTON_DATA_INVALID"
    assert words(keyboard(url="http://localhost/x")) == (
        "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL"
    )
    assert words(keyboard(url="ftp://a.cn")).endswith("is invalid: Unsupported URL protocol")
    assert words(keyboard(url="https://t.me/x?start=一")) == "Bad Request: BUTTON_URL_INVALID"
    assert words(keyboard(url=f"t.me/x?start={'r' * 65}")) == "Bad Request: BUTTON_URL_INVALID"
    assert words(InlineKeyboardMarkup(crowd)) == "Bad Request: reply markup is too long"
    assert words(keyboard()) == (
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    )
    bot("send_message", chat.id, "好", reply_markup=keyboard(url=f"t.me/x?start={'r' * 64}"))
    assert chat.last.button("按").url.endswith("r" * 64)


def test_edits_that_change_nothing_or_meet_nothing_are_refused(telegram: StandIn, bot: Probe) -> None:
    """The same text and buttons, an unknown message, somebody else's."""
    chat = telegram.private()
    theirs = chat.say("问题")
    sent = bot("send_message", chat.id, "<b>好</b>", parse_mode="HTML")
    where = {"chat_id": chat.id, "message_id": sent.message_id}

    assert bot.refused("edit_message_text", "<b>好</b>", parse_mode="HTML", **where).startswith(
        "Bad Request: message is not modified: specified new message content and reply markup"
    )
    assert "not modified" in bot.refused("edit_message_reply_markup", **where)
    unknown = bot.refused("edit_message_text", "x", chat_id=chat.id, message_id=99999)
    assert unknown == "Bad Request: message to edit not found"
    foreign = bot.refused("edit_message_text", "x", chat_id=chat.id, message_id=theirs.id)
    assert foreign == "Bad Request: message can't be edited"
    assert bot("edit_message_text", "好", **where).text == "好"


def test_deleting_the_unknown_the_foreign_and_the_old_is_refused(telegram: StandIn, bot: Probe) -> None:
    """In a group a bot deletes its own messages, for 48 hours."""
    group = telegram.group()
    theirs, sent = group.say("问题"), bot("send_message", group.id, "好")

    unknown = bot.refused("delete_message", group.id, 99999)
    assert unknown == "Bad Request: message to delete not found"
    foreign = bot.refused("delete_message", group.id, theirs.id)
    telegram.clock.advance(timedelta(hours=48))
    old = bot.refused("delete_message", group.id, sent.message_id)
    telegram.clock.advance(timedelta(hours=-48))

    assert foreign == old == "Bad Request: message can't be deleted"
    group.promote_bot()
    assert bot("delete_message", group.id, theirs.id)


def test_a_reply_to_nothing_is_refused_unless_it_may_stand_alone(telegram: StandIn, bot: Probe) -> None:
    """And a quote must be in the message."""
    chat = telegram.private()
    asked = chat.say("赔多少")

    def reply(**how: Any) -> dict[str, Any]:
        return {"chat_id": chat.id, "text": "好", "reply_parameters": ReplyParameters(**how)}

    missing = bot.refused("send_message", **reply(message_id=99999))
    assert missing == "Bad Request: message to be replied not found"
    alone = bot("send_message", **reply(message_id=99999, allow_sending_without_reply=True))
    assert alone.reply_to_message is None
    quoted = bot.refused("send_message", **reply(message_id=asked.id, quote="没说过"))
    assert quoted == "Bad Request: QUOTE_TEXT_INVALID"
    assert bot("send_message", **reply(message_id=asked.id)).reply_to_message.text == "赔多少"


def test_who_blocked_the_bot_or_never_started_it_gets_nothing(telegram: StandIn, bot: Probe) -> None:
    """A user who is only known from a group cannot be written to."""
    chat, stranger = telegram.private(), telegram.person()
    chat.block()

    blocked = bot.refused("send_message", chat.id, "好", error=Forbidden)
    assert blocked == "Forbidden: bot was blocked by the user"
    fresh = bot.refused("send_message", stranger.id, "好", error=Forbidden)
    assert fresh == "Forbidden: bot can't initiate conversation with a user"
    assert bot.refused("send_message", 424242, "好") == "Bad Request: chat not found"
    assert bot.refused("send_message", "", "好") == "Bad Request: chat_id is empty"
    chat.unblock()
    assert bot("send_message", chat.id, "好").text == "好"


def test_groups_that_lost_the_bot_refuse_it(telegram: StandIn, bot: Probe) -> None:
    """Kicked, left, muted, no administrator in a channel."""
    group, basic = telegram.group(), telegram.group(kind="group")
    channel, muted = telegram.channel(bot="member"), telegram.group()
    group.remove_bot()
    basic.remove_bot(kick=False)
    muted.mute_bot()

    kicked = bot.refused("send_message", group.id, "好", error=Forbidden)
    assert kicked == "Forbidden: bot was kicked from the supergroup chat"
    left = bot.refused("send_message", basic.id, "好", error=Forbidden)
    assert left == "Forbidden: bot is not a member of the group chat"
    posted = bot.refused("send_message", channel.id, "好")
    assert posted == "Bad Request: need administrator rights in the channel chat"
    silent = bot.refused("send_message", muted.id, "好")
    assert silent == "Bad Request: not enough rights to send text messages to the chat"


def test_an_upgraded_group_tells_its_new_id(telegram: StandIn, bot: Probe) -> None:
    """As a parameter, which the Bot raises as ChatMigrated."""
    old = telegram.group(kind="group")
    new = old.upgrade()

    with pytest.raises(ChatMigrated) as raised:
        bot("send_message", old.id, "好")

    assert raised.value.new_chat_id == new.id
    assert telegram.calls()[-1].description.endswith("was upgraded to a supergroup chat")
    assert bot("send_message", new.id, "好").chat.id == new.id


def test_topics_that_do_not_exist_or_are_closed_are_refused(telegram: StandIn, bot: Probe) -> None:
    """General is no thread; where there are no topics, the thread is ignored."""
    forum, plain = telegram.group(forum=True), telegram.group()
    topic = forum.topic("赔付")

    def words(thread: int) -> str:
        return bot.refused("send_message", forum.id, "好", message_thread_id=thread)

    assert words(777) == words(1) == "Bad Request: message thread not found"
    assert bot("send_message", forum.id, "好", message_thread_id=topic).is_topic_message
    assert bot("send_message", plain.id, "好", message_thread_id=777).message_thread_id is None
    forum.close_topic(topic)
    assert words(topic) == "Bad Request: TOPIC_CLOSED"
