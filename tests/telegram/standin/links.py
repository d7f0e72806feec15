"""Which links Telegram takes, and how it writes them."""

import re
from urllib.parse import parse_qs, urlsplit

from .refusals import bad_request

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HOST_CHARACTERS = re.compile(r"(?:[\w.\-!$,~*'();&+=]|%[0-9a-fA-F]{2})*")
_OWN_SCHEMES = re.compile(r"(tg|tonsite|ton):(?://)?", re.IGNORECASE)


class BadLinkError(ValueError):
    """A link that Telegram does not take; the message is Telegram's reason."""


def checked_link(link: str) -> str:
    """
    Return `link` as Telegram stores it: scheme added, host in lower case, a path at least `/`.

    Raises:
        BadLinkError: Telegram would not take it.
    """
    own = _OWN_SCHEMES.match(link)
    if own:
        return _own_link(own[1].lower(), link[own.end() :])
    scheme, host, port, path = _parts(link)
    if "." not in host and not host.startswith("["):
        raise BadLinkError("Wrong HTTP URL")
    return f"{scheme}://{host}{port}{path}"


def linked_user(link: str) -> int:
    """Return the id in a `tg://user?id=…` link, 0 for any other link."""
    found = re.match(r"tg:(?://)?user/?\?([^#]*)", link, re.IGNORECASE)
    values = parse_qs(found[1]).get("id", []) if found else []
    return int(values[0]) if values and values[0].isdecimal() else 0


def check_deep_link(link: str) -> None:
    """
    Refuse a `t.me/<bot>?start=…` link whose parameter would not arrive.

    Stricter than Telegram, which sends the message and leaves the link dead.
    """
    parts = urlsplit(link)
    if parts.hostname not in ("t.me", "telegram.me"):
        return
    values = parse_qs(parts.query, keep_blank_values=True)
    for name in ("start", "startgroup"):
        for value in values.get(name, []):
            if not START_PARAMETER.fullmatch(value) and (value or name == "start"):
                raise bad_request("BUTTON_URL_INVALID")


def _own_link(scheme: str, rest: str) -> str:
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not host:
        raise BadLinkError("URL host is empty")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+" if scheme == "tonsite" else r"[A-Za-z0-9_-]+", host):
        raise BadLinkError("Unallowed characters in URL host")
    return f"{scheme}://{host.lower()}{rest[len(host) :] or '/'}"


def _parts(link: str) -> tuple[str, str, str, str]:
    scheme, rest = _scheme(link)
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(authority) :].rstrip() or "/"
    path = path if path.startswith("/") else f"/{path}"
    host, port = _host_and_port(authority)
    return scheme, host, port, re.sub(r"[\x00-\x20]", lambda found: f"%{ord(found[0]):02X}", path)


def _scheme(link: str) -> tuple[str, str]:
    head = re.match(r"([^:/?#\[\]@]*)://", link)
    if not head:
        return "http", link
    if head[1].lower() not in ("http", "https"):
        raise BadLinkError("Unsupported URL protocol")
    return head[1].lower(), link[head.end() :]


def _host_and_port(authority: str) -> tuple[str, str]:
    userinfo, at, host = authority.rpartition("@")
    found = re.fullmatch(r"(.*?)(?::([^:\]@]*))?", host, re.DOTALL)
    host, port = (found[1], found[2]) if found else (host, None)
    if port is not None and not (port.isdecimal() and 0 < int(port) < 65536):
        raise BadLinkError("Wrong port number specified in the URL")
    if not host:
        raise BadLinkError("URL host is empty")
    if host == ".":
        raise BadLinkError("Host is invalid")
    if not host.startswith("[") and not _HOST_CHARACTERS.fullmatch(host):
        raise BadLinkError("Disallowed character in URL host")
    return f"{userinfo}{at}{host.lower()}", f":{int(port)}" if port else ""
