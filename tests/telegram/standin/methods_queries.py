"""Bot API methods that answer: pressed buttons, inline queries, guest messages."""

import re
from typing import Any

from .arguments import Arguments
from .inline import checked_result, checked_results, results_button
from .queries import Query
from .refusals import bad_request
from .wire import Json
from .world import World

NOTICE_CHARACTERS = 200
OFFSET_BYTES = 64


def answer_callback_query(world: World, arguments: Arguments) -> bool:
    """Answer a pressed button, once and in time."""
    query = _open(world, arguments, "callback")
    text, url = arguments.text("text"), arguments.text("url")
    if len(text) > NOTICE_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    own = rf"https?://(t|telegram)\.me/{re.escape(world.bot.username)}\?start=[\w-]{{1,64}}"
    if url and not re.fullmatch(own, url, re.IGNORECASE | re.ASCII):
        raise bad_request("URL_INVALID")
    alert = arguments.flag("show_alert")
    _answer(world, query, {"text": text, "show_alert": alert, "url": url})
    return True


def answer_inline_query(world: World, arguments: Arguments) -> bool:
    """Answer an inline query, once and in time."""
    button = results_button(arguments)
    results = checked_results(arguments.structure("results", "results") or [])
    if len(arguments.text("next_offset").encode()) > OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query = _open(world, arguments, "inline")
    answer: dict[str, Any] = {
        "results": results,
        "button": button,
        "cache_time": min(max(arguments.integer("cache_time", 300), 0), 86_400),
        "personal": arguments.flag("is_personal"),
        "next_offset": arguments.text("next_offset"),
    }
    _answer(world, query, answer)
    return True


def answer_guest_query(world: World, arguments: Arguments) -> Json:
    """Answer a guest message, once and in time: the result is posted at once."""
    given = arguments.structure("result", "inline query result")
    if given is None:
        raise bad_request("Result isn't specified")
    result = checked_result(given)
    query = _open(world, arguments, "guest", "guest_query_id")
    number = world.inline_number()
    if query.room is not None:
        message = world.post(
            query.room,
            sender=world.bot,
            text=result.content.text,
            entities=result.content.entities,
            source=result.content.source,
            markup=result.markup,
            inline_id=number,
            outgoing=True,
            extra={"guest_bot_caller_user": query.user.shown()},
        )
        world.inline[number] = message
    _answer(world, query, {"result": result, "inline_message_id": number})
    return {"inline_message_id": number}


def _open(world: World, arguments: Arguments, kind: str, name: str = "") -> Query:
    identifier = str(arguments.integer(name or f"{kind}_query_id"))
    return world.queries.open(identifier, kind, world.clock.now())


def _answer(world: World, query: Query, answer: dict[str, Any]) -> None:
    query.answer = answer
    world.changed.notify_all()
