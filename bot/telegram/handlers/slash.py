"""The commands that do more than answer: /start, /help, /docs, /payout and its like, /cancel, /privacy, /forget."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from telegram import Update

from bot.assistant import examples
from bot.assistant.phrases import CANCEL
from bot.telegram.handlers.browsing import documents
from bot.telegram.handlers.catalogue import KINDS, calculators, commands
from bot.telegram.handlers.conversation import printer, respond, show
from bot.telegram.handlers.delivery import send
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import Heard, command_in, heard, words_of
from bot.telegram.pages.buttons import KIND, SAY, Keyboard
from bot.telegram.pages.links import clause_of
from bot.telegram.pages.receipts import IN_LINK, IN_STORE, Receipt, opened, read_parameter
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import DELETED, FORGET_IN_PRIVATE
from knowledge.library import Library
from knowledge.prose import day_text

_WELCOME = "你好，我帮你查电商平台规则：找条款、算赔付、算期限、看符不符合条件。直接把遇到的事发给我就行。"
_OF_A_SHOP = "你好，这里能问{names}，直接把想问的发给我就行。"
_AND_A_SHOP = "也能问{names}。"
_UNOFFICIAL = "我不是官方客服，回答按{day}核对过的文件给出，不是法律意见。怎么用：/help"
_TRY = "可以先试试："
_HELP = (
    "直接发问题就行，比如“{question}”。\n"
    "· 一条消息里可以问两三个问题；发错了改那条消息，回答会跟着改\n"
    "· 算到一半可以说“不知道”“取消”“说错了，是1500”\n"
    "· /docs 翻规则，/clause {clause} 看一条\n"
    "· /payout 算金额，/deadline 算期限，/eligible 看条件：能算什么、每种怎么写，都列在里面\n"
    "· 回答好不好，点 👍 👎，或者给那条消息点个表情，都算\n"
    "· 在别的聊天里打 @{username} 加问题也能查\n"
    "· 算出期限后点“⏰ 提醒我”，到时我来叫你；/reminders 看和取消\n"
    "· /privacy 我记住了什么，/forget 删掉"
)
_PRIVACY = (
    "我只记住用得着的：算到一半的内容、你的评价、没答上来的问题和当时怎么答的（8 位以上的数字会抹掉）、"
    "发出的回答（好让你改问题、按按钮）。存的是打乱过的编号，不存名字。"
    "还没答完的消息先原样存着，答完就抹掉；设了提醒、要我有了答案或者有变化告诉你的，聊天编号原样存到发出或取消。\n"
    "保留 {days} 天后自动删除；/forget 马上删掉你的。"
)
_SAME = "重算了一遍，结果和{day}那次一样。"
_CHANGED = "注意：规则在{day}之后改过，下面是按当时的规则算的。按现在的规则：{now}"
_REVISED = "和{day}那次的结果不一样了：那之后我们改过这条规则的资料。现在重算是这样："
_UNREADABLE = "这个链接看不懂，可能没复制全。请把问题直接发给我。"
_GONE = "这次计算的记录已经不在了：可能本人删掉了，也可能过了保存期。请把问题直接发给我。"
_NO_CLAUSE = "这个链接指的条款找不到了，/docs 可以翻看现有的规则。"
_UNKNOWN = "没有 /{command} 这个命令。{near}全部用法见 /help，直接发问题也行。"


async def on_start(update: Update, context: Context) -> None:
    """Welcome, or open a deep link."""
    to = _heard(update, context)
    parameter = command_in(to.text)[1].split(" ", maxsplit=1)[0]
    if parameter.startswith("r_"):
        await show(context, to, await _receipt(context, to, parameter))
    elif parameter.startswith("c_"):
        await show(context, to, _linked_clause(context, to, parameter))
    else:
        await show(context, to, _welcome(services(context).assistant.library))


async def on_help(update: Update, context: Context) -> None:
    """Tell how to use the bot."""
    keys = Keyboard()
    for kind, title in KINDS.items():
        keys.row(keys.button(title, KIND, kind))
    library = services(context).assistant.library
    told = _HELP.format(
        username=context.bot.username, question=examples.question(library), clause=examples.clause(library)
    )
    await show(context, _heard(update, context), said(told, keys=keys))


async def on_docs(update: Update, context: Context) -> None:
    """Show the documents."""
    await show(context, _heard(update, context), documents(services(context).assistant.library))


async def on_cancel(update: Update, context: Context) -> None:
    """Drop the calculation under way, as 取消 does."""
    await respond(context, replace(_heard(update, context), text=CANCEL))


async def on_privacy(update: Update, context: Context) -> None:
    """Tell what is stored."""
    await show(context, _heard(update, context), said(_PRIVACY.format(days=services(context).settings.keep_days)))


async def on_forget(update: Update, context: Context) -> None:
    """Delete what is stored about the asker, in private alone; the answer itself is not stored either."""
    to = _heard(update, context)
    if to.in_group:
        # who writes in a group's name would delete what belongs to everybody there
        await send(context.bot, services(context).store, to, [said(FORGET_IN_PRIVATE)])
        return
    await services(context).store.forget(to.talker)
    await send(context.bot, services(context).store, to, [said(DELETED)])


async def on_answering_command(update: Update, context: Context) -> None:
    """Answer a command with a question, a clause or a calculation in it."""
    await respond(context, _heard(update, context))


async def on_unknown_command(update: Update, context: Context) -> None:
    """Name the command that was probably meant; in a group only when it was clearly for the bot."""
    to = _heard(update, context)
    command, _ = command_in(to.text)
    if not command or (to.in_group and f"@{context.bot.username}".lower() not in to.text.lower()):
        return
    library = services(context).assistant.library
    known = [one.command for one in commands()["admins"]] + [one.command for one in commands()["private"]]
    near = get_close_matches(command, [*known, *calculators(library)], 1)
    await show(context, to, said(_UNKNOWN.format(command=command, near=f"你是说 /{near[0]} 吗？" if near else "")))


def _heard(update: Update, context: Context) -> Heard:
    assert update.message
    to = heard(update.message, context.bot.username)
    return replace(to, mode="addressed", text=words_of(update.message)) if to.in_group else to


def _welcome(library: Library) -> Sheet:
    keys = Keyboard()
    for question in _examples(library):
        keys.row(keys.button(question, SAY, question))
    return said(*_told_first(library), *([_TRY] if _examples(library) else []), keys=keys)


def _told_first(library: Library) -> Iterator[str]:
    """Yield who we are: what the rules answer, and since when they were looked at, and what an owner's table does."""
    rules = [document for document in library.documents if not document.verbatim]
    names = "、".join(document.short for document in library.documents if document.verbatim)
    if not rules:
        yield _OF_A_SHOP.format(names=names)
        return
    yield _WELCOME
    if names:
        yield _AND_A_SHOP.format(names=names)
    yield _UNOFFICIAL.format(day=day_text(max(document.checked for document in rules)))


def _examples(library: Library) -> list[str]:
    """Return a question for each kind of calculation, those from rules before those from essays, and an owner's."""
    first: dict[str, str] = {}
    for bound in sorted(library.calculations.values(), key=lambda bound: bound.place.document.kind != "规则"):
        if bound.calculation.asked:
            first.setdefault(bound.calculation.kind, bound.calculation.asked[0])
    return [*first.values(), *_own_example(library)]


def _own_example(library: Library) -> list[str]:
    """Return the first question of an owner's table."""
    own = (document for document in library.documents if document.verbatim)
    return [clause.asked[0].q for document in own for clause in document.clauses[:1] if clause.asked][:1]


def _linked_clause(context: Context, to: Heard, parameter: str) -> Sheet:
    assistant = services(context).assistant
    place = clause_of(parameter, assistant.library)
    answer = assistant.clause(place, now=to.now) if place else None
    return printer(context, to).whole(answer, card=True) if answer else said(_NO_CLAUSE)


async def _receipt(context: Context, to: Heard, parameter: str) -> Sheet:
    """Recompute a receipt, and say whether it still holds."""
    assistant, receipt = services(context).assistant, None
    if parameter.startswith(IN_STORE):
        data = await services(context).store.receipts.find(parameter.removeprefix(IN_STORE))
        if data is None:
            return said(_GONE)
        receipt = Receipt.from_json(data)
    elif parameter.startswith(IN_LINK):
        receipt = read_parameter(parameter, assistant.library)
    verdict, answer = opened(receipt, assistant, to.now) if receipt else ("unreadable", None)
    if receipt is None or answer is None or verdict == "unreadable":
        return said(_UNREADABLE)
    today, _ = assistant.calculate_inputs(receipt.calculator, dict(receipt.inputs), now=to.now)
    told = {"same": _SAME, "changed": _CHANGED, "revised": _REVISED}[verdict].format(
        day=day_text(receipt.now.date()), now=today.headline
    )
    sheet = replace(printer(context, to), now=receipt.now).whole(answer, first=told)
    return replace(sheet, stored=None)
