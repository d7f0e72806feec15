"""From raw inputs to an outcome: read, call the general function, tell."""

import difflib
import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from calculators.inputs import quoted, read
from calculators.outcome import CalculationError, Finding, ImpossibleFactError, MissingFactError, Outcome, UnknownCalculatorError
from calculators.telling import Telling, case_day, input_called
from knowledge.calendar import working_days
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


def calculate(functions: Mapping[str, Function], name: str, raw: Mapping[str, str], library: Library, now: datetime) -> Outcome:
    """
    Return what the calculator `name` makes of the `raw` inputs at `now` (aware, Shanghai).

    Everything that an asker can get wrong is an outcome (`invalid`, `needs_input`); never an exception.

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    bound = find(name, library)
    calculation = bound.calculation
    facts: dict[str, Any] = {}
    try:
        vague = _read_all(calculation, raw, facts, now)
        if vague:
            return _asking(bound, facts, vague)
        finding = _call(functions[calculation.use], bound, facts, library, now)
        return Telling(bound, facts, finding, library, now).outcome()
    except MissingFactError as error:
        return _asking(bound, facts, input_called(calculation, error.args[0]))
    except (ImpossibleFactError, OverflowError) as error:
        says = error.args[0] if isinstance(error, CalculationError) else "这个日期太远了，算不出来，请核对一下年份。"
        wrong = next((key for key in raw if key not in facts), "")
        return Outcome(name, "invalid", says, inputs=facts, clauses=(bound.place.id,), wrong=wrong)


def _read_all(calculation: Calculation, raw: Mapping[str, str], facts: dict[str, Any], now: datetime) -> str:
    """Read every input into `facts`; return the first one that is too vague."""
    for key in raw:
        if key not in calculation.inputs:
            near = difflib.get_close_matches(key, calculation.inputs, n=1, cutoff=0.5)
            hint = f"是不是 {near[0]}？" if near else f"可以填：{'、'.join(calculation.inputs)}。"
            raise ImpossibleFactError(f"没有“{quoted(key)}”这一项，{hint}")
    vague = ""
    for name, field in calculation.inputs.items():
        try:
            given = raw.get(name)
            value = read(name, field, "" if given is None else str(given), now)
        except MissingFactError:
            vague = vague or name
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
            value = read(name, field, field.default, now)
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


def _asking(bound: Bound, facts: Mapping[str, Any], name: str) -> Outcome:
    field = bound.calculation.inputs[name]
    others = [key for key, other in bound.calculation.inputs.items() if other.required and key not in facts and key != name]
    return Outcome(bound.calculation.name, "needs_input", field.ask, inputs=facts, missing=(name, *others), clauses=(bound.place.id,))
