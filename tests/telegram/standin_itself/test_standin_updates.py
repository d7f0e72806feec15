"""How updates reach a bot: by polling, by a webhook, each until it is confirmed."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from standin import StandIn
from standin.probe import Probe
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import Conflict
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from tests.free_ports import free_port

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("详情", callback_data="more")]])


async def on_text(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again in bold, with a button."""
    if update.effective_message:
        text = f"<b>{update.effective_message.text}</b>"
        await update.effective_message.reply_text(text, parse_mode="HTML", reply_markup=KEYS)


async def on_press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer and edit."""
    if update.callback_query:
        await update.callback_query.answer("好的")
        await update.callback_query.edit_message_text("改好了")


async def on_inline(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Offer one article."""
    if update.inline_query:
        content = InputTextMessageContent("<i>上限</i>", parse_mode="HTML")
        await update.inline_query.answer([InlineQueryResultArticle("1", "上限", content, reply_markup=KEYS)])


def application(telegram: StandIn) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return a real application that echoes."""
    app = Application.builder().token(telegram.token).base_url(telegram.base_url).build()
    app.add_handler(MessageHandler(filters.TEXT, on_text))
    app.add_handler(CallbackQueryHandler(on_press))
    app.add_handler(InlineQueryHandler(on_inline))
    return app


def converse(telegram: StandIn) -> None:
    """Talk to the echo bot as a person would."""
    chat = telegram.private()

    answer = chat.ask("实付 1288 元")
    assert answer.text == "实付 1288 元"
    assert answer.html == "<b>实付 1288 元</b>"
    assert chat.press("详情").wait().text == "好的"
    assert chat.wait_for_edit().text == "改好了"
    assert chat.last.rows == ()

    sent = chat.inline("上限").choose()
    assert sent.text == "上限"
    assert chat.press("more", sent.id).wait().text == "好的"
    chat.wait_for_edit()
    assert telegram.inline_message(sent.inline_id).text == "改好了"
    assert telegram.refused == []


async def run_polling(telegram: StandIn, talk: Callable[[StandIn], None]) -> None:
    """Run the echo bot by polling while `talk` talks."""
    async with application(telegram) as app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(timeout=5)
        await asyncio.to_thread(talk, telegram)
        await app.updater.stop()
        await app.stop()


def test_a_real_application_converses_by_polling(telegram: StandIn) -> None:
    """Texts, buttons, edits, inline results; in the end nothing waits."""
    asyncio.run(run_polling(telegram, converse))

    assert telegram.pending == 0


def test_a_real_application_converses_by_webhook(telegram: StandIn) -> None:
    """The same over a webhook with a secret."""

    async def run() -> None:
        async with application(telegram) as app:
            await app.start()
            assert app.updater
            await app.updater.start_webhook(
                "127.0.0.1",
                port := free_port(),
                "hook",
                webhook_url=f"http://127.0.0.1:{port}/hook",
                secret_token="geheim",
            )
            await asyncio.to_thread(converse, telegram)
            await app.updater.stop()
            await app.stop()

    asyncio.run(run())

    assert {post.status for post in telegram.posts} == {200}


def test_a_webhook_gets_each_update_until_it_says_200(telegram: StandIn) -> None:
    """In order within a chat, with the secret, and 503 is tried again; another chat goes on."""
    bad, good = telegram.private(), telegram.private()
    got: list[tuple[int, str]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        update = Update.de_json(httpx.Response(200, content=await reader.read(length)).json(), None)
        assert "x-telegram-bot-api-secret-token: geheim" in head
        assert update.effective_chat
        assert update.message
        chat = update.effective_chat.id
        broken = chat == bad.id and len([one for one in got if one[0] == bad.id]) < 2
        got.append((chat, update.message.text or ""))
        status = b"503 Busy" if broken else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with httpx.AsyncClient(trust_env=False) as client:
            hook = {"url": f"http://127.0.0.1:{port}/", "secret_token": "geheim"}
            base = f"{telegram.base_url}{telegram.token}"
            await client.post(f"{base}/setWebhook", json=hook)
            for text in ("一", "二"):
                bad.say(text)
                good.say(text)
            await asyncio.to_thread(telegram.settled)
            info = (await client.get(f"{base}/getWebhookInfo")).json()["result"]
        assert "503 Busy" in info["last_error_message"]
        server.close()

    asyncio.run(asyncio.wait_for(run(), 5))

    assert [text for chat, text in got if chat == bad.id] == ["一", "一", "一", "二"]
    assert [text for chat, text in got if chat == good.id] == ["一", "二"]


def test_updates_are_given_again_until_they_are_confirmed(telegram: StandIn, bot: Probe) -> None:
    """By an offset beyond them."""
    chat = telegram.private()
    chat.say("一")
    chat.say("二")

    first, again = bot("get_updates"), bot("get_updates", limit=1)
    rest = bot("get_updates", offset=first[0].update_id + 1)

    assert [update.message.text for update in first] == ["一", "二"]
    assert again[0].update_id == first[0].update_id
    assert [update.message.text for update in rest] == ["二"]
    assert telegram.pending == 1
    assert bot("get_updates", offset=rest[0].update_id + 1) == ()


def test_polls_and_webhooks_exclude_each_other(telegram: StandIn, bot: Probe) -> None:
    """A second poll ends the first; a webhook ends polling."""

    async def two() -> list[Any]:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"{telegram.base_url}{telegram.token}/getUpdates"
            first = asyncio.create_task(client.get(url, params={"timeout": 20}))
            await asyncio.to_thread(telegram.wait_for_calls, "getUpdates")
            return [await client.get(url), await first]

    second, first = asyncio.run(two())
    bot("set_webhook", "https://example.org/hook")

    assert (second.status_code, first.status_code) == (200, 409)
    assert "terminated by other getUpdates" in first.json()["description"]
    assert "webhook is active" in bot.refused("get_updates", error=Conflict)
    assert bot("get_webhook_info").url == "https://example.org/hook"
    bot("delete_webhook")
    assert bot("get_updates") == ()
