"""The proxy that a request goes through, as the environment names it."""

import os
import ssl
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore

IDLE_SECONDS = 30.0
_NAMES = [
    spelled for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY") for spelled in (name, name.lower())
]


def proxy_for(url: str) -> str:
    """Return the address of the proxy for `url` (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY; NO_PROXY excepts), or nothing."""
    target = urlsplit(url)
    return _proxy(target.scheme, target.netloc, tuple(os.environ.get(name) for name in _NAMES))


@lru_cache(maxsize=32)
def _proxy(scheme: str, place: str, _: tuple[str | None, ...]) -> str:
    """Return the proxy for a place while the environment is as it is: looking through it takes as long as sending."""
    if proxy_bypass(place):
        return ""
    proxies = getproxies()
    return proxies.get(scheme) or proxies.get("all") or ""


def through(proxy: str, trust: ssl.SSLContext) -> httpcore.AsyncConnectionPool:
    """Return a way through a proxy for one request at a time: `http://…`, `https://…`, `socks5://…`."""
    kinds = {"socks5": httpcore.AsyncSOCKSProxy, "socks5h": httpcore.AsyncSOCKSProxy}
    address = urlsplit(proxy)
    login = (address.username, address.password or "") if address.username else None
    bare = f"{'socks5' if address.scheme in kinds else address.scheme}://{address.hostname}:{address.port or 1080}"
    kind = kinds.get(address.scheme, httpcore.AsyncHTTPProxy)
    return kind(bare, login, ssl_context=trust, max_connections=1, keepalive_expiry=IDLE_SECONDS)
