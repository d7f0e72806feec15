"""README's pictures show what the bot says today."""

from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from tools.pictures import FOLDER, Picture, page, pictures

README = [Path(__file__).parents[1] / name for name in ("README.md", "README.zh-CN.md")]


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.name)
def test_the_page_beside_a_picture_is_what_would_be_written_now(picture: Picture, assistant: Assistant) -> None:
    """Written anew by `make pictures` after a change of answers; the picture is drawn from it."""
    told = (FOLDER / f"{picture.name}.html").read_text(encoding="utf-8")

    assert told == page(picture, assistant)
    assert (FOLDER / f"{picture.name}.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("readme", README, ids=lambda path: path.name)
def test_every_picture_is_shown_in_both_readmes(readme: Path) -> None:
    """And none that is not there."""
    text = readme.read_text(encoding="utf-8")

    assert [name for name in (f"docs/pictures/{one.name}.png" for one in pictures()) if name not in text] == []
    assert {f"{one.name}.png" for one in pictures()} == {path.name for path in FOLDER.glob("*.png")}
