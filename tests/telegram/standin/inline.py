"""Results of an inline query, refused where Telegram refuses them."""

from dataclasses import dataclass
from typing import Any

from .arguments import Arguments
from .keyboards import check_markup, read_markup
from .links import START_PARAMETER
from .refusals import Refused, bad_request
from .texts import Formatted, read_text, sendable
from .wire import Json

MOST = 50
ID_BYTES = 64


@dataclass(frozen=True)
class Result:
    """One result: what the list shows, and what is sent when it is chosen."""

    id: str
    title: str
    description: str
    content: Formatted
    markup: Json | None


def checked_results(given: Any) -> list[Result]:
    """Return the results of an inline answer."""
    if not isinstance(given, list):
        raise bad_request("Expected an Array of inline query results")
    if len(given) > MOST:
        raise bad_request("Too many inline query results specified")
    results = []
    for one in given:
        try:
            results.append(checked_result(one))
        except Refused as refusal:
            raise _wrapped(refusal) from None
    for result in results:
        _check_id(result)
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def checked_result(given: Any) -> Result:
    """Return one result: an article, the only kind the project sends."""
    if not isinstance(given, dict):
        raise bad_request("Inline query result must be an object")
    for name in ("type", "id"):
        if not isinstance(given.get(name), str):
            raise bad_request(f'Can\'t find field "{name}"')
    if given["type"].lower() != "article":
        kind = given["type"].lower()
        raise bad_request(f'type "{kind}" is unsupported for the inline query result')
    for name in ("title", "input_message_content"):
        if name not in given:
            raise bad_request(f'Can\'t find field "{name}"')
    markup = read_markup(given["reply_markup"]) if given.get("reply_markup") else None
    check_markup(markup, "inline", only_inline=True)
    content = _content(given["input_message_content"])
    return Result(given["id"], given["title"], given.get("description", ""), content, markup)


def results_button(arguments: Arguments) -> Json | None:
    """Return the button above the results; it starts the bot with a parameter."""
    button = arguments.structure("button", "inline query results button")
    if button is None:
        return None
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("Can't parse inline query results button: Can't find field \"text\"")
    if "start_parameter" not in button and "web_app" not in button:
        raise bad_request(
            "Can't parse inline query results button: InlineQueryResultsButton must have exactly one optional field"
        )
    if "start_parameter" in button:
        _check_start(button["start_parameter"])
    return button


def _content(given: Any) -> Formatted:
    if not isinstance(given, dict) or not given.get("message_text"):
        raise bad_request("Message text is empty")
    text = read_text(given["message_text"], given.get("parse_mode", ""), given.get("entities"))
    return sendable(text)


def _check_id(result: Result) -> None:
    if not 0 < len(result.id.encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not result.title:
        raise bad_request("ARTICLE_TITLE_EMPTY")


def _check_start(parameter: str) -> None:
    if not parameter:
        raise bad_request("Can't use empty start_parameter")
    if len(parameter.encode()) > 64:
        raise bad_request("Too long start_parameter specified")
    if not START_PARAMETER.fullmatch(parameter):
        raise bad_request("Unallowed characters in start_parameter are used")


def _wrapped(refusal: Refused) -> Refused:
    """Return a refusal of one result as one of the whole list; codes LIKE_THIS stay alone."""
    reason = refusal.description.removeprefix("Bad Request: ")
    if reason.isupper():
        return refusal
    reason = reason[:1].upper() + reason[1:]
    return bad_request(f"Can't parse inline query result: {reason}")
