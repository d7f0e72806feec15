"""What a test looks at: the bot's messages and their buttons."""

from dataclasses import dataclass

from .inline import Result
from .messages import Message
from .wire import Json


@dataclass(frozen=True)
class Button:
    """One inline button; of `data`, `url`, `switch` and `copy` one is set."""

    text: str
    data: str = ""
    url: str = ""
    switch: str | None = None
    copy: str = ""


@dataclass(frozen=True)
class BotMessage:
    """A message of the bot: `text` as it is read, `html` as the bot sent it."""

    id: int
    chat_id: int
    text: str
    html: str
    entities: tuple[Json, ...]
    rows: tuple[tuple[Button, ...], ...]
    reply_to: int
    thread: int
    date: int
    edited: int
    silent: bool
    preview: bool
    inline_id: str
    document: str = ""
    wants_reply: bool = False

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons, row by row."""
        return [button.text for row in self.rows for button in row]

    def button(self, label: str) -> Button:
        """
        Return the button with this text or data, or the one whose text contains it.

        Raises:
            AssertionError: there is none, or more than one.
        """
        every = [button for row in self.rows for button in row]
        exact = [button for button in every if label in (button.text, button.data)]
        found = exact or [button for button in every if label in button.text]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} buttons {label!r} among {self.buttons}")
        return found[0]


@dataclass(frozen=True)
class InlineAnswer:
    """What the bot answered to an inline query."""

    results: tuple[Result, ...]
    button: Json | None
    cache_time: int
    personal: bool
    next_offset: str


@dataclass(frozen=True)
class Notice:
    """What the bot answered to a pressed button."""

    text: str
    alert: bool
    url: str


def number_of(message: "Message | BotMessage | int | None") -> int:
    """Return the id of a message however it is given, 0 for none."""
    if message is None or isinstance(message, int):
        return message or 0
    return message.id


def view(message: Message) -> BotMessage:
    """Return `message` as a test sees it."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return BotMessage(
        id=message.id,
        chat_id=message.room.id,
        text=message.text,
        html=message.source,
        entities=tuple(entity.shown() for entity in message.entities),
        rows=tuple(tuple(_button(button) for button in row) for row in rows),
        reply_to=message.reply_to,
        thread=message.thread,
        date=message.date,
        edited=message.edited,
        silent=message.silent,
        preview=message.preview,
        inline_id=message.inline_id,
        document=message.extra.get("document", {}).get("file_name", "") if message.outgoing else "",
        wants_reply=bool((message.markup or {}).get("force_reply")),
    )


def _button(button: Json) -> Button:
    switch = button.get("switch_inline_query_current_chat", button.get("switch_inline_query"))
    return Button(
        button["text"],
        data=button.get("callback_data", ""),
        url=button.get("url", ""),
        switch=switch,
        copy=button.get("copy_text", {}).get("text", ""),
    )
