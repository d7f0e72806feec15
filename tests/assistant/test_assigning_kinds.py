"""Kinds of lines where a day, time or amount is easily given to the wrong input, or a change of it to the wrong day."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assigning import assign
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from calculators.measured import Spread
from calculators.outcome import Outcome
from knowledge.calendar import SHANGHAI

NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)


def answer(assistant: Assistant, talk: str) -> Answer:
    """Return the answer to the last line of a talk."""
    memory = NOTHING
    for line in talk.split(" | "):
        said, memory = assistant.reply(line, memory, now=NOW)
    return said


def outcome(assistant: Assistant, talk: str) -> Outcome:
    """Return what the last line of a talk came to."""
    found = answer(assistant, talk).calculation
    assert found is not None, talk
    return found


def told(value: Any) -> str:
    """Return an input as the cases write it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def given(assistant: Assistant, talk: str) -> dict[str, str]:
    """Return what was computed with after the last line of a talk, which must have been computed."""
    found = outcome(assistant, talk)
    assert found.outcome == "computed", (talk, found.says)
    return {name: told(value) for name, value in found.inputs.items()}


LOOKED = [
    ("我11月6号拍的照片，11月4号发货的，实在宝最晚哪天能申请", {"shipped_on": "2026-11-04"}),
    ("11月5号发货，主播11月9号又直播了一次，实在宝还能申请吗", {"shipped_on": "2026-11-05", "on": "2026-11-25"}),
    (
        "11月5号发货，主播11月9号又直播了一次，现在还赶得上实在宝的申请期限吗",
        {"shipped_on": "2026-11-05", "on": "2026-11-25"},
    ),
    ("卖家11月12号说再等等，11月5号发货，实在宝最晚哪天申请", {"shipped_on": "2026-11-05"}),
    ("10月8号发的货，我10月25号就提交申请了，实在宝算过期吗", {"shipped_on": "2026-10-08", "on": "2026-10-25"}),
    ("11月5号发货，12月1号去申请实在宝来得及吗", {"shipped_on": "2026-11-05", "on": "2026-12-01"}),
    ("实在宝11月19号判的，我11月21号联系的客服，申诉最晚哪天", {"decided_on": "2026-11-19"}),
    ("星图11月2号接单，11月20号才付的尾款，过期了吗", {"accepted_on": "2026-11-02", "on": "2026-11-20"}),
    (
        "10月25号发货，11月22号提交的实在宝申请，材质不符，平台受理吗",
        {"issue": "材质", "shipped_on": "2026-10-25", "claim_on": "2026-11-22"},
    ),
]


@pytest.mark.parametrize(("talk", "inputs"), LOOKED)
def test_a_day_is_looked_at_only_where_the_line_says_so(
    assistant: Assistant, talk: str, inputs: dict[str, str]
) -> None:
    """A day that has happened stays where it is, and belongs to its own deed."""
    assert given(assistant, talk) == inputs


OTHER_EVENTS = [
    ("11月5号发货，实在宝最晚哪天能申请 | 今天申请行吗", {"shipped_on": "2026-11-05", "on": "2026-11-25"}),
    ("11月5号发货，实在宝最晚哪天能申请 | 12月3号再去申请可以吗", {"shipped_on": "2026-11-05", "on": "2026-12-03"}),
    ("11月5号发货，实在宝最晚哪天能申请 | 要是11月9号发的呢", {"shipped_on": "2026-11-09"}),
    (
        "抖店承诺11月23日18点发，没发货，明天20点的时候算几次发货超时",
        {"promised_at": "2026-11-23T18:00", "now": "2026-11-26T20:00"},
    ),
    ("抖店承诺11月23日18点发，客服25日9点回复，一直没发，算几次发货超时", {"promised_at": "2026-11-23T18:00"}),
    (
        "抖店承诺11月20日10点发货，没发，算几次发货超时 | 如果明天下午3点寄呢",
        {"promised_at": "2026-11-20T10:00", "shipped_at": "2026-11-26T15:00"},
    ),
    ("帮我算下实在宝最晚哪天能申请 | 昨天刚发", {"shipped_on": "2026-11-24"}),
]


@pytest.mark.parametrize(("talk", "inputs"), OTHER_EVENTS)
def test_a_day_of_another_event_never_fills_the_one_asked(
    assistant: Assistant, talk: str, inputs: dict[str, str]
) -> None:
    """今天 in a further line is the day looked at; a verb of its own keeps a day where it belongs."""
    assert given(assistant, talk) == inputs


@pytest.mark.parametrize(
    "line", ["11月8号下的单", "11月8号联系的客服", "11月8号签收的", "11月8号我投诉过", "11月9号验的货"]
)
def test_a_reply_with_the_day_of_another_event_is_asked_about(assistant: Assistant, line: str) -> None:
    """The question comes again, and says why; the right day afterwards is taken."""
    said = answer(assistant, f"帮我算下实在宝最晚哪天能申请 | {line}")

    assert said.status == "needs_input"
    assert "听起来不是发货日期" in said.headline
    assert given(assistant, f"帮我算下实在宝最晚哪天能申请 | {line} | 11月3号发的") == {"shipped_on": "2026-11-03"}


@pytest.mark.parametrize(
    "line", ["一个月前", "差不多一个月前", "上个月底", "分两批发的，10月22号和30号", "10月20号到28号之间"]
)
def test_expired_is_told_only_where_it_holds_for_the_latest_day(assistant: Assistant, line: str) -> None:
    """Where the earliest day is past and the latest is not, the day is asked for."""
    said = answer(assistant, f"帮我算下实在宝最晚哪天能申请 | {line}")

    assert said.status == "needs_input"


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("实在宝赔付批了三天了，没开钱包，最晚哪天到账", True),
        ("实在宝赔付批了五天了，没开钱包，最晚哪天到账", True),
        ("发货31天了，实在宝还能申请吗", True),
        ("发货10天了，实在宝还能申请吗", False),
        ("11月20号批的实在宝赔付，没开钱包，最晚哪天到账", False),
    ],
)
def test_the_first_line_says_where_a_day_more_or_less_decides(assistant: Assistant, line: str, warned: bool) -> None:
    """Where only days are decided, other days are another decision."""
    assert ("差一天结果就不一样" in answer(assistant, line).headline) == warned


KEPT = [
    ("抖店承诺11月20日10点发货，没发，算几次发货超时 | 记错了，是晚上8点", {"promised_at": "2026-11-20T20:00"}),
    (
        "抖店承诺11月22日10点发货，11月23日9点发的，算几次发货超时 | 说错了，11点半发的",
        {"promised_at": "2026-11-22T10:00", "shipped_at": "2026-11-23T11:30"},
    ),
    ("抖店承诺11月20日10点发货，没发，算几次发货超时 | 承诺时间看错了，是21号", {"promised_at": "2026-11-21T10:00"}),
    ("11月5号发货，实在宝最晚哪天能申请 | 不对，是6号", {"shipped_on": "2026-11-06"}),
    ("11月5号发货，实在宝最晚哪天能申请 | 记错了，是30号", {"shipped_on": "2026-10-30"}),
    ("11月5号发货，实在宝最晚哪天能申请 | 记错了，是9月", {"shipped_on": "2026-09-05"}),
    ("11月5号发货，实在宝最晚哪天能申请 | 不对，是去年的", {"shipped_on": "2025-11-05"}),
    ("昨天下午2点申请的实在宝，几点审完 | 说错了，前天", {"applied_at": "2026-11-23T14:00"}),
    ("帮我算一下实在宝申请几点前审完 | 8点半，昨天晚上", {"applied_at": "2026-11-24T20:30"}),
    (
        "抖店新店开了8天，非广告单，3000元，技术服务费多少 | 是广告单 | 不是广告单，15天",
        {"amount": "3000", "days_open": "15", "ad_order": "False"},
    ),
    ("代运营服务商近90天结算0元，订单5单，会清退吗 | 说错了，结算是800元", {"settled_gmv": "800", "orders": "5"}),
]


@pytest.mark.parametrize(("talk", "inputs"), KEPT)
def test_a_correction_keeps_what_it_does_not_name(assistant: Assistant, talk: str, inputs: dict[str, str]) -> None:
    """A time keeps its day, a day of the month the nearest month, a month its day; the input named is corrected."""
    found = given(assistant, talk)

    assert {name: found.get(name) for name in inputs} == inputs


CHANGED = [
    ("再加150呢", "450"),
    ("如果少80块呢", "220"),
    ("多付50", "350"),
    ("要是翻倍呢", "600"),
    ("减半呢", "150"),
    ("那420呢", "420"),
    ("改成270", "270"),
]


@pytest.mark.parametrize(("line", "paid"), CHANGED)
def test_a_change_is_reckoned_from_the_amount_that_is_known(assistant: Assistant, line: str, paid: str) -> None:
    """What is added to, taken from or doubled is told with its words."""
    talk = f"实付300元，实在宝能赔多少钱 | {line}"

    assert given(assistant, talk) == {"paid": paid}


@pytest.mark.parametrize("line", ["用了30的优惠券", "邮费10块", "不是300", "退了我100", "定金60"])
def test_a_change_that_is_not_certain_is_asked_about(assistant: Assistant, line: str) -> None:
    """The amount known is not told again as if nothing had been said, nor is the new one used."""
    said = answer(assistant, f"实付300元，实在宝能赔多少钱 | {line}")

    assert said.status == "needs_input"
    assert said.calculation is not None
    assert "paid" not in said.calculation.inputs


def test_a_figure_that_no_input_takes_is_said_to_be_left_out(assistant: Assistant) -> None:
    """The result before it is not repeated as the answer to it; what is asked is told as not written."""
    said = answer(assistant, "抖店新店开了12天，非广告单，5000元，技术服务费多少 | 那40天以后呢")

    assert said.status == "no_answer"
    assert "50.00" not in said.headline
    assert "没写" in said.headline


NOT_PAID = [
    "吊牌价800", "服务费50", "商家说补偿我300", "订金100", "每期150", "均价60",
    "400的东西用了50的券", "违约金200", "300保证金", "进价90", "他赔给我260",
]  # fmt: skip


@pytest.mark.parametrize("line", NOT_PAID)
def test_an_amount_that_is_called_something_else_is_asked_about(assistant: Assistant, line: str) -> None:
    """The question says why the amount was not used."""
    said = answer(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}")

    assert said.status == "needs_input"
    assert said.headline != "这笔订单实付多少元？"
    assert said.headline.endswith("这笔订单实付多少元？")


PAID = [
    ("260", "260"),
    ("实在宝 260", "260"),
    ("一共付了260块", "260"),
    ("我买的时候花了260", "260"),
    ("260元整", "260"),
    ("应该是260吧，我记得", "260"),
    ("微信付的260", "260"),
    ("总价260", "260"),
    ("券后260", "260"),
    ("打完折付了260", "260"),
    ("吊牌价400，实付260", "260"),
    ("实付260，邮费10", "260"),
    ("单子是260的", "260"),
]


@pytest.mark.parametrize(("line", "paid"), PAID)
def test_an_amount_in_plain_words_is_taken(assistant: Assistant, line: str, paid: str) -> None:
    """Words that only fill up say nothing against an amount."""
    assert given(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}") == {"paid": paid}


@pytest.mark.parametrize("line", ["检测费花了260", "付了260打九折", "付了一半，260的货"])
def test_an_amount_in_one_line_that_is_not_the_whole_payment_is_not_used(assistant: Assistant, line: str) -> None:
    """In a whole line, too."""
    found = answer(assistant, f"{line}，实在宝能赔我多少钱").calculation

    assert found is None or "paid" not in found.inputs


SEVERAL = ["260、140", "要么260要么290", "260和290", "先付260后来又补了30", "260还是620"]


@pytest.mark.parametrize("line", SEVERAL)
def test_of_two_amounts_none_is_taken_in_silence(assistant: Assistant, line: str) -> None:
    """Both are shown, and the one is asked for."""
    said = answer(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}")

    assert said.status == "needs_input"
    assert said.headline.endswith("这笔订单实付多少元？")
    assert "260" in said.headline
    assert said.headline != "这笔订单实付多少元？"


SUMS = [
    ("主播卖假货实在宝能赔我多少钱 | 260加140", "400"),
    ("花了350又付了120，实在宝能赔我多少钱", "470"),
    ("花了180再付90，实在宝能赔我多少钱", "270"),
    ("一共400，支付宝付了150微信付了250，实在宝能赔我多少钱", "400"),
    ("主播卖假货实在宝能赔我多少钱 | 120外加80", "200"),
]


@pytest.mark.parametrize(("talk", "paid"), SUMS)
def test_two_amounts_that_were_both_paid_are_summed_and_told(assistant: Assistant, talk: str, paid: str) -> None:
    """The steps show the words the sum comes from."""
    assert given(assistant, talk) == {"paid": paid}
    assert "你说“" in " ".join(outcome(assistant, talk).steps)


EACH = [
    ("三单各300，实在宝能赔我多少钱", "300", "300"),
    ("主播卖假货实在宝能赔我多少钱 | 四单都是90", "90", "90"),
    ("主播卖假货实在宝能赔我多少钱 | 每单150", "150", "150"),
    ("主播卖假货实在宝能赔我多少钱 | 5笔，每笔60", "60", "60"),
    ("两单各700，实在宝一共能赔多少", "700", "700"),
]


@pytest.mark.parametrize(("talk", "paid", "shown"), EACH)
def test_orders_are_one_by_one(assistant: Assistant, talk: str, paid: str, shown: str) -> None:
    """What is computed is one of them, and the first line says so."""
    assert given(assistant, talk) == {"paid": paid}
    assert answer(assistant, talk).headline.startswith(f"几笔订单要一笔一笔分开算，每笔按 {shown} 元算，")


PIECES = [
    ("买了4件，每件65", "260"),
    ("每件65，买了4件", "260"),
    ("4件一共260", "260"),
    ("付了四次，每次65", "260"),
    ("买四件花了260", "260"),
]


@pytest.mark.parametrize(("line", "paid"), PIECES)
def test_pieces_of_one_order_are_multiplied_where_each_is_said(assistant: Assistant, line: str, paid: str) -> None:
    """What is told for all of them is not."""
    assert given(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}") == {"paid": paid}


@pytest.mark.parametrize(
    "line", ["4件260", "66买4个", "每件65", "两笔，一笔120一笔260", "3单260", "买了两件，一件120一件260"]
)
def test_pieces_and_orders_that_leave_the_total_open_are_asked_about(assistant: Assistant, line: str) -> None:
    """Each or in all, one order or the other: nothing is computed before that is known."""
    assert answer(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}").status == "needs_input"


def test_a_stretch_is_still_computed_with_its_safe_end(assistant: Assistant) -> None:
    """A range that decides alike is no reason to ask."""
    found = outcome(assistant, "帮我算下实在宝最晚哪天能申请 | 11月10号到12号之间")

    assert found.outcome == "computed"
    assert isinstance(found.inputs["shipped_on"], Spread)


def test_a_day_that_cannot_be_leaves_nothing_waiting(assistant: Assistant) -> None:
    """The next line is answered, whatever it is."""
    said = answer(assistant, "2月29号发货实在宝最晚哪天申请 | 抖店承诺11月20日10点发货，没发，算几次发货超时")

    assert said.status == "answered"


@pytest.mark.parametrize(
    ("first", "second", "shipped"),
    [
        ("11月3号发的货，还能申请实在宝吗", "说错了，是10月3号", "2023-10-03"),
        ("实在宝，11月3号发的货，今天还能申请不", "不对，是11月1号发的", "2023-11-01"),
        ("4月1号发货，最晚哪天能申请实在宝", "那4月3号呢", "2023-04-03"),
        ("11月3号发的货，还能申请实在宝吗", "那10月3号呢", "2023-10-03"),
        ("昨天发的货，还能申请实在宝吗", "记错了，是前天", "2023-11-23"),
    ],
)
def test_a_day_told_anew_takes_the_place_of_the_one_told_and_not_of_now(
    assistant: Assistant, first: str, second: str, shipped: str
) -> None:
    """Today, which nobody told, is not what a correction is about."""
    now = datetime(2023, 11, 25, 10, tzinfo=SHANGHAI)
    talk = assistant.reply(first, NOTHING, now=now)[1]
    answer = assistant.reply(second, talk, now=now)[0]

    assert answer.calculation is not None
    assert answer.calculation.inputs["shipped_on"].isoformat() == shipped


@pytest.mark.parametrize(
    "line", ["具体来讲是742", "我看了下账单是742块", "准确说是742", "截图里写的是742元", "742是能赔多少"]
)
def test_what_is_spoken_of_before_the_copula_is_no_name_of_another_amount(assistant: Assistant, line: str) -> None:
    """Only a name of another amount keeps a plain figure from being used."""
    assert given(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}") == {"paid": "742"}


@pytest.mark.parametrize("line", ["运费是35", "押金是500", "标价是820", "鉴定费是90", "尾款是300"])
def test_a_name_of_another_amount_before_the_copula_still_counts(assistant: Assistant, line: str) -> None:
    """Said of the freight, it was not paid for the goods."""
    assert answer(assistant, f"主播卖假货实在宝能赔我多少钱 | {line}").status == "needs_input"


@pytest.mark.parametrize(
    "line", ["快手实在宝不支持哪些类目", "实在宝支持什么类目", "实在宝能做几个类目", "实在宝是否支持类目"]
)
def test_what_asks_for_goods_names_none(assistant: Assistant, line: str) -> None:
    """No kind of goods is called 支持哪些."""
    calculation = assistant.library.calculations["shizaibao-category"].calculation

    assert assign(calculation, assistant.read(line, NOW)).given == {}
