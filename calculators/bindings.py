"""Whether each calculation binds its rule rightly: facts, figures, results, cases, sentences, before anybody asks."""

import inspect
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from calculators.inputs import read
from calculators.outcome import CalculationError
from calculators.rule import Rule
from calculators.rules import RULES
from calculators.units import units_of
from knowledge.alike import nearly
from knowledge.calculations import Calculation, Input
from knowledge.calendar import SHANGHAI
from knowledge.language.events import event_of, tying, words
from knowledge.language.events import known as known_events
from knowledge.language.tables import has_table
from knowledge.library import Bound, Library, Place, full_id
from knowledge.prose import PLACEHOLDER

# What a rule function gets besides facts, figures and settings.
_HANDED_IN = frozenset({"now", "calendar"})
# Events that are none of a deed: the day a case is looked at, who the asker is, whatever the line says.
_NO_DEED = ("looked", "role", "any")
# What is given by the event that words tie it to.
_TIED = ("money", "count", "date", "moment", "time")
_COMMAND = re.compile(r"[a-z][a-z0-9-]{0,31}")
_READ_AS: dict[str, tuple[type, ...]] = {
    "money": (Decimal,),
    "decimal": (Decimal,),
    "count": (int,),
    "date": (date,),
    "moment": (datetime,),
    "time": (time,),
    "bool": (bool,),
    "enum": (str,),
    "level": (str,),
    "text": (str,),
    "moments": (list, tuple, typing.Sequence),
    "span": (int,),
}
_ANY_MOMENT = datetime(2026, 1, 1, 12, tzinfo=SHANGHAI)


def problems(library: Library, files: Mapping[str, str]) -> Iterator[str]:
    """
    Yield what does not hold between calculations and rule functions: file, clause, field, and what is wrong there.

    `files` names each document's file.
    """
    audiences = library.lexicon.audiences
    for document in library.documents:
        for clause in document.clauses:
            where = f"{files[document.id]}: “{clause.locator}”"
            for one in clause.audience:
                if one not in audiences:
                    yield f"{where}.for: nobody is called “{one}”{_listed(audiences)}"
            for calculation in clause.calculations:
                bound = Bound(Place(document, clause), calculation)
                yield from (f"{where}.calculations.{calculation.name}.{line}" for line in _problems(bound, library))


def _problems(bound: Bound, library: Library) -> Iterator[str]:
    calculation = bound.calculation
    if not _COMMAND.fullmatch(calculation.name):
        yield f"name: “{calculation.name}” can be no command: small letters, digits and hyphens, 32 at most"
    rule = RULES.get(calculation.use)
    if rule is None:
        yield f"use: no rule “{calculation.use}”{nearly(calculation.use, RULES)}"
        return
    parameters = inspect.signature(rule.function).parameters
    yield from _inputs(calculation, parameters, typing.get_type_hints(rule.function))
    yield from _figures(calculation, parameters)
    hints = typing.get_type_hints(rule.function, include_extras=True)
    yield from _units(bound, parameters, hints, library)
    yield from _names(calculation, rule, library.wording.get(calculation.use, {}))
    yield from _placeholders(calculation, rule, library.wording.get(calculation.use, {}))
    for name in calculation.remind:
        if name not in calculation.results:
            yield f"remind: no result “{name}”{_listed(sorted(calculation.results))}"
    for name in calculation.checks:
        other = library.calculations.get(name)
        if other is not None and other.calculation.use in RULES and RULES[other.calculation.use].reasons is None:
            yield f"checks: “{name}” finds nothing that speaks against a result"


# ---- facts ----


def _inputs(
    calculation: Calculation, parameters: Mapping[str, inspect.Parameter], hints: Mapping[str, Any]
) -> Iterator[str]:
    wanted = {name for name, one in parameters.items() if one.kind is one.POSITIONAL_OR_KEYWORD}
    given = set()
    for name, field in calculation.inputs.items():
        yield from (f"inputs.{name}.{line}" for line in _field_problems(field))
        if field.covers is not None:
            continue
        group, _, fact = field.fact.rpartition(".")
        called = group or fact or name
        given.add(called)
        if called not in wanted:
            yield f"inputs.{name}: the rule “{calculation.use}” takes no fact “{called}”{_listed(sorted(wanted))}"
        elif not group and not _fits(field, hints.get(called)):
            yield f"inputs.{name}.type: “{field.type}” is not what the rule takes as “{called}”"
    needed = {name for name in wanted if parameters[name].default is inspect.Parameter.empty}
    yield from (f"inputs: the rule “{calculation.use}” needs the fact “{name}”" for name in sorted(needed - given))


def _fits(field: Input, hint: Any) -> bool:
    """Return whether what an input is read as may be handed to a parameter with this annotation."""
    allowed = (
        typing.get_args(hint)
        if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union
        else (hint,)
    )
    plain = [typing.get_origin(one) or one for one in allowed if isinstance(typing.get_origin(one) or one, type)]
    return any(issubclass(kind, one) or issubclass(one, kind) for kind in _READ_AS[field.type] for one in plain)


def _field_problems(field: Input) -> Iterator[str]:
    known = {*known_events(), *_NO_DEED}
    fitting = _listed((*tying(field.type), *_NO_DEED))
    for one in field.event:
        if one not in known:
            meant = ", ".join(map(event_of, words().get(one, ())))
            yield f"event: no event “{one}”{(meant and f'; is it {meant}?') or nearly(one, known) or fitting}"
    if not field.event and field.type in _TIED:
        yield "event: is missing; a figure or a day goes to an input by it, `any` takes whatever the line says"
    if field.words and not has_table(field.words):
        yield f"words: no word list “{field.words}”"
    if field.type == "enum" and not field.choices:
        yield "choices: an enumeration needs some"
    for key, value in (("default", field.default), ("assumed", field.assumed)):
        if value is None:
            continue
        try:
            read(field, value, _ANY_MOMENT)
        except CalculationError:
            yield f"{key}: “{value}” cannot be read as {field.type}"


# ---- figures and settings ----


def _figures(calculation: Calculation, parameters: Mapping[str, inspect.Parameter]) -> Iterator[str]:
    own = {name: one for name, one in parameters.items() if one.kind is one.KEYWORD_ONLY and name not in _HANDED_IN}
    open_ended = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    given = {*calculation.figures, *calculation.settings}
    for name, one in own.items():
        if name not in given and one.default is inspect.Parameter.empty:
            yield f"figures: the rule “{calculation.use}” needs “{name}”, as a figure or among the settings"
    if not open_ended:
        for name in calculation.settings:
            if name not in own:
                yield f"settings.{name}: the rule “{calculation.use}” takes none of that name{_listed(sorted(own))}"
    yield from (
        f"figures.{name}: stands among the settings, too"
        for name in calculation.figures
        if name in calculation.settings
    )


def _units(
    bound: Bound, parameters: Mapping[str, inspect.Parameter], hints: Mapping[str, Any], library: Library
) -> Iterator[str]:
    """Yield the figures whose unit is none that the rule counts in: hours handed over as days."""
    further = next((name for name, one in parameters.items() if one.kind is one.VAR_KEYWORD), "")
    for name, reference in bound.calculation.figures.items():
        allowed = units_of(hints.get(name, hints.get(further)))
        locator, _, key = reference.rpartition("#")
        home = library.places.get(full_id(bound.place.document.id, locator or bound.place.clause.locator))
        parameter = home.clause.parameters.get(key) if home else None
        if parameter is not None and allowed and parameter.unit not in allowed:
            yield (
                f"figures.{name}: “{reference}” is counted as {parameter.unit}, "
                f"the rule “{bound.calculation.use}” takes {' or '.join(allowed)}"
            )


# ---- results, cases, sentences ----


def _names(calculation: Calculation, rule: Rule, wording: Mapping[str, str]) -> Iterator[str]:
    results = (*rule.results, *calculation.figures) if rule.open_results else rule.results
    if not calculation.results:
        yield "results: a calculation needs one"
    for field, bound in (("results", calculation.results), ("besides", calculation.besides)):
        for name, own in bound.items():
            if own not in results:
                yield f"{field}.{name}: the rule “{calculation.use}” finds no “{own}”{_listed(results)}"
    yield from (
        f"tells: the case “{case}” of the rule is not told" for case in rule.cases if case not in calculation.tells
    )
    by_case: dict[str, Iterable[str]] = {
        "tells": calculation.tells,
        "then": calculation.then,
        "rests": calculation.rests,
        "needs": calculation.needs or {},
    }
    for field, cases in by_case.items():
        for case in cases:
            if case not in rule.cases and (case or field == "tells"):
                yield f"{field}.{case}: the rule “{calculation.use}” has no such case{_listed(rule.cases)}"
    yield from (
        f"gaps.{gap}: the rule leaves nothing open of that name" for gap in calculation.gaps if gap not in rule.gaps
    )
    yield from (
        f"gaps: what the rule leaves open as “{gap}” is missing" for gap in rule.gaps if gap not in calculation.gaps
    )
    for key in calculation.says:
        if key not in wording:
            yield f"says.{key}: the rule “{calculation.use}” says nothing of that name{_listed(sorted(wording))}"


def _placeholders(calculation: Calculation, rule: Rule, wording: Mapping[str, str]) -> Iterator[str]:
    known = {"because", *calculation.results, *calculation.besides, *rule.results, *rule.extra}
    for name, one in calculation.inputs.items():
        known |= {name, one.fact.rpartition(".")[2] or name}
    for key in calculation.figures:
        known |= {key, f"{key}_figure"}
    sentences = {key: text for key, text in wording.items() if key not in calculation.says}
    texts: dict[str, Mapping[str, str]] = {
        "tells": calculation.tells,
        "says": {**sentences, **calculation.says},
        "then": calculation.then,
        "words": calculation.words,
    }
    for field, of_field in texts.items():
        for key, text in of_field.items():
            for match in PLACEHOLDER.finditer(text):
                if match["locator"] or match["name"] not in known:
                    yield f"{field}.{key}: undefined placeholder {match.group()}"


def _listed(names: Iterable[str]) -> str:
    return f"; there are: {', '.join(names)}"
