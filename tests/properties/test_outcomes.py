"""No input of any kind makes a calculator raise: all an asker can get wrong is an outcome, whole and ready to print."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import run
from calculators.outcome import Outcome, UnknownCalculatorError
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from tests.shipped import library

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
NAMES = sorted(library().calculations)
CASES = [
    case
    for path in sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# Figures, days and times of all shapes, possible and impossible.
FIGURES = st.one_of(
    st.integers(-(10**18), 10**18).map(str),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.floats(allow_nan=True).map(repr),
    st.text("零一二两三四五六七八九十百千万亿廿幺俩仨点半.,kwm元块毛¥-0123456789", max_size=12),
)
DAYS = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.datetimes().map(lambda moment: moment.replace(tzinfo=SHANGHAI).isoformat()),
    st.dates().map(lambda day: day.isoformat()),
    st.tuples(st.integers(0, 9999), st.integers(0, 20), st.integers(0, 40), st.integers(0, 30)).map(
        "{0[0]}-{0[1]}-{0[2]} {0[3]}:00".format
    ),
    st.tuples(st.integers(0, 20), st.integers(0, 40)).map("{0[0]}月{0[1]}日".format),
    st.tuples(st.integers(0, 9999), st.sampled_from(["天", "周", "个月", "年", "小时"]), st.sampled_from("前后")).map(
        "{0[0]}{0[1]}{0[2]}".format
    ),
    st.sampled_from(
        [
            "昨天",
            "前几天",
            "上周五",
            "2月30日",
            "除夕",
            "24:00",
            "25:00",
            "昨晚12点",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-12:00",
        ]
    ),
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Nd", "No", "Zs"]), max_size=12),
    st.text("是否有没不传播投稿招募客户达人视频确认尾款未付品牌材质二手手机平板珠宝L23+,，、;", max_size=10),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "\ud800",
            "١٢٣",
            "²",
            "①",
            "👨‍👩‍👧",
            "a" * 3000,
            "9" * 500,
            "是",
            "否",
            "L2+",
            "true",
            "1,2,3",
            ",,,",
        ]
    ),
)
RAW = st.one_of(FIGURES, DAYS, WORDS)


def whole(outcome: Outcome, library: Library) -> dict[str, Any]:
    """Return the machine-readable outcome after looking at its shape."""
    told: dict[str, Any] = json.loads(json.dumps(outcome.as_json(), ensure_ascii=False))
    bound = library.calculations[outcome.calculator]
    keys = list(bound.calculation.results)
    assert outcome.says
    assert set(told["inputs"]) <= set(bound.calculation.inputs)
    assert set(told["clauses"]) <= set(library.places)
    outcome.says.encode()
    if told["outcome"] in ("needs_input", "invalid"):
        assert told["result"] == {}
        assert bool(told["missing"]) == (told["outcome"] == "needs_input")
        return told
    if "deposit_refund" in keys:  # stands alone, for a balance that was never paid; otherwise it is no result
        keys = (
            ["deposit_refund"]
            if "deposit_refund" in told["result"]
            else [key for key in keys if key != "deposit_refund"]
        )
    further = (
        ["payout_min", "payout_max"]
        if told["outcome"] == "undetermined" and told["calculator"] == "xingtu-cancel-payout"
        else []
    )
    assert list(told["result"]) == keys + further
    settled = told["result"].get("eligible") is False  # who may not join at all needs no threshold
    assert settled or (told["result"][keys[0]] is None) == (told["outcome"] == "undetermined")
    return told


def known_words(library: Library, name: str) -> dict[str, st.SearchStrategy[str]]:
    """Return, for each input of a calculator, its own words among words of every kind."""
    fields = library.calculations[name].calculation.inputs
    return {
        key: st.one_of(st.sampled_from(sorted(field.choices)), RAW) if field.choices else RAW
        for key, field in fields.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_no_input_raises_and_every_outcome_is_whole(name: str, library: Library) -> None:
    """Some inputs left out, some of the right kind, most of no kind at all."""

    @STEADY
    @given(st.fixed_dictionaries({}, optional=known_words(library, name)))
    def holds(raw: dict[str, str]) -> None:
        whole(run(name, raw, library, NOW), library)

    holds()


@pytest.mark.parametrize("name", NAMES)
def test_one_odd_input_among_good_ones_raises_nothing_either(name: str, library: Library) -> None:
    """The good ones are those of the worked examples that come out; what is computed for the odd one is whole, too."""
    good = [
        case["inputs"] for case in CASES if case["calc"] == name and case["outcome"] in ("computed", "undetermined")
    ]
    odd = known_words(library, name)

    @STEADY
    @given(
        st.sampled_from(good),
        st.sampled_from(sorted(odd)).flatmap(lambda key: odd[key].map(lambda value: {key: value})),
    )
    def holds(inputs: dict[str, str], changed: dict[str, str]) -> None:
        whole(run(name, {**inputs, **changed}, library, NOW), library)

    holds()


@STEADY
@given(st.sampled_from(NAMES), st.text(st.characters(), max_size=40) | st.just("k" * 3000), RAW)
def test_an_unknown_input_is_refused_in_one_short_line(library: Library, name: str, key: str, value: str) -> None:
    """Nothing is dropped in silence."""
    outcome = run(name, {key: value}, library, NOW)

    if key not in library.calculations[name].calculation.inputs:
        assert whole(outcome, library)["outcome"] == "invalid"
        assert len(outcome.says.splitlines()) == 1
        assert len(outcome.says) < 300


@STEADY
@given(st.text(st.characters(), max_size=40).filter(lambda name: name not in NAMES) | st.just("n" * 3000))
def test_only_an_unknown_name_raises_and_it_says_so_in_one_line(library: Library, name: str) -> None:
    """The declared error is the only one."""
    with pytest.raises(UnknownCalculatorError) as refused:
        run(name, {}, library, NOW)

    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("empty", [{}, None, ""])
def test_an_empty_value_counts_as_not_given(name: str, empty: Any, library: Library) -> None:
    """Nothing given, nothing for each input, and an empty text for each come to the same."""
    raw = {} if empty == {} else dict.fromkeys(library.calculations[name].calculation.inputs, empty)

    outcome = run(name, raw, library, NOW)

    assert (outcome.outcome, outcome.inputs) == ("needs_input", {})


@pytest.mark.parametrize("zero", [0, "0"])
def test_a_nought_that_is_no_text_is_still_given(zero: Any, library: Library) -> None:
    """A caller that hands over numbers is understood; nought is not nothing."""
    outcome = run("doudian-removal", {"settled_gmv": "5", "orders": zero}, library, NOW)

    assert outcome.result["removed"] is True
