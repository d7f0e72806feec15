"""How long ago somebody compared a document with its page: told below an answer where that is long."""

from dataclasses import replace
from datetime import datetime

from bot.assistant.answer import Answer
from knowledge.library import Library
from knowledge.prose import day_text

_PAGE = "我们上次核对是{day}，之后页面可能改过。"
_OWN = "这条是{day}更新的，之后情况可能变过。"
NEVER = 0


def aged(answer: Answer, library: Library, now: datetime, most: int) -> Answer:
    """
    Return an answer with a note below it where a document it rests on was compared more than `most` days before `now`.

    A question back that tells no rule rests on none; `most` 0 notes nothing. Of several parts the last one has the
    note for all.
    """
    if answer.parts:
        *before, last = answer.parts
        quotes = tuple(quote for part in answer.parts for quote in part.quotes)
        return replace(
            answer, parts=(*before, replace(last, aged=_note(replace(last, quotes=quotes), library, now, most)))
        )
    return replace(answer, aged=_note(answer, library, now, most))


def _note(answer: Answer, library: Library, now: datetime, most: int) -> str:
    if most == NEVER or (answer.ask is not None and answer.ask.prompt == answer.headline):
        return ""
    resting = {quote.document for quote in answer.quotes}
    old = [
        document
        for document in library.documents
        if document.id in resting and (now.date() - document.checked).days > most
    ]
    if not old:
        return ""
    oldest = min(old, key=lambda document: document.checked)
    return (_OWN if oldest.verbatim else _PAGE).format(day=day_text(oldest.checked))
