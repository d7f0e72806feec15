"""What was worked out once is kept: the same, whatever happens to its folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.kept import NOWHERE, Arrays, Kept
from knowledge.language.script import normalise
from knowledge.plain_yaml import read_yaml
from knowledge.search.hits import Entry
from knowledge.search.index import Index

ENTRIES = [
    Entry("broken", "灯泡碎了谁赔", ("寄来的灯是破的",), "寄的人赔"),
    Entry("deposit", "押金几天退", ("押金\n还没到",), "三天"),
]


class Work:
    """Something that is worked out, and how often it was."""

    def __init__(self, *values: float) -> None:
        """Work out these values."""
        self.times, self._values = 0, values

    def __call__(self) -> Arrays:
        """Return the values as an array."""
        self.times += 1
        return {"values": np.array(self._values)}


def test_the_second_time_it_is_read(tmp_path: Path) -> None:
    """Worked out once, the same twice."""
    work = Work(1, 2)
    both = [Kept(tmp_path).arrays("sum", [b"a", b"b"], work)["values"].tolist() for _ in range(2)]

    assert both == [[1, 2], [1, 2]]
    assert work.times == 1


@pytest.mark.parametrize("other", [[b"a", b"c"], [b"ab"], [b"b", b"a"], []], ids=repr)
def test_another_source_is_another_result(tmp_path: Path, other: list[bytes]) -> None:
    """Not even the same bytes cut otherwise stand for each other."""
    Kept(tmp_path).arrays("sum", [b"a", b"b"], Work(1))

    assert Kept(tmp_path).arrays("sum", other, Work(2))["values"].tolist() == [2]


@pytest.mark.parametrize("spoilt", [b"", b"PK", b"not a zip at all", None], ids=repr)
def test_a_file_cut_off_or_spoilt_is_worked_out_anew(tmp_path: Path, spoilt: bytes | None) -> None:
    """And it is whole again afterwards; None turns one byte within it around."""
    Kept(tmp_path).arrays("sum", [b"a"], Work(*range(1000)))
    (path,) = tmp_path.glob("*.npz")
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :] if spoilt is None else spoilt)
    work = Work(*range(1000))

    again = [Kept(tmp_path).arrays("sum", [b"a"], work)["values"].tolist() for _ in range(2)]

    assert again == [list(range(1000))] * 2
    assert work.times == 1


@pytest.mark.parametrize("folder", ["file/below", "/proc/none", ""])
def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, folder: str) -> None:
    """It is worked out each time."""
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / folder) if folder else NOWHERE
    work = Work(3)

    assert [kept.arrays("sum", [b"a"], work)["values"].tolist() for _ in range(2)] == [[3], [3]]
    assert work.times == 2


def test_several_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Each gets the same, and one file is left."""
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: Kept(tmp_path).arrays("sum", [b"a"], Work(*range(500)))["values"].tolist(), range(40))
        )

    assert found == [list(range(500))] * 40
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]


def test_only_the_newest_files_stay(tmp_path: Path) -> None:
    """A folder that many versions wrote to does not grow for ever."""
    for number in range(100):
        Kept(tmp_path).arrays("sum", [bytes([number])], Work(number))

    assert len(list(tmp_path.iterdir())) < 100


def test_yaml_is_the_same_read_and_kept(tmp_path: Path) -> None:
    """Whether it was parsed or taken from the folder."""
    path = tmp_path / "some.yaml"
    path.write_text('a: [1, "x", {b: 灯}]\nc: ""\n', encoding="utf-8")

    assert read_yaml(path, Kept(tmp_path / "kept")) == read_yaml(path, Kept(tmp_path / "kept")) == read_yaml(path)


@pytest.mark.parametrize("question", ["灯泡破了", "押金", "寄来的灯", "谁", "完全别处"])
def test_an_index_is_the_same_built_and_kept(tmp_path: Path, question: str) -> None:
    """Each hit with each of its features."""
    built, first, second = (
        Index(ENTRIES, normalise, kept=kept, made_of="1") for kept in (NOWHERE, Kept(tmp_path), Kept(tmp_path))
    )

    assert built.hits(question) == first.hits(question) == second.hits(question)
    assert len(list(tmp_path.glob("index-*"))) == 1


def test_an_index_whose_spelling_changed_is_built_anew(tmp_path: Path) -> None:
    """What `prepare` depends on is part of the source."""
    for version in ("1", "2"):
        Index(ENTRIES, normalise, kept=Kept(tmp_path), made_of=version)

    assert len(list(tmp_path.glob("index-*"))) == 2
