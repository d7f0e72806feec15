"""What is left of an update that was given up: its words go into the owner's inbox, with the note that it is."""

import json
import re
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store.inbox import Asked, put
from bot.store.keys import Keys, moment
from bot.store.schema import updates
from bot.store.states import GIVEN_UP

_MESSAGES = ("message", "edited_message", "guest_message")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def give_up(connection: Connection, keys: Keys, number: int) -> None:
    """Note that an update is given up."""
    mine = updates.c.id == number
    connection.execute(update(updates).where(mine).values(state=GIVEN_UP, sent=""))
    row = connection.execute(select(updates.c.person, updates.c.body, updates.c.at).where(mine)).one()
    words, chat = words_in(row.body)
    if words:
        asked = Asked(words, "given_up", keys(chat), askers=(row.person,))
        put(connection, asked.row(keys, moment(row.at)))


def words_in(body: str) -> tuple[str, int | None]:
    """
    Return what somebody wrote in an update, as Telegram tells of it, and in which chat; nothing where nobody did.

    >>> words_in('{"update_id": 1, "message": {"chat": {"id": 5}, "text": "押金几时退"}}')
    ('押金几时退', 5)
    """
    try:
        told = json.loads(body)
    except ValueError:
        return "", None
    told = told if isinstance(told, dict) else {}
    message: Any = next((told[name] for name in _MESSAGES if isinstance(told.get(name), dict)), {})
    words = message.get("text") or message.get("caption") or ""
    chat = (message.get("chat") or {}).get("id")
    return _CONTROL.sub(" ", str(words)).strip(), chat if isinstance(chat, int) else None
