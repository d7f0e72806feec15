"""Groups: when the bot speaks, to whom, how short, and whom its buttons obey."""

from itertools import count

import pytest
from standin import Chat, Privacy, StandIn, User

QUESTION = "实在宝最多能赔多少钱？"
NUMBERS = count(8_500_000_001)


def switch_on(group: Chat, admin: User) -> None:
    """Let the bot answer lines that nobody addressed to it."""
    group.say("/settings", admin)
    settings = group.answer()
    group.press("打开自动回答", settings, admin).wait()
    assert "自动回答：开" in group.wait_for_edit().text


def test_chatter_and_questions_to_others_are_passed_over(group: Chat, asker: User) -> None:
    """By default even a clear question."""
    group.say("大家吃了吗", asker)
    group.say(QUESTION, asker)

    group.quiet()


def test_a_mention_is_answered_shortly_as_a_reply_with_a_button_to_the_full_text_in_private(
    telegram: StandIn, group: Chat, asker: User
) -> None:
    """Headline, clause number, one line."""
    question = group.say(f"@rulebot_test_bot {QUESTION}", asker)
    answer = group.answer()

    assert answer.reply_to == question.id
    assert "第7条" in answer.text
    assert "1000" in answer.text
    assert "<blockquote" not in answer.html
    assert len(answer.text) < 200
    link = answer.button("看全文").url
    private = telegram.private(asker.id)
    private.start(link.partition("start=")[2])
    assert "<blockquote expandable>" in private.answer().html


def test_a_mention_by_name_without_username_and_a_reply_to_the_bot_count_as_well(
    telegram: StandIn, group: Chat, asker: User
) -> None:
    """In a caption, too."""
    group.say(f"规则助手 {QUESTION}", asker, mentions={"规则助手": telegram.bot})
    first = group.answer()
    group.say("飞鸽机器人客服什么时候启用", asker, reply_to=first)
    assert "飞鸽" in group.answer().text
    group.say(f"@rulebot_test_bot {QUESTION}", asker, media="photo")
    assert "第7条" in group.answer().text


def test_commands_are_answered_for_this_bot_and_not_for_another(group: Chat, asker: User) -> None:
    """`/cmd@name` names the bot."""
    group.say("/shizaibao_payout@rulebot_test_bot 1288", asker)
    assert "1000.00 元" in group.answer().text
    group.say("/shizaibao_payout@another_bot 1288", asker)
    group.say("/nonsense", asker)

    group.quiet()


def test_with_privacy_mode_on_commands_and_replies_are_answered(telegram: StandIn, group: Chat, asker: User) -> None:
    """That is all the bot gets to read."""
    telegram.world.privacy = Privacy.ON
    try:
        group.say(QUESTION, asker)
        group.quiet()
        group.say(f"/ask {QUESTION}", asker)
        answer = group.answer()
        group.say("飞鸽机器人客服什么时候启用", asker, reply_to=answer)
        assert "飞鸽" in group.answer().text
    finally:
        telegram.world.privacy = Privacy.OFF


def test_ask_under_somebodys_message_answers_that_message_and_its_author(group: Chat, asker: User, other: User) -> None:
    """Both may press the buttons; a mention alone does the same."""
    question = group.say(QUESTION, other)
    group.say("/ask", asker, reply_to=question)
    answer = group.answer()

    assert answer.reply_to == question.id
    assert "第7条" in answer.text
    assert "谢谢" in group.press("👍", answer, asker).wait().text
    assert "谢谢" in group.press("👍", answer, other).wait().text
    group.say("@rulebot_test_bot", asker, reply_to=question)
    assert "第7条" in group.answer().text


@pytest.mark.parametrize("line", ["取消", "昨天发货的", "不知道", "888"])
def test_ask_under_somebodys_message_leaves_his_calculation_alone(
    group: Chat, asker: User, other: User, question_back: str, line: str
) -> None:
    """Whatever he says next to it is neither dropped nor taken for what is asked."""
    group.say(f"/ask {question_back}", other)
    asked = group.answer()
    said = group.say(line, other)
    group.say("/ask", asker, reply_to=said)
    group.answer()
    group.press("昨天", asked, other).wait()

    assert "2023年5月19日" in group.answer().text


def test_forget_is_for_private_chats_alone(telegram: StandIn, group: Chat, asker: User, admin: User) -> None:
    """Who writes in the group's name would delete what belongs to everybody there."""
    group.say(f"/ask {QUESTION}", asker)
    answer = group.answer()
    group.say("/forget", as_channel=group.room)

    assert "私聊" in group.answer().text
    assert "谢谢" in group.press("👍", answer, asker).wait().text


def test_ask_alone_says_how_to_use_it(group: Chat, asker: User) -> None:
    """With an example."""
    group.say("/ask", asker)
    assert "例如：/ask" in group.answer().text


def test_a_calculation_between_two_people_goes_on_with_either(
    group: Chat, asker: User, other: User, question_back: str
) -> None:
    """The asker presses, or types in reply to the bot; a third does neither."""
    question = group.say(question_back, other)
    group.say("/ask", asker, reply_to=question)
    asked = group.answer()
    assert "回复这条消息" in asked.text
    third = group.join(User(next(NUMBERS), "路人"))
    assert group.press("昨天", asked, third).wait().alert

    group.press("昨天", asked, asker).wait()
    assert group.answer().reply_to == question.id
    group.say(f"/ask {question_back}", third)  # the two have told their day, he has not
    group.say("取消", third, reply_to=group.answer())

    assert "这笔不算了" in group.answer().text


def test_buttons_obey_the_asker_alone_and_say_so_to_others(group: Chat, asker: User, other: User) -> None:
    """Whoever else presses changes nothing."""
    group.say("/shizaibao_claim_deadline", asker)
    asked = group.answer()

    notice = group.press("昨天", asked, other).wait()
    assert notice.alert
    assert "提问的人" in notice.text
    group.quiet()

    group.press("昨天", asked, asker).wait()
    answer = group.answer()
    assert "2023年5月19日" in answer.text
    assert answer.reply_to == asked.reply_to


def test_two_people_calculate_side_by_side(group: Chat, asker: User, other: User) -> None:
    """Each has a conversation of their own."""
    group.say("/shizaibao_payout", asker)
    first = group.answer()
    group.say("/shizaibao_payout", other)
    second = group.answer()
    group.say("300", other, reply_to=second)
    assert "300.00 元" in group.answer().text
    group.say("200", asker, reply_to=first)

    assert "200.00 元" in group.answer().text


def test_an_edited_question_edits_its_answer_in_a_group_too(group: Chat, asker: User) -> None:
    """Lines that had no answer stay without."""
    group.edit(group.say("随便聊聊", asker), QUESTION)
    group.quiet()
    question = group.say("/shizaibao_payout 1288", asker)
    answer = group.answer()
    group.edit(question, "/shizaibao_payout 300")

    edited = group.wait_for_edit()
    assert edited.id == answer.id
    assert "300.00 元" in edited.text


def test_an_edited_ask_still_answers_the_message_it_replies_to(group: Chat, asker: User, other: User) -> None:
    """Not itself."""
    question = group.say(QUESTION, other)
    asked = group.say("/ask", asker, reply_to=question)
    group.answer()
    group.edit(asked, "/ask 飞鸽机器人客服什么时候启用")
    assert "飞鸽" in group.wait_for_edit().text
    group.edit(asked, "/ask")

    assert "第7条" in group.wait_for_edit().text


def test_automatic_answers_come_where_administrators_switched_them_on(group: Chat, asker: User, admin: User) -> None:
    """Not the same clause again within minutes; chatter and unclear questions stay unanswered; bots are ignored."""
    switch_on(group, admin)
    line = group.say(QUESTION, asker)
    answer = group.answer()
    assert answer.reply_to == line.id
    assert "第7条" in answer.text

    group.say("实在宝赔付上限是多少", asker)
    group.say("今天真热啊", asker)
    group.say("今天吃什么好呢？", asker)
    group.say("飞鸽机器人客服什么时候启用？", User(next(NUMBERS), "机器人", is_bot=True))
    group.quiet()


def test_automatic_answers_are_not_more_than_a_few_a_minute(group: Chat, asker: User, admin: User) -> None:
    """Whoever needs more can ask."""
    switch_on(group, admin)
    lines = (
        "实在宝最多能赔多少钱？",
        "飞鸽机器人客服什么时候启用？",
        "二手手机有问题谁举证？",
        "实在宝发货后多少天内可以申请？",
    )
    for line in (*lines, "星图任务尾款最晚哪天付？"):
        group.say(line, asker)
    asked = group.say("/ask 怎么开通实在宝", asker)
    group.wait_until(lambda message: message.reply_to == asked.id)

    assert len(group.messages) == 1 + 3 + 1, "the settings, three answers, and the one that was asked for"
