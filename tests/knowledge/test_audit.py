"""The audit holds for the shipped knowledge base; questions must lead to their clauses."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answers import Example
from knowledge.audit import everything, reach
from knowledge.audit.report import Report
from knowledge.library import Library
from knowledge.model import Clause

SOURCES = Path(__file__).parents[2] / "../shared/sources"
Change = Callable[[Clause], dict[str, object]]
WithClause = Callable[[Library, str, Change], Library]


def only(library: Library, *names: str) -> Library:
    """Return `library` with a few documents."""
    return replace(library, documents=tuple(document for document in library.documents if document.id in names))


@pytest.fixture(scope="session")
def report(library: Library) -> Report:
    """Return the audit of the shipped knowledge base, with the sources where they are at hand."""
    return everything.run(library, SOURCES if SOURCES.is_dir() else None)


def test_nothing_falls_short_in_the_shipped_knowledge_base(report: Report) -> None:
    """References, questions, figures and reachability; with source files also coverage, provenance and own words."""
    assert report.findings == ()
    assert report.holds


def test_the_share_of_questions_that_lead_home_is_printed(report: Report) -> None:
    """The share is measured with the question itself left out of the index."""
    assert [line for line in report.shares if "when the question itself is left out" in line]


def test_all_source_sentences_are_covered(report: Report, sources: Path) -> None:
    """Each sentence stands in a clause or is left out with a reason."""
    assert [line for line in report.shares if line.startswith("coverage: 100.0% of ")]


def test_a_missing_source_file_is_told_by_its_name(library: Library, tmp_path: Path) -> None:
    """A wrong folder is one finding, not a traceback."""
    small = only(library, "doudian-agency")

    report = everything.run(small, tmp_path)

    assert any(line.startswith("004_80da109f2fbcce8f.txt: ") for line in report.findings)


def test_a_rule_clause_with_seven_questions_is_too_little_asked(library: Library, with_clause: WithClause) -> None:
    """A clause of a rule needs eight, one of an article three."""
    small = with_clause(
        only(library, "kuaishou-used-3c"),
        "kuaishou-used-3c/2",
        lambda clause: {"answers": (), "questions": clause.asked[:7]},
    )

    report = everything.run(small)

    assert "kuaishou-used-3c.yaml: “2”.questions: 7 of at least 8" in report.findings


def test_a_question_that_leads_to_another_clause_is_a_finding(library: Library, with_clause: WithClause) -> None:
    """A question about counterfeits does not belong to the clause on fees."""
    small = only(library, "doudian-shop-operation")
    stray = small.places["doudian-shop-operation/2"].clause.asked[0]
    small = with_clause(small, "doudian-shop-operation/4", lambda clause: {"questions": (*clause.questions, stray)})

    findings = reach.run(small).findings

    assert [line for line in findings if f"“4”.questions: “{stray.q}” leads to doudian-shop-operation/2" in line]


def test_what_is_offered_next_must_lead_to_something_else(library: Library, with_clause: WithClause) -> None:
    """A button that brings the same clause again is a finding."""
    small = only(library, "doudian-agency")
    own = small.places["doudian-agency/2"].clause.asked[0].q
    small = with_clause(small, "doudian-agency/2", lambda _: {"next": (own,)})

    findings = reach.run(small).findings

    assert f"doudian-agency.yaml: “2”.next: “{own}” leads nowhere else" in findings


def test_a_way_of_asking_for_a_gap_that_leads_to_another_clause_is_a_finding(library: Library) -> None:
    """Who asks for what is missing must be told so, not answered with something else."""
    small = only(library, "doudian-shop-operation")
    stray = small.places["doudian-shop-operation/2"].clause.asked[0].q
    document = small.documents[0]
    gap = document.gaps[0].model_copy(update={"questions": (Example(q=stray),)})
    small = replace(small, documents=(document.model_copy(update={"gaps": (gap, *document.gaps[1:])}),))

    findings = reach.run(small).findings

    assert [
        line for line in findings if line.startswith(f"doudian-shop-operation.yaml: gaps.{gap.id}: “{stray}” leads to ")
    ]


def odd_questions(first: int) -> Change:
    """
    Return a change of a clause's questions into ones that share no character with anything.

    Their characters are those from `first` on.
    """

    def change(clause: Clause) -> dict[str, object]:
        odd = (example.model_copy(update={"q": chr(first + at) * 5}) for at, example in enumerate(clause.asked))
        return {"answers": (), "questions": tuple(odd)}

    return change


def test_questions_that_share_nothing_with_their_clause_bring_the_share_down(
    library: Library, with_clause: WithClause
) -> None:
    """Fewer than 85 in a hundred found within the first three is a finding."""
    small = only(library, "doudian-shop-operation")
    for number, place in enumerate(list(small.places)):
        small = with_clause(small, place, odd_questions(0x4E00 + 300 * number))

    assert [line for line in reach.run(small).findings if "at least 85% must" in line]
