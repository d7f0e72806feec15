"""What we say is right in Traditional characters, and what is written in them is read like Simplified text."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.assistant.written import in_traditional
from bot.evaluation.scripts import written_in
from bot.screen import draw
from bot.telegram.handlers.answering import Turn
from bot.telegram.incoming import Heard
from bot.telegram.pages.sheets import Printer, Sheet
from bot.terminal import Said, plain
from calculators import run
from knowledge.calculations import Calculation
from knowledge.language.reader import read
from knowledge.language.script import normalise, simplify, traditional, writes_traditional
from knowledge.library import Library, Place
from knowledge.plain_yaml import read_yaml

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 11, 25)
NOW = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
FILES = sorted((ROOT / "tests" / "cases").glob("*.yaml"))
CASES = [case for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]

# What a converter errs on, and the words in which it is right.
DOUBTFUL = re.compile("[髮錶籤隻併麵齣摺迴里后系松周]")
RIGHT = re.compile(
    "頭髮|手錶|鐘錶|腕錶|標籤|[一兩三]隻|合併|麵粉|存摺|公里|里程|皇后|系統|體系|系列|松樹|周圍|周邊|周到"
    # the answers of somebody who speaks Cantonese, as they are compared
    r"|\|系\|"
)

# Simplified, and what must become of it (LANGUAGE.md, section 5).
TURNED = """
虚假发货 虛假發貨|全额发给 全額發給|全额发放 全額發放|全额发到达人 全額發到達人
差额发还 差額發還|金额发放 金額發放|超额发 超額發
一直发消息 一直發消息|乱发消息 亂發消息|能发色情 能發色情|白发一单 白發一單
造假发 造假發|产生发票 產生發票|发质检报告 發質檢報告
整理发票 整理發票|最长发货时间 最長發貨時間|领头发的 領頭發的|头发 頭髮|假发片 假髮片
洗发水 洗髮水|发型师 髮型師|发廊 髮廊
14天后 14天後|7天后 7天後|30天后 30天後|100元后 100元後|进群后 進群後|被封后 被封後
付款后里面 付款後裡面|皇后 皇后|太后 太后
保证金里扣 保證金裡扣|钱里扣 錢裡扣|飞鸽里拉黑 飛鴿裡拉黑|合同里约定 合同裡約定
里根本 裡根本|平台里布置 平台裡布置|规则里加 規則裡加
承诺里 承諾裡|公里 公里|办公里的 辦公裡的|里程 里程|流程里程序 流程裡程序|阿里巴巴 阿里巴巴|哪里 哪裡|两里路 兩里路
不是只有 不是只有|还是只能 還是只能|是只卖 是只賣|一单只能有 一單只能有
订单只能 訂單只能|清单只 清單只|为有只 為有只|只手机 只手機
两只手表 兩隻手錶|买了两只， 買了兩隻，|一只鞋 一隻鞋|这只表 這隻錶|这只表示 這只表示|船只 船隻|唯一只包邮 唯一只包郵
签合同 簽合同|签协议 簽協議|拒签 拒簽|跟谁签的 跟誰簽的
我签的 我簽的|要签什么 要簽什麼|面签 面簽|证书签字 證書簽字|要求签收 要求簽收
标签 標籤|抽签 抽籤|一枚书签 一枚書籤|便签 便籤|以便签约 以便簽約|招标签约 招標簽約
并发布 並發布|并发给 並發給|并发出 並發出|并为 並為|符合并提交 符合並提交|合并订单 合併訂單|一并赔 一併賠|并购 併購
不准发 不准發|准不准 准不准|批准日期 批准日期|准入 准入|标准入口 標準入口
说不准 說不準|以平台为准 以平台為準|不准时 不準時|准时 準時
划走 劃走|划扣 劃扣|计划 計劃|划算 划算|计划算不算 計劃算不算
系 係|唔系 唔係|系咪 係咪|关系 關係|有关系统 有關系統|系统 系統|体系 體系|联系 聯繫|关联系统 關聯系統
管得松 管得鬆|监管松 監管鬆|松树 松樹|周几上班 週幾上班|每周 每週|下周到货 下週到貨
周围 周圍|周大福 周大福|每周转发 每週轉發
尺码表 尺碼表|看表格 看表格|比例表转载 比例表轉載|代表带货 代表帶貨|发表链接 發表鏈接
名表 名錶|点名表 點名表|表带 錶帶|部分钟表 部分鐘錶
打对折 打對折|折合 折合|折叠 摺疊|一出问题 一出問題|一出事 一出事|一出戏 一齣戲
不复杂 不複雜|没回复 沒回覆|请回复 請回覆|再回复 再回覆|回复查询 回覆查詢
恢复 恢復|恢复数据 恢復數據|重复 重複|严重复发 嚴重復發
复购 回購|给回音 給回音|撤回 撤回|轮回 輪迴|方便面谈 方便面談|方便面 方便麵|页面条款 頁面條款|面条 麵條
发布 發布|公布 公布|宣布 宣布|平台 平台|后台 後台|台湾 台灣|平台风险 平台風險|台风 颱風|柜台 櫃檯
账号 帳號|账户 帳戶|到账 到帳|账单 帳單
了解 了解|写明了解法 寫明了解法|注销 註銷|标注 標註|备注 備註|厘米 厘米|厘清 釐清
点赞 點讚|点过赞的 點過讚的|点赞作品 點讚作品|点赞同款 點讚同款
赞助 贊助|诋毁 詆毀|商家私下 商家私下|家具 家具|借着 藉著|借钱 借錢
视频 視頻|客服 客服|链接 鏈接|达人 達人|小二 小二|对公 對公
二维码 二維碼|屏蔽 屏蔽|脚本 腳本|晒单 曬單|冇晒 冇晒|佣金 佣金
""".replace("\n", "|")

# Traditional or Cantonese, and how it is read.
READ = """
係 系|唔係 唔系|係咪 系咪|嗰日 嗰日|噚日 噚日|甚麼 什么|祇有 只有|祗有 只有
神祇 神祇|妳 你|參萬伍仟 叁万伍仟|壹拾參元 壹拾叁元|參加 参加
帳號 账号|到帳 到账|蚊帳 蚊帐|看著 看着|綜合著看 综合着看|慰藉 慰藉|著名 著名|傢俱 家具|回覆 回复|了解 了解|什么 什么
""".replace("\n", "|")


def pairs(table: str) -> list[tuple[str, ...]]:
    """Return the pairs of a table."""
    return [tuple(row.split(" ")) for row in table.strip("|").split("|")]


def words_of_documents(library: Library) -> Iterator[str]:
    """Yield what the documents say, figures filled in where they are the clause's own."""
    for document in library.documents:
        yield from (document.title, document.short, document.platform.name, document.kind)
        yield from (supplement.text + supplement.source for supplement in document.supplements)
    for place in library.places.values():
        yield from words_of_clause(library, place)
        yield from (told for calculation in place.clause.calculations for told in words_of_calculation(calculation))
    for aspects in library.aspects.values():
        for one in aspects:
            says = (one.aspect.says, *one.aspect.next, *(example.says for example in one.aspect.asked))
            yield from (library.told(one.place, text, DAY) for text in says)
    for place, gap in library.gaps.values():
        yield from (library.told(place, gap.missing, DAY), library.told(place, gap.certain, DAY))
    yield from (library.told(places[0], conflict.says, DAY) for places, conflict in library.conflicts.values())


def words_of_clause(library: Library, place: Place) -> Iterator[str]:
    """Yield a clause's title, text, readings, list and next steps."""
    clause = place.clause
    texts = (clause.text, *clause.reading.values(), *(item.says for item in clause.items), *clause.next)
    yield from (place.cite, clause.title, *clause.audience)
    yield from (library.told(place, text, DAY) for text in texts)


def words_of_calculation(calculation: Calculation) -> Iterator[str]:
    """Yield what a calculation asks and tells, with its placeholders."""
    one = calculation
    yield from (one.title, one.premise, one.example, *one.tells.values(), *one.says.values(), *one.words.values())
    yield from (*one.besides.values(), *(reason.says for reason in one.reasons.values()), *strings(one.settings))
    for field in one.inputs.values():
        yield from (field.label, field.ask, *field.choices, *(ways[0] for ways in field.choices.values() if ways))


def words_of_cases(library: Library) -> Iterator[str]:
    """Yield what the worked examples come out as: every step with its figures."""
    for case in CASES:
        outcome = run(case["calc"], case["inputs"], library, datetime.fromisoformat(case["today"]))
        yield from (outcome.says, *outcome.steps, *outcome.assumptions, *outcome.boundaries)


def words_of_programs() -> Iterator[str]:
    """Yield every text in our programs: labels, buttons, what a face says itself; documentation apart."""
    for path in sorted(path for folder in ("bot", "calculators") for path in (ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in remarks)
        yield from (node.value for node in texts if isinstance(node.value, str))


def strings(value: Any) -> Iterator[str]:
    """Yield every text in lists and mappings."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        yield from strings(inner)


@pytest.fixture(scope="module")
def ours(library: Library) -> list[str]:
    """Return every text that we can say, as it is stored: in Simplified characters."""
    said = (*words_of_documents(library), *words_of_cases(library), *words_of_programs())
    said = (*said, *strings(read_yaml(ROOT / "bot" / "assistant" / "phrases.yaml")))
    texts = (*said, *strings(dict(library.wording)), *strings(dict(library.lexicon.replies)))
    return sorted({text for text in texts if simplify(text) == text and re.search("[一-鿿]", text)})


def test_everything_we_say_is_gathered(ours: list[str]) -> None:
    """A change in the shape of the documents must not empty the tests below."""
    assert len(ours) > 4000
    assert {"📖 看全文", "接着问", "怎么来的", "快手"} <= set(ours)


def test_nothing_we_say_holds_the_characters_that_conversion_gets_wrong(ours: list[str]) -> None:
    """Hair, watches, slips, counters, miles, queens and weeks: only in the words in which they are right."""
    wrong = {text for text in ours if DOUBTFUL.search(RIGHT.sub("", traditional(text)))}

    assert wrong == set()


def test_what_we_say_comes_back_as_it_was(ours: list[str]) -> None:
    """No word is changed on the way; 帐 alone, which is the other spelling of 账, comes back as that."""
    changed = [text for text in ours if simplify(traditional(text)) != text.replace("帐", "账")]

    assert changed == []


def test_what_is_in_traditional_characters_stays_so(ours: list[str]) -> None:
    """Whoever converts twice does no harm."""
    once = [traditional(text) for text in ours]

    assert [text for text in once if traditional(text) != text] == []


@pytest.mark.parametrize(("text", "wanted"), pairs(TURNED))
def test_a_word_that_conversion_gets_wrong_is_right(text: str, wanted: str) -> None:
    """Alone, and within a sentence."""
    assert traditional(text) == wanted
    assert text in ("系", "买了两只，") or traditional(f"（{text}）") == f"（{wanted}）"


@pytest.mark.parametrize(("text", "wanted"), pairs(READ))
def test_another_spelling_is_read_like_the_one_of_the_word_lists(text: str, wanted: str) -> None:
    """Cantonese, Hong Kong's and Taiwan's."""
    assert simplify(text) == normalise(text) == wanted


def test_no_text_is_cut_or_refused() -> None:
    """Each character becomes one, whatever stands beside it."""
    for text in ("", "\x00", "发\x00后里\x00", "\ud800后", "🙂髮\ufe0f", "么\ue000"):
        assert len(traditional(text)) == len(simplify(text)) == len(text)


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("付咗參萬伍仟蚊", "付咗叁万伍仟蚊"),
        ("噚日發貨", "昨天发货"),
        ("祇付了壹佰參拾元", "只付了壹佰叁拾元"),
        ("妳說3天到帳", "你说3天到账"),
    ],
)
def test_figures_in_another_spelling_are_the_same(line: str, same: str) -> None:
    """The facts that are read are those of the plain spelling."""
    facts, plain = read(line, NOW).facts, read(same, NOW).facts

    assert [(fact.kind, fact.low, fact.high) for fact in facts] == [(fact.kind, fact.low, fact.high) for fact in plain]
    assert facts


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("實在寶最多賠多少", True),
        ("呢個係咪要邀請", True),
        ("限得晒定係限一部分㗎", True),
        ("平臺", True),
        ("实在宝最多赔多少", False),
        ("呢个係咪可以赔", False),
        ("嗰日发咗货", False),
        ("卖家发个钓漁链接过来", False),
        ("1288", False),
        ("好", False),
        ("后面只有一里", False),
    ],
)
def test_a_line_tells_its_script_by_most_of_its_characters(line: str, expected: bool) -> None:
    """A dialect is no script, and neither is one slip."""
    assert writes_traditional(line) is expected


ASKED = [
    "實在寶最多能賠多少錢",
    "我在快手實付1288元，主播虛假宣傳，實在寶能賠多少",
    "實在寶4月1號發貨，還能申請嗎",
    "腳本還沒傳，客戶取消要出錢嗎",
    "實在寶開通條件有哪些",
    "飛鴿禁言幾天",
    "二手3C店鋪標籤最大多大",
    "快手小店保證金怎麼退",
]


def shown(answer: Answer, library: Library) -> Iterator[str]:
    """Yield what every face shows of an answer: the terminal, plain and drawn, and Telegram with its buttons."""
    drawn = StringIO()
    draw(answer, answer.next, Console(file=drawn, width=80))
    yield from (plain(Said(answer=answer, steps=answer.next)), drawn.getvalue())
    printer = Printer("rulebot", library, NOW)
    for sheet in (printer.whole(answer), printer.short(answer)):
        yield from (*sheet.pages, *labels(sheet))


def labels(sheet: Sheet) -> Iterator[str]:
    """Yield what stands on the buttons of a sheet, and what pressing them says."""
    for button in (button for row in sheet.keys.rows for button in row):
        yield button.text
        yield str(button.callback_data or "") if str(button.callback_data).startswith("s:") else ""


@pytest.mark.parametrize("question", ASKED)
def test_whoever_writes_traditional_is_shown_nothing_else(question: str, assistant: Assistant) -> None:
    """Titles, clauses, labels and buttons included; what other programs get is the clause as it is stored."""
    answer, _ = assistant.reply(question, now=NOW)
    choosing = replace(answer, choices=("實在寶",), supplements=("參考",))

    texts = [text for one in (answer, choosing) for text in shown(one, assistant.library)]
    assert [text for text in texts if not written_in(text, "traditional")] == []
    assert all(simplify(quote.text) == quote.text and simplify(quote.title) == quote.title for quote in answer.quotes)


def test_a_button_under_an_answer_in_traditional_characters_is_answered_in_them(assistant: Assistant) -> None:
    """A clause's number, a calculator's name and a day are in no script themselves."""
    pressed = Heard(1, 1, (1,), "", NOW, under_traditional=True)
    turn = Turn(pressed, NOTHING, assistant, Printer("rulebot", assistant.library, NOW))
    replies = (turn.clause("kuaishou-shizaibao/7"), turn.calculated("shizaibao-payout", ""), turn.asked("1288"))

    texts = [text for reply in replies for sheet in reply.sheets for text in (*sheet.pages, *labels(sheet))]
    assert [text for text in texts if not written_in(text, "traditional")] == []


def test_every_clause_is_shown_in_traditional_characters_throughout(assistant: Assistant) -> None:
    """As the buttons under such an answer show it."""
    mixed = []
    for place in assistant.library.places:
        answer = assistant.clause(place, now=NOW)
        assert answer
        texts = shown(in_traditional(answer), assistant.library)
        mixed += [text for text in texts if not written_in(text, "traditional")]

    assert mixed == []
