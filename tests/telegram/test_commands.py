"""Commands: each of them, well and badly typed."""

import pytest
from standin import Chat, StandIn

from bot.assistant import examples
from bot.telegram.handlers.catalogue import KINDS, calculators, of_kind, usage
from tests.shipped import library

LIBRARY = library()
CALCULATORS = list(calculators(LIBRARY))


def test_start_says_what_it_can_do_as_of_when_and_gives_three_examples_to_press(chat: Chat) -> None:
    """And that it is neither official nor legal advice."""
    welcome = chat.ask("/start")
    assert "不是官方" in welcome.text
    assert "不是法律意见" in welcome.text
    assert "2026年" in welcome.text
    assert len(welcome.buttons) == 3

    for example in welcome.buttons:
        chat.press(example, welcome).wait()
        assert chat.answer().text


def test_a_deep_link_opens_a_clause(chat: Chat) -> None:
    """An unknown one says so; one for anything else is a plain start."""
    chat.start("c_kuaishou-shizaibao_7")
    assert "第7条" in chat.answer().text
    chat.start("c_douyin-feige_2-10-1")
    assert "<blockquote expandable>" in chat.answer().html
    chat.start("c_nothing_9")
    assert "找不到" in chat.answer().text
    chat.start("inline")
    assert "你好" in chat.answer().text


def test_help_leads_to_the_three_kinds_of_calculators(chat: Chat) -> None:
    """Each is a menu, and a menu computes."""
    assert "每种怎么写" in chat.ask("/help 多余的字").text
    chat.press("算金额").wait()
    menu = chat.answer()
    assert len(menu.buttons) >= 3

    chat.press("赔多少", menu).wait() if "实在宝赔多少" in menu.buttons else chat.press(menu.buttons[-1], menu).wait()
    assert "取消" in chat.answer().buttons


def test_docs_are_browsed_in_one_message_page_by_page(chat: Chat) -> None:
    """Documents, clauses, one clause, its related clauses, and back."""
    listed = chat.ask("/docs")
    assert sum("·" in label for label in listed.buttons) == 8
    assert listed.buttons[-1] == "下一页 ›"
    chat.press("实在宝规则", listed).wait()
    first = chat.wait_for_edit()
    assert first.id == listed.id
    chat.press("下一页", first).wait()
    second = chat.wait_for_edit()
    assert second.buttons[0] != first.buttons[0]
    chat.press("上一页", second).wait()
    chat.press("开头部分", chat.wait_for_edit()).wait()
    clause = chat.wait_for_edit()
    assert "<blockquote expandable>" in clause.html
    chat.press(next(label for label in clause.buttons if "相关" in label), clause).wait()
    chat.press("返回", chat.wait_for_edit()).wait()

    assert chat.wait_for_edit().text.startswith("快手“主播实在宝”服务规则")
    chat.quiet()


def test_docs_show_the_questions_most_asked_which_are_answered_when_pressed(chat: Chat) -> None:
    """The list stays where it is; the answer is a new message."""
    listed = chat.ask("/docs")
    chat.press("飞鸽", listed).wait()
    chat.press("大家常问", chat.wait_for_edit()).wait()
    questions = chat.wait_for_edit()
    chat.press(questions.buttons[0], questions).wait()

    assert "👍" in chat.answer().buttons


@pytest.mark.parametrize("reference", ["kuaishou-shizaibao/7", "实在宝 第七条", "实在宝 第7条", "实在宝第七条"])
def test_a_clause_is_named_by_its_id_or_as_people_say_it(chat: Chat, reference: str) -> None:
    """Both come to the same clause."""
    assert "赔偿金额与到账" in chat.ask(f"/clause {reference}").text


@pytest.mark.parametrize("words", ["", "9999", "实在宝 第九百条", "什么 东西 都 没有 的 一 条", "<b>&"])
def test_a_clause_typed_badly_gets_usage_with_an_example(chat: Chat, words: str) -> None:
    """Whatever is wrong with it."""
    assert f"例如：/clause {examples.clause(LIBRARY)}" in chat.ask(f"/clause {words}").text


def test_words_behind_a_kind_compute_at_once(chat: Chat) -> None:
    """When they say which calculator is meant."""
    assert "1000.00 元" in chat.ask("/payout 实在宝 1288").text
    assert "2023年5月1日" in chat.ask("/deadline 实在宝最晚哪天能申请 4月1日").text
    assert "珠宝" in chat.ask("/eligible 实在宝类目 珠宝").text


def test_words_that_fit_several_calculators_get_a_menu_which_keeps_them(chat: Chat) -> None:
    """Pressing one computes with the words that were typed."""
    menu = chat.ask("/deadline 实在宝 4月1日")
    assert len(menu.buttons) > 1

    chat.press("最晚哪天能申请实在宝", menu).wait()

    assert "2023年5月1日" in chat.answer().text


@pytest.mark.parametrize("command", ["payout", "deadline", "eligible"])
@pytest.mark.parametrize("words", ["", "abc", "1 2 3 4 5 6 7 8", "🙂"])
def test_a_kind_typed_badly_gets_a_menu_and_usage_with_an_example(chat: Chat, command: str, words: str) -> None:
    """The menu keeps the words that were typed."""
    menu = chat.ask(f"/{command} {words}")

    assert f"例如：/{command}" in menu.text
    assert menu.buttons


@pytest.mark.parametrize("command", CALCULATORS)
def test_a_calculator_computes_its_own_example_in_one_message(chat: Chat, command: str) -> None:
    """The example of the usage line is one that works."""
    example = usage(command, LIBRARY).rpartition("例如：")[2]
    answer = chat.ask(example)

    assert "<blockquote expandable>" in answer.html
    assert "取消" not in answer.buttons
    assert "用法" not in answer.text


@pytest.mark.parametrize("command", [name for name in CALCULATORS if name != "shizaibao_category"])
@pytest.mark.parametrize(
    "words", ["", "莫名其妙", "1 2 3 4 5 6 7 8 9 10 11 12"], ids=["nothing", "nonsense", "too much"]
)
def test_a_calculator_typed_badly_gets_usage_with_an_example(chat: Chat, command: str, words: str) -> None:
    """Nothing behind it, the wrong kind of thing, too many things."""
    answer = chat.ask(f"/{command} {words}")

    assert usage(command, LIBRARY) in answer.text


def test_a_category_may_be_any_word_so_only_its_absence_and_too_many_words_are_bad(chat: Chat) -> None:
    """莫名其妙 may be a category that the rule does not list."""
    for words in ("", "1 2 3 4"):
        assert usage("shizaibao_category", LIBRARY) in chat.ask(f"/shizaibao_category {words}").text


@pytest.mark.parametrize("command", ["start", "help", "docs", "cancel", "privacy", "forget", "settings", "ask"])
@pytest.mark.parametrize("words", ["", "多余 的 字 <b>", "12345"])
def test_a_command_without_arguments_works_with_words_behind_it(chat: Chat, command: str, words: str) -> None:
    """Nothing breaks."""
    assert chat.ask(f"/{command} {words}").text


def test_cancel_drops_a_calculation_or_says_there_is_none(chat: Chat) -> None:
    """The amount that follows is no input any more."""
    chat.ask("/shizaibao_payout")
    chat.ask("/cancel")

    assert "666.00" not in chat.ask("666").text


@pytest.mark.parametrize(
    "text",
    [
        "/clause，实在宝第七条",
        "/clause实在宝第七条",
        "/CLAUSE 实在宝 第七条",
        "/clause@rulebot_test_bot  实在宝 第七条",
    ],
)
def test_a_command_may_run_into_its_words(chat: Chat, text: str) -> None:
    """As people type on a telephone."""
    assert "赔偿金额与到账" in chat.ask(text).text


def test_an_unknown_command_names_the_nearest(chat: Chat) -> None:
    """And the help."""
    assert "/shizaibao_payout" in chat.ask("/shizaibao_payuot 1288").text
    assert "/help" in chat.ask("/qwertyuiop").text


def test_privacy_says_what_is_kept_and_forget_deletes_it(chat: Chat) -> None:
    """After that a calculation under way is unknown, and an old button is at most a question of its own."""
    assert "90 天" in chat.ask("/privacy").text
    asked = chat.ask("/shizaibao_payout")
    assert "删掉" in chat.ask("/forget").text

    assert chat.press("不知道", asked).wait().alert
    assert "666.00" not in chat.ask("666").text


def test_a_menu_tells_the_command_of_each_calculator_with_an_example(chat: Chat) -> None:
    """Those of all three kinds together are all there are."""
    lines = [line for kind in KINDS for line in chat.ask(f"/{kind}").text.split("\n") if line.startswith("· ")]
    told = {line.partition("：/")[2] for line in lines}

    assert len(lines) == len(CALCULATORS)
    assert told == {usage(command, LIBRARY).rpartition("例如：/")[2] for command in CALCULATORS}


def test_in_a_group_a_menu_is_short(group: Chat) -> None:
    """Its buttons tell enough, and others read along."""
    menu = group.ask("/deadline@rulebot_test_bot")

    assert "· " not in menu.text
    assert len(menu.buttons) == len(of_kind("deadline", LIBRARY))


def test_the_menus_are_short_in_chinese_and_say_what_people_need_most_first(chat: Chat, telegram: StandIn) -> None:
    """In private chats, in groups, for administrators; a calculator's own command is no part of them."""
    scopes = ("all_private_chats", "all_group_chats", "all_chat_administrators", "default")
    private, group, administrators, anywhere = (
        {entry["command"]: entry["description"] for entry in telegram.commands(scope)} for scope in scopes
    )
    most = ["payout", "deadline", "eligible", "docs", "clause", "cancel", "reminders", "help", "privacy", "forget"]

    assert list(private) == [*most, "start"]
    assert list(group) == ["ask", *most]
    assert list(administrators) == ["settings", "ask", *most]
    assert anywhere == private
    assert all(any("\u4e00" <= character <= "\u9fff" for character in told) for told in administrators.values())
