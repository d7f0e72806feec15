"""What an owner teaches in a chat is answered from then on; what it changes elsewhere is told."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.owner.teaching import TeachingError, answer, belongs, flips
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from tests.shipped import kept

NOW = datetime(2026, 4, 2, 10, tzinfo=SHANGHAI)
TODAY = date(2026, 4, 2)


def opened(folder: Path) -> Assistant:
    """Return the assistant over the shipped documents and a folder."""
    return Assistant(load(folder, kept=kept()), kept=kept())


def test_an_answer_is_given_to_every_way_it_was_asked(tmp_path: Path) -> None:
    """As it was written; a second one to the same question replaces it."""
    asked = ["你们家发顺丰还是中通", "快递用的哪家呀"]
    first = answer(tmp_path, asked, "默认发中通；拍下备注“顺丰”的补 {8} 元发顺丰。", TODAY)
    again = answer(tmp_path, asked[:1], "现在都发顺丰。", TODAY)
    assistant = opened(tmp_path)

    assert first.target == again.target
    for way in asked:
        reply, _ = assistant.reply(way, now=NOW)
        assert reply.headline == "现在都发顺丰。"
        assert reply.told == first.target
    again.undo()
    assert opened(tmp_path).reply(asked[1], now=NOW)[0].headline.startswith("默认发中通；拍下备注“顺丰”的补 {8} 元")


def test_a_way_of_asking_goes_to_what_is_there_and_to_one_alone(tmp_path: Path) -> None:
    """The last word holds."""
    way = "哎那个宝封顶几张红票子"
    belongs(tmp_path, [way], "kuaishou-shizaibao/5:until-when")
    done = belongs(tmp_path, [way], "kuaishou-shizaibao/7:how-much")

    assert opened(tmp_path).reply(way, now=NOW)[0].told == "kuaishou-shizaibao/7:how-much"
    assert done.path.read_text(encoding="utf-8").count(way) == 1
    done.undo()
    assert "kuaishou-shizaibao/5" in done.path.read_text(encoding="utf-8")


def test_what_flips_is_told(tmp_path: Path) -> None:
    """A way of asking that was another's before."""
    before = opened(tmp_path)
    own = "实在宝最多能赔多少钱"
    answer(tmp_path, [f"{own}呢"], "别问。", TODAY)
    found = flips(before, opened(tmp_path), [f"{own}呢"], NOW)

    assert all(one.before != one.after for one in found)
    assert {one.after for one in found} <= {"answered/1:text", *(one.after for one in found)}
    assert flips(before, before, [own], NOW) == []


@pytest.mark.parametrize("text", ["", "字" * 5000])
def test_what_cannot_be_an_answer_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    """And nothing is written."""
    with pytest.raises(TeachingError):
        answer(tmp_path, ["怎么退"], text, TODAY)

    assert list(tmp_path.iterdir()) == []
