"""From raw inputs to an outcome: read, call the general function, tell."""

import difflib
import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from calculators.asking import Asking, without_uncovered
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
from calculators.ranges import Undecided, decided
from calculators.rule import Function, Rule
from calculators.said import heard
from calculators.telling import Telling, case_day, input_called
from knowledge.calculations import Calculation
from knowledge.language.fact import Fact
from knowledge.library import Bound, Library


@cache
def _wants(function: Callable[..., Any]) -> tuple[frozenset[str], bool]:
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
    rules: Mapping[str, Rule],
    name: str,
    raw: Mapping[str, str | Fact],
    library: Library,
    now: datetime,
) -> Outcome:
    """
    Return what the calculator `name` makes of the `raw` inputs (words or facts) at `now` (aware, Shanghai).

    `rules` are the rule functions by name. Everything that an asker can get wrong is an outcome (`invalid`,
    `needs_input`); never an exception.

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    bound = find(name, library)
    calculation = bound.calculation
    rule = rules[calculation.use]
    facts: dict[str, Any] = {}
    aside: tuple[str, ...] = ()
    try:
        vague, question = _read_all(calculation, raw, facts, now)
        if vague:
            return Asking(bound, heard(raw, facts, now), library, now).outcome(vague, question)
        facts, aside = without_uncovered(bound, facts, library, now)
        fit = frozenset(key for key, field in calculation.inputs.items() if (field.fact or key) in rule.monotone)
        result = decided(facts, lambda known: _call(rule.function, bound, known, library, now), fit)
        return Telling(bound, result, heard(raw, facts, now), library, now).outcome()
    except MissingFactError as error:
        asking = Asking(bound, heard(raw, facts, now), library, now, aside)
        return asking.outcome(input_called(calculation, error.args[0]), sofar=error.sofar)
    except Undecided as undecided:
        return Asking(bound, heard(raw, facts, now), library, now, aside).between(undecided)
    except (ImpossibleFactError, OverflowError) as error:
        says = error.args[0] if isinstance(error, CalculationError) else "这个日期太远了，算不出来，请核对一下年份。"
        wrong = next((key for key in raw if key not in facts), "")
        return Outcome(name, "invalid", says, inputs=facts, clauses=(bound.place.id,), wrong=wrong)


def _read_all(
    calculation: Calculation, raw: Mapping[str, str | Fact], facts: dict[str, Any], now: datetime
) -> tuple[str, str]:
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
    return function(**arguments(function, bound, facts, library, now))


def arguments(
    function: Callable[..., Any], bound: Bound, facts: Mapping[str, Any], library: Library, now: datetime
) -> dict[str, Any]:
    """
    Return the arguments of a general function.

    They are facts by its own names, figures on the case's day, settings, and what else it wants.
    """
    calculation = bound.calculation
    given: dict[str, Any] = {}
    for name, field in calculation.inputs.items():
        if field.covers is not None:
            continue
        value = facts.get(name)
        if value is None and field.default is not None:
            value = read(field, field.default, now)
        group, _, fact = field.fact.rpartition(".")
        if group:
            given.setdefault(group, {})[fact] = value
        else:
            given[fact or name] = value
    day = case_day(calculation, facts, now)
    wants, any_further = _wants(function)
    # Figures that only the words need are not the function's business.
    figures = {key: library.figure(bound.place, reference, day)[0] for key, reference in calculation.figures.items()}
    given |= figures if any_further else {key: figures[key] for key in figures.keys() & wants}
    given |= {key: value for key, value in calculation.settings.items() if any_further or key in wants}
    if "now" in wants:
        given["now"] = now
    if "calendar" in wants:
        given["calendar"] = library.working_days
    return given
