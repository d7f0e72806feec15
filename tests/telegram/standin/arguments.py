"""What a request says, however it says it: query string, JSON, form or multipart."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from .refusals import bad_request

STRUCTURED = frozenset(
    {
        "allowed_updates",
        "button",
        "commands",
        "entities",
        "link_preview_options",
        "reply_markup",
        "reply_parameters",
        "result",
        "results",
        "scope",
    }
)


@dataclass(frozen=True)
class Arguments:
    """The arguments of one request, each as the text that Telegram's server sees, files with name and content."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        """Whether `name` was given and is not empty."""
        return bool(self.texts.get(str(name)))

    def text(self, name: str, default: str = "") -> str:
        """Return the argument `name`."""
        return self.texts.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """Return `name` as a number; Telegram reads what is none as 0."""
        if name not in self:
            return default
        found = re.match(r"\s*(-?\d+)", self.texts[name])
        return int(found[1]) if found else 0

    def file(self, name: str) -> tuple[str, bytes]:
        """Return name and content of the file in `name`."""
        if name not in self.files:
            raise bad_request(f"There is no {name} in the request")
        return self.files[name]

    def flag(self, name: str) -> bool:
        """Return whether `name` says yes."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def structure(self, name: str, what: str) -> Any:
        """Return the JSON in `name`, None when absent; `what` names it in the refusal."""
        if name not in self:
            return None
        try:
            return json.loads(self.texts[name])
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None

    def readable(self) -> dict[str, Any]:
        """Return the arguments with their JSON decoded, for the log of requests."""
        return {name: _decoded(name, text) for name, text in self.texts.items()}


async def read_arguments(request: Request) -> Arguments:
    """Return the arguments of `request`; the body wins over the query string."""
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    body = await request.body()
    texts, files = dict(request.query_params), dict[str, tuple[str, bytes]]()
    if kind == "application/json" and body:
        texts |= _from_json(body)
    elif kind == "multipart/form-data":
        more, files = _from_multipart(request.headers["content-type"], body)
        texts |= more
    else:
        texts |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return Arguments(texts, files)


def _from_json(body: bytes) -> dict[str, str]:
    try:
        fields = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request JSON") from None
    if not isinstance(fields, dict):
        raise bad_request("can't parse request JSON")
    return {name: _flat(value) for name, value in fields.items() if value is not None}


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _from_multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    texts, files = dict[str, str](), dict[str, tuple[str, bytes]]()
    for part in message.walk():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if not isinstance(name, str):
            continue
        content = content if isinstance(content, bytes) else b""
        if file_name := part.get_filename():
            files[name] = (file_name, content)
        else:
            texts[name] = content.decode()
    return texts, files


def _decoded(name: str, text: str) -> Any:
    if name not in STRUCTURED:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
