"""Buttons that copy what an answer tells: the amount, the way through the menus."""

import pytest
from standin import BotMessage, Chat, User

from bot.telegram.handlers.catalogue import calculators
from bot.telegram.pages.copying import path_in
from tests.shipped import library

PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"
CODE = "实在宝的企业微信群怎么进"
PATH = "【权益中心】→【其他权益】→【实在宝服务】→【立即开通】"
LIBRARY = library()
PAYOUTS = [name for name, of in calculators(LIBRARY).items() if LIBRARY.calculations[of].calculation.kind == "payout"]


def copied(message: BotMessage) -> dict[str, str]:
    """Return what the buttons of a message copy, by their labels."""
    return {button.text: button.copy for row in message.rows for button in row if button.copy}


def test_an_amount_is_copied_as_figures_alone(chat: Chat) -> None:
    """To be typed in where money is asked for."""
    answer = chat.ask(PAYOUT)

    assert copied(answer) == {"📋 复制 1000.00 元": "1000.00"}


@pytest.mark.parametrize("command", PAYOUTS)
def test_every_payout_can_be_copied_as_its_first_line_tells_it(chat: Chat, command: str) -> None:
    """Of several amounts the one that was asked for."""
    calculation = LIBRARY.calculations[calculators(LIBRARY)[command]].calculation
    answer = chat.ask(f"/{command} {calculation.example}")
    [amount] = copied(answer).values()

    assert f"{amount} 元" in answer.text.split("\n")[0]


def test_a_path_is_copied_as_the_answer_tells_it(chat: Chat) -> None:
    """Whole, and without the words around it; in one row with nothing else."""
    answer = chat.ask(CODE)

    assert PATH in answer.text.split("\n")[0]
    assert copied(answer) == {"📋 复制路径": PATH}
    assert [len(row) for row in answer.rows if row[0].copy] == [1]


def test_a_path_in_the_clause_is_copied_where_the_first_lines_tell_none(chat: Chat) -> None:
    """Of the card of a clause as well, however one came to it."""
    card = chat.ask("/clause xingtu-cancellation/4.1")
    listed = chat.ask("/docs")
    chat.press("巨量星图", listed).wait()
    page = chat.wait_for_edit()
    while not any("第4.1条" in label for label in page.buttons):
        chat.press("下一页", page).wait()
        page = chat.wait_for_edit()
    chat.press("第4.1条", page).wait()

    for shown in (card, chat.wait_for_edit()):
        assert list(copied(shown).values()) == ["登录巨量星图账号→页面右下角“客服”"]


def test_what_is_no_amount_is_not_offered(chat: Chat) -> None:
    """A day, a question back, a clause's own figures, nothing to be paid."""
    for line in (
        "/deadline 实在宝最晚哪天能申请 4月1日",
        "/shizaibao_payout",
        "实在宝最多能赔多少钱",
        "/shizaibao_payout 0",
    ):
        assert copied(chat.ask(line)) == {}


def test_labels_are_in_the_script_of_the_answer(chat: Chat) -> None:
    """What is copied is what was read."""
    answer = chat.ask("我在快手實付1288元，主播虛假宣傳，實在寶能賠多少")

    assert copied(answer) == {"📋 複製 1000.00 元": "1000.00"}


def test_in_a_group_what_the_short_answer_tells_can_be_copied_by_everybody(group: Chat, asker: User) -> None:
    """What it does not tell cannot: the path that stands in the clause alone."""
    amount = group.ask(f"@rulebot_test_bot {PAYOUT}", asker)
    path = group.ask(f"@rulebot_test_bot {CODE}", asker)
    untold = group.ask("/clause@rulebot_test_bot xingtu-cancellation/4.1", asker)

    assert list(copied(amount).values()) == ["1000.00"]
    assert list(copied(path).values()) == [PATH]
    assert copied(untold) == {}


def test_inline_answers_have_the_one_button_that_leads_to_the_bot(chat: Chat) -> None:
    """What others read is kept small."""
    [keyboard] = [result.markup for result in chat.inline(PAYOUT).wait().results[:1]]

    assert keyboard is not None
    assert [list(button) for row in keyboard["inline_keyboard"] for button in row] == [["text", "url"]]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("先进【店铺】 → 【权益中心】，再看。", "【店铺】 → 【权益中心】"),
        ("在「設定」→「帳戶」裡", "「設定」→「帳戶」"),
        ("打开“我的”>“设置”>“隐私”就行", "打开“我的”>“设置”>“隐私”"),
        ("电脑小店后台【实在宝服务】→【立即开通】里", "【实在宝服务】→【立即开通】"),
        ("点右上角“…”->【举报】", "点右上角“…”->【举报】"),
        ("订单详情页→“专属通道”，填单。再去【A】→【B】", "订单详情页→“专属通道”"),
        ("点【立即开通】，不用别的", ""),
        ("流程是下单→付款→发货", ""),
        ("金额 > 1000 元的，“大额” 另说", ""),
        ("【A】→", ""),
        ("→【A】", ""),
        ("", ""),
        (f"【{'长' * 130}】→【{'长' * 130}】", ""),
        (f"【{'长' * 126}】→【{'长' * 125}】", f"【{'长' * 126}】→【{'长' * 125}】"),
    ],
)
def test_a_path_has_arrows_between_names_as_they_stand_on_the_screen(text: str, path: str) -> None:
    """An order of events or a comparison is none, and none is longer than Telegram copies."""
    assert path_in(text) == path
