"""Receipts: links that recompute an answer and say whether it still holds."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulebot import THURSDAY
from standin import BotMessage, Chat, StandIn

from bot.assistant.assistant import Assistant
from bot.telegram.pages.packing import UnreadableError, moment_at, pack, unpack
from bot.telegram.pages.receipts import Receipt, opened, parameter, read_parameter, receipt_for
from knowledge.figures import Value
from knowledge.library import Library


def link(answer: BotMessage) -> str:
    """Return the start parameter of the receipt under an answer."""
    found = re.search(r'https://t\.me/\w+\?start=(r_[A-Za-z0-9_-]+)"', unquote(answer.html))
    assert found, answer.html
    return found[1]


def test_a_computed_answer_carries_a_link_that_anybody_may_open_to_see_it_recomputed(
    chat: Chat, telegram: StandIn
) -> None:
    """The link is short, and says that the answer is the same."""
    told = link(chat.ask("/shizaibao_payout 1288"))
    assert len(told) <= 64

    other = telegram.private()
    other.start(told)
    opened_there = other.answer()

    assert "结果和2023年4月20日那次一样" in opened_there.text
    assert "1000.00 元" in opened_there.text


@pytest.mark.parametrize("broken", ["r_a", "r_aAAAA", "r_zzz", "r_k0123456789", "r_a" + "A" * 60, "r_"])
def test_a_link_that_was_not_copied_whole_says_so(chat: Chat, broken: str) -> None:
    """Nothing breaks."""
    chat.start(broken)
    assert "链接" in chat.answer().text or "不在了" in chat.last.text


def test_a_changed_link_never_passes_for_a_receipt(chat: Chat) -> None:
    """Another amount in it, and its digest does not fit any more."""
    told = link(chat.ask("/shizaibao_payout 500"))
    chat.start(told[:-2] + ("AA" if not told.endswith("AA") else "BB"))

    assert "一样" not in chat.answer().text


def test_what_does_not_fit_into_the_link_is_stored_and_forget_deletes_it(chat: Chat, telegram: StandIn) -> None:
    """The link then says so, to whoever opens it."""
    category = "特别" * 30
    told = link(chat.ask(f"/shizaibao_category {category}"))
    assert told.startswith("r_k")
    other = telegram.private()
    other.start(told)
    assert category in other.answer().text

    chat.ask("/forget")
    other.start(told)

    assert "不在了" in other.answer().text


def test_a_receipt_says_when_the_rule_has_changed_since(assistant: Assistant) -> None:
    """The answer stays the one of its day."""
    receipt = made(assistant, {"paid": "1288"})
    since = date(2024, 1, 1)
    changed = Assistant(with_cap(assistant.library, Decimal(2000), since))

    assert opened(receipt, changed, THURSDAY)[0] == "same"
    verdict, answer = opened(receipt, changed, datetime(2024, 2, 1, tzinfo=THURSDAY.tzinfo))
    assert verdict == "changed"
    assert answer
    assert "1000.00 元" in answer.headline


def test_a_receipt_says_when_what_we_knew_of_the_rule_was_corrected(assistant: Assistant) -> None:
    """The result of that day is another one now."""
    receipt = made(assistant, {"paid": "1288"})
    corrected = Assistant(with_cap(assistant.library, Decimal(800), None))

    assert opened(receipt, corrected, THURSDAY)[0] == "revised"


def test_every_calculators_example_survives_its_link(assistant: Assistant) -> None:
    """Whatever the inputs are, the link recomputes to the same result."""
    for name, bound in assistant.library.calculations.items():
        answer, _ = assistant.calculate(name, bound.calculation.example, now=THURSDAY)
        receipt = receipt_for(answer.calculation, THURSDAY, assistant.library)
        if receipt is None:
            continue
        told = parameter(receipt)
        assert told, name
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", told)
        assert read_parameter(told, assistant.library) == receipt
        assert opened(receipt, assistant, THURSDAY)[0] == "same"


RAW = st.one_of(
    st.integers(0, 10**17).map(str),
    st.decimals(0, 10**9, places=2).map(lambda amount: f"{amount:.2f}"),
    st.dates(date(1900, 1, 1), date(2079, 1, 1)).map(str),
    st.integers(0, 2**31).map(lambda count: moment_at(count).isoformat(timespec="seconds")),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)


@given(st.dictionaries(st.sampled_from(["paid", "on", "applied_at", "wallet"]), RAW, max_size=4))
def test_packed_inputs_come_back_as_they_were(inputs: dict[str, str]) -> None:
    """Amounts, days, moments and any text."""
    assert unpack(pack(inputs), ("paid", "on", "applied_at", "wallet")) == inputs


@given(st.binary(max_size=60))
def test_no_bytes_break_the_unpacking(packed: bytes) -> None:
    """They are inputs, or they are none."""
    try:
        unpack(packed, ("paid", "on"))
    except UnreadableError:
        return


@given(st.text("abcXYZ019_-", max_size=62))
def test_no_parameter_breaks_the_reading(library: Library, told: str) -> None:
    """It is a receipt, or it is none."""
    assert read_parameter(f"r_a{told}", library) is None or told


def made(assistant: Assistant, inputs: dict[str, str]) -> Receipt:
    """Return the receipt of a payout computed on that Thursday."""
    answer, _ = assistant.calculate_inputs("shizaibao-payout", inputs, now=THURSDAY)
    receipt = receipt_for(answer.calculation, THURSDAY + timedelta(0), assistant.library)
    assert receipt
    return receipt


def with_cap(library: Library, cap: Decimal, since: date | None) -> Library:
    """Return the library with another ceiling, from `since` on or from the beginning."""
    place = library.places["kuaishou-shizaibao/7"]
    parameter_before = place.clause.parameters["cap"]
    value = Value.model_construct(value=cap, at="7", since=since)
    history = (*parameter_before.history, value) if since else (value,)
    parameters = place.clause.parameters | {"cap": parameter_before.model_copy(update={"history": history})}
    clause = place.clause.model_copy(update={"parameters": parameters})
    clauses = tuple(clause if one is place.clause else one for one in place.document.clauses)
    document = place.document.model_copy(update={"clauses": clauses})
    documents = tuple(document if one is place.document else one for one in library.documents)
    return replace(library, documents=documents, version="0badcafe")
