"""/settings in a group: automatic answers, which documents, quiet hours, deleting answers. For administrators alone."""

from dataclasses import replace

from telegram import Message, Update

from bot.store import GroupSettings
from bot.telegram.handlers.administrators import is_administrator, reads_everything
from bot.telegram.handlers.conversation import show
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import heard, is_anonymous
from bot.telegram.pages.buttons import SETTINGS, Keyboard
from bot.telegram.pages.paging import PAGE, add_turns, last_page, on_page, page_told
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import STALE
from knowledge.library import Library

_QUIET = (None, ("22:00", "08:00"), ("23:00", "08:00"), ("00:00", "07:00"))
_DELETE = (0, 5, 15, 60)
_ADMINS_ONLY = "只有群管理员能改设置。"
_ONLY_IN_GROUPS = "这个命令在群里用：把我加进群，管理员发 /settings 就能改自动回答、文档范围、安静时段和自动删除。"
_HIDDEN = (
    "现在隐私模式开着，群里没有 @我 的话我看不到，自动回答不会起作用。\n"
    "要改的话：找 @BotFather 发 /setprivacy，选我，点 Disable，再把我移出群重新加进来；或者直接把我设为管理员。"
)


async def on_settings(update: Update, context: Context) -> None:
    """Show a group's settings to its administrators."""
    message = update.message
    assert message
    to = heard(message, context.bot.username)
    if not to.in_group:
        await show(context, to, said(_ONLY_IN_GROUPS))
    elif await _may(context, message):
        settings = await services(context).store.groups.load(to.chat)
        hint = "" if await reads_everything(context, to.chat) else _HIDDEN
        await show(context, to, _main(settings, services(context).assistant.library, hint))
    else:
        await show(context, to, said(_ADMINS_ONLY))


async def on_setting(context: Context, press: Press, payload: str) -> None:
    """Change a setting, or turn to another page of them."""
    chat, store = press.message.chat.id, services(context).store
    if not press.in_group or not await is_administrator(context, chat, press.query.from_user.id):
        await notice(press.query, _ADMINS_ONLY, alert=True)
        return
    library = services(context).assistant.library
    before = await store.groups.load(chat)
    after = _changed(before, payload, library)
    if after is None:
        await notice(press.query, STALE, alert=True)
        return
    if after != before:
        await store.groups.save(chat, after, press.heard().now)
    await notice(press.query)
    hint = "" if await reads_everything(context, chat) else _HIDDEN
    of_documents = payload.startswith("doc")
    sheet = _documents(after, library, _page(payload, library)) if of_documents else _main(after, library, hint)
    await edit(context.bot, chat, press.message.message_id, sheet)


async def _may(context: Context, message: Message) -> bool:
    if is_anonymous(message):
        return True
    person = message.from_user
    return (
        person is not None
        and message.sender_chat is None
        and await is_administrator(context, message.chat.id, person.id)
    )


def _changed(settings: GroupSettings, payload: str, library: Library) -> GroupSettings | None:
    """Return the settings after a press; None for a press that means nothing (any more)."""
    what, _, value = payload.partition(":")
    if what == "auto":
        return replace(settings, automatic=value == "1")
    if what == "quiet" and value in _numbers(_QUIET):
        return replace(settings, quiet=_QUIET[int(value)])
    if what == "delete" and value in _numbers(_DELETE):
        return replace(settings, delete_after=_DELETE[int(value)])
    if what == "doc" and value in _names(library):
        return replace(settings, documents=_toggled(settings.documents, value, library))
    return settings if what in ("main", "docs") else None


def _toggled(chosen: tuple[str, ...], name: str, library: Library) -> tuple[str, ...]:
    """Return the documents with `name` switched; none chosen means all."""
    now = set(chosen or _names(library)) ^ {name}
    kept = tuple(one for one in _names(library) if one in now)
    return () if len(kept) == len(_names(library)) else kept


def _main(settings: GroupSettings, library: Library, hint: str) -> Sheet:
    keys = Keyboard()
    turn = ("关掉自动回答", "auto:0") if settings.automatic else ("打开自动回答", "auto:1")
    keys.row(keys.button(turn[0], SETTINGS, turn[1]))
    keys.row(keys.button("文档范围", SETTINGS, "docs"))
    quiet, minutes = _next(_QUIET, settings.quiet), _next(_DELETE, settings.delete_after)
    keys.row(keys.button(f"安静时段改成：{_hours(_QUIET[quiet])}", SETTINGS, f"quiet:{quiet}"))
    keys.row(keys.button(f"自动删除改成：{_minutes(_DELETE[minutes])}", SETTINGS, f"delete:{minutes}"))
    names = [document.short for document in library.documents if document.id in settings.documents]
    lines = (
        f"自动回答：{'开' if settings.automatic else '关'}",
        f"文档范围：{'、'.join(names) or '全部'}",
        f"安静时段：{_hours(settings.quiet)}",
        f"自动删除我的回答：{_minutes(settings.delete_after)}",
    )
    return said("本群设置（管理员可改）", "\n".join(lines), hint, keys=keys)


def _page(payload: str, library: Library) -> int:
    """Return the page of documents that a press is about: the one it turns to, or that of the document it switches."""
    what, _, value = payload.partition(":")
    page = _names(library).index(value) // PAGE if what == "doc" else int(value) if value.isdecimal() else 0
    return min(page, last_page(len(library.documents)))


def _documents(settings: GroupSettings, library: Library, page: int) -> Sheet:
    keys = Keyboard()
    for document in on_page(library.documents, page):
        on = not settings.documents or document.id in settings.documents
        keys.row(keys.button(f"{'✅' if on else '▫️'} {document.short}", SETTINGS, f"doc:{document.id}"))
    add_turns(keys, SETTINGS, lambda number: f"docs:{number}", page, len(library.documents))
    keys.row(keys.button("‹ 返回", SETTINGS, "main"))
    return said("自动回答只用打勾的文档：", page_told(page, len(library.documents)), keys=keys)


def _names(library: Library) -> tuple[str, ...]:
    return tuple(document.id for document in library.documents)


def _numbers(offered: tuple[object, ...]) -> set[str]:
    return {str(number) for number in range(len(offered))}


def _hours(quiet: tuple[str, str] | None) -> str:
    return f"{quiet[0]}–{quiet[1]}" if quiet else "没有"


def _minutes(minutes: int) -> str:
    return f"{minutes} 分钟后" if minutes else "不删"


def _next(offered: tuple[object, ...], now: object) -> int:
    return (offered.index(now) + 1) % len(offered) if now in offered else 0
