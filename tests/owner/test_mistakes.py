"""What is wrong with a file is told to its owner in Chinese, with file and field."""

from pathlib import Path

import pytest

from bot.owner.mistakes import in_chinese
from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests.shipped import kept

CAP = "kuaishou-shizaibao/7#cap"


def overlay(values: str, address: str = CAP) -> str:
    """Return an overlay with dated values of a figure."""
    return f"figures:\n  '{address}': [{values}]\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (overlay("{since: 2027-01-01, value: 2000元, source: x}"), "“2000元”写得不对，要写成 300 或者 12.50 这样"),
        (overlay("{since: 2027-01-01, value: 2000}"), "少了这一项"),
        (overlay("{since: 2027-01-01, value: 1, source: x}", "kuaishou-shizaibao/7#limit"), "没有这个数"),
        (
            overlay("{since: 2027-01-01, value: 1, source: x}, {since: 2027-01-01, value: 2, source: x}"),
            "已经有一个数了",
        ),
        (overlay("{since: 2027-01-01, value: 2000, sorce: x}"), "少了这一项，是不是写成了 sorce？"),
        ("figure: {}\n", "没有这一项"),
        ("off: [no-such]\n", "没有“no-such”这份文件"),
        ("figures:\n\tx: 1\n", "不能用 Tab"),
        ("off: @x\n", "加上引号"),
        ("off: [a\n", "括号和引号"),
        ("off: x\noff: y\n", "“off”写了两遍"),
        ("off: x: y\n", "冒号"),
    ],
)
def test_an_owner_is_told_what_to_do(tmp_path: Path, content: str, told: str) -> None:
    """File first, as operators are told, too."""
    (tmp_path / "overlay.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, kept=kept())

    assert in_chinese(str(caught.value)).startswith("overlay.yaml")
    assert told in in_chinese(str(caught.value)), caught.value


def test_a_file_of_another_encoding_and_another_ending(tmp_path: Path) -> None:
    """What people save by mistake."""
    (tmp_path / "overlay.yaml").write_bytes("off: 快手\n".encode("gb18030"))
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, kept=kept())
    assert "UTF-8" in in_chinese(str(caught.value))

    (tmp_path / "overlay.yaml").rename(tmp_path / "overlay.yml")
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, kept=kept())
    assert "改成 overlay.yaml" in in_chinese(str(caught.value))


def test_what_is_not_known_stays_as_it_is() -> None:
    """It is told all the same."""
    assert in_chinese("x.yaml: something new") == "x.yaml: something new"
