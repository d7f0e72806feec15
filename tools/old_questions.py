"""The single questions of tests/questions as lines to learn from, with targets that follow from their expectations."""

from collections.abc import Iterator
from pathlib import Path

from bot.evaluation.cases import Case, Step, read_cases
from knowledge.language.script import normalise
from knowledge.library import BoundAspect, Library
from tools.talks import Conversation
from tools.with_lines import Line

_FOLDER = Path(__file__).parent.parent / "tests" / "questions"


def old_lines(library: Library) -> list[Line]:
    """Return the single questions with the targets their expectations allow; those that allow none are left out."""
    result = []
    for path in sorted(path for path in _FOLDER.glob("*.yaml") if not path.name.startswith("_")):
        for case in read_cases([path]):
            targets = frozenset(() if case.turns or case.talk else _targets(library, case))
            if targets:
                result.append(
                    Line(
                        case.q, targets, f"old-{path.stem}", case.now, group=case.chat == "group" and not case.addressed
                    )
                )
    return result


def old_talks(library: Library) -> list[Conversation]:
    """Return the conversations in which the last line alone has expectations, with the targets that these allow."""
    result = []
    for path in sorted(path for path in _FOLDER.glob("*.yaml") if not path.name.startswith("_")):
        for case in read_cases([path]):
            targets = tuple(_targets(library, case)) if case.turns else ()
            if targets:
                last = Step(say=case.turns[-1], to=targets, result=case.result)
                talk = (*(Step(say=line) for line in case.turns[:-1]), last)
                result.append(
                    Conversation(f"old-{path.stem}", Case(id=case.id, talk=talk, today=case.today, chat=case.chat))
                )
    return result


def _targets(library: Library, case: Case) -> Iterator[str]:
    if case.empty or case.kind in ("oos", "smalltalk"):
        yield from (
            ("chat",)
            if case.kind == "smalltalk"
            else ("outside", "chat", "order")
            if case.empty
            else ("outside", "order")
        )
        return
    names = case.calculators
    if names:
        yield from (f"={name}" for name in names)
        return
    for target, of_one in library.aspects.items():
        place = of_one[0].place
        if place.document.id not in case.doc or not any(_kin(place.clause.locator, at) for at in case.at):
            continue
        if (case.kind == "gap") != (target in library.gaps) and (case.kind == "gap" or target in library.gaps):
            continue
        yield from (bound.id for bound in of_one if _says(library, bound, case))


def _kin(locator: str, at: str) -> bool:
    return f"{locator}.".startswith(f"{at}.")


def _says(library: Library, bound: BoundAspect, case: Case) -> bool:
    """Return whether the first line of an aspect, with its list, holds what must be said."""
    day = max(document.checked for document in library.documents)
    said = library.told(bound.place, " ".join((bound.aspect.says, *(item.says for item in bound.items))), day)
    text = normalise(said).replace(" ", "")
    wanted = case.first or (() if case.kind == "clarify" else case.must)
    return all(any(normalise(word).replace(" ", "") in text for word in words) for words in wanted)
