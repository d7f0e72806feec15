"""The proxy that a request goes through, as the environment names it."""

import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore

IDLE_SECONDS = 30.0


def proxy_for(url: str) -> str:
    """Return the address of the proxy for `url` (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY; NO_PROXY excepts), or nothing."""
    target = urlsplit(url)
    if proxy_bypass(target.netloc):
        return ""
    proxies = getproxies()
    return proxies.get(target.scheme) or proxies.get("all") or ""


def through(proxy: str, trust: ssl.SSLContext) -> httpcore.AsyncConnectionPool:
    """Return a way through a proxy for one request at a time: `http://…`, `https://…`, `socks5://…`."""
    kinds = {"socks5": httpcore.AsyncSOCKSProxy, "socks5h": httpcore.AsyncSOCKSProxy}
    address = urlsplit(proxy)
    login = (address.username, address.password or "") if address.username else None
    bare = f"{'socks5' if address.scheme in kinds else address.scheme}://{address.hostname}:{address.port or 1080}"
    kind = kinds.get(address.scheme, httpcore.AsyncHTTPProxy)
    return kind(bare, login, ssl_context=trust, max_connections=1, keepalive_expiry=IDLE_SECONDS)
