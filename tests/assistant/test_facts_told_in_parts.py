"""Facts that come bit by bit: what a further line adds to an open calculation, puts right in it, or says is done."""

from datetime import datetime
from decimal import Decimal

import pytest

from bot.assistant.going_on import given_to
from bot.assistant.talk import Pending
from bot.assistant.turns import answers_to
from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.reader import read, whole
from knowledge.library import Library

NOW = datetime(2024, 11, 14, 15, tzinfo=SHANGHAI)


def told(
    library: Library, name: str, line: str, asked: str = "", waits: bool = True, **known: str | Fact
) -> dict[str, object]:
    """Return the values that a line gives to a calculation of which `known` was told, the last of it last."""
    inputs = {key: whole(value, NOW) or value if isinstance(value, str) else value for key, value in known.items()}
    entry = Pending(name, inputs, asked, NOW, next(reversed(known), ""))
    given = given_to(entry, waits, read(line, NOW), library)
    return {
        key: value.value if isinstance(value, Fact) and value.kind != "bool" else getattr(value, "polarity", value)
        for key, value in given.items()
    }


@pytest.mark.parametrize("line", ["我没开", "没有开过那玩意儿", "冇开到啊", "行吧 我没开", "没弄过", "财务说没有"])
def test_a_denial_with_the_thing_left_out_is_a_no(library: Library, line: str) -> None:
    """The thing is what we asked about."""
    assert told(library, "shizaibao-arrival", line, asked="wallet", approved_on="昨天") == {"wallet": "no"}


@pytest.mark.parametrize("line", ["早开了", "开过的", "有的", "系啊"])
def test_a_yes_with_the_thing_left_out(library: Library, line: str) -> None:
    """Likewise."""
    assert told(library, "shizaibao-arrival", line, asked="wallet", approved_on="昨天") == {"wallet": "yes"}


def test_an_exact_figure_takes_the_place_of_what_was_known_roughly(library: Library) -> None:
    """Whatever is asked for meanwhile; one that lies elsewhere does not."""
    assert told(library, "xingtu-cancel-payout", "正好五千", asked="stage", amount="四五千块") == {
        "amount": Decimal(5000)
    }
    assert told(library, "xingtu-cancel-payout", "全款付的", asked="stage", amount="四五千块").keys() == {"mode"}


def test_the_figure_of_nearly_the_same_size_is_put_right(library: Library) -> None:
    """Of 12 days and 268 yuan, 286 is the amount."""
    assert told(library, "doudian-tech-fee", "看岔了是286", waits=False, amount="268元", days_open="12天") == {
        "amount": Decimal(286)
    }


def test_a_bare_number_puts_a_day_right(library: Library) -> None:
    """不是12,是11."""
    given = told(library, "feige-assessment", "不是12 是11，手滑", waits=False, on="11月12号")
    assert str(given["on"]) == "2024-11-11"


def test_a_time_without_its_part_of_the_day_stays_in_the_half_that_was_said(library: Library) -> None:
    """昨晚9点, then 8点半: in the evening, on the same day; 08:30 is written so."""
    evening = told(library, "shizaibao-review", "不对 8点半", waits=False, applied_at="昨晚9点")
    assert str(evening["applied_at"]).startswith("2024-11-13 20:30")
    written = told(library, "shizaibao-review", "不对 08:30", waits=False, applied_at="昨晚9点")
    assert str(written["applied_at"]).startswith("2024-11-13 08:30")


CALLS = "2024-11-13T09:00:00,2024-11-13T16:00:00"


def test_a_further_call_is_added_and_one_put_right(library: Library) -> None:
    """A time alone is on the day of the last; a correction takes the place of the one of the same time, or the last."""
    more = told(library, "doudian-lost-contact", "今早八点半又漏一个", waits=False, calls=CALLS)
    assert more == {"calls": f"{CALLS},2024-11-14T08:30:00"}
    right = told(library, "doudian-lost-contact", "看错了 九点那个是前天早上九点的", waits=False, calls=CALLS)
    assert right == {"calls": "2024-11-12T09:00:00,2024-11-13T16:00:00"}


@pytest.mark.parametrize("line", ["四样都是0", "服务、单子、投诉、催缴，一样不剩全清了", "通通没有"])
def test_nothing_of_anything_answers_all_that_is_asked(library: Library, line: str) -> None:
    """Each count that is still needed is naught."""
    given = told(library, "doudian-exit", line, asked="active_services")
    assert set(given.values()) == {Decimal(0)}
    assert len(given) == 4


def test_what_is_done_is_no_longer_there(library: Library) -> None:
    """By its number, by its name, or as the only thing that was left."""
    both = {"ongoing_orders": "2", "ongoing_disputes": "1"}
    assert told(library, "doudian-exit", "那两笔都做完了", waits=False, **both) == {"ongoing_orders": Decimal(0)}
    assert told(library, "doudian-exit", "昨天撤了", waits=False, ongoing_orders="0", ongoing_disputes="1") == {
        "ongoing_disputes": Decimal(0)
    }


@pytest.mark.parametrize("line", ["那两笔都交付了", "嗰两单做晒喇", "这俩昨天也收尾了", "那两笔人家点了验收完了"])
def test_whatever_was_done_with_what_is_referred_to(library: Library, line: str) -> None:
    """No list says what may be done."""
    assert (
        told(library, "doudian-exit", line, waits=False, ongoing_orders="2", ongoing_disputes="1")["ongoing_orders"]
        == 0
    )


@pytest.mark.parametrize("line", ["那两笔还没交付", "那两笔没弄完了"])
def test_what_is_not_done_is_still_there(library: Library, line: str) -> None:
    """A denial between the number and the end."""
    given = told(library, "doudian-exit", line, waits=False, ongoing_orders="2", ongoing_disputes="1")
    assert given.get("ongoing_orders", Decimal(2)) == Decimal(2)


def test_one_side_of_a_size_goes_to_the_side_that_is_named_or_open(library: Library) -> None:
    """另一边六毫米, 宽6毫米."""
    assert told(library, "used3c-label", "另一边六毫米", asked="product", width_mm="9") == {"height_mm": "6"}
    assert told(library, "used3c-label", "宽0.5厘米", asked="product") == {"width_mm": "5.0"}


def test_a_day_of_two_events_is_of_the_one_that_nothing_was_told_of(library: Library) -> None:
    """A dispatch to come is a promise, or where that is known the dispatch itself."""
    at = datetime(2024, 11, 12, 18, tzinfo=SHANGHAI)
    promised = Fact("moment", at, at, at, said="12号晚上六点", events=("promise",))
    assert told(
        library, "doudian-late-shipment", "要是今天下午五点才发走呢", waits=False, promised_at=promised
    ).keys() == {"shipped_at"}


def test_an_amount_is_looked_for_unasked(library: Library) -> None:
    """It is what the result is told in."""
    calculation = library.calculations["doudian-tech-fee"].calculation
    given = answers_to(Pending("doudian-tech-fee", {}, "days_open", NOW, ""), calculation, read("开了14天，3k", NOW))
    amount = given["amount"]
    assert isinstance(amount, Fact)
    assert amount.value == Decimal(3000)
