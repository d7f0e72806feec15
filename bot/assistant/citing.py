"""How an answer cites a clause: its heading, since when it holds, its text, and the figures an owner laid over it."""

from collections.abc import Iterator
from datetime import date

from bot.assistant.answer import Quote
from knowledge.library import Library, Place
from knowledge.model import Clause, Document
from knowledge.prose import day_text, figure_text


def standing(document: Document) -> str:
    """
    Return since when a document holds, or when its page was posted; what kind of text it is where it is no rule.

    Of an owner's questions and answers it is the day they were last looked after.
    """
    if document.verbatim:
        return f"{day_text(document.checked)}更新"
    parts = ["经验文章，不是平台规则"] if document.kind == "经验文章" else []
    if document.in_force:
        parts.append(f"{day_text(document.in_force)}起施行")
    elif document.published:
        parts.append(f"页面发布于{day_text(document.published)}，原文没写施行日期")
    else:
        parts.append("原文没写施行日期")
    return "；".join(parts)


def quote(library: Library, place: Place, day: date) -> Quote:
    """Return `place` as it is quoted on `day`."""
    document, clause = place.document, place.clause
    heading = f"{document.title}{place.cite}"
    since = "；".join((standing(document), *_laid_over(clause, day)))
    return Quote(place.id, document.id, clause.locator, clause.title, library.text(place, day), heading, since)


def _laid_over(clause: Clause, day: date) -> Iterator[str]:
    """Yield since when each figure holds that an owner laid over a clause and that is in force on `day`, and whence."""
    for parameter in clause.parameters.values():
        value = parameter.on(day)
        if value.source:
            since = f"{day_text(value.since)}起，" if value.since else ""
            yield f"其中 {figure_text(value.value, parameter.unit)}是店主加的：{since}出自“{value.source}”"
