"""/docs: documents, their clauses and the questions asked about them, page by page, edited in place."""

import re
from collections.abc import Sequence

from bot.assistant.assistant import Assistant
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.pages.buttons import ASKED, CLAUSE, DOCUMENTS, SAY, VIEW, Keyboard
from bot.telegram.pages.keyboards import add_copies
from bot.telegram.pages.markup import cut
from bot.telegram.pages.paging import PAGE, add_turns, last_page, on_page, page_told
from bot.telegram.pages.sheets import Printer, Sheet, said
from bot.telegram.pages.words import FULL, GONE_CLAUSE, GONE_DOCUMENT, NO_DOCUMENTS, STALE, say
from knowledge.library import Library, Place
from knowledge.model import Document

_BACK = "‹ 返回"
# A document (none for the list of them), the page, and of its questions the page that one came from.
_WHERE = re.compile(r"([^:]*):(\d{1,6})(?:\.(\d{1,6}))?")


def documents(library: Library, page: int = 0) -> Sheet:
    """Return one page of the documents, an owner's own first, then rules before articles."""
    every = _listed(library)
    if not every:
        return said(NO_DOCUMENTS)
    page = min(page, last_page(len(every)))
    keys = Keyboard()
    for one in on_page(every, page):
        keys.row(keys.button(f"{one.platform.name} · {one.short}", DOCUMENTS, f"{one.id}:0"))
    add_turns(keys, DOCUMENTS, lambda number: f":{number}", page, len(every))
    return said("收录的规则和文章，点开看条款：", page_told(page, len(every)), keys=keys)


def document(found: Document, page: int, library: Library) -> Sheet:
    """Return one page of a document's clauses."""
    page = min(page, last_page(len(found.clauses)))
    keys = Keyboard()
    for clause in on_page(found.clauses, page):
        place = Place(found, clause)
        keys.row(keys.button(f"{place.cite} {clause.title}", VIEW, place.id))
    add_turns(keys, DOCUMENTS, lambda number: f"{found.id}:{number}", page, len(found.clauses))
    back = keys.button(_BACK, DOCUMENTS, f":{_listed(library).index(found) // PAGE}")
    asked = [keys.button("大家常问", ASKED, f"{found.id}:0.{page}")] if _asked(found) else []
    keys.row(*asked, back)
    return said(found.title, f"{found.platform.name} · {found.kind}，共 {len(found.clauses)} 条", keys=keys)


def questions(found: Document, page: int, back: int) -> Sheet:
    """Return one page of the questions most asked about a document; pressing one asks it, `back` is whence one came."""
    every = _asked(found)
    page = min(page, last_page(len(every)))
    keys = Keyboard()
    for question in on_page(every, page):
        keys.row(keys.button(cut(question, 40), SAY, question))
    add_turns(keys, ASKED, lambda number: f"{found.id}:{number}.{back}", page, len(every))
    keys.row(keys.button(_BACK, DOCUMENTS, f"{found.id}:{back}"))
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
    add_copies(keys, answer)
    for at in found.clause.related:
        other = assistant.library.places.get(at if "/" in at else f"{found.document.id}/{at}")
        if other:
            keys.row(keys.button(f"相关：{other.cite} {other.clause.title}", VIEW, other.id))
    back = found.document.clauses.index(found.clause) // PAGE
    keys.row(keys.button(_BACK, DOCUMENTS, f"{found.document.id}:{back}"))
    return Sheet(sheet.pages[:1], keys, answer)


async def on_browse(context: Context, press: Press, verb: str, payload: str) -> None:
    """Turn a page in place, or say what is not there any more."""
    known = services(context)
    printer = Printer(context.bot.username, known.assistant.library, press.heard().now)
    sheet = _sheet(known.assistant, verb, payload, printer)
    if isinstance(sheet, str):
        await notice(press.query, say(sheet, press.traditional), alert=True)
        return
    await notice(press.query)
    await edit(context.bot, press.message.chat.id, press.message.message_id, sheet)
    await known.store.sent.keep(press.sent(sheet.keys.kept), press.heard().now)


def _sheet(assistant: Assistant, verb: str, payload: str, printer: Printer) -> Sheet | str:
    """Return what a button shows, or why it shows nothing."""
    library = assistant.library
    if verb == VIEW:
        return card(assistant, payload, printer) or GONE_CLAUSE
    where = _WHERE.fullmatch(payload or ":0")
    if where is None:
        return STALE
    name, page, back = where[1], int(where[2]), int(where[3] or 0)
    if not name:
        return documents(library, page)
    found = next((one for one in library.documents if one.id == name), None)
    if found is None:
        return GONE_DOCUMENT
    return questions(found, page, back) if verb == ASKED else document(found, page, library)


def _listed(library: Library) -> Sequence[Document]:
    return sorted(library.documents, key=lambda one: (one.id in library.shipped, one.kind != "规则"))


def _asked(found: Document) -> list[str]:
    return [clause.asked[0].q for clause in found.clauses if clause.asked]
