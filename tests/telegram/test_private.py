"""Private chats: questions, what is asked back, buttons, edits, and whatever else people send."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from conftest import THURSDAY
from rulebot import Rulebot
from standin import Chat, StandIn
from standin.messages import MEDIA
from telegram import Chat as TelegramChat
from telegram import InaccessibleMessage, Message

from bot.assistant.assistant import Assistant
from bot.telegram.presses import pressed_at
from knowledge.moments import SHANGHAI

PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"
UNCLEAR = (
    *("实在宝赔付多久到账", "粉丝要求多少", "多久能退款", "违规了怎么处罚", "要交什么材料", "多久能审核完"),
    *("可以取消吗", "保证金要多少", "申诉期限", "超时怎么算", "怎么申请", "规则是什么", "要赔吗"),
)


def unclear(assistant: Assistant) -> str:
    """Return a question that several clauses could answer."""
    for question in UNCLEAR:
        if assistant.reply(question, now=THURSDAY)[0].status == "choose":
            return question
    pytest.skip("every question of the list has become clear")


def test_a_question_is_answered_with_figure_steps_clause_and_what_stays_open_in_this_order(chat: Chat) -> None:
    """The clause stands in a quote that folds, with document, number and the day it came into force."""
    answer = chat.ask(PAYOUT)

    order = [answer.html.index(words) for words in ("1000.00 元", "按 100% 算", "<blockquote expandable>", "第7条", "要留意")]
    assert order == sorted(order)
    assert answer.html.startswith("<b>")
    assert "主播实在宝" in answer.text
    assert "2023年3月20日起施行" in answer.text
    assert not answer.preview


def test_the_buttons_lead_on_to_likely_questions_and_to_the_full_text(chat: Chat) -> None:
    """Pressing one is the same as typing it."""
    answer = chat.ask(PAYOUT)
    assert answer.buttons[-2:] == ["👍", "👎"]

    chat.press(answer.buttons[0]).wait()
    pressed = chat.answer()
    typed = chat.ask(answer.buttons[0])
    chat.press("看全文", answer).wait()

    assert pressed.html == typed.html
    assert "快手钱包" in chat.answer().text


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


def test_an_answer_leads_to_the_related_clause(chat: Chat) -> None:
    """Beside its own full text."""
    answer = chat.ask(PAYOUT)
    chat.press("相关：", answer).wait()

    assert "<blockquote expandable>" in chat.answer().html


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


def test_an_edited_question_edits_its_answer(chat: Chat) -> None:
    """No second message appears."""
    question = chat.say(PAYOUT)
    answer = chat.answer()

    chat.edit(question, PAYOUT.replace("1288", "600"))
    edited = chat.wait_for_edit()

    assert edited.id == answer.id
    assert "600.00 元" in edited.text
    chat.quiet()


def test_an_edited_command_edits_its_answer(chat: Chat) -> None:
    """Commands are questions too."""
    question = chat.say("/shizaibao_payout 1288")
    chat.answer()
    chat.edit(question, "/shizaibao_payout 300")

    assert "300.00 元" in chat.wait_for_edit().text


def test_an_edited_answer_to_a_question_back_is_read_where_the_conversation_stood(chat: Chat) -> None:
    """The amount alone means nothing without what was asked before it."""
    chat.ask("/shizaibao_payout")
    amount = chat.say("700")
    assert "700.00 元" in chat.answer().text
    chat.edit(amount, "800")

    assert "800.00 元" in chat.wait_for_edit().text
    assert "900.00 元" in chat.ask("说错了，是900").text


def test_two_questions_in_one_message_get_both_answers_and_an_edit_to_one_removes_the_other(chat: Chat) -> None:
    """Each answer is a message of its own, with its own buttons."""
    question = chat.say("实在宝最多能赔多少钱？飞鸽机器人客服什么时候启用？")
    first, second = chat.wait_for(2)
    assert "1000" in first.text
    assert "飞鸽" in second.text

    chat.edit(question, "实在宝最多能赔多少钱？")
    chat.wait_until_deleted(second)
    assert chat.exists(first)


def test_an_answer_that_becomes_longer_by_an_edit_gets_further_messages(chat: Chat) -> None:
    """The other way round."""
    question = chat.say("实在宝最多能赔多少钱？")
    first = chat.answer()
    chat.edit(question, "飞鸽机器人客服什么时候启用？实在宝最多能赔多少钱？")
    second = chat.answer()

    assert "飞鸽" in chat.now(first).text
    assert "1000" in second.text


def test_a_caption_is_a_question_like_any_other(chat: Chat) -> None:
    """With a photograph or a file."""
    chat.say(PAYOUT, media="photo")
    assert "1000.00 元" in chat.answer().text
    chat.say(PAYOUT, media="document")
    assert "1000.00 元" in chat.answer().text


def test_what_has_no_words_gets_one_friendly_line(chat: Chat) -> None:
    """Stickers, voice messages, files, places."""
    for media in ("sticker", "voice", "document", "location", "dice"):
        chat.say("", media=media)
        line = chat.answer()
        assert "文字" in line.text
        assert "\n" not in line.text


def send_album(chat: Chat, name: str, *captions: str) -> None:
    """Send photographs together, as Telegram does: a message each, under one name."""
    for caption in captions:
        with chat.world.changed:
            extra = {"photo": MEDIA["photo"], "media_group_id": name}
            chat.world.post(chat.room, sender=chat.person(), text=caption, source=caption, extra=extra)


def test_an_album_gets_one_answer(chat: Chat) -> None:
    """To its caption, or the friendly line."""
    send_album(chat, "7001", PAYOUT, "", "")
    assert "1000.00 元" in chat.answer().text
    chat.quiet()
    send_album(chat, "7002", "", "", "")
    assert "文字" in chat.answer().text
    chat.quiet()


def test_a_press_is_dated_by_the_clock_unless_its_message_is_of_another_age() -> None:
    """Telegram does not date it; what is not accessible any more has no date at all."""
    chat = TelegramChat(1, "private")
    fresh = Message(1, datetime.now(SHANGHAI) - timedelta(days=3), chat)
    old = Message(1, THURSDAY, chat)

    assert datetime.now(SHANGHAI) - pressed_at(fresh) < timedelta(minutes=1)
    assert pressed_at(old) == THURSDAY
    assert datetime.now(SHANGHAI) - pressed_at(InaccessibleMessage(chat, 1)) < timedelta(minutes=1)


def test_a_verdict_is_stored_with_its_question_and_clause(chat: Chat, rulebot: Rulebot) -> None:
    """And the reason, once it was given."""
    chat.ask("实在宝最多能赔多少钱呀")
    chat.press("👎").wait()
    chat.wait_for_edit()
    chat.press("看不懂").wait()
    chat.wait_for_edit()
    chat.ask("你好")
    with closing(sqlite3.connect(rulebot.log.parent / "rulebot.db")) as database:
        rows = database.execute("select verdict, reason, question, place from feedback").fetchall()

    assert ("down", "看不懂", "实在宝最多能赔多少钱呀", "kuaishou-shizaibao/7") in rows


def test_a_calculation_under_way_lapses_after_a_day_and_says_so(telegram: StandIn, chat: Chat) -> None:
    """The amount that comes too late is no answer any more."""
    chat.ask("/shizaibao_payout")
    telegram.clock.advance(timedelta(hours=25))

    late = chat.ask("实在宝最多能赔多少钱")
    assert "超过一天" in late.text


def test_a_question_in_traditional_characters_is_answered_in_them_buttons_included(chat: Chat) -> None:
    """Only the quoted clause stays as it is."""
    answer = chat.ask("實在寶最多能賠多少錢")

    assert "賠付上限" in answer.text
    assert "📖 看全文" in answer.buttons
    chat.press(answer.buttons[0], answer).wait()
    assert "規則" in chat.answer().text


def test_a_refusal_can_be_judged_too_and_a_bad_answer_asks_why_in_one_tap(chat: Chat) -> None:
    """The reasons take the place of the thumbs, and go when one was chosen."""
    refusal = chat.ask("今天天气怎么样")
    assert "👎" in refusal.buttons
    assert "哪里" in chat.press("👎").wait().text
    assert chat.wait_for_edit().buttons == ["答非所问", "规则过期", "算错了", "看不懂"]

    assert "谢谢" in chat.press("答非所问").wait().text
    assert chat.wait_for_edit().buttons == []


def test_a_greeting_and_thanks_get_a_friendly_line_without_thumbs(chat: Chat) -> None:
    """There is nothing to judge."""
    for line in ("你好", "谢谢", "你是谁"):
        answer = chat.ask(line)
        assert answer.text
        assert answer.buttons == []


def test_a_thumb_up_is_thanked_and_the_other_buttons_stay(chat: Chat) -> None:
    """And 👎 keeps them as well."""
    answer = chat.ask(PAYOUT)
    assert "谢谢" in chat.press("👍").wait().text
    chat.press("👎").wait()

    assert chat.wait_for_edit().buttons[: len(answer.buttons) - 2] == answer.buttons[:-2]


def test_which_of_several_is_asked_with_buttons_and_none_of_these_is_one_of_them(chat: Chat, assistant: Assistant) -> None:
    """A choice is answered when pressed; an old choice still is."""
    asked = chat.ask(unclear(assistant))
    assert asked.buttons[-1] == "都不是"
    chat.press(asked.buttons[0]).wait()
    assert "<blockquote expandable>" in chat.answer().html

    chat.ask(unclear(assistant))
    chat.press("都不是").wait()
    assert "换个说法" in chat.answer().text


def test_an_answer_is_asked_for_in_the_middle_of_a_calculation_which_then_goes_on(chat: Chat) -> None:
    """A question in between is answered first."""
    chat.ask("/shizaibao_payout")
    chat.ask("飞鸽机器人客服什么时候启用？")

    assert "666.00 元" in chat.ask("666").text
