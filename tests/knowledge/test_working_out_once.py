"""What was worked out once is kept: the same, whatever happens to its folder."""

import gc
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

import calculators
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.cache import kept
from knowledge.calendar import SHANGHAI
from knowledge.kept import NOWHERE, Arrays, Kept, Remembering
from knowledge.language.script import normalise
from knowledge.load import load
from knowledge.plain_yaml import read_yaml
from knowledge.search.hits import Entry
from knowledge.search.index import Index
from knowledge.search.vectors import shipped

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


def test_an_index_of_parts_is_the_same_and_works_out_the_changed_part_alone(tmp_path: Path) -> None:
    """Kept part by part, whatever order they come in."""
    entries = [Entry(f"{part}/{number}", f"{part}{number}灯泡", group=part) for number in range(3) for part in "abc"]
    around = {part: f"{part}的灯" for part in "abc"}
    spelled: list[str] = []

    def prepare(text: str) -> str:
        spelled.append(text)
        return normalise(text)

    def part_of(name: str) -> str:
        return name[0]

    whole = Index(entries, normalise, around=around, vectors=shipped())
    parts = Index(entries, prepare, around=around, vectors=shipped(), kept=Kept(tmp_path), made_of="1", part_of=part_of)
    assert parts.hits("灯泡") == whole.hits("灯泡")
    spelled.clear()
    changed = [replace(one, title="换了个灯罩") if one.id == "b/1" else one for one in entries]
    after = Index(changed, prepare, around=around, vectors=shipped(), kept=Kept(tmp_path), made_of="1", part_of=part_of)

    assert after.hits("灯罩") == Index(changed, normalise, around=around, vectors=shipped()).hits("灯罩")
    assert spelled
    assert all(text.startswith(("b", "换")) or not text for text in spelled)


def test_what_is_large_is_handed_over_and_not_kept(tmp_path: Path) -> None:
    """Anything else is kept, unless that cannot be."""
    folder, passing = tmp_path / "folder", tmp_path / "passing"
    for name in ("index", "yaml"):
        Kept(folder, passing).arrays(name, [b"a"], Work(1))
    (tmp_path / "file").write_text("")
    Kept(tmp_path / "file" / "below", passing).arrays("part", [b"a"], Work(1))
    work = Work(2)
    Kept(None, passing).arrays("index", [b"a"], work)
    Kept(folder).arrays("yaml", [b"a"], work)

    assert [path.name.partition("-")[0] for path in sorted(passing.iterdir())] == ["index", "part"]
    assert [path.name.partition("-")[0] for path in folder.iterdir()] == ["yaml"]
    assert work.times == 0


def test_what_was_used_lately_is_the_last_to_go(tmp_path: Path) -> None:
    """However long ago it was written."""
    Kept(tmp_path).arrays("sum", [b"used"], Work(1))
    for number in range(200):
        Kept(tmp_path).arrays("sum", [bytes([number])], Work(number))
        Kept(tmp_path).arrays("sum", [b"used"], Work(1))
        for path in tmp_path.iterdir():  # a second later
            told = path.stat()
            os.utime(path, ns=(told.st_atime_ns - 10**9, told.st_mtime_ns - 10**9))
    work = Work(1)
    Kept(tmp_path).arrays("sum", [b"used"], work)

    assert work.times == 0


def _noted(made: list[str], name: str) -> str:
    made.append(name)
    return name


def test_values_are_remembered_from_one_time_to_the_next() -> None:
    """What was not needed is let go of; a time that failed lets go of nothing."""
    remembering, made = Remembering(), list[str]()

    def value(name: str) -> str:
        return remembering.value(name, lambda: _noted(made, name))

    with remembering.once():
        assert [value(name) for name in "aab"] == ["a", "a", "b"]

    def failing() -> None:
        with remembering.once():
            value("c")
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    with remembering.once():
        value("b")
    with remembering.once():
        value("a")

    assert made == ["a", "b", "c", "a"]


@pytest.mark.slow
def test_nothing_holds_on_to_a_knowledge_base_that_is_replaced() -> None:
    """It is gone at once, without the garbage collector, which would hold everybody up."""
    assistant = Assistant(load(kept=kept()), kept=kept())
    talk, now = NOTHING, datetime(2026, 4, 2, 10, tzinfo=SHANGHAI)
    for line in ("实在宝最多赔多少", "我实付1288，主播虚假宣传能赔多少", "1500呢", "feige zenme kaohe", "淘宝运费谁出"):
        _, talk = assistant.reply(line, talk, now=now)
    parts = (assistant, assistant.library, assistant.finder, assistant.finder.index, assistant.finder.spelling)
    held = [weakref.ref(part) for part in parts]
    calculators.forget()
    gc.collect()
    gc.disable()
    try:
        del assistant, parts
        assert [one() for one in held] == [None] * len(held)
    finally:
        gc.enable()
