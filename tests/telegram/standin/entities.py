"""Parts of a text that mean something: the ones Telegram finds, in UTF-16 offsets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .people import User
from .wire import Json, filled, utf16

SHORT_USERNAMES = frozenset({"gif", "nft", "pic", "ufc", "vid"})
CLOSED = frozenset({"code", "pre", "text_link", "text_mention"})
ORDER = ("blockquote", "expandable_blockquote", "text_link", "text_mention", "bold", "italic")

# \w is a letter or digit of any script, so 你好@bot and @bot你好 are no mentions: as in Telegram.
_PATTERNS = {
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@))(?![\w/<>])"),
    "email": re.compile(r"(?<![\w.+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?!\w)"),
    "url": re.compile(
        r"(?i:(?<![\w@.])(?:https?://[^\s<>\"'，。；！？（）]+"
        r"|(?:[a-z0-9-]+\.)+(?:cn|com|org|net|me|io|dev|app|top|info|ru)(?![\w.-])(?:/[^\s<>\"']*)?))"
    ),
    "hashtag": re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,256}(?![\w#])"),
    "cashtag": re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])"),
}


@dataclass(frozen=True)
class Entity:
    """One MessageEntity; offsets and lengths count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    user: User | None = None
    language: str = ""
    custom_emoji_id: str = ""
    unix_time: int = 0

    @property
    def end(self) -> int:
        """The first unit after the entity."""
        return self.offset + self.length

    def moved(self, by: int) -> "Entity":
        """Return the entity `by` units further on."""
        return replace(self, offset=self.offset + by)

    def shown(self) -> Json:
        """Return the Bot API's MessageEntity."""
        return {
            "type": self.type,
            "offset": self.offset,
            "length": self.length,
            **filled(
                {
                    "url": self.url,
                    "user": self.user.shown() if self.user else None,
                    "language": self.language,
                    "custom_emoji_id": self.custom_emoji_id,
                    "unix_time": self.unix_time,
                }
            ),
        }


def found_entities(text: str) -> list[Entity]:
    """Return the entities that Telegram finds in plain `text` by itself, in order."""
    found = sorted(_matches(text), key=lambda entity: (entity.offset, -entity.length))
    kept: list[Entity] = []
    for entity in found:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def merged(given: Iterable[Entity], found: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return the entities `given` with a message and those `found` that fit beside them."""
    kept = list(given)
    closed = [entity for entity in kept if entity.type in CLOSED]
    kept = [entity for entity in kept if not _inside_code(entity, closed)]
    kept += [
        entity
        for entity in found
        if not any(entity.offset < other.end and other.offset < entity.end for other in closed)
    ]
    return tuple(sorted(kept, key=_rank)[:100])


def text_of(text: str, entity: Entity) -> str:
    """Return the part of `text` that `entity` covers."""
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


def _matches(text: str) -> Iterator[Entity]:
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            word = match[0].rstrip(".,:;!?)") if kind == "url" else match[0]
            if kind == "mention" and len(word) < 5 and word[1:].lower() not in SHORT_USERNAMES:
                continue
            yield Entity(kind, utf16(text[: match.start()]), utf16(word))


def _inside_code(entity: Entity, closed: list[Entity]) -> bool:
    return any(
        other is not entity
        and other.type in ("code", "pre")
        and other.offset <= entity.offset
        and entity.end <= other.end
        and entity.type not in ("blockquote", "expandable_blockquote", "code", "pre")
        for other in closed
    )


def _rank(entity: Entity) -> tuple[int, int, int]:
    kind = ORDER.index(entity.type) if entity.type in ORDER else len(ORDER)
    return entity.offset, -entity.length, kind
