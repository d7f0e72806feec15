"""One unit beyond a stated boundary changes the result, one short of it does not; figures from the knowledge base."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from calculators import run
from knowledge.calendar import SHANGHAI
from knowledge.library import Library

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
START = datetime(2023, 4, 1, 10, tzinfo=SHANGHAI)
FEN = Decimal("0.01")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def figure(library: Library) -> Any:
    """Return a look-up of figures: `figure("kuaishou-shizaibao/7", "cap")`."""
    return lambda place, name: library.figure(library.places[place], name, NOW.date())[0]


def result(library: Library, name: str, **raw: object) -> Mapping[str, Any]:
    """Return the machine-readable result of a calculator that answers."""
    outcome = run(name, {key: moment_text(value) for key, value in raw.items()}, library, NOW)
    assert outcome.outcome in ("computed", "undetermined"), outcome
    told: Mapping[str, Any] = outcome.as_json()["result"]
    return told


def moment_text(value: object) -> str:
    """Return a value as it is typed."""
    return value.replace(tzinfo=None).isoformat(sep=" ") if isinstance(value, datetime) else str(value)


ACTIVATION = {"followers": 2_000_000, "experience_score": "4.9", "merchant_level": "L3", "invited": "是"}


@pytest.mark.parametrize(
    ("name", "key", "unit"), [("followers", "followers", Decimal(1)), ("experience_score", "score", FEN)]
)
def test_a_threshold_that_says_more_than_takes_one_unit_more(
    name: str, key: str, unit: Decimal, library: Library, figure: Any
) -> None:
    """Exactly the figure is not enough, a unit less is no better."""
    edge = Decimal(figure("kuaishou-shizaibao/1.1", key))

    met = [
        result(library, "shizaibao-activation", **ACTIVATION | {name: edge + step})["meets_thresholds"]
        for step in (-unit, 0 * unit, unit)
    ]

    assert met == [False, False, True]


def test_the_lowest_level_is_enough_and_the_one_below_is_not(library: Library, figure: Any) -> None:
    """L2 < L2+ < L3."""
    lowest = figure("kuaishou-shizaibao/1.1", "level")

    met = [
        result(library, "shizaibao-activation", **ACTIVATION | {"merchant_level": level})["meets_thresholds"]
        for level in ("L2", lowest, "L3")
    ]

    assert met == [False, True, True]


def test_a_fen_above_the_cap_is_cut_and_the_cap_itself_is_not(library: Library, figure: Any) -> None:
    """The payout follows the amount up to the cap and stays there."""
    cap = figure("kuaishou-shizaibao/7", "cap")

    told = [result(library, "shizaibao-payout", paid=cap + step) for step in (-FEN, Decimal(0), FEN)]

    assert [(one["payout"], one["capped"]) for one in told] == [
        (f"{cap - FEN:.2f}", False),
        (f"{cap:.2f}", False),
        (f"{cap:.2f}", True),
    ]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("shizaibao-claim-deadline", "shipped_on"),
        ("shizaibao-appeal", "decided_on"),
        ("xingtu-balance-deadline", "accepted_on"),
    ],
)
def test_the_last_day_is_in_time_and_the_next_is_not(name: str, start: str, library: Library, figure: Any) -> None:
    """Nothing is left on the last day, and the day after it is one too many."""
    first, days = START.date(), figure(library.calculations[name].place.id, "days")

    told = [result(library, name, **{start: first, "on": first + timedelta(days=days + step)}) for step in (-1, 0, 1)]

    assert [(one["expired"], one["days_left"]) for one in told] == [(False, 1), (False, 0), (True, -1)]
    assert {one["last_day"] for one in told} == {(first + timedelta(days=days)).isoformat()}


def test_a_claim_on_the_last_day_holds_and_a_day_later_is_late(library: Library, figure: Any) -> None:
    """The reason given is the one for lateness."""
    first, days = START.date(), figure("kuaishou-shizaibao/5", "days")

    told = [
        result(library, "shizaibao-claim", issue="材质", shipped_on=first, claim_on=first + timedelta(days=days + step))
        for step in (-1, 0, 1)
    ]

    assert [(one["eligible"], one["reasons"]) for one in told] == [(True, []), (True, []), (False, ["10.3"])]


def test_an_appeal_on_the_third_working_day_is_in_time_and_the_next_working_day_is_not(library: Library) -> None:
    """Thursday 20 April 2023: three working days end on the Sunday that is worked, and Monday is too late."""
    told = [
        result(library, "xingtu-appeal", notified_on="2023-04-19", submitted_on=day)["in_time"]
        for day in ("2023-04-21", "2023-04-23", "2023-04-24")
    ]

    assert told == [True, True, False]


def test_the_working_hours_hold_from_the_first_to_the_last_second(library: Library, figure: Any) -> None:
    """One second before and one after are outside."""
    opens, closes = (datetime.combine(START, figure("douyin-feige/3", name)) for name in ("opens", "closes"))

    within = [
        result(library, "feige-hours", at=at.time())["within"]
        for at in (opens - SECOND, opens, closes, closes + SECOND)
    ]

    assert within == [False, True, True, False]


def test_the_robot_answers_from_one_message_beyond_the_stated_number(library: Library, figure: Any) -> None:
    """The number itself is not more than the number; outside the hours nothing is said."""
    most = figure("douyin-feige/2.1", "messages")
    closes = figure("douyin-feige/2.1", "closes")
    last = (datetime.combine(START, closes) - SECOND).time()

    starts = [
        result(library, "feige-robot", unanswered=most + step, at=time(12).isoformat())["robot"] for step in (-1, 0, 1)
    ]
    at_the_edge = [result(library, "feige-robot", unanswered=most + 1, at=at)["robot"] for at in (last, closes)]

    assert (starts, at_the_edge) == ([False, False, True], [True, None])


def test_the_first_offence_mutes_for_a_time_and_the_second_for_good(library: Library, figure: Any) -> None:
    """The mute ends so many full days after the decision."""
    told = [result(library, "feige-consumer-penalty", offence="spam", times=times, at=START) for times in (1, 2, 3)]

    assert [one["permanent"] for one in told] == [False, True, True]
    assert told[0]["muted_until"] == (START + timedelta(days=figure("douyin-feige/4.2.1", "mute_days"))).isoformat()


def test_the_half_month_changes_between_its_last_and_the_next_day(library: Library, figure: Any) -> None:
    """On either side of the middle and of the end of the month."""
    end = figure("douyin-feige/3", "first_half_end")
    days = [date(2023, 4, end - 1), date(2023, 4, end), date(2023, 4, end + 1), date(2023, 4, 30), date(2023, 5, 1)]

    starts = [result(library, "feige-assessment", on=day)["period_start"] for day in days]

    assert starts == ["2023-04-01", "2023-04-01", "2023-04-16", "2023-04-16", "2023-05-01"]


def test_a_label_may_be_as_large_as_stated_and_no_larger_either_way_round(library: Library, figure: Any) -> None:
    """A hundredth of a millimetre too long on either side is too much."""
    long, short = figure("kuaishou-used-3c/1.1", "width"), figure("kuaishou-used-3c/1.1", "height")
    sizes = [
        (long, short),
        (short, long),
        (long + FEN, short),
        (long, short + FEN),
        (short, long + FEN),
        (long - FEN, short - FEN),
    ]

    fits = [
        result(library, "used3c-label", width_mm=width, height_mm=height, product="手机")["compliant"]
        for width, height in sizes
    ]

    assert fits == [True, True, False, False, False, True]


def test_lateness_counts_from_the_next_second_and_again_at_each_full_day(library: Library, figure: Any) -> None:
    """The promised second is kept; exactly a day late is a second count; no more than the stated number."""
    hours, most = (figure("doudian-shop-operation/3", name) for name in ("hours", "most"))
    further = timedelta(hours=hours)
    moments = [
        START,
        START + SECOND,
        START + further - SECOND,
        START + further,
        START + further * (most - 1),
        START + further * (most + 5),
    ]

    counts = [result(library, "doudian-late-shipment", promised_at=START, now=at)["determinations"] for at in moments]

    assert counts == [0, 1, 1, 2, most, most]


def test_calls_within_the_window_lose_contact_and_a_second_or_a_call_short_does_not(
    library: Library, figure: Any
) -> None:
    """The window counts both ends."""
    hours, times = (figure("doudian-shop-operation/5", name) for name in ("hours", "calls"))
    edge = START + timedelta(hours=hours)

    def lost(*calls: datetime) -> bool:
        return bool(result(library, "doudian-lost-contact", calls=",".join(map(moment_text, calls)))["lost"])

    among = [START] * (times - 1)
    assert (lost(*among, edge), lost(*among, edge + SECOND), lost(*among[1:], edge)) == (True, False, False)


def test_the_low_fee_holds_on_its_last_day_and_not_on_the_next(library: Library, figure: Any) -> None:
    """The day of opening is day nought."""
    days = figure("doudian-shop-operation/4", "days")

    rates = [
        result(library, "doudian-tech-fee", amount=100, days_open=days + step, ad_order="否")["rate"]
        for step in (-1, 0, 1)
    ]

    assert rates == ["0.01", "0.01", None]


def test_a_provider_stays_with_one_fen_and_one_order_from_the_day_on_and_goes_without_either(
    library: Library, figure: Any
) -> None:
    """The day before the rule starts nobody goes."""
    starts = figure("doudian-provider-removal/0", "starts")
    cases = [("0.01", 1, starts), ("0", 1, starts), ("0.01", 0, starts), ("0", 0, starts - DAY)]

    removed = [
        result(library, "doudian-removal", settled_gmv=gmv, orders=orders, on=day)["removed"]
        for gmv, orders, day in cases
    ]

    assert removed == [False, True, True, False]


@pytest.mark.parametrize("name", ["active_services", "ongoing_orders", "ongoing_disputes", "ongoing_dues"])
def test_a_single_thing_pending_keeps_a_provider_in(name: str, library: Library) -> None:
    """Nothing pending lets it go, and one thing of any kind does not."""
    nothing = dict.fromkeys(library.calculations["doudian-exit"].calculation.inputs, 0)

    assert result(library, "doudian-exit", **nothing)["can_exit"] is True
    assert result(library, "doudian-exit", **nothing | {name: 1})["can_exit"] is False
