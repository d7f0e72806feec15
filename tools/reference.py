"""Writes docs/reference.md: every key of the YAML files, every rule function with what it takes, finds and says."""

import inspect
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from calculators.rule import Rule
from calculators.rules import RULES
from knowledge.answers import Aspect, Example, Item
from knowledge.audit.answers import OPENINGS
from knowledge.calculations import Calculation, Covers, Input, Reason
from knowledge.figures import Frozen, Parameter, Unit, Value
from knowledge.language.events import event_words, known
from knowledge.language.lexicon import Lexicon, Owner
from knowledge.library import Library
from knowledge.load import load
from knowledge.model import Clause, Conflict, Document, Gap, Platform, Supplement
from knowledge.overlay import Dated, Overlay
from knowledge.plain_yaml import read_yaml

TARGET = Path(__file__).parent.parent / "docs" / "reference.md"
_SHAPES: dict[str, tuple[type[Frozen], ...]] = {
    "A document (`*.yaml`)": (Document, Platform, Clause, Gap, Conflict, Supplement),
    "Figures": (Parameter, Value),
    "What is asked, and the first line": (Aspect, Example, Item),
    "Calculations": (Calculation, Input, Covers, Reason),
    "An owner's folder: `owner.yaml`, `lexicon.yaml`, `overlay.yaml`": (Owner, Lexicon, Overlay, Dated),
}
_HEAD = """# Reference

Written by `python -m tools.reference`; a test keeps it true. `rulebot schema` prints the same as a JSON Schema for
editors, `rulebot new DOCUMENT` writes a document to start from.

Besides documents and the files below an owner's folder may hold `holidays.yaml` (see README) and `next_door.yaml`, a
list of lines that are none of ours. A document whose name ends in `.yml`, or in a folder within it, is refused.
"""


def text(library: Library) -> str:
    """Return the whole page."""
    parts = [_HEAD, "## Keys\n"]
    for title, shapes in _SHAPES.items():
        parts += [f"### {title}\n", *(_shape(shape) for shape in shapes)]
    audiences = "、".join(library.lexicon.audiences)
    parts += [f"Those whom a clause may be `for`: {audiences} (an owner's `lexicon.yaml` may add to them).\n"]
    parts += [f"Documents that are shipped: {', '.join(f'`{one.id}`' for one in library.documents)}.\n"]
    parts += [
        f"Units of a parameter: {', '.join(f'`{unit}`' for unit in Unit)}.\n",
        _openings(),
        _events(),
        "## Rule functions\n",
    ]
    parts += [_RULES, *(_rule(name, rule, library) for name, rule in sorted(RULES.items()))]
    return "\n".join(parts)


_RULES = """\
A calculation names one in `use`. `inputs` hand it its facts (by their own name, or `fact: name`; `fact: group.name`
where it takes several together), `figures` and `settings` the rest, `results` bind what it finds to names of ours,
`tells` says each of its cases. In sentences stand placeholders: inputs, results, figures, and what the function adds.
"""


def _openings() -> str:
    """Return how a first line opens."""
    rows = read_yaml(OPENINGS)
    return (
        "## Openings\n\nThe first line of an aspect that `asks: yes_no` opens with one of: "
        + "、".join(rows["yes_no"])
        + ". Of kinds that ask for a figure it holds one early, or: "
        + "、".join(rows["figure"])
        + ". A premise of a few characters and a comma may stand before.\n"
    )


def _events() -> str:
    """Return the events that an input may belong to, each with the words that name it."""
    rows = (f"- `{event}`: {'、'.join(event_words((event,)))}" for event in sorted(known()) if event_words((event,)))
    asked = ", ".join(f"`{event}`" for event in sorted(known()) if not event_words((event,)))
    return (
        "## Events\n\nAn input's `event` is one of these, so that a day or figure of another deed never fills it;"
        " or `any`, `looked` (the day a case is looked at), `role` (who the asker is).\n\n"
        + "\n".join(rows)
        + f"\n\nOf a yes or no alone: {asked}.\n"
    )


def _shape(shape: type[Frozen]) -> str:
    rows = [_row(name, field) for name, field in shape.model_fields.items()]
    head = "| key | holds | where it is missing |\n|---|---|---|"
    return f"#### {shape.__name__}\n\n{inspect.cleandoc(shape.__doc__ or '')}\n\n{head}\n" + "\n".join(rows) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    default = "needed" if field.is_required() else _default(field)
    return f"| `{field.alias or name}` | {_told(field.annotation)} | {default} |"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    return "none" if value in (None, "", (), {}) else f"`{str(value).lower() if isinstance(value, bool) else value}`"


_PLAIN = {str: "text", int: "number", bool: "true or false", type(None): "", Any: "a figure as its unit is written"}


def _told(kind: Any) -> str:
    """Return a type as people read it."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _told(parts[0])
    if origin is typing.Literal:
        return "one of " + ", ".join(f"`{part}`" for part in parts if part)
    if origin is tuple:
        return f"one or several: {_told(parts[0])}"
    if origin is dict:
        return f"by name: {_told(parts[1])}"
    if parts:
        return " or ".join(filter(None, map(_told, parts)))
    if inspect.isclass(kind) and issubclass(kind, Frozen):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    return _PLAIN.get(kind, getattr(kind, "__name__", str(kind)).lower())


def _rule(name: str, rule: Rule, library: Library) -> str:
    used = [found for found, bound in library.calculations.items() if bound.calculation.use == name]
    return "\n".join(
        (f"### `{name}`\n", inspect.getdoc(rule.function) or "", "", *_facts(rule), *_found(name, rule, library))
    ) + (f"\nUsed by {', '.join(f'`{one}`' for one in used)}.\n")


def _facts(rule: Rule) -> Iterator[str]:
    parameters = inspect.signature(rule.function).parameters.values()
    facts = [one for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    figures = [one for one in parameters if one.kind is one.KEYWORD_ONLY and one.name not in ("now", "calendar")]
    yield f"- facts: {_names(facts)}"
    if figures:
        yield f"- figures and settings: {_names(figures)}"
    if any(one.kind is one.VAR_KEYWORD for one in parameters):
        yield "- further figures: any, each a result of its name"


def _names(parameters: list[inspect.Parameter]) -> str:
    return ", ".join(f"`{one.name}` ({_annotation(one.annotation)})" for one in parameters) or "none"


def _annotation(annotation: Any) -> str:
    shown = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return shown.replace("decimal.", "").replace("datetime.", "").replace("collections.abc.", "").replace(" | None", "")


def _found(name: str, rule: Rule, library: Library) -> Iterator[str]:
    rows = {"results": rule.results, "cases": rule.cases, "gaps": rule.gaps, "adds": rule.extra}
    yield from (f"- {kind}: {', '.join(f'`{one}`' for one in names)}" for kind, names in rows.items() if names)
    sentences = library.wording.get(name, {})
    if sentences:
        yield "- sentences (`says` tells them otherwise):"
        yield from (f"  - `{key}`: {told or '(nothing)'}" for key, told in sentences.items())


def main() -> int:
    """Write the page."""
    TARGET.write_text(text(load()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
