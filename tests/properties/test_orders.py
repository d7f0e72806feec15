"""More is never less: payouts grow with the amount, under it and the cap; no deadline falls as the start moves on."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import run
from knowledge.calendar import SHANGHAI
from knowledge.library import Library

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FEN = Decimal("0.01")
MONEY = st.one_of(st.decimals(FEN, Decimal("999999999999.99"), places=2), st.decimals(FEN, Decimal(3000), places=2))
DAYS = st.dates(date(2021, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2021, 1, 1), datetime(2035, 12, 31)).map(lambda moment: moment.replace(microsecond=0))  # noqa: DTZ001 - typed without a zone
STAGES = ["before_script", "script_skipped", "script_uploaded", "video_uploaded", "video_confirmed"]


def result(library: Library, name: str, **raw: object) -> Mapping[str, Any]:
    """Return the machine-readable result of a calculator that answers."""
    outcome = run(name, {key: str(value) for key, value in raw.items()}, library, NOW)
    assert outcome.outcome in ("computed", "undetermined"), outcome
    told: Mapping[str, Any] = outcome.as_json()["result"]
    return told


@STEADY
@given(MONEY, MONEY)
def test_a_claim_never_pays_more_than_was_paid_or_the_cap_and_never_less_for_more(
    library: Library, one: Decimal, other: Decimal
) -> None:
    """The cap is cut exactly where more was paid."""
    less, more = (result(library, "shizaibao-payout", paid=paid) for paid in sorted((one, other)))

    for told, paid in zip((less, more), sorted((one, other)), strict=True):
        assert Decimal(told["payout"]) == min(paid, Decimal(told["cap"]))
        assert told["capped"] == (paid > Decimal(told["cap"]))
    assert Decimal(less["payout"]) <= Decimal(more["payout"])


@STEADY
@given(
    MONEY,
    MONEY,
    st.sampled_from(STAGES),
    st.sampled_from(["full", "deposit"]),
    st.sampled_from(["short_video", "live"]),
    st.booleans(),
)
def test_a_cancellation_never_costs_more_than_the_task_and_never_less_for_a_dearer_one(
    library: Library, one: Decimal, other: Decimal, stage: str, mode: str, form: str, paid: bool
) -> None:
    """What is borne and what comes back make up the amount; an open share lies between nothing and all of it."""
    borne = []
    for amount in sorted((one, other)):
        told = result(
            library,
            "xingtu-cancel-payout",
            stage=stage,
            amount=amount,
            mode=mode,
            format=form,
            balance_paid="是" if paid else "否",
        )
        if told["payout"] is None:
            assert (told["ratio"], told["payout_min"], told["payout_max"]) == (None, "0.00", f"{amount:.2f}")
            return
        assert Decimal(told["payout"]) + Decimal(told["refund"]) == amount
        assert Decimal(told["payout"]) == amount * Decimal(told["ratio"])
        borne.append(Decimal(told["payout"]))
    assert borne == sorted(borne)


@STEADY
@given(MONEY.filter(lambda amount: amount > FEN))
def test_a_deposit_may_be_the_whole_amount_and_not_a_fen_more(library: Library, amount: Decimal) -> None:
    """What is impossible is said, not clamped."""
    raw = {"stage": "video_confirmed", "mode": "deposit", "amount": str(amount)}

    outcomes = [
        run("xingtu-cancel-payout", raw | {"deposit": str(amount + step)}, library, NOW).outcome for step in (-FEN, 0)
    ]

    assert outcomes == ["computed", "computed"]
    assert run("xingtu-cancel-payout", raw | {"deposit": str(amount + FEN)}, library, NOW).outcome == "invalid"


@STEADY
@given(MONEY, MONEY, st.integers(0, 30))
def test_the_fee_of_a_new_shop_grows_with_the_order_and_stays_under_it(
    library: Library, one: Decimal, other: Decimal, days: int
) -> None:
    """Rounded to the fen, the fee of a dearer order is never lower."""
    fees = [
        Decimal(result(library, "doudian-tech-fee", amount=amount, days_open=days, ad_order="否")["fee"])
        for amount in sorted((one, other))
    ]

    assert fees == sorted(fees)
    assert fees[0] <= min(one, other)


DEADLINES = [
    ("shizaibao-claim-deadline", "shipped_on", ("last_day",), {}),
    ("shizaibao-appeal", "decided_on", ("last_day",), {}),
    ("xingtu-balance-deadline", "accepted_on", ("last_day",), {}),
    ("xingtu-appeal", "notified_on", ("last_day",), {}),
    ("shizaibao-arrival", "approved_on", ("earliest", "latest"), {"wallet": "否"}),
    ("feige-assessment", "on", ("period_start", "period_end", "assessed_on"), {}),
]


@pytest.mark.parametrize(("name", "start", "ends", "rest"), DEADLINES, ids=[name for name, *_ in DEADLINES])
def test_a_later_day_never_ends_earlier(
    name: str, start: str, ends: tuple[str, ...], rest: dict[str, str], library: Library
) -> None:
    """Holidays, swapped weekends and years without a notice among them; no end lies before the start of counting."""

    @STEADY
    @given(DAYS, st.integers(0, 40))
    def holds(day: date, further: int) -> None:
        later = day + timedelta(days=further)
        early, late = (result(library, name, **rest, **{start: on}) for on in (day, later))
        for end in ends:
            assert date.fromisoformat(early[end]) <= date.fromisoformat(late[end])
        assert date.fromisoformat(early[ends[-1]]) > day

    holds()


@STEADY
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_application_is_never_answered_earlier(library: Library, moment: datetime, further: timedelta) -> None:
    """To the second; the review comes before the result."""
    later = (moment + further).replace(microsecond=0)
    early, late = (result(library, "shizaibao-review", applied_at=at) for at in (moment, later))

    for end in ("review_by", "result_by"):
        assert datetime.fromisoformat(late[end]) - datetime.fromisoformat(early[end]) == later - moment
    assert early["review_by"] < early["result_by"]


@STEADY
@given(MOMENTS, st.integers(0, 400_000), st.integers(0, 400_000))
def test_the_longer_a_shipment_waits_the_more_often_it_counts_as_late(
    library: Library, promised: datetime, one: int, other: int
) -> None:
    """Overdue hours and counts only grow, and the next count lies ahead."""
    looks = [promised + timedelta(seconds=seconds) for seconds in sorted((one, other))]
    early, late = (result(library, "doudian-late-shipment", promised_at=promised, now=at) for at in looks)

    assert early["overdue_hours"] <= late["overdue_hours"]
    assert 0 <= early["determinations"] <= late["determinations"] <= 3
    for told, at in zip((early, late), looks, strict=True):
        assert told["next_at"] is None or datetime.fromisoformat(told["next_at"]).replace(tzinfo=None) >= at


@STEADY
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_first_offence_never_mutes_for_less(library: Library, moment: datetime, further: timedelta) -> None:
    """The end of the mute moves with the decision."""
    ends = [
        result(library, "feige-consumer-penalty", offence="垃圾消息", times=1, at=at.replace(microsecond=0))[
            "muted_until"
        ]
        for at in (moment, moment + further)
    ]

    assert ends == sorted(ends)
