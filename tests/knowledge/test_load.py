"""Broken files are refused, and the message says where and why; tests/broken holds one file per mistake."""

import shutil
from pathlib import Path

import pytest

from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests.shipped import kept

BROKEN = sorted((Path(__file__).parent.parent / "broken").glob("*.yaml"))
MARK = "# refused: "


def refusal(path: Path, folder: Path) -> str:
    """Return the message that a knowledge base with the file at `path` is refused with."""
    shutil.copy(path, folder)
    with pytest.raises(KnowledgeError) as caught:
        load(folder, kept=kept())
    return str(caught.value)


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_a_broken_file_is_refused_and_the_message_says_where_and_why(path: Path, tmp_path: Path) -> None:
    """The file's own head lists the words that the message must contain."""
    words = [line.removeprefix(MARK) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(MARK)]

    message = refusal(path, tmp_path)

    assert words
    assert [word for word in words if word not in message] == [], message
    assert path.name in message or "stands twice" in message, message


def test_every_broken_file_differs_from_a_sound_one_in_its_mistake_alone(tmp_path: Path) -> None:
    """Put the one wrong reference right, and the small document is accepted."""
    text = (BROKEN[0].parent / "dangling-related.yaml").read_text(encoding="utf-8")
    (tmp_path / "sound.yaml").write_text(text.replace('related: ["3"]', 'related: ["2"]'), encoding="utf-8")

    library = load(tmp_path, kept=kept())

    assert "broken/1" in library.places


def test_a_file_that_is_not_utf8_is_refused_by_its_name(tmp_path: Path) -> None:
    """The message names the file, not only the codec."""
    (tmp_path / "latin.yaml").write_bytes(b"title: \xff\xfe")

    with pytest.raises(KnowledgeError, match=r"^latin\.yaml: .*utf-8"):
        load(tmp_path, kept=kept())


def test_a_folder_that_does_not_exist_is_refused_by_its_name(tmp_path: Path) -> None:
    """A wrong path is a mistake, not an empty knowledge base."""
    with pytest.raises(KnowledgeError, match="nowhere"):
        load(tmp_path / "nowhere")


@pytest.mark.slow
def test_loading_twice_gives_the_same_version() -> None:
    """The version is made of the files' contents alone."""
    assert load().version == load().version
