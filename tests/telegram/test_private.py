"""Private chats: questions and their answers, edits, and whatever else people send."""

from standin import Chat
from standin.messages import MEDIA

PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"


def test_a_question_is_answered_with_figure_steps_clause_and_what_stays_open_in_this_order(chat: Chat) -> None:
    """The clause stands in a quote that folds, with document, number and the day it came into force."""
    answer = chat.ask(PAYOUT)

    order = [
        answer.html.index(words) for words in ("1000.00 元", "按 100% 算", "要留意", "<blockquote expandable>", "第7条")
    ]
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


def test_an_answer_leads_to_the_related_clause(chat: Chat) -> None:
    """Beside its own full text."""
    answer = chat.ask(PAYOUT)
    chat.press("相关：", answer).wait()

    assert "<blockquote expandable>" in chat.answer().html


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


def test_a_question_in_traditional_characters_is_answered_in_them_buttons_included(chat: Chat) -> None:
    """Only the quoted clause stays as it is."""
    answer = chat.ask("實在寶最多能賠多少錢")

    assert "賠付上限" in answer.text
    assert "📖 看全文" in answer.buttons
    chat.press(answer.buttons[0], answer).wait()
    assert "規則" in chat.answer().text
