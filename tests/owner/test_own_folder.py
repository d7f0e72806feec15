"""What an owner's folder may hold: documents of any platform, words, lines next door, an overlay; what is refused."""

import json
import shutil
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from calculators import run
from calculators.bindings import problems
from knowledge.audit import everything
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests import shipped
from tests.command import rulebot
from tests.shipped import kept

HERE = Path(__file__).parent
NOW = datetime(2026, 4, 2, 10, tzinfo=SHANGHAI)
# Written by somebody who saw what the rules say, but not how they are asked for in the document.
FREIGHT = [
    "上周在淘宝买了双靴子,38码穿着挤脚,页面上写着有运费险的,我就叫快递上门寄回去了,花了18块我自己先付的,刚看物流卖家今天已经签收,这18块是全赔给我还是只赔一部分啊?",
    "淘宝退货运费谁出",
    "taobao的运费险到底是卖家买的,还是我下单的时候要自己另外买?",
    "想請問一下,淘寶有運費險的商品要退貨,寄回去的運費可以不用付嗎,還是我要自己先墊?",
    "换货赔运费不",
    "我买的那件没写运费险,退货能不能让卖家或者平台给报销邮费呀",
    "我喺淘寶買件衫有運費險,寄返去嗰陣運費我畀咗先,幾時先至賠返畀我㗎?",
    "我是开某宝店的,卖陶瓷杯子,一直没投运费险。昨天有个买家说颜色不喜欢要退,寄回来要十几块,她非说这钱该我掏,不然就给差评,我也不想跟人吵,就想问下按规定这个退货运费到底算谁的",
    "淘宝退的货寄出去三天了卖家还没签受,运费险是不是就先不给赔",
    pytest.param(
        "一单里买了三件分开寄回去退的,是每件都能赔12还是总共就12?",
        marks=pytest.mark.xfail(strict=True, reason="names neither platform nor topic, and is near another rule"),
    ),
]
DEPOSIT = [
    "淘宝开店要押多少钱",
    "早上打开后台一看,提示我某宝店的保证金不够了,要我补。我最近手头紧,工资要到月底才发,离现在还有十来天呢,要是拖到那时候再补,我这店会怎么样啊,有点慌",
    "我間淘寶店執咗笠喇,嗰1000蚊保證金會退返去邊度㗎?可唔可以轉入我第二張卡?",
    pytest.param(
        "taobao新店能不能先不交保证金,等开单了再补上",
        marks=pytest.mark.xfail(strict=True, reason="as near to what other shops ask of other platforms"),
    ),
    "关店钱几天退",
    "想請問淘寶的店關掉以後,當初繳的保證金拿得回來嗎?還是就被平台收走了",
    "后台说我保证金不足,最晚几天之内得补?",
    pytest.param(
        "淘宝关店退保正金那个15天,是只算工作日还是周末也算进去",
        marks=pytest.mark.xfail(strict=True, reason="the document does not say it, and the word is misspelt"),
    ),
    "去年跟闺蜜合开了个淘宝店卖手工发夹,现在她要结婚回老家,我们商量完上周就把店关了,可是还有一个买家的纠纷没处理完,保证金到现在也没见退,是不是非得等那个纠纷弄完了才给我们?",
    "店关了都快20天了保证金还没到账,可能是卡在哪了",
]


@pytest.fixture(scope="module")
def taobao(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant with a document of a platform that nobody ships."""
    folder = tmp_path_factory.mktemp("taobao")
    shutil.copy(HERE / "taobao.yaml", folder)
    return Assistant(load(folder, kept=kept()), kept=kept())


@pytest.fixture(scope="module")
def taobao_alone(taobao: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the same where everything that is shipped is switched off."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(HERE / "taobao.yaml", folder)
    overlaid(folder, f"off: [{', '.join(sorted(taobao.library.shipped))}]")
    return Assistant(load(folder, kept=kept()), kept=kept())


def clauses(assistant: Assistant, line: str) -> list[str]:
    """Return the clauses that are quoted, or those of the questions that are offered."""
    answer, talk = assistant.reply(line, now=NOW)
    return [quote.id for quote in answer.quotes] or [target.split(":")[0] for _, target in talk.choices]


@pytest.mark.parametrize("line", FREIGHT)
def test_freight_is_found_in_other_words(taobao: Assistant, line: str) -> None:
    """The shipped data knows 淘宝 and 运费险 as outside; a loaded document covers them."""
    assert "taobao-shop-rules/1" in clauses(taobao, line)


@pytest.mark.parametrize("line", DEPOSIT)
def test_the_deposit_is_found_in_other_words(taobao: Assistant, line: str) -> None:
    """Though shipped documents speak of deposits, too."""
    assert "taobao-shop-rules/2" in clauses(taobao, line)


def test_every_way_of_asking_is_found_as_it_stands(taobao: Assistant) -> None:
    """Verbatim, each leads to its own clause first."""
    own = [place for place in taobao.library.places.values() if place.document.id == "taobao-shop-rules"]
    wrong = [
        example.q for place in own for example in place.clause.asked if clauses(taobao, example.q)[:1] != [place.id]
    ]

    assert wrong == []


@pytest.mark.parametrize("line", [*FREIGHT[:9], *DEPOSIT[:3], *DEPOSIT[4:6], DEPOSIT[8]])
def test_what_is_shipped_makes_no_difference_to_what_is_found(taobao_alone: Assistant, line: str) -> None:
    """All nine documents switched off: how rare a word is does not change with them."""
    assert {"taobao-shop-rules/1", "taobao-shop-rules/2"} & set(clauses(taobao_alone, line))


@pytest.mark.parametrize(
    "line", ["外卖骑手超时扣多少钱", "个人所得税怎么交", "信用卡逾期一天有影响吗", "社保断交了能补吗"]
)
def test_alone_it_refuses_what_it_does_not_cover(taobao_alone: Assistant, line: str) -> None:
    """Having less to say is no reason to say it to everybody."""
    assert taobao_alone.reply(line, now=NOW)[0].quotes == ()


@pytest.mark.parametrize(
    "line",
    [
        "淘宝店名可以改几次",
        "淘宝发货超时赔付多少钱",
        "淘宝花呗逾期怎么办",
        "淘宝直播多久能申请开通",
        "淘宝评价能不能删",
        "淘宝客服几分钟不回算违规",
    ],
)
def test_naming_the_platform_is_not_asking_about_the_document(taobao: Assistant, line: str) -> None:
    """Nothing of these stands there: it is said, not answered with what does."""
    assert taobao.reply(line, now=NOW)[0].quotes == ()


@pytest.mark.parametrize(
    "line", ["淘宝主播虚假宣传能赔多少", "淘宝付了1288，主播虚假宣传，能赔多少", "taobao店铺多久不发货算超时"]
)
def test_a_platform_of_an_owner_leads_to_no_rule_of_another_one(taobao: Assistant, line: str) -> None:
    """What 快手 pays or 抖店 counts is nothing to somebody who names 淘宝."""
    assert all(place.startswith("taobao") for place in clauses(taobao, line))


@pytest.mark.parametrize("line", ["在快递里塞淘宝店的宣传单可以吗"])
def test_a_platform_named_in_passing_leads_where_it_did(taobao: Assistant, assistant: Assistant, line: str) -> None:
    """A known question of a shipped document that speaks of 淘宝, too."""
    assert clauses(taobao, line) == clauses(assistant, line)


def test_without_the_document_the_platform_is_outside(assistant: Assistant) -> None:
    """The same questions are refused by what is shipped."""
    answers = [assistant.reply(line, now=NOW)[0] for line in ("淘宝退货运费谁出", "淘宝开店要押多少钱")]

    assert [(answer.status, answer.quotes) for answer in answers] == [("no_answer", ())] * 2


# ---- words and questions next door ----


def test_an_own_lexicon_adds_ways_of_saying(tmp_path: Path) -> None:
    """What the shipped one says stays; a reply is the owner's."""
    (tmp_path / "lexicon.yaml").write_text(
        "synonyms: {实付: [花销费]}\nreplies: {thanks: 随时来问。}\n", encoding="utf-8"
    )
    library, before = load(tmp_path, kept=kept()), shipped.library()

    assert set(before.lexicon.synonyms.items()) - set(library.lexicon.synonyms.items()) <= {
        ("实付", before.lexicon.synonyms.get("实付", ()))
    }
    assert library.lexicon.synonyms["实付"][-1] == "花销费"
    assert library.lexicon.replies["thanks"] == "随时来问。"


def test_a_question_next_door_is_refused(tmp_path: Path) -> None:
    """A line that an owner knows to be none of theirs."""
    line = "实在宝的客服小姐姐几点下班呀"
    (tmp_path / "next_door.yaml").write_text(json.dumps([line], ensure_ascii=False), encoding="utf-8")
    library = load(tmp_path, kept=kept())
    answer, _ = Assistant(library, kept=kept()).reply(line, now=NOW)

    assert library.next_door == (line,)
    assert answer.quotes == ()


# ---- the overlay ----

CAP = "kuaishou-shizaibao/7#cap"


def overlaid(folder: Path, text: str) -> Path:
    """Return a folder with an overlay of this text."""
    (folder / "overlay.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_dated_figure_laid_over_holds_from_its_day_on(tmp_path: Path) -> None:
    """Before it the shipped one holds; the calculation and the first line follow."""
    text = f"figures: {{'{CAP}': [{{since: 2026-03-01, value: 2000, source: 平台公告}}]}}"
    library = load(overlaid(tmp_path, text), kept=kept())
    facts = {"paid": "1500"}
    before, after = (run("shizaibao-payout", facts, library, NOW.replace(month=month)) for month in (2, 4))
    answer, _ = Assistant(library, kept=kept()).reply("实在宝最多能赔多少钱", now=NOW)

    assert (before.result["payout"], after.result["payout"]) == (Decimal(1000), Decimal(1500))
    assert "2000" in answer.headline
    assert library.places["kuaishou-shizaibao/7"].clause.parameters["cap"].on(date(2026, 4, 2)).source == "平台公告"


def test_a_document_that_is_switched_off_is_not_there(tmp_path: Path) -> None:
    """Nor is what leads to it, and its calculators go with it."""
    library = load(overlaid(tmp_path, "off: [doudian-provider-removal, xingtu-cancellation]"))

    assert not [place for place in library.places if place.startswith(("doudian-provider-removal", "xingtu"))]
    assert not [name for name in library.calculations if name.startswith(("xingtu", "doudian-removal"))]
    assert Assistant(library, kept=kept()).reply("星图客户取消任务赔多少", now=NOW)[0].quotes == ()


@pytest.mark.parametrize(
    ("target", "way", "told"),
    [
        ("kuaishou-shizaibao/7:how-much", "哎那个宝封顶几张红票子", "kuaishou-shizaibao/7:how-much"),
        ("=shizaibao-appeal", "哎那个宝翻案的日子给我个准数", "=shizaibao-appeal"),
    ],
)
def test_further_ways_of_asking_lead_to_what_is_there(tmp_path: Path, target: str, way: str, told: str) -> None:
    """To an aspect, and to a calculation."""
    before, _ = shipped.assistant().reply(way, now=NOW)
    library = load(overlaid(tmp_path, f"asked: {{'{target}': ['{way}']}}"), kept=kept())
    after, _ = Assistant(library, kept=kept()).reply(way, now=NOW)

    assert before.told != told
    assert after.told == told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("asked: {'kuaishou-shizaibao/7:nothing': [什么]}", ["asked.kuaishou-shizaibao/7:nothing", "nothing answers"]),
        ("asked: {'=no-such-calculation': [什么]}", ["asked.=no-such-calculation"]),
        ("off: [no-such-document]", ["off", "no-such-document"]),
        ("off: kuaishou-works\nfigure: {}", ["figure", "unknown key"]),
        ("figures: {'kuaishou-shizaibao/7#capp': [{since: 2026-03-01, value: 1, source: x}]}", ["7#capp"]),
        (f"figures: {{'{CAP}': [{{value: 1, source: x}}]}}", [CAP, "since", "is missing"]),
        (f"figures: {{'{CAP}': [{{since: 2026-03-01, value: 一千, source: x}}]}}", [CAP, "一千"]),
        (
            f"figures: {{'{CAP}': [{', '.join(['{since: 2026-03-01, value: 1, source: x}'] * 2)}]}}",
            [CAP, "2026-03-01", "already"],
        ),
    ],
)
def test_an_overlay_that_cannot_be_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    """With its file, the address and what is wrong there."""
    with pytest.raises(KnowledgeError) as caught:
        load(overlaid(tmp_path, text), kept=kept())

    assert [word for word in ("overlay.yaml", *words) if word not in str(caught.value)] == [], str(caught.value)


def test_an_overlay_that_leaves_no_document_is_refused(library: Library, tmp_path: Path) -> None:
    """There would be nothing to answer from."""
    with pytest.raises(KnowledgeError, match=r"overlay\.yaml: off: no document is left"):
        load(overlaid(tmp_path, f"off: [{', '.join(sorted(library.shipped))}]"), kept=kept())


# ---- what would be passed over in silence ----


def test_another_ending_is_refused(tmp_path: Path) -> None:
    """A .yml file would not be read, and nobody would know."""
    shutil.copy(HERE / "taobao.yaml", tmp_path / "taobao.yml")

    with pytest.raises(KnowledgeError, match=r"^taobao\.yml: .*taobao\.yaml"):
        load(tmp_path, kept=kept())


def test_a_folder_within_is_refused(tmp_path: Path) -> None:
    """Documents stand in the folder itself; a folder of other files does no harm."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "todo.txt").write_text("x", encoding="utf-8")
    load(tmp_path, kept=kept())
    shutil.copy(HERE / "taobao.yaml", tmp_path / "notes")

    with pytest.raises(KnowledgeError, match=r"^notes: "):
        load(tmp_path, kept=kept())


# ---- starting one ----


def test_a_new_document_holds_as_it_is(tmp_path: Path) -> None:
    """The skeleton passes the check and answers; a second one of its name is not written over it."""
    written = rulebot("new", "lamp-rules", "--folder", str(tmp_path))
    library = load(tmp_path, kept=kept(), checks=(problems,))
    own = replace(library, documents=tuple(one for one in library.documents if one.id == "lamp-rules"))
    asked = rulebot(
        "ask",
        "--json",
        "--today",
        "2026-05-01",
        "4月1日拍完的样灯最晚哪天寄还",
        environment={"RULEBOT_KNOWLEDGE": str(tmp_path)},
    )
    again = rulebot("new", "lamp-rules", "--folder", str(tmp_path))

    assert (written.code, again.code) == (0, 2)
    assert everything.run(own).findings == ()
    assert asked.data["calculation"]["result"]["last_day"] == "2026-04-08"
    assert "已经有了" in again.err


@pytest.mark.parametrize("name", ["Lamp", "lamp_rules", "灯", "-x", "a" * 21, "../lamp", ""])
def test_a_name_that_cannot_be_an_address_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written."""
    ended = rulebot("new", f"--folder={tmp_path}", "--", name)

    assert ended.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["document", "lexicon", "overlay", "owner"])
def test_the_schema_names_every_key(kind: str) -> None:
    """As an editor reads it."""
    schema = json.loads(rulebot("schema", kind).out)

    assert schema["type"] == "object"
    assert {"document": "clauses", "lexicon": "synonyms", "overlay": "off", "owner": "contact"}[kind] in schema[
        "properties"
    ]
