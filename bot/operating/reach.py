"""Whether Telegram can be reached the way the bot reaches it: which proxy, which answer, what its clock says."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from bot.operating.findings import Finding, bad, good, warn
from bot.settings import Settings
from bot.telegram.sending.proxy import proxy_for, through

TOKEN, NETWORK, RECEIVING, CLOCK = "令牌", "Telegram", "接收", "时钟"
SECONDS = 8.0
FAST = timedelta(seconds=30)
"""By how much the clock may be wrong."""
RECENT = timedelta(days=1)
"""How old an error of a webhook may be to be worth a word."""
NOBODY = "0:nobody"
"""What stands in for a token where there is none: an answer, though a refusal, shows that Telegram can be reached."""
_OK, _SERVER_ERROR = 200, 500
_UNKNOWN = (401, 404)
_NO_WAY = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ProxyError)
HOW_TO_GET_ONE = (
    "在 Telegram 里找 @BotFather，发 /newbot，把它给的令牌设为 RULEBOT_TELEGRAM_TOKEN；只想试试用 rulebot chat"
)


class NoAnswerError(Exception):
    """Telegram could not be reached; the message says why, in a few words."""


@dataclass(frozen=True)
class Heard:
    """What came back for a request: status, the result if it was carried out, by how much their clock is ahead."""

    status: int
    result: Mapping[str, Any] = field(default_factory=dict)
    ahead: timedelta | None = None


async def telegram(settings: Settings, token: str) -> list[Finding]:
    """Return whether Telegram can be reached and knows the `token`, how updates come, whether the clock is right."""
    if not settings.telegram_base_url.endswith("/bot"):
        says = f"RULEBOT_TELEGRAM_BASE_URL={_bare(settings.telegram_base_url)} 不是以 /bot 结尾"
        return [bad(NETWORK, says, "写到 /bot 为止，例如 https://api.telegram.org/bot")]
    try:
        me, hook = await asyncio.gather(*(_ask(settings, token, one) for one in ("getMe", "getWebhookInfo")))
    except NoAnswerError as error:
        return [_unreachable(settings, error), warn(CLOCK, "没对成：要连上 Telegram 才知道")]
    return [*_known(settings, token, me), *([_receiving(settings, hook)] if hook.result else []), clock(me.ahead)]


def _known(settings: Settings, token: str, me: Heard) -> list[Finding]:
    way = _way(settings)
    if me.status >= _SERVER_ERROR:
        return [warn(NETWORK, f"连得上，但它自己出错了（{me.status}，{way}）", "过几分钟再试")]
    if not token:
        return [good(NETWORK, f"连得上（{way}）")]
    if me.status in _UNKNOWN:
        return [good(NETWORK, f"连得上（{way}）"), bad(TOKEN, "Telegram 不认识它", "在 @BotFather 发 /token 看正确的")]
    if me.status != _OK or "username" not in me.result:
        then = "检查 RULEBOT_TELEGRAM_BASE_URL 和代理"
        return [bad(NETWORK, f"有回答，但不像 Bot API（{me.status}，{way}）", then)]
    return [
        good(NETWORK, f"连得上（{way}）"),
        good(TOKEN, f"是 @{me.result['username']}（{me.result.get('first_name')}）"),
    ]


def _receiving(settings: Settings, hook: Heard) -> Finding:
    """Return whether updates come the way that is set: by polling, or at the public address."""
    registered, wanted = str(hook.result.get("url") or ""), settings.webhook_url
    pending = hook.result.get("pending_update_count") or 0
    waits = f"，{pending} 条在 Telegram 那边等着" if pending else ""
    if registered and not wanted:
        then = "rulebot run 启动时会取消它；别处要是还有机器人在用，先停掉那个"
        return warn(RECEIVING, f"设的是轮询，可 Telegram 还登记着 webhook {_bare(registered)}{waits}", then)
    if not wanted:
        return good(RECEIVING, f"轮询{waits}")
    if registered != wanted:
        says = f"webhook {_bare(wanted)} 还没有登记" + (f"，现在登记的是 {_bare(registered)}" if registered else "")
        return warn(RECEIVING, says + waits, "rulebot run 启动时会登记")
    if trouble := _trouble(hook.result):
        return warn(RECEIVING, f"webhook {_bare(wanted)} 最近送不到：{trouble}{waits}", "检查公网地址、证书和反向代理")
    return good(RECEIVING, f"webhook {_bare(wanted)}{waits}")


def _trouble(hook: Mapping[str, Any]) -> str:
    """Return Telegram's last words about a webhook that it could not reach lately."""
    at = hook.get("last_error_date")
    if not isinstance(at, int) or datetime.now(UTC) - datetime.fromtimestamp(at, UTC) > RECENT:
        return ""
    return str(hook.get("last_error_message") or "")


def clock(ahead: timedelta | None) -> Finding:
    """Return whether the clock is right; `ahead` is by how much Telegram's is before it."""
    if ahead is None:
        return warn(CLOCK, "没对成：对方的回答里没有时间", "自己看一眼机器的时间对不对（date）")
    seconds = round(abs(ahead.total_seconds()))
    if abs(ahead) <= FAST:
        return good(CLOCK, f"和 Telegram 差 {seconds} 秒")
    says = f"比 Telegram {'慢' if ahead > timedelta(0) else '快'} {seconds} 秒"
    return warn(CLOCK, says, "打开自动对时（NTP，例如 timedatectl set-ntp true）")


def _unreachable(settings: Settings, error: NoAnswerError) -> Finding:
    proxied = proxy_for(settings.telegram_base_url)
    then = "检查代理；不该走代理的地址写进 NO_PROXY" if proxied else "检查网络；要走代理就设 HTTPS_PROXY"
    return bad(NETWORK, f"连不上（{_way(settings)}）：{error}", then)


def _way(settings: Settings) -> str:
    """Return where requests go, and through which proxy; logins are left out."""
    proxied = proxy_for(settings.telegram_base_url)
    place = _bare(settings.telegram_base_url).removesuffix("/bot")
    return f"{place}，经代理 {_bare(proxied)}" if proxied else place


def _bare(address: str) -> str:
    """Return an address without the login in it."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


async def _ask(settings: Settings, token: str, method: str) -> Heard:
    """
    Return what Telegram answers, by the same way that the bot takes.

    Raises:
        NoAnswerError: there is no answer.
    """
    url = f"{settings.telegram_base_url}{token or NOBODY}/{method}"
    try:
        async with asyncio.timeout(SECONDS), _pool(proxy_for(url), httpx.create_ssl_context()) as pool:
            begun = datetime.now(UTC)
            response = await pool.request("POST", url, headers={"User-Agent": "rulebot"})
            middle = begun + (datetime.now(UTC) - begun) / 2
    except (*_NO_WAY, httpcore.UnsupportedProtocol, OSError, ValueError, TimeoutError) as error:
        raise NoAnswerError(_short(error, token)) from error
    return Heard(response.status, _result(response.content), _ahead(response.headers, middle))


def _pool(proxied: str, trust: ssl.SSLContext) -> httpcore.AsyncConnectionPool:
    return through(proxied, trust) if proxied else httpcore.AsyncConnectionPool(trust)


def _short(error: Exception, token: str) -> str:
    words = " ".join(str(error).split()) or f"{SECONDS:.0f} 秒没有回答"
    return f"{type(error).__name__}: {words}".replace(token or NOBODY, "***")


def _result(body: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    result = data.get("result") if isinstance(data, dict) else None
    return result if isinstance(result, dict) else {}


def _ahead(headers: list[tuple[bytes, bytes]], ours: datetime) -> timedelta | None:
    dated = next((value for name, value in headers if name.lower() == b"date"), None)
    try:
        return parsedate_to_datetime(dated.decode()) - ours if dated else None
    except (ValueError, TypeError):
        return None
