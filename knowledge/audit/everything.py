"""What `rulebot check` verifies: the knowledge base by itself and, where they are at hand, against the source files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.audit import answers, coverage, figures, own_words, provenance, reach
from knowledge.audit.report import Report, joined
from knowledge.audit.sources import Pages
from knowledge.consistency import problems
from knowledge.library import Library
from knowledge.plain_yaml import KnowledgeError

_LEAST_QUESTIONS = {"规则": 8, "公告": 8, "经验文章": 3, "问答": 1}


def run(library: Library, sources: Path | None = None) -> Report:
    """
    Return what falls short in `library`, and the shares that were measured.

    Without `sources`: references, the number of example questions, figures in code and prose, whether questions lead
    to their clauses. With the folder of the source files also coverage, provenance and own words. Takes some twenty
    seconds.
    """
    reports = [_consistency(library), figures.run(library), answers.run(library), _reach(library)]
    if sources is not None:
        reports += _beside_sources(library, sources)
    return _hinted(library, joined(reports))


def _reach(library: Library) -> Report:
    """
    Return whether questions lead to their clauses.

    Beside documents of an owner all that does not is a hint: their questions may come nearer than those of what is
    shipped, which is no fault of either.
    """
    found = reach.run(library)
    own = any(document.id not in library.shipped for document in library.documents)
    return Report((), found.shares, found.findings) if own else found


def _beside_sources(library: Library, sources: Path) -> list[Report]:
    shipped = replace(
        library, documents=tuple(document for document in library.documents if document.id in library.shipped)
    )
    try:
        pages = Pages.read(shipped, sources)
    except KnowledgeError as error:
        return [Report((str(error),))]
    return [check(shipped, pages) for check in (coverage.run, provenance.run, own_words.run)]


def _hinted(library: Library, report: Report) -> Report:
    """Return the report with what falls short in an owner's documents as hints."""
    own = tuple(
        f"{document.id}{mark}"
        for document in library.documents
        if document.id not in library.shipped
        for mark in (".yaml", "/", "#")
    )
    hints = tuple(line for line in report.findings if own and line.startswith(own))
    falling_short = tuple(line for line in report.findings if line not in hints)
    return Report(falling_short, report.shares, (*hints, *report.hints))


def _consistency(library: Library) -> Report:
    files = {document.id: f"{document.id}.yaml" for document in library.documents}
    return Report((*problems(library, files), *_few_questions(library)))


def _few_questions(library: Library) -> Iterator[str]:
    for place in library.places.values():
        least, asked = _LEAST_QUESTIONS[place.document.kind], len({example.q for example in place.clause.asked})
        if asked < least:
            yield f"{place.document.id}.yaml: “{place.clause.locator}”.questions: {asked} of at least {least}"
