"""A text on its way into a message: parse mode, entities, trimming, the length limit."""

import re
from dataclasses import dataclass, replace
from typing import Any

from .arguments import Arguments
from .entities import Entity, found_entities, merged
from .markup import read_html
from .refusals import Refused, bad_request
from .wire import utf16

MESSAGE_UNITS = 4096
SOURCE_BYTES = 1 << 15
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\u2028-\u202e]")


@dataclass(frozen=True)
class Formatted:
    """A text, its entities, and how the sender wrote it."""

    text: str
    entities: tuple[Entity, ...] = ()
    source: str = ""


def text_argument(arguments: Arguments) -> Formatted:
    """Return what `text`, `parse_mode` and `entities` say; its length is not yet checked."""
    source = arguments.text("text")
    if not source:
        raise bad_request("Message text is empty")
    given = arguments.structure("entities", "entities")
    return read_text(source, arguments.text("parse_mode"), given)


def caption_argument(arguments: Arguments) -> Formatted:
    """Return what `caption` and its `parse_mode` say; there need be none."""
    source = arguments.text("caption")
    return sendable(read_text(source, arguments.text("parse_mode"))) if source else Formatted("")


def read_text(source: str, parse_mode: str, given: Any = None) -> Formatted:
    """Return `source` read in `parse_mode`, or with the entities `given` beside it."""
    if len(source.encode(errors="replace")) > SOURCE_BYTES:
        raise bad_request("Text is too long")
    cleaned = _CONTROL.sub(" ", source.replace("\r", ""))
    mode = parse_mode.lower()
    if mode == "html":
        text, entities = read_html(cleaned)
        return Formatted(text, tuple(entities), source)
    if mode in ("markdown", "markdownv2"):
        raise Refused(501, "The stand-in does not read Markdown; the project writes HTML")
    if mode not in ("", "none"):
        raise bad_request("Unsupported parse_mode")
    return Formatted(cleaned, tuple(_given(given)), source)


def sendable(content: Formatted) -> Formatted:
    """
    Return `content` as Telegram would store it: trimmed, with the entities it finds itself.

    Raises:
        Refused: nothing is left, or more than 4096 UTF-16 units.
    """
    trimmed = _trimmed(content)
    if not trimmed.text:
        raise bad_request("Text must be non-empty")
    if utf16(trimmed.text) > MESSAGE_UNITS:
        raise bad_request("Message is too long")
    entities = merged(trimmed.entities, found_entities(trimmed.text))
    return replace(trimmed, entities=entities)


def _trimmed(content: Formatted) -> Formatted:
    text = content.text.rstrip()
    end = utf16(text)
    inside = [
        replace(entity, length=min(entity.end, end) - entity.offset)
        for entity in content.entities
        if entity.offset < end and entity.length > 0
    ]
    first = min([entity.offset for entity in inside], default=end)
    cut = min(len(text) - len(text.lstrip(" \n")), first)
    return Formatted(text[cut:], tuple(entity.moved(-cut) for entity in inside), content.source)


def _given(entities: Any) -> list[Entity]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad_request("Can't parse entities: expected an Array")
    return [_one(entity) for entity in entities]


def _one(entity: Any) -> Entity:
    if not isinstance(entity, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for name, kind in (("type", str), ("offset", int), ("length", int)):
        if not isinstance(entity.get(name), kind):
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
    extras = {name: entity[name] for name in ("url", "language") if name in entity}
    return Entity(entity["type"], entity["offset"], entity["length"], **extras)
