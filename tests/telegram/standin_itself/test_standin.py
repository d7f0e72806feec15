"""The stand-in for Telegram: what a bot gets to read, and what a test sees of the bot."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from standin import Chat, StandIn
from standin.probe import Probe
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("详情", callback_data="more")]])


def test_json_form_query_and_multipart_say_the_same(telegram: StandIn) -> None:
    """Method names may be in any case."""
    chat = telegram.private()
    url = f"{telegram.base_url}{telegram.token}/SENDmessage"
    fields = {"chat_id": str(chat.id), "text": "好 & <b>"}

    answers = [
        httpx.get(url, params=fields),
        httpx.post(url, data=fields),
        httpx.post(url, json={**fields, "chat_id": chat.id}),
        httpx.post(url, files={name: (None, text) for name, text in fields.items()}),
    ]

    assert [answer.json()["result"]["text"] for answer in answers] == ["好 & <b>"] * 4


def test_html_becomes_text_and_entities(telegram: StandIn, bot: Probe) -> None:
    """Offsets count UTF-16 units; mentions and links are found, too."""
    html = (
        "🙂<b>赔 <i>1000</i></b> <a href='http://a.cn'>原文</a>\n"
        "<blockquote expandable>第七条 &lt;1&gt; &amp;nbsp; &#8364;</blockquote>"
        '<tg-spoiler>x</tg-spoiler><pre><code class="language-py">p</code></pre> @rulebot_test_bot'
    )

    sent = bot("send_message", telegram.private().id, html, parse_mode="HTML")

    assert sent.text == "🙂赔 1000 原文\n第七条 <1> &nbsp; €xp @rulebot_test_bot"
    assert [(entity.type, sent.parse_entity(entity)) for entity in sent.entities] == [
        ("bold", "赔 1000"),
        ("italic", "1000"),
        ("text_link", "原文"),
        ("expandable_blockquote", "第七条 <1> &nbsp; €"),
        ("spoiler", "x"),
        ("pre", "p"),
        ("mention", "@rulebot_test_bot"),
    ]
    assert sent.entities[2].url == "http://a.cn/"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("🙂 /payout@rulebot_test_bot 1288", [("bot_command", "/payout@rulebot_test_bot")]),
        ("/payout实在宝", []),
        ("问 @rulebot_test_bot 一下", [("mention", "@rulebot_test_bot")]),
        ("@rulebot_test_bot实在宝", []),
        ("你好@rulebot_test_bot", []),
        ("看 https://a.cn/x，谢谢 #理赔", [("url", "https://a.cn/x"), ("hashtag", "#理赔")]),
        ("a@b.cn", [("email", "a@b.cn")]),
        ("1/2 //x @ab", []),
    ],
)
def test_entities_are_found_as_telegram_finds_them(
    telegram: StandIn, bot: Probe, text: str, found: list[tuple[str, str]]
) -> None:
    """Beside a letter or a Chinese character there is no mention and no command."""
    telegram.private().say(text)

    message = bot.heard()[0].message

    assert message
    assert [(one.type, message.parse_entity(one)) for one in message.entities] == found


def test_a_person_without_a_username_is_mentioned_by_name(telegram: StandIn, bot: Probe) -> None:
    """As a text_mention."""
    group, other = telegram.group(), telegram.person(first_name="小李")
    group.say("🙂 小李 看看", mentions={"小李": other})

    message = bot.heard()[0].message

    assert message
    assert message.parse_entities() == {message.entities[0]: "小李"}
    assert message.entities[0].user
    assert message.entities[0].user.id == other.id


def test_messages_carry_the_time_the_test_sets(telegram: StandIn, bot: Probe) -> None:
    """By the clock, or for one message alone; edits have their own."""
    chat, noon = telegram.private(), datetime(2026, 3, 6, 4, tzinfo=UTC)
    telegram.clock.set(noon)
    first = chat.say("一")
    telegram.clock.advance(timedelta(hours=25))
    chat.say("二", at=noon + timedelta(minutes=1))
    chat.edit(first, "一改")

    one, two, edited = bot.heard()

    assert one.message
    assert one.message.date == noon
    assert two.message
    assert two.message.date == noon + timedelta(minutes=1)
    assert edited.edited_message
    assert edited.edited_message.edit_date
    assert edited.edited_message.edit_date - noon >= timedelta(hours=25)


def test_captions_stickers_and_voice_arrive_as_such(telegram: StandIn, bot: Probe) -> None:
    """A caption has its entities."""
    chat = telegram.private()
    chat.say("/payout 1288", media="photo")
    chat.say("", media="sticker")
    chat.say("", media="voice")

    photo, sticker, voice = [update.message for update in bot.heard()]

    assert photo
    assert photo.caption_entities[0].type == "bot_command"
    assert photo.photo
    assert sticker
    assert sticker.sticker
    assert voice
    assert voice.voice


def test_a_bot_registers_commands_and_descriptions(telegram: StandIn, bot: Probe) -> None:
    """By scope and language."""
    scope = BotCommandScopeAllPrivateChats()
    bot("set_my_commands", [BotCommand("payout", "算赔付")], scope=scope, language_code="zh")
    bot("set_my_description", "规则助手")

    assert bot("get_my_commands", scope=scope, language_code="zh")[0].command == "payout"
    assert telegram.commands("all_private_chats", "zh")[0]["description"] == "算赔付"
    assert telegram.profile("description") == "规则助手"
    bot("delete_my_commands", scope=scope, language_code="zh")
    assert bot("get_my_commands", scope=scope, language_code="zh") == ()
    assert bot("close")
    assert bot("log_out")
    assert bot.refused("get_me") == "Logged out"


def test_the_driver_hands_out_each_message_once_and_knows_silence(telegram: StandIn, bot: Probe) -> None:
    """`wait_for` goes on where it was; `quiet` complains about what it finds."""
    chat = telegram.private()
    for text in ("一", "二", "三"):
        bot("send_message", chat.id, text, reply_markup=KEYS)

    assert [one.text for one in chat.wait_for(2)] == ["一", "二"]
    with pytest.raises(AssertionError, match=r"not quiet.*三"):
        chat.quiet(0.01)
    assert chat.answer().text == "三"
    chat.quiet(0.01)
    with pytest.raises(AssertionError, match="0 of 1 messages in chat"):
        chat.answer(timeout=0.01)
    press = chat.press("详情", 101)
    bot("edit_message_text", "改", chat_id=chat.id, message_id=101)
    with pytest.raises(AssertionError, match=r"not quiet.*改"):
        chat.quiet(0.01)
    assert chat.wait_for_edit().text == chat.now(101).text == "改"
    assert not press.answered
    bot("delete_message", chat.id, 101)
    chat.wait_until_deleted(101)
    assert [one.text for one in chat.messages] == ["二", "三"]


def test_a_test_can_press_only_what_is_there(telegram: StandIn, bot: Probe) -> None:
    """Unless it forges the data, as a changed client could."""
    chat: Chat = telegram.private()
    bot("send_message", chat.id, "选", reply_markup=KEYS)

    with pytest.raises(AssertionError, match="0 buttons '没有'"):
        chat.press("没有")
    chat.press("forged:1", forged=True)

    [update] = bot.heard()
    assert update.callback_query
    assert update.callback_query.data == "forged:1"
    assert update.callback_query.message
    assert update.callback_query.message.message_id == chat.last.id
