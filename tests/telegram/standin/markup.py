"""Telegram's HTML, read by Telegram's rules: what they refuse is refused here in the same words."""

from dataclasses import dataclass

from .entities import Entity
from .links import BadLinkError, checked_link, linked_user
from .people import User
from .references import decode_reference
from .refusals import bad_request
from .wire import utf16

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset({*STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
SPACE = b" \t\r\n\0\v"
NAME_END = SPACE + b"=>/\"'"
TOKEN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"


@dataclass(frozen=True)
class Tag:
    """A tag that is open: its attributes, and where in the text it began."""

    name: str
    attributes: dict[str, str]
    began: int


def read_html(source: str) -> tuple[str, list[Entity]]:
    """
    Return the text of `source` and its entities.

    Raises:
        Refused: as Telegram would, with the byte offset of the offending tag.
    """
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source.replace("\0", " ").encode() + b"\0"
        self.at = 0
        self.text = bytearray()
        self.open: list[Tag] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source) - 1:
            self._step()
        if self.open:
            tag = self.open[-1].name
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        try:
            return self.text.decode(), self.entities
        except UnicodeDecodeError:
            raise _unreadable(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from None

    def _step(self) -> None:
        here = self.source[self.at]
        if here == ord("<"):
            begin, self.at = self.at, self.at + 1
            if self.source[self.at] == ord("/"):
                self._close(begin)
            else:
                self._open(begin)
        elif here == ord("&"):
            character, self.at = decode_reference(self.source, self.at)
            self.text += character
        else:
            self.text.append(here)
            self.at += 1

    def _open(self, begin: int) -> None:
        name = self._until(SPACE + b">", begin + 1).lower()
        if not self.source[self.at]:
            raise _unreadable(f"Unclosed start tag at byte offset {begin}")
        if name not in TAGS:
            raise _unreadable(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(Tag(name, attributes, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while self.source[self.at] != ord(">"):
            self._skip_space()
            if self.source[self.at] == ord(">"):
                break
            name = self._until(NAME_END, self.at)
            if not name:
                raise _unreadable(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            attributes[name] = self._value(tag, begin)
        return attributes

    def _value(self, tag: str, begin: int) -> str:
        self._skip_space()
        if self.source[self.at] == ord("="):
            self.at += 1
            self._skip_space()
            if self.source[self.at]:
                value = self._quoted() if self.source[self.at] in b"\"'" else self._token()
                if not self.source[self.at]:
                    raise _unreadable(f"Unclosed start tag at byte offset {begin}")
                return value
        if not self.source[self.at]:
            raise _unreadable(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return ""

    def _token(self) -> str:
        begin = self.at
        while self.source[self.at] in TOKEN:
            self.at += 1
        if self.source[self.at] not in SPACE + b">":
            raise _unreadable(f"Unexpected end of name token at byte offset {begin}")
        return self.source[begin : self.at].decode().lower()

    def _quoted(self) -> str:
        quote, self.at = self.source[self.at], self.at + 1
        value = bytearray()
        while self.source[self.at] not in (quote, 0):
            if self.source[self.at] == ord("&"):
                character, self.at = decode_reference(self.source, self.at)
                value += character
            else:
                value.append(self.source[self.at])
                self.at += 1
        self.at += self.source[self.at] == quote
        return value.decode(errors="replace")

    def _close(self, begin: int) -> None:
        if not self.open:
            raise _unreadable(f"Unexpected end tag at byte offset {begin}")
        name = self._until(SPACE + b">", begin + 2).lower()
        self._skip_space()
        if self.source[self.at] != ord(">"):
            raise _unreadable(f"Unclosed end tag at byte offset {begin}")
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise _unreadable(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        self.at += 1
        self._add(tag)

    def _add(self, tag: Tag) -> None:
        inner = self.text[tag.began :].decode(errors="replace")
        offset = utf16(self.text[: tag.began].decode(errors="replace"))
        if not inner:
            return
        entity = _entity(tag, inner, offset)
        last = self.entities[-1] if self.entities else None
        if entity and last and _code_in_pre(entity, last):
            self.entities.pop()
            language = entity.language or last.language
            entity = Entity("pre", offset, entity.length, language=language)
        if entity:
            self.entities.append(entity)

    def _until(self, ends: bytes, begin: int) -> str:
        self.at = begin
        while self.source[self.at] not in ends:
            self.at += 1
        return self.source[begin : self.at].decode(errors="replace")

    def _skip_space(self) -> None:
        while self.source[self.at] and self.source[self.at] in SPACE:
            self.at += 1


def _entity(tag: Tag, inner: str, offset: int) -> Entity | None:
    length = utf16(inner)
    if tag.name in STYLES:
        return Entity(STYLES[tag.name], offset, length)
    if tag.name == "a":
        return _link(tag.attributes.get("href") or inner, offset, length)
    if tag.name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
        return Entity(kind, offset, length)
    if tag.name == "tg-emoji":
        return _emoji(tag.attributes.get("emoji-id", ""), offset, length)
    if tag.name == "tg-time":
        moment = tag.attributes.get("unix", "")
        seconds = int(moment) if moment.isdecimal() else 0
        return Entity("date_time", offset, length, unix_time=seconds) if seconds else None
    language = tag.attributes.get("class", "").removeprefix("language-")
    known = tag.name == "code" and language != tag.attributes.get("class", "")
    return Entity(tag.name, offset, length, language=language if known else "")


def _link(target: str, offset: int, length: int) -> Entity | None:
    if user_id := linked_user(target):
        return Entity("text_mention", offset, length, user=User(user_id, ""))
    try:
        return Entity("text_link", offset, length, url=checked_link(target))
    except BadLinkError:
        return None  # Telegram keeps the words and forgets the link


def _emoji(identifier: str, offset: int, length: int) -> Entity:
    if not identifier.isdecimal() or not int(identifier):
        raise _unreadable("Invalid custom emoji identifier specified")
    return Entity("custom_emoji", offset, length, custom_emoji_id=identifier)


def _code_in_pre(entity: Entity, last: Entity) -> bool:
    same = (entity.offset, entity.length) == (last.offset, last.length)
    return same and {entity.type, last.type} == {"code", "pre"} and bool(entity.language or last.language)


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
