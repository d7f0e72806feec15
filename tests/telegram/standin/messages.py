"""One message as it stands in its chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .entities import Entity
from .people import User
from .rooms import Room
from .wire import Json, filled


@dataclass(frozen=True)
class Message:
    """A message; `source` is the text as its sender wrote it, `extra` whatever else it carries."""

    id: int
    room: Room = field(repr=False, compare=False)
    date: int = 0
    sender: User | None = None
    sender_room: Room | None = field(default=None, repr=False, compare=False)
    text: str = ""
    entities: tuple[Entity, ...] = ()
    source: str = ""
    reply_to: int = 0
    thread: int = 0
    markup: Json | None = None
    edited: int = 0
    via_bot: User | None = None
    inline_id: str = ""
    outgoing: bool = False
    silent: bool = False
    preview: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)

    def shown(self, *, with_reply: bool = True) -> Json:
        """Return the Bot API's Message, with the message it replies to."""
        topical = bool(self.thread) and self.room.forum
        message = {
            "message_id": self.id,
            **filled({"from": self.sender.shown() if self.sender else None}),
            **filled({"sender_chat": self.sender_room.shown() if self.sender_room else None}),
            "chat": self.room.shown(),
            "date": self.date,
            **filled({"edit_date": self.edited, "message_thread_id": self.thread}),
            **filled({"is_topic_message": topical}),
            **filled({"reply_to_message": self._replied() if with_reply else None}),
            **filled({"via_bot": self.via_bot.shown() if self.via_bot else None}),
            **self._content(),
            **self.extra,
        }
        if self.markup and "inline_keyboard" in self.markup:
            message["reply_markup"] = self.markup
        return message

    def _content(self) -> Json:
        field_name = "caption" if "media" in self.kind else "text"
        entities = [entity.shown() for entity in self.entities]
        names = {"text": "entities", "caption": "caption_entities"}
        return filled({field_name: self.text, names[field_name]: entities})

    @property
    def kind(self) -> str:
        """Whether the message is `text`, `media` (its text a caption) or `service`."""
        if any(name in MEDIA for name in self.extra):
            return "media"
        return "text" if self.text else "service"

    def _replied(self) -> Json | None:
        """What it replies to; in a topic, without a reply, the message that opened the topic."""
        number = self.reply_to or (self.thread if self.room.forum else 0)
        target = self.room.messages.get(number)
        return target.shown(with_reply=False) if target and number < self.id else None


def _file(kind: str, **more: Any) -> Json:
    return {"file_id": f"standin-{kind}", "file_unique_id": f"unique-{kind}", **more}


MEDIA: dict[str, Any] = {
    "photo": [_file("photo", width=90, height=90, file_size=1000)],
    "video": _file("video", width=90, height=90, duration=3),
    "voice": _file("voice", duration=3, mime_type="audio/ogg"),
    "audio": _file("audio", duration=3),
    "document": _file("document", file_name="证据.pdf"),
    "sticker": _file("sticker", type="regular", width=512, height=512, is_animated=False, is_video=False),
    "video_note": _file("video_note", length=240, duration=3),
    "location": {"latitude": 31.2, "longitude": 121.5},
    "contact": {"phone_number": "+8613800000000", "first_name": "小李"},
    "dice": {"emoji": "🎲", "value": 4},
}
