"""An owner in a private chat: the inbox answered and sorted, figures, a table sent in; others see none of it."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn

OWNER = 8_600_000_001
SHIPPING = ("发什么快递", "发什么快递呀", "你们家发什么快递呀")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the owner's folder of documents."""
    made = tmp_path / "knowledge"
    made.mkdir()
    return made


@pytest.fixture
def rulebot(telegram: StandIn, tmp_path: Path, folder: Path) -> Iterator[Rulebot]:
    """Return a running bot that somebody owns."""
    process = Rulebot(telegram, tmp_path, RULEBOT_OWNERS=str(OWNER), RULEBOT_KNOWLEDGE=str(folder))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def owner(telegram: StandIn, rulebot: Rulebot) -> Iterator[Chat]:
    """Return the owner's chat; nothing may have failed afterwards."""
    yield telegram.private(OWNER)
    assert rulebot.errors() == []


def in_vain(telegram: StandIn, *questions: str) -> list[Chat]:
    """Let somebody new ask each of these, which nothing answers."""
    chats = [telegram.private() for _ in questions]
    for chat, question in zip(chats, questions, strict=True):
        chat.ask(question, timeout=60)
    sleep(0.3)
    return chats


def opened(owner: Chat, question: str) -> Chat:
    """Open the group of a question."""
    owner.ask("/inbox", timeout=60)
    owner.press(question).wait()
    owner.wait_for_edit()
    return owner


def test_a_stranger_sees_nothing_of_it(telegram: StandIn, owner: Chat) -> None:
    """The commands are none for anybody else."""
    stranger = telegram.private()

    for command in ("/inbox", "/stats", "/status", "/reload"):
        assert "没有" in stranger.ask(command).text
    assert stranger.press("n:p0", stranger.ask("实在宝最多赔多少"), forged=True).wait().alert


def test_an_answer_in_the_chat_is_live_at_once_and_told_to_who_waits(
    telegram: StandIn, owner: Chat, folder: Path
) -> None:
    """To every way it was asked; the inbox is empty afterwards."""
    asked = in_vain(telegram, *SHIPPING)
    assert "告诉你" in asked[0].press("🔔").wait().text
    group = opened(owner, "快递")
    assert "3 次" in group.messages[-1].text or "次" in group.messages[-1].text
    owner.press("我来回答").wait()
    owner.answer()
    live = owner.ask("默认发中通；备注顺丰的，补 8 元发顺丰。", timeout=90)

    assert "上线了" in live.text
    told = asked[0].answer(60)
    assert "有答案了" in told.text
    assert "补 8 元发顺丰" in told.text
    assert "补 8 元发顺丰" in telegram.private().ask(SHIPPING[1], timeout=60).text
    assert len(asked[1].messages) == 1
    assert "收件箱是空的" in owner.ask("/inbox").text
    assert [path.name for path in folder.glob("*.yaml")] == ["answered.yaml"]


def test_an_owner_who_changes_their_mind_answers_nothing(telegram: StandIn, owner: Chat) -> None:
    """取消 is no answer; a question after that is one again."""
    in_vain(telegram, SHIPPING[0])
    opened(owner, "快递")
    owner.press("我来回答").wait()
    owner.answer()
    assert "先不答" in owner.ask("取消").text

    assert "1000" in owner.ask("实在宝最多赔多少").text


def test_a_question_is_sorted_to_what_is_there(telegram: StandIn, owner: Chat) -> None:
    """And answered from there from then on."""
    in_vain(telegram, SHIPPING[0])
    opened(owner, "快递")
    owner.press("归到").wait()
    targets = owner.wait_for_edit()
    label = targets.buttons[0]
    assert "正在换上" in owner.press(label, targets).wait().text
    told = owner.answer(90)

    assert "记下了" in told.text
    answered = telegram.private().ask(SHIPPING[0], timeout=60)
    assert "答了告诉我" not in "".join(answered.buttons)
    assert "收件箱是空的" in owner.ask("/inbox").text


def test_what_is_none_of_ours_and_what_is_done_leaves_the_inbox(telegram: StandIn, owner: Chat) -> None:
    """A second press on an old page says that it is settled."""
    in_vain(telegram, SHIPPING[0], "你们老板手机号多少")
    opened(owner, "快递")
    owner.press("不归我们答").wait()
    left = owner.wait_for_edit()
    assert "快递" not in "".join(left.buttons)
    owner.press("手机号", left).wait()
    owner.wait_for_edit()
    owner.press("处理完了").wait()

    assert "收件箱是空的" in owner.wait_for_edit().text


def test_figures_and_how_the_bot_does(telegram: StandIn, owner: Chat) -> None:
    """Counted, not who asked."""
    in_vain(telegram, SHIPPING[0])
    telegram.private().ask("实在宝最多赔多少", timeout=60)
    sleep(0.3)
    stats, status = owner.ask("/stats").text, owner.ask("/status").text

    assert "问了 2 次" in stats
    assert "实在宝" in stats
    assert "知识库" in status
    assert "✓" in status


def test_a_table_is_shown_first_and_taken_in_by_a_button(telegram: StandIn, owner: Chat) -> None:
    """Twice is no double; a bad row is told by its number."""
    rows = (
        "问题,答案,相似问",
        "发什么快递,默认发中通。,用哪家快递|快递是哪家",
        "几点截单,下午 4 点前付款当天发。,",
        "没有答案的,,",
    )
    table = "\n".join(rows)
    owner.send_file("问答.csv", table.encode("gb18030"))
    shown = owner.answer(60)
    assert "新增 2 条" in shown.text
    assert "会新增：\n· 发什么快递\n· 几点截单" in shown.text
    assert "第 4 行" in shown.text
    owner.press("收进去", shown).wait()
    assert "已经生效" in owner.answer(90).text
    assert "默认发中通" in telegram.private().ask("快递是哪家", timeout=60).text
    owner.send_file("问答.csv", table.encode("utf-8-sig"))

    assert "没变 2 条" in owner.answer(60).text
    owner.send_file("问答.csv", table.replace("默认发中通。", "默认发韵达。").encode())
    assert "会改动：\n· 发什么快递：默认发中通。 → 默认发韵达。" in owner.answer(60).text


def test_a_greeting_names_the_shop_and_the_day_of_the_rules(telegram: StandIn, owner: Chat) -> None:
    """The owner's table is asked as well; its day says nothing of the rules."""
    before = owner.ask("/start", timeout=60)
    owner.send_file("问答.csv", "问题,答案\n鹭鸶键盘多少钱,399 元\n".encode())
    owner.press("收进去", owner.answer(60)).wait()
    owner.answer(90)
    after = owner.ask("/start", timeout=60)

    assert "也能问常见问题" in after.text
    assert after.text.replace("也能问常见问题。\n\n", "") == before.text
    assert after.buttons == [*before.buttons, "鹭鸶键盘多少钱"]


def test_whom_nothing_that_was_offered_answers_may_be_told_later(telegram: StandIn, owner: Chat) -> None:
    """As whoever was refused may."""
    asker = telegram.private()
    asker.ask("多久审核", timeout=60)
    asker.press("都不是").wait()
    asker.answer(60)

    assert "告诉你" in asker.press("🔔").wait().text
    assert "多久审核" in owner.ask("/inbox", timeout=60).text or "多久审核" in "".join(owner.messages[-1].buttons)


def test_what_cannot_be_read_is_told_in_a_sentence(telegram: StandIn, owner: Chat) -> None:
    """And a stranger's file is what it always was: no text."""
    owner.send_file("图片.png", b"\x89PNG")
    assert "图片.png" in owner.answer(60).text
    stranger = telegram.private()
    stranger.send_file("问答.csv", b"a,b")

    assert "文字" in stranger.answer(60).text


def test_what_a_table_answers_by_now_is_ticked_and_told_once_the_owner_agrees(telegram: StandIn, owner: Chat) -> None:
    """Not before: the table may say something else than what was asked."""
    asker = in_vain(telegram, *SHIPPING)[0]
    asker.press("🔔").wait()
    owner.send_file("问答.csv", "问题,答案,相似问\n发什么快递,默认发中通。,你们家发什么快递呀\n".encode())
    owner.press("收进去", owner.answer(60)).wait()
    owner.wait_for_edit()
    assert "收件箱里有 1 组问题现在答得上了" in owner.answer(90).text
    listed = owner.ask("/inbox", timeout=60)
    assert listed.buttons[0].startswith("✓ ")
    assert "打了 ✓ 的" in listed.text
    owner.press("快递", listed).wait()
    group = owner.wait_for_edit()
    assert "现在会这样答：\n默认发中通。" in group.text
    assert len(asker.messages) == 1
    owner.press("就这样答", group).wait()

    assert "收件箱是空的" in owner.wait_for_edit().text
    told = asker.answer(60).text
    assert "有答案了" in told
    assert "默认发中通" in told


def test_what_a_table_has_already_can_be_named_as_the_answer(telegram: StandIn, owner: Chat) -> None:
    """The question in its very words: it is settled, and who waits is told."""
    asker = in_vain(telegram, "能不能开收据")[0]
    asker.press("🔔").wait()
    owner.send_file("问答.csv", "问题,答案\n能不能开收据,只开电子发票。\n".encode())
    owner.press("收进去", owner.answer(60)).wait()
    owner.wait_for_edit()
    owner.answer(90)
    owner.press("收据", owner.ask("/inbox", timeout=60)).wait()
    group = owner.wait_for_edit()
    owner.press("归到", group).wait()
    targets = owner.wait_for_edit()

    assert "有 1 个人等着知道。" in group.text
    owner.press("能不能开收据", targets).wait()
    assert "记下了" in owner.answer(90).text
    assert "只开电子发票" in asker.answer(60).text
    assert "收件箱是空的" in owner.ask("/inbox").text


def test_a_table_may_stand_in_place_of_the_one_before(telegram: StandIn, owner: Chat, folder: Path) -> None:
    """What it leaves out is named first, and goes with a button of its own."""
    owner.send_file("问答.csv", "问题,答案\n几点截单,下午四点。\n寄不寄海外,不寄。\n".encode())
    owner.press("收进去", owner.answer(60)).wait()
    owner.wait_for_edit()
    owner.answer(90)
    owner.send_file("问答.csv", "问题,答案\n几点截单,下午四点。\n".encode())
    shown = owner.answer(60)

    assert "表里没有的 1 条照旧留着：\n· 寄不寄海外" in shown.text
    owner.press("以这张表为准", shown).wait()
    assert "删掉 1 条" in owner.answer(90).text
    assert "寄不寄海外" not in (folder / "faq.yaml").read_text(encoding="utf-8")


def test_a_wrong_answer_is_shown_beside_the_question(telegram: StandIn, owner: Chat) -> None:
    """Also where another question of the group stands first."""
    asked = telegram.private()
    told = asked.ask("实在宝最多赔多少", timeout=60)
    asked.press("👎", told).wait()
    sleep(0.5)

    assert "最多 1000 元" in opened(owner, "实在宝最多赔多少").messages[-1].text


def test_none_of_an_older_offer_is_said_of_that(telegram: StandIn, owner: Chat) -> None:
    """Whatever was asked since: the question reaches the inbox, and who waits is told of that."""
    asker = telegram.private()
    offered = asker.ask("多久审核", timeout=60)
    asker.ask("礼品卡能不能付款", timeout=60)
    asker.press("都不是", offered).wait()
    asker.press("🔔", asker.answer(60)).wait()
    listed = owner.ask("/inbox", timeout=60)

    assert "多久审核" in "".join(listed.buttons)
    owner.press("多久审核", listed).wait()
    assert "有 1 个人等着知道。" in owner.wait_for_edit().text


def test_one_of_several_that_were_grouped_is_answered_alone(telegram: StandIn, owner: Chat, folder: Path) -> None:
    """The others stay, and whoever waits for them is told nothing."""
    gift, coin = in_vain(telegram, "礼品卡能不能付款", "比特币能不能付款")
    for chat in (gift, coin):
        chat.press("🔔").wait()
    group = opened(owner, "付款").messages[-1]
    assert "礼品卡能不能付款" in group.text
    assert "比特币能不能付款" in group.text
    owner.press("只处理：礼品卡能不能付款", group).wait()
    alone = owner.wait_for_edit()
    assert "比特币" not in alone.text
    owner.press("我来回答", alone).wait()
    owner.answer()
    owner.ask("收，下单时填卡号。", timeout=90)

    assert "下单时填卡号" in gift.answer(60).text
    assert "比特币" in "".join(owner.ask("/inbox", timeout=60).buttons)
    assert len(coin.messages) == 1
    assert "比特币" not in (folder / "answered.yaml").read_text(encoding="utf-8")
