"""Calculations in a chat: what is asked back, with buttons and typed; choices; what a press counts as."""

from datetime import datetime, timedelta

from rulebot import THURSDAY
from standin import Chat, StandIn
from telegram import Chat as TelegramChat
from telegram import InaccessibleMessage, Message

from bot.telegram.handlers.press import pressed_at
from knowledge.calendar import SHANGHAI


def test_a_clause_offers_its_calculators_and_a_result_those_that_need_what_is_known_by_now(chat: Chat) -> None:
    """What is known is filled in: the day is not asked for again."""
    clause = chat.ask("/clause 实在宝 第五条")
    chat.press("🧮 最晚哪天能申请实在宝", clause).wait()
    assert "哪天发的货" in chat.answer().text
    result = chat.ask("4月1日")
    chat.press("🧮 这种情况能不能申请", result).wait()
    other = chat.answer()

    assert "哪天发的货" not in other.text
    assert "取消" in other.buttons


def test_a_calculation_asks_for_what_is_missing_and_its_buttons_fill_it_in(chat: Chat) -> None:
    """A day's button names the day, so that it means the same tomorrow."""
    asked = chat.ask("/shizaibao_claim_deadline")
    assert asked.buttons[:5] == ["今天（4月20日）", "昨天（4月19日）", "前天（4月18日）", "不知道", "取消"]

    chat.press("昨天").wait()

    assert "2023年5月19日" in chat.answer().text


def test_a_yes_or_no_question_has_both_as_buttons(chat: Chat) -> None:
    """And 不知道 and 取消, as always."""
    asked = chat.ask("/shizaibao_arrival")
    assert asked.buttons[:4] == ["是", "否", "不知道", "取消"]

    chat.press("否").wait()

    assert "工作日" in chat.answer().text


def test_every_button_of_a_question_back_has_a_typed_equivalent(chat: Chat) -> None:
    """昨天 typed comes to the same as pressed."""
    chat.ask("/shizaibao_claim_deadline")

    assert "2023年5月19日" in chat.ask("昨天").text


def test_an_amount_is_typed_and_a_correction_computes_anew(chat: Chat) -> None:
    """说错了 reopens the last calculation."""
    assert "多少" in chat.ask("/shizaibao_payout").text

    assert "888.00 元" in chat.ask("888").text
    assert "500.00 元" in chat.ask("说错了，是500").text


def test_an_enumeration_shows_its_choices(chat: Chat) -> None:
    """Each choice can be pressed; 不知道 and 取消 are always there."""
    asked = chat.ask("/xingtu_cancel")

    assert len(asked.buttons) >= 5
    assert {"不知道", "取消"} <= set(asked.buttons)
    chat.press(asked.buttons[0]).wait()
    assert chat.answer().text != asked.text


def test_not_knowing_still_tells_the_rule_and_cancelling_drops_the_calculation(chat: Chat) -> None:
    """Both as buttons."""
    chat.ask("/shizaibao_payout")
    chat.press("不知道").wait()
    assert "1000" in chat.answer().text

    asked = chat.ask("/shizaibao_arrival")
    chat.press("取消", asked).wait()
    assert "取消" in chat.answer().text or "不算" in chat.last.text


def test_a_button_of_an_earlier_question_back_says_that_its_time_is_over(chat: Chat) -> None:
    """And changes nothing in what is asked now."""
    old = chat.ask("/shizaibao_arrival")
    chat.press("否").wait()
    chat.answer()

    notice = chat.press("是", old).wait()

    assert notice.alert
    assert "重算" in notice.text
    chat.quiet()


def test_a_press_is_dated_by_the_clock_unless_its_message_is_of_another_age() -> None:
    """Telegram does not date it; what is not accessible any more has no date at all."""
    chat = TelegramChat(1, "private")
    fresh = Message(1, datetime.now(SHANGHAI) - timedelta(days=3), chat)
    old = Message(1, THURSDAY, chat)

    assert datetime.now(SHANGHAI) - pressed_at(fresh) < timedelta(minutes=1)
    assert pressed_at(old) == THURSDAY
    assert datetime.now(SHANGHAI) - pressed_at(InaccessibleMessage(chat, 1)) < timedelta(minutes=1)


def test_a_calculation_under_way_lapses_after_a_day_and_says_so(telegram: StandIn, chat: Chat) -> None:
    """The amount that comes too late is no answer any more."""
    chat.ask("/shizaibao_payout")
    telegram.clock.advance(timedelta(hours=25))

    late = chat.ask("实在宝最多能赔多少钱")
    assert "超过一天" in late.text


def test_an_answer_is_asked_for_in_the_middle_of_a_calculation_which_then_goes_on(chat: Chat) -> None:
    """A question in between is answered first."""
    chat.ask("/shizaibao_payout")
    chat.ask("飞鸽机器人客服什么时候启用？")

    assert "666.00 元" in chat.ask("666").text


def test_ask_is_always_a_question_and_the_calculation_goes_on_after_it(chat: Chat) -> None:
    """Even where the words could be meant as an input."""
    chat.ask("/shizaibao_claim_deadline")
    assert "规则" in chat.ask("/ask 今天天气怎么样").text

    assert "2023年5月19日" in chat.ask("昨天").text
