"""From raw inputs to an outcome: read, call the general function, tell."""

import difflib
import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from calculators.inputs import quoted, read
from calculators.outcome import (
    CalculationError,
    Finding,
    ImpossibleFactError,
    MissingFactError,
    Outcome,
    UnknownCalculatorError,
    VagueFactError,
)
from calculators.ranges import Decided, Undecided, decided
from calculators.telling import Telling, case_day, input_called
from knowledge.calendar import working_days
from knowledge.language.fact import Fact
from knowledge.library import Bound, Library
from knowledge.model import Calculation

Function = Callable[..., Finding]


@cache
def _wants(function: Function) -> tuple[frozenset[str], bool]:
    """Return the names of a function's parameters, and whether it takes any further ones."""
    parameters = inspect.signature(function).parameters
    return frozenset(parameters), any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())


def find(name: str, library: Library) -> Bound:
    """
    Return the calculation called `name`.

    Raises:
        UnknownCalculatorError: there is none; suggests the nearest name.
    """
    if name in library.calculations:
        return library.calculations[name]
    near = difflib.get_close_matches(name, library.calculations, n=1)
    hint = f"，是不是 {near[0]}？" if near else "。"
    raise UnknownCalculatorError(f"没有叫“{quoted(name)}”的计算器{hint}用 rulebot calc --list 可以看到全部。")


def calculate(
    functions: Mapping[str, Function],
    monotone: Mapping[str, frozenset[str]],
    name: str,
    raw: Mapping[str, str | Fact],
    library: Library,
    now: datetime,
) -> Outcome:
    """
    Return what the calculator `name` makes of the `raw` inputs (words or facts) at `now` (aware, Shanghai).

    `monotone` names, for each function, the inputs in which it is monotone, by the function's own names. Everything that an
    asker can get wrong is an outcome (`invalid`, `needs_input`); never an exception.

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    bound = find(name, library)
    calculation = bound.calculation
    facts: dict[str, Any] = {}
    try:
        vague, question = _read_all(calculation, raw, facts, now)
        if vague:
            return _asking(bound, facts, vague, question)
        fit = frozenset(key for key, field in calculation.inputs.items() if (field.fact or key) in monotone.get(calculation.use, ()))
        result = decided(facts, lambda known: _call(functions[calculation.use], bound, known, library, now), fit)
        return Telling(bound, result, facts, _said(raw, facts), library, now).outcome()
    except MissingFactError as error:
        return _asking(bound, facts, input_called(calculation, error.args[0]), "")
    except Undecided as undecided:
        return _asking(bound, facts, undecided.name, _ends_told(undecided, bound, facts, raw, library, now))
    except (ImpossibleFactError, OverflowError) as error:
        says = error.args[0] if isinstance(error, CalculationError) else "这个日期太远了，算不出来，请核对一下年份。"
        wrong = next((key for key in raw if key not in facts), "")
        return Outcome(name, "invalid", says, inputs=facts, clauses=(bound.place.id,), wrong=wrong)


def _said(raw: Mapping[str, str | Fact], facts: Mapping[str, Any]) -> dict[str, str]:
    """Return for each fact the words it was given in."""
    return {key: value.said if isinstance(value, Fact) else str(value) for key, value in raw.items() if key in facts}


def _read_all(calculation: Calculation, raw: Mapping[str, str | Fact], facts: dict[str, Any], now: datetime) -> tuple[str, str]:
    """Read every input into `facts`; return the first one that must be asked about, and the question."""
    for key in raw:
        if key not in calculation.inputs:
            near = difflib.get_close_matches(key, calculation.inputs, n=1, cutoff=0.5)
            hint = f"是不是 {near[0]}？" if near else f"可以填：{'、'.join(calculation.inputs)}。"
            raise ImpossibleFactError(f"没有“{quoted(key)}”这一项，{hint}")
    vague = "", ""
    for name, field in calculation.inputs.items():
        given = raw.get(name)
        try:
            value = read(field, given if isinstance(given, Fact) else "" if given is None else str(given), now)
        except VagueFactError as error:
            vague = vague if vague[0] else (name, error.args[0])
            continue
        if value is not None:
            facts[name] = value
    return vague


def _call(function: Function, bound: Bound, facts: Mapping[str, Any], library: Library, now: datetime) -> Finding:
    calculation = bound.calculation
    arguments: dict[str, Any] = {}
    for name, field in calculation.inputs.items():
        value = facts.get(name)
        if value is None and field.default is not None:
            value = read(field, field.default, now)
        group, _, fact = field.fact.rpartition(".")
        if group:
            arguments.setdefault(group, {})[fact] = value
        else:
            arguments[fact or name] = value
    day = case_day(calculation, facts, now)
    wants, any_further = _wants(function)
    # Figures that only the words need are not the function's business.
    figures = {key: library.figure(bound.place, reference, day)[0] for key, reference in calculation.figures.items()}
    arguments |= figures if any_further else {key: figures[key] for key in figures.keys() & wants}
    arguments |= calculation.settings
    if "now" in wants:
        arguments["now"] = now
    if "calendar" in wants:
        arguments["calendar"] = working_days()
    return function(**arguments)


def _ends_told(undecided: Undecided, bound: Bound, facts: Mapping[str, Any], raw: Mapping[str, str | Fact], library: Library, now: datetime) -> str:
    """Return the question for the exact figure, with what both ends come to."""
    field = bound.calculation.inputs[undecided.name]
    spread = facts[undecided.name]
    if not undecided.ends:
        return f"“{spread.said}”只是个大概，要准数才算得出来。{field.ask}"
    tellings = [Telling(bound, Decided(finding, known), known, {}, library, now) for known, finding in undecided.ends]
    ends = [f"按 {one.words[undecided.name]} 算：{one.outcome().says}" for one in tellings]
    return f"“{spread.said}”要看准数：{'；'.join(ends)}。{field.ask}"


def _asking(bound: Bound, facts: Mapping[str, Any], name: str, question: str) -> Outcome:
    field = bound.calculation.inputs[name]
    others = [key for key, other in bound.calculation.inputs.items() if other.required and key not in facts and key != name]
    return Outcome(bound.calculation.name, "needs_input", question or field.ask, inputs=facts, missing=(name, *others), clauses=(bound.place.id,))
