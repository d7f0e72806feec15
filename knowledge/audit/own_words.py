"""Whether the knowledge base speaks in its own words: no long run of characters in common with its source."""

import re
from collections.abc import Iterator

from knowledge.audit.report import Report
from knowledge.audit.sources import Pages
from knowledge.figures import Parameter, Unit
from knowledge.library import Library
from knowledge.model import Document

_MOST = 13
# Titles and back-office paths stand as they are; quotation marks break no run.
_QUOTED = re.compile(r"《[^《》]*》|【[^【】]*】")
# So do enumerations of terms.
_LIST = re.compile(r"(?:[\w/+]{1,12}、){2,}[\w/+]{1,12}")
_OTHER = re.compile(r"[^\u4e00-\u9fff|]")


def run(library: Library, pages: Pages) -> Report:
    """Return each run of fourteen or more Han characters that a document shares with its source."""
    findings = [line for document in library.documents for line in _copied(library, pages, document)]
    return Report(
        tuple(findings),
        (f"own words: no run of more than {_MOST} characters in common is allowed; {len(findings)} found",),
    )


def han(text: str) -> str:
    """Return the Han characters of `text`; a quotation or an enumeration breaks the run as `|`."""
    return _OTHER.sub("", _LIST.sub("|", _QUOTED.sub("|", text)))


def longest_copy(text: str, source: str) -> str:
    """Return the first run of fourteen or more Han characters that `text` shares with `source`, in full, or nothing."""
    ours, theirs = han(text), han(source)
    for start in range(len(ours) - _MOST):
        end = start + _MOST + 1
        if "|" in ours[start:end] or ours[start:end] not in theirs:
            continue
        while end < len(ours) and ours[end] != "|" and ours[start : end + 1] in theirs:
            end += 1
        return ours[start:end]
    return ""


def _copied(library: Library, pages: Pages, document: Document) -> Iterator[str]:
    source = "".join(sentence.text for sentence in pages.sentences[document.source])
    for field, text in _prose(library, document):
        if run_ := longest_copy(text, source):
            yield f"{document.id}.yaml: {field}: “{run_}” stands so in {document.source}"


def _prose(library: Library, document: Document) -> Iterator[tuple[str, str]]:
    for clause in document.clauses:
        place = library.places[f"{document.id}/{clause.locator}"]
        lists = {name: parameter for name, parameter in clause.parameters.items() if parameter.unit is Unit.TERMS}
        for field, text in (
            ("title", clause.title),
            ("text", clause.text),
            *(("reading", text) for text in clause.reading.values()),
        ):
            yield f"“{clause.locator}”.{field}", library.told(place, _without_lists(text, lists), document.checked)
    for entry in (*document.clauses, *document.gaps, *document.conflicts):
        for aspect in entry.answers:
            yield (
                f"answers.{aspect.id}",
                re.sub(
                    r"\{[^}]*\}", "", " ".join((aspect.says, aspect.then, *(example.says for example in aspect.asked)))
                ),
            )
    yield from (
        (f"“{clause.locator}”.items", re.sub(r"\{[^}]*\}", "", item.says))
        for clause in document.clauses
        for item in clause.items
    )
    for gap in document.gaps:
        yield from ((f"gaps.{gap.id}", re.sub(r"\{[^}]*\}", "", text)) for text in (gap.missing, gap.certain))
    yield from (
        (f"conflicts.{conflict.id}.says", re.sub(r"\{[^}]*\}", "", conflict.says)) for conflict in document.conflicts
    )


def _without_lists(text: str, lists: dict[str, Parameter]) -> str:
    for name in lists:
        text = re.sub(rf"\{{{name}(?::n)?\}}", "“”", text)
    return text
