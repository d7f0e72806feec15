"""A line that comes back to something told before the last answer: named again, by its order, or as one's own case."""

from datetime import datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.limits import MOST_EARLIER, MOST_WORDS
from bot.assistant.returning import Return, returned
from bot.assistant.talk import NOTHING, Talk
from knowledge.calendar import SHANGHAI

NOW = datetime(2025, 3, 3, 12, tzinfo=SHANGHAI)
TWO_ORDERS = ("先说第一单，实在宝，羽绒服说白鹅绒结果是鸭绒，花了459，赔多少", "另一单是双鞋，牌子是假的，花了1380")
COUSIN = (
    "俺这单主播说一提十包抽纸到手六包，花了29块9，实在宝能赔几个钱",
    "俺表哥那单是条毯子，说羊毛其实化纤，花了一千九",
)
POTS = ("实在宝，头一台电饭锅说是日本产的其实广东的，实付268，赔多少", "还有一台破壁机牌子是冒的，1560")
SUPPOSED = ("实在宝，抽纸少了十二包，付了49块8，赔多少", "要是当初一单买三十箱，付了1494呢")
NEW_SHOP = ("抖店新店开了25天，非广告单卖了23750，技术服务费最低多少", "假如我已经开到第46天呢")
CHAT = ("有个买家天天来飞鸽骂人，我把聊天截图挂网上行不行", "那我拉黑他行吗")


def after(assistant: Assistant, lines: tuple[str, ...]) -> tuple[Answer, Talk]:
    """Return the last answer to some lines and the talk behind it, stored and read again between them."""
    talk, answer = NOTHING, None
    for line in lines:
        answer, talk = assistant.reply(line, Talk.from_json(talk.as_json()), now=NOW)
    assert answer is not None
    return answer, talk


def back(assistant: Assistant, lines: tuple[str, ...], line: str) -> Return:
    """Return what a line comes back to behind others."""
    return returned(after(assistant, lines)[1], assistant.read(line, NOW))


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        (TWO_ORDERS, "第一单是多少来着", "羽绒服"),
        (TWO_ORDERS, "头一单赔多少", "羽绒服"),
        (TWO_ORDERS, "羽绒服那件能赔多少来着", "羽绒服"),
        (COUSIN, "俺这单赔几个钱来着", "抽纸"),
        (POTS, "电饭锅那台能赔几个钱来着", "电饭锅"),
        (CHAT, "截图不让挂那个，写在哪条", "截图"),
        (SUPPOSED, "我真买的那单再报一遍", "49块8"),
        (SUPPOSED, "实际那单是多少", "49块8"),
        (NEW_SHOP, "还是按25天，再报一遍", "25天"),
        (NEW_SHOP, "回到25天那个，多少钱", "25天"),
        (TWO_ORDERS, "回到459那单", "羽绒服"),
    ],
)
def test_what_is_named_again_is_found(assistant: Assistant, lines: tuple[str, ...], line: str, said: str) -> None:
    """By its words, its order, a figure that it alone had, or because it is the asker's own, or the real one."""
    told = back(assistant, lines, line).told

    assert told is not None
    assert said in told.words


@pytest.mark.parametrize("line", ["鞋那单再说一遍", "多少来着", "好的", "那几天到账", "1380那单"])
def test_the_last_answer_needs_no_coming_back(assistant: Assistant, line: str) -> None:
    """What names the last case, or nothing at all, is about the last answer."""
    assert back(assistant, TWO_ORDERS, line).told is None


def test_a_first_line_comes_back_to_nothing(assistant: Assistant) -> None:
    """There is nothing before it."""
    assert returned(NOTHING, assistant.read("第一单是多少来着", NOW)) == Return()


@pytest.mark.parametrize(
    ("lines", "line", "figure"),
    [
        (TWO_ORDERS, "第一单是多少来着", "459"),
        (POTS, "电饭锅那台能赔几个钱来着", "268"),
        (SUPPOSED, "我真买的那单再报一遍", "49.80"),
        (NEW_SHOP, "还是按25天，再报一遍", "237.50"),
    ],
    ids=["by order", "by name", "the real one", "by a figure"],
)
def test_the_first_order_is_told_again_with_its_own_figure(
    assistant: Assistant, lines: tuple[str, ...], line: str, figure: str
) -> None:
    """And it is the last one from then on."""
    answer, talk = after(assistant, (*lines, line))

    assert figure in answer.headline
    assert talk.earlier[0].words.startswith(lines[0])


def test_the_clause_of_an_earlier_answer_is_told(assistant: Assistant) -> None:
    """Not that of the last one."""
    answer, _ = after(assistant, (*CHAT, "截图不让挂那个，写在哪条"))

    assert "第2.1条" in answer.headline


def test_a_corrected_case_stays_one(assistant: Assistant) -> None:
    """The figure put right takes the place of the wrong one."""
    _, talk = after(assistant, (*TWO_ORDERS, "说错了，鞋是1280"))

    assert [one.target for one in talk.earlier].count("=shizaibao-payout") == len(TWO_ORDERS)


def test_a_case_told_over_many_lines_stays_small(assistant: Assistant) -> None:
    """Only its last words are kept, however often it is put right."""
    lines = (
        "实在宝，羽绒服说白鹅绒结果是鸭绒，花了459，赔多少",
        *(f"又看错了，不好意思，实付应该是{paid}才对" for paid in range(500, 530)),
    )
    _, talk = after(assistant, lines)

    assert len(talk.earlier[0].words) <= MOST_WORDS


def test_so_much_is_remembered_and_no_more(assistant: Assistant) -> None:
    """A talk stays small however long it gets."""
    _, talk = after(
        assistant,
        (
            *TWO_ORDERS,
            *CHAT,
            *("实在宝最多赔多少", "飞鸽考核时间是几点到几点", "星图申诉几天内交", "二手手机能贴店标吗") * 2,
        ),
    )

    assert len(talk.earlier) <= MOST_EARLIER
