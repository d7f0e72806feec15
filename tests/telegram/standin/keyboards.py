"""The keyboard under a message, refused where Telegram refuses it."""

import json
from typing import Any

from .arguments import Arguments
from .links import BadLinkError, check_deep_link, checked_link, linked_user
from .refusals import bad_request
from .wire import Json

DATA_BYTES = 64
ROW_BUTTONS = 12
INLINE_BUTTONS = 100
MARKUP_BYTES = 10_240
STYLES = ("", "default", "primary", "danger", "success")
SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat")


def markup_argument(arguments: Arguments) -> Json | None:
    """Return `reply_markup` as Telegram would keep it, None when there is none."""
    markup = arguments.structure("reply_markup", "reply keyboard markup")
    return None if markup is None else read_markup(markup)


def read_markup(markup: Any) -> Json | None:
    """Return `markup` checked for its form; what the chat forbids comes with `check_markup`."""
    if not isinstance(markup, dict):
        raise bad_request("Object expected as reply markup")
    if markup.get("keyboard"):
        _check_rows(markup["keyboard"], "keyboard")
        return markup
    rows = markup.get("inline_keyboard")
    if rows:
        _check_rows(rows, "inline_keyboard")
        read = [[_button(button) for button in row] for row in rows]
        kept = [[button for button in row if button["text"]][:ROW_BUTTONS] for row in read]
        kept = [row for row in kept if row]
        return {"inline_keyboard": kept} if kept else None
    kinds = ("remove_keyboard", "force_reply")
    return markup if any(markup.get(kind) for kind in kinds) else None


def check_markup(markup: Json | None, chat_kind: str, *, only_inline: bool = False) -> None:
    """Refuse what does not fit the chat, or what Telegram's server would not take."""
    if markup is None:
        return
    if "inline_keyboard" not in markup:
        if only_inline:
            raise bad_request("Inline keyboard expected")
        return
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    for button in buttons:
        _check_button(button, chat_kind)
    size = len(json.dumps(markup, ensure_ascii=False).encode())
    if len(buttons) > INLINE_BUTTONS or size > MARKUP_BYTES:
        raise bad_request("reply markup is too long")


def _check_rows(rows: Any, field: str) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        of = " of the InlineKeyboardMarkup" if field == "inline_keyboard" else ""
        raise bad_request(f'Field "{field}"{of} must be an Array of Arrays')


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if button.get("style", "") not in STYLES:
        raise _unreadable("invalid button style specified")
    kinds = ("url", "callback_data", "callback_game", "pay", "login_url", "web_app", "copy_text")
    present = any(button.get(kind) for kind in kinds)
    switching = any(name.startswith("switch_inline_query") for name in button)
    if not present and not switching:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    return button


def _check_button(button: Json, chat_kind: str) -> None:
    if not button["text"].strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    if button.get("url"):
        _check_url(button["url"])
    elif button.get("callback_data"):
        if len(button["callback_data"].encode()) > DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif "web_app" in button and chat_kind != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    elif "copy_text" in button:
        if not 0 < len(button["copy_text"].get("text", "")) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif chat_kind == "channel":
        _check_switch(button)


def _check_url(url: str) -> None:
    if linked_user(url):
        return
    try:
        check_deep_link(checked_link(url))
    except BadLinkError as reason:
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: {reason}") from None


def _check_switch(button: Json) -> None:
    for name in SWITCHES:
        if name in button:
            raise bad_request(
                f"Can't use {name} button in a channel chat, because users will not be able "
                "to use the button without knowing bot's username"
            )


def _unreadable(reason: str) -> Exception:
    return bad_request(f"Can't parse inline keyboard button: {reason}")
