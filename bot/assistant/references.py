"""A clause named by its number: kuaishou-shizaibao/7, 实在宝第七条, 飞鸽 2.3."""

import re

from knowledge.language.numerals import number
from knowledge.language.script import normalise
from knowledge.library import Library, Place

_NUMBER = re.compile(
    r"第?\s*(?P<locator>\d+(?:\.\d+)*|[零一二三四五六七八九十]+)\s*(?P<mark>条|款|项|节)?(?:\s*(?:是什么|说什么|讲什么|内容|原文|怎么说|全文|写了什么))?[?？吗呢]*$"
)


def referred(library: Library, line: str) -> Place | None:
    """Return the clause that the whole of `line` names by document and number, or None."""
    text = normalise(line)
    if text in library.places:
        return library.places[text]
    match = _NUMBER.search(text)
    if match is None:
        return None
    name = re.sub(r"[\s的规则/《》“”\"]", "", text[: match.start()])
    locator = match["locator"]
    if not locator[0].isdigit():
        locator = str(number(locator))
    for document in library.documents:
        names = {
            re.sub(r"[的规则\s]", "", normalise(way))
            for way in (document.id, document.short, document.title, *document.aliases)
        }
        if name and name in names and f"{document.id}/{locator}" in library.places:
            return library.places[f"{document.id}/{locator}"]
    return None
