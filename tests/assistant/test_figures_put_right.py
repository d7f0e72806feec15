"""A figure that a further line tells goes where it belongs in the case that is known, and the old one goes."""

from datetime import datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from tests.talked import last

NOW = datetime(2024, 3, 14, 12, tzinfo=SHANGHAI)
FEE = "抖店新店开了20天，非广告单做了8300块，技术服务费最少多少"
PAID = "实在宝，牌子是假的，付了288，赔多少"
ROBOT = "昨天下午三点飞鸽有个客人连着9条我们没回，会上机器人吗"
EXIT = "抖店服务市场退店，在架服务0，进行中交易2，纠纷0，催缴赔付0，能退吗"
FANS = "我粉丝一百万整，够开实在宝的线不"
LATE = "抖店有一单承诺3月13号晚上6点前发，现在还没发，算几次超时"


def told(assistant: Assistant, *lines: str) -> Answer:
    """Return the answer to the last line of a talk."""
    return last(assistant, NOW, *lines)


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        ((FEE, "说回非广告单，打错了，是3800"), "fee", "38.00"),
        ((FEE, "打错咗，係3800"), "fee", "38.00"),
        ((PAID, "账单上写的是308 我看错了"), "payout", "308.00"),
        ((PAID, "看错账单了，308块"), "payout", "308.00"),
        ((ROBOT, "别的客人还有4条也没回，加一块13条"), "robot", "True"),
        ((ROBOT, "算上别人的，一共12条没回"), "robot", "True"),
        ((EXIT, "兄弟公司那家四项全是零"), "can_exit", "True"),
        ((FANS, "刷新了，103万，分4.6，等级L2+"), "meets_thresholds", "True"),
    ],
)
def test_it_is_what_the_result_rests_on(assistant: Assistant, lines: tuple[str, ...], name: str, value: str) -> None:
    """Beside what is said again, words of other events, a sum, all of several, a list of figures."""
    answer = told(assistant, *lines)

    assert answer.calculation is not None
    assert str(answer.calculation.result[name]) == value


@pytest.mark.parametrize(
    ("line", "can"),
    [
        ("投诉结了", True),
        ("那笔投诉撤了", True),
        ("对方撤诉了", True),
        ("投诉处理完了呢", True),
        ("投诉没撤", False),
        ("投诉结了吗", False),
    ],
)
def test_what_is_settled_waits_no_more(assistant: Assistant, line: str, can: bool) -> None:
    """However it is said; what is denied or asked is not."""
    answer = told(assistant, "抖店退市，在架0，交易0，投诉一笔，催缴0", line)

    assert (answer.calculation is not None and answer.calculation.result.get("can_exit")) is can


def test_a_day_that_may_be_two_things_is_the_one_that_is_not_known(assistant: Assistant) -> None:
    """What was promised stays."""
    answer = told(assistant, LATE, "要是今天下午五点能出库呢")

    assert answer.calculation is None or answer.calculation.result.get("determinations") != 0


def test_a_number_beyond_all_scores_is_none(assistant: Assistant) -> None:
    """103万 is no 体验分."""
    answer = told(assistant, FANS, "103万，L2+")

    assert "体验分 1030000" not in answer.text
