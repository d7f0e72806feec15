"""
A stand-in for Telegram's Bot API: a real server on loopback that refuses what Telegram refuses.

    with StandIn() as telegram:
        start_the_bot(telegram.token, telegram.base_url)    # any client, any process
        boss, buyer = telegram.person(), telegram.person()
        group = telegram.group(admins=[boss], members=[buyer], kind="group")

        answer = group.ask("/payout@rulebot_test_bot 实在宝 1288", buyer)
        assert "1000" in answer.text and "<b>" in answer.html and answer.buttons == ["看全文"]
        assert "只有提问的人" in group.press("看全文", answer, boss).wait().text

        telegram.fail("sendMessage", status=429, retry_after=1)
        group = group.upgrade()
        group.say("闲聊", boss)
        group.quiet(0.3)
        assert telegram.refused == []

The words of the refusals are those of tdlib/telegram-bot-api 10.0 and tdlib/td of July 2026; where
only Telegram's closed server decides, they are what its users report, or a guess. Stricter than
Telegram: a button with a `t.me/…?start=` link whose parameter would not arrive.

All waiting blocks the thread; beside a bot in the same event loop call it by `asyncio.to_thread`.
"""

from .chat import Chat
from .limits import Limits
from .log import Call
from .people import User
from .privacy import Privacy
from .standin import StandIn
from .views import BotMessage, Button, InlineAnswer, Notice

__all__ = [
    "BotMessage",
    "Button",
    "Call",
    "Chat",
    "InlineAnswer",
    "Limits",
    "Notice",
    "Privacy",
    "StandIn",
    "User",
]
