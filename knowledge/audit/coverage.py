"""Whether every sentence of the source files stands in a clause, with its figures, titles, paths and listed terms."""

from collections.abc import Iterator
from datetime import date

from knowledge.audit.extract import (
    bare,
    figures,
    listed,
    missing_terms,
    paths,
    titles,
    told_nothing,
    without_list_number,
)
from knowledge.audit.report import Report
from knowledge.audit.sentences import Sentence
from knowledge.audit.sources import Pages, chosen
from knowledge.library import Library, Place


def run(library: Library, pages: Pages) -> Report:
    """Return the sentences that stand nowhere, what their clauses lost, and the share that is covered."""
    findings = list(pages.problems())
    covered = total = left_out = 0
    for name, sentences in pages.sentences.items():
        apart = _left_out(pages, name)
        for sentence in sentences:
            lost = [] if sentence.place in apart else list(_lost(library, pages, sentence))
            findings += [f"{name}: {sentence.place}: {line}" for line in lost]
            covered, total, left_out = covered + (not lost), total + 1, left_out + (sentence.place in apart)
    share = (
        f"{covered / total:.1%} of {total} source sentences, {left_out} of them left out with a reason"
        if total
        else "no sentences"
    )
    return Report(tuple(findings), (f"coverage: {share}",))


def _left_out(pages: Pages, name: str) -> frozenset[str]:
    ranges = pages.left_out.get(name, {})
    return frozenset(sentence.place for lines in ranges for sentence in chosen(lines, pages.sentences[name]))


def told(library: Library, places: tuple[Place, ...], day: date) -> str:
    """Return all that `places` say on `day`: heading, text with its figures, readings, terms."""
    parts = []
    for place in places:
        clause = place.clause
        readings = (library.told(place, reading, day) for reading in clause.reading.values())
        parts += [clause.title, clause.cite or "", library.text(place, day), *readings, *clause.terms]
    return "\n".join(parts)


def _lost(library: Library, pages: Pages, sentence: Sentence) -> Iterator[str]:
    places = pages.places.get((sentence.file, sentence.place), ())
    if not places:
        yield f"stands in no clause: {sentence.text}"
        return
    text = told(library, places, places[0].document.checked)
    words, where = bare(text), " ".join(place.id for place in places)
    known = figures(text) | ({"0"} if told_nothing(text) else set())
    for figure in sorted(figures(without_list_number(sentence.text)) - known):
        yield f"the figure {figure} is not in {where}"
    for title in titles(sentence.text):
        if bare(title) not in words:
            yield f"the title 《{title}》 is not in {where}"
    for step in paths(sentence.text):
        if bare(step) not in words:
            yield f"the path 【{step}】 is not in {where}"
    for terms in listed(sentence.text):
        yield from (f"the listed “{term}” is not in {where}" for term in missing_terms(terms, words))
