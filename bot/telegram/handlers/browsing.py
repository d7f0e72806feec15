"""/docs: documents, their clauses and the questions asked about them, page by page, edited in place."""

from collections.abc import Sequence
from typing import TypeVar

from bot.assistant.assistant import Assistant
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.pages.buttons import ASKED, CLAUSE, DOCUMENTS, SAY, VIEW, Keyboard
from bot.telegram.pages.markup import cut
from bot.telegram.pages.sheets import Printer, Sheet, said
from bot.telegram.pages.words import FULL, STALE
from knowledge.library import Library, Place
from knowledge.model import Document

T = TypeVar("T")
_PAGE = 8
_BACK = "‹ 返回"


def documents(library: Library) -> Sheet:
    """Return the list of documents."""
    keys = Keyboard()
    for document in sorted(library.documents, key=lambda document: document.kind != "规则"):
        keys.row(keys.button(f"{document.platform.name} · {document.short}", DOCUMENTS, f"{document.id}:0"))
    return said("收录的规则和文章，点开看条款：", keys=keys)


def document(found: Document, page: int) -> Sheet:
    """Return one page of a document's clauses."""
    keys = Keyboard()
    for clause in _page(found.clauses, page):
        place = Place(found, clause)
        keys.row(keys.button(f"{place.cite} {clause.title}", VIEW, place.id))
    _turn(keys, DOCUMENTS, found.id, page, len(found.clauses))
    keys.row(keys.button("大家常问", ASKED, f"{found.id}:0"), keys.button(_BACK, DOCUMENTS, ""))
    return said(found.title, f"{found.platform.name} · {found.kind}，共 {len(found.clauses)} 条", keys=keys)


def questions(found: Document, page: int) -> Sheet:
    """Return one page of the questions most asked about a document; pressing one asks it."""
    keys = Keyboard()
    every = [clause.asked[0].q for clause in found.clauses if clause.asked]
    for question in _page(every, page):
        keys.row(keys.button(cut(question, 40), SAY, question))
    _turn(keys, ASKED, found.id, page, len(every))
    keys.row(keys.button(_BACK, DOCUMENTS, f"{found.id}:0"))
    return said(found.title, "大家常问（点一下我就回答）：", keys=keys)


def card(assistant: Assistant, place: str, printer: Printer) -> Sheet | None:
    """Return a clause with the way back to its document and to related clauses."""
    answer = assistant.clause(place, now=printer.now)
    if answer is None or place not in assistant.library.places:
        return None
    sheet = printer.whole(answer, card=True)
    found = assistant.library.places[place]
    keys = Keyboard()
    if len(sheet.pages) > 1:
        keys.row(keys.button(FULL, CLAUSE, place))
    for at in found.clause.related:
        other = assistant.library.places.get(at if "/" in at else f"{found.document.id}/{at}")
        if other:
            keys.row(keys.button(f"相关：{other.cite} {other.clause.title}", VIEW, other.id))
    back = found.document.clauses.index(found.clause) // _PAGE
    keys.row(keys.button(_BACK, DOCUMENTS, f"{found.document.id}:{back}"))
    return Sheet(sheet.pages[:1], keys, answer)


async def on_browse(context: Context, press: Press, verb: str, payload: str) -> None:
    """Turn a page in place."""
    known = services(context)
    sheet = _sheet(
        known.assistant, verb, payload, Printer(context.bot.username, known.assistant.library, press.heard().now)
    )
    if sheet is None:
        await notice(press.query, STALE, alert=True)
        return
    await notice(press.query)
    await edit(context.bot, press.message.chat.id, press.message.message_id, sheet)
    await known.store.sent.keep(press.sent(sheet.keys.kept), press.heard().now)


def _sheet(assistant: Assistant, verb: str, payload: str, printer: Printer) -> Sheet | None:
    if verb == VIEW:
        return card(assistant, payload, printer)
    if not payload:
        return documents(assistant.library)
    name, _, page = payload.rpartition(":")
    found = next((one for one in assistant.library.documents if one.id == name), None)
    if found is None or not page.isdecimal():
        return None
    return (questions if verb == ASKED else document)(found, int(page))


def _page(every: Sequence[T], page: int) -> list[T]:
    return list(every[page * _PAGE : (page + 1) * _PAGE])


def _turn(keys: Keyboard, verb: str, name: str, page: int, total: int) -> None:
    """Add the buttons to the page before and after, where there are any."""
    around = [("‹ 上一页", page - 1), ("下一页 ›", page + 1)]
    buttons = [keys.button(label, verb, f"{name}:{number}") for label, number in around if 0 <= number * _PAGE < total]
    if buttons:
        keys.row(*buttons)
