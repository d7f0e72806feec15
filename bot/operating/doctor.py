"""
What `rulebot doctor` looks at, side by side; nothing is altered, and no token or password is in what it says.

Each look returns what it found, with what to do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowing import known
from bot.operating import health
from bot.operating.findings import Finding, bad, good, warn
from bot.operating.health import CALENDAR, DATABASE, KNOWLEDGE
from bot.operating.program import runtime
from bot.operating.reach import HOW_TO_GET_ONE, NETWORK, RECEIVING, TOKEN, telegram
from bot.settings import Settings
from bot.store.inspection import InspectionError, Standing, file_of, standing, versions
from knowledge.plain_yaml import KnowledgeError

SECONDS = 20.0
"""How long one look may take; each has shorter limits of its own where it waits for others."""
SETTINGS = "设置"
_NAMES = {
    "telegram_token": TOKEN,
    "telegram_base_url": NETWORK,
    "webhook_url": RECEIVING,
    "database_url": DATABASE,
    "knowledge": KNOWLEDGE,
}
Look = Callable[["Case"], Awaitable[list[Finding]]]


@dataclass(frozen=True)
class Case:
    """What is looked at: the settings, by field why one of them cannot be used, and the day."""

    settings: Settings
    wrong: Mapping[str, str]
    day: date


async def examine(case: Case) -> list[Finding]:
    """Return everything that was found, in the order in which somebody would mend it."""
    looks = ((TOKEN, token), (NETWORK, network), (DATABASE, database), (KNOWLEDGE, knowledge), (health.DISK, disk))
    found = await asyncio.gather(*(_looked(name, look, case) for name, look in looks))
    url = "" if "database_url" in case.wrong else case.settings.database_url
    wrong = [bad(_NAMES.get(name, SETTINGS), line, "改好这个变量") for name, line in case.wrong.items()]
    return [runtime(url), *wrong, *(one for several in found for one in several)]


async def _looked(name: str, look: Look, case: Case) -> list[Finding]:
    try:
        async with asyncio.timeout(SECONDS):
            return await look(case)
    except TimeoutError:
        return [warn(name, f"{SECONDS:.0f} 秒没有看完", "再试一次")]


async def token(case: Case) -> list[Finding]:
    """Return whether there is a token; whether it is known only Telegram can say."""
    if case.settings.telegram_token.get_secret_value() or "telegram_token" in case.wrong:
        return []
    return [bad(TOKEN, "没有设置", HOW_TO_GET_ONE)]


async def network(case: Case) -> list[Finding]:
    """Return whether Telegram can be reached, and what it says of the bot."""
    if "telegram_base_url" in case.wrong:
        return []
    found = await telegram(case.settings, case.settings.telegram_token.get_secret_value())
    return [one for one in found if not (one.name == RECEIVING and "webhook_url" in case.wrong)]


async def database(case: Case) -> list[Finding]:
    """Return whether the database can be used as it is."""
    if "database_url" in case.wrong:
        return []
    url = case.settings.database_url
    try:
        return [_database(await standing(url), *await asyncio.to_thread(versions), url=url)]
    except InspectionError as error:
        return [bad(DATABASE, f"打不开：{error}", "检查 RULEBOT_DATABASE_URL，以及数据库是否在运行、有没有权限")]


def _database(seen: Standing, newest: str, *older: str, url: str) -> Finding:
    file = file_of(url)
    place = str(file) if file else "PostgreSQL" if not url.startswith("sqlite") else "内存"
    if seen.foreign and file:
        return bad(DATABASE, f"{place} 是别的程序的", "换一个 RULEBOT_DATABASE_URL")
    if not seen.writable:
        return bad(DATABASE, f"{place} 不能写", "检查文件和文件夹的权限，或者数据库是不是只读的副本")
    if not seen.version:
        return good(DATABASE, f"{place}，还是空的，第一次启动时会建好")
    if seen.version not in (newest, *older):
        says = f"{place} 是更新的 rulebot 建的（{seen.version}，这里最新是 {newest}）"
        return bad(DATABASE, says, "装那个版本，或者换一个数据库")
    old = f"，版本 {seen.version}，下次启动时更新到 {newest}" if seen.version != newest else f"，版本 {newest}"
    waits = f"，{seen.queue.waiting} 条消息在等" if seen.queue.waiting else ""
    runs = f"，{seen.running} 个机器人在用" if seen.running else "，没有机器人在用"
    return good(DATABASE, f"{place}{old}{waits}{runs}")


async def knowledge(case: Case) -> list[Finding]:
    """Return whether the knowledge base can be loaded, and whether it knows the holidays."""
    if "knowledge" in case.wrong:
        return []
    try:
        library = await asyncio.to_thread(known, case.settings.knowledge)
    except KnowledgeError as error:
        then = "改好这一处，用 rulebot check 再看一遍"
        return [bad(KNOWLEDGE, " ".join(str(error).split()), then), warn(CALENDAR, "没看成：知识库要先能读", "")]
    return [health.knowledge(library), health.calendar(library, case.day)]


async def disk(case: Case) -> list[Finding]:
    """Return whether there is room to write."""
    return await asyncio.to_thread(health.disk, health.places(case.settings).values())
