"""Answers and settings that Telegram refuses: each shown through a real Bot."""

from typing import Any

import pytest
from standin import StandIn
from standin.probe import Probe
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import InvalidToken

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(**kind: Any) -> InlineKeyboardMarkup:
    """Return one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("按", **kind)]])


def article(number: str = "1", text: str = "正文", **more: Any) -> InlineQueryResultArticle:
    """Return one inline result."""
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(number, "标题", content, **more)


def test_a_pressed_button_is_answered_once_and_in_time(telegram: StandIn, bot: Probe) -> None:
    """Twice, too late, unknown, too long a notice, a foreign url."""
    chat = telegram.private()
    bot("send_message", chat.id, "选", reply_markup=keyboard(callback_data="a"))
    once, late = chat.press("按"), chat.press("按")

    assert bot.refused("answer_callback_query", once.id, "x" * 201).endswith("MESSAGE_TOO_LONG")
    assert bot.refused("answer_callback_query", once.id, url="https://a.cn").endswith("URL_INVALID")
    assert bot("answer_callback_query", once.id, "收到", show_alert=True)
    late.expire()

    assert once.wait().alert
    for query in (once.id, late.id, "12345"):
        assert bot.refused("answer_callback_query", query) == TOO_OLD


def test_bad_inline_answers_are_refused(telegram: StandIn, bot: Probe) -> None:
    """Too many, the same id twice, a long id, bad HTML, a bad start parameter, too late."""
    chat = telegram.private()
    ask, late = chat.inline("实在宝"), chat.inline("实在宝")

    def words(*results: InlineQueryResultArticle, **more: Any) -> str:
        return bot.refused("answer_inline_query", ask.id, list(results), **more).partition(": ")[2]

    assert words(article("1"), article("1")) == "RESULT_ID_DUPLICATE"
    many = [article(str(n)) for n in range(51)]
    assert words(*many) == "too many inline query results specified"
    assert words(article("字" * 22)) == "RESULT_ID_INVALID"
    assert words(article(text="<b>")).startswith("can't parse inline query result: Can't parse ent")
    assert words(article(reply_markup=keyboard(callback_data="x" * 65))) == "BUTTON_DATA_INVALID"
    for start, reason in {"一": "unallowed characters in", "": "can't use empty"}.items():
        button = InlineQueryResultsButton("私聊", start_parameter=start)
        assert words(article(), button=button).startswith(reason)
    assert bot("answer_inline_query", ask.id, [article()], cache_time=5)
    late.expire()
    assert ask.wait().cache_time == 5
    for query in (ask.id, late.id):
        assert bot.refused("answer_inline_query", query, [article()]) == TOO_OLD


def test_a_guest_query_is_answered_once(telegram: StandIn, bot: Probe) -> None:
    """By a result; the bot may not write to that chat otherwise."""
    group = telegram.group(bot="left")
    ask = group.guest(f"@{telegram.bot.username} 实在宝上限")

    assert bot.refused("send_message", group.id, "好") == "Bad Request: chat not found"
    assert bot("answer_guest_query", ask.id, article(text="<b>1000</b> 元")).inline_message_id
    assert ask.wait().text == "1000 元"
    assert bot.refused("answer_guest_query", ask.id, article()) == TOO_OLD


def test_bad_commands_and_descriptions_are_refused(bot: Probe) -> None:
    """Names in capitals or Chinese, names and descriptions too long or missing, too many."""

    def words(*commands: tuple[str, str], **more: Any) -> str:
        given = [BotCommand(*command) for command in commands]
        return bot.refused("set_my_commands", given, **more).removeprefix("Bad Request: ")

    assert words(("赔付", "x")) == words(("Payout", "x")) == "BOT_COMMAND_INVALID"
    assert words(("a" * 33, "x")) == "command length must not exceed 32"
    assert words(("a", "x" * 257)) == "command description length must not exceed 256"
    assert words(("a", " ")) == "command description must be non-empty"
    assert words(*[(f"c{n}", "x") for n in range(101)]) == "BOT_COMMANDS_TOO_MUCH"
    assert words(("a", "x"), language_code="zh-hans") == "invalid language code specified"
    assert bot.refused("set_my_description", "x" * 513).endswith("TOO_LONG")
    assert bot.refused("set_my_short_description", "x" * 121).endswith("TOO_LONG")


def test_an_unknown_token_or_method_is_refused(telegram: StandIn, bot: Probe) -> None:
    """401 and 404."""
    with pytest.raises(InvalidToken), Probe(telegram, "42:AAnother"):
        pass
    assert telegram.calls()[-1].description == "Unauthorized"
    missing = bot.refused("do_api_request", "sendDreams", error=Exception)  # type: ignore[arg-type]
    assert missing == "Not Found: method not found"
