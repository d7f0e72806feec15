"""The READMEs name whatever there is: commands, settings, metrics, make targets; in Chinese what in English."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import parser
from bot.settings import PREFIX, Settings
from bot.telegram.handlers.catalogue import commands

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
READMES = (ENGLISH, CHINESE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
FIGURE = re.compile(r"(?<![\w.-])\d+(?:[.,]\d+)*(?![\w])")
OTHERS = {"RULEBOT_CACHE", "RULEBOT_ENCODER"}


def text(path: Path) -> str:
    """Return a document."""
    return path.read_text(encoding="utf-8")


def of_command_line() -> Iterator[str]:
    """Yield every command of the command line."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices


def of_telegram() -> set[str]:
    """Return every command that has a handler of its own in Telegram, calculators aside."""
    source = (ROOT / "bot" / "telegram" / "application.py").read_text(encoding="utf-8")
    return set(re.findall(r'^        "([a-z]+)": on_', source, re.MULTILINE))


def targets() -> list[str]:
    """Return every target of the Makefile that people call: those that are phony, and have a rule."""
    makefile = text(ROOT / "Makefile")
    found = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert found
    return [name for name in found[1].split() if f"\n{name}:" in makefile]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_setting_and_target_is_named(readme: Path) -> None:
    """And those of Telegram's menus."""
    told = text(readme)
    settings = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | OTHERS
    menus = {one.command for menu in commands().values() for one in menu}
    wanted = {f"rulebot {name}" for name in of_command_line()}
    wanted |= settings | {f"make {name}" for name in targets()} | {f"/{name}" for name in of_telegram() | menus}

    assert sorted(name for name in wanted if not re.search(rf"{re.escape(name)}(?![\w-])", told)) == []
    assert sorted(set(re.findall(r"RULEBOT_[A-Z_]+[A-Z]", told)) - settings) == []
    assert sorted(set(re.findall(r"`make ([a-z-]+)", told)) - set(targets())) == []
    code = "\n".join((*FENCE.findall(told), *CODE.findall(FENCE.sub("", told))))
    assert sorted(set(re.findall(r"rulebot ([a-z]+)(?= |$)", code, re.MULTILINE)) - {*of_command_line()}) == []


def test_both_readmes_have_the_same_sections() -> None:
    """In the same order, as deep."""
    depths = [[len(line.split()[0]) for line in text(path).splitlines() if re.match("#+ ", line)] for path in READMES]

    assert depths[0] == depths[1]


def test_both_readmes_show_the_same_code() -> None:
    """What is typed, and what is written in backticks."""
    fenced = [FENCE.findall(text(path)) for path in READMES]
    inline = [sorted(set(CODE.findall(FENCE.sub("", text(path))))) for path in READMES]

    assert fenced[0] == fenced[1]
    assert inline[0] == inline[1]


def test_both_readmes_tell_the_same_figures() -> None:
    """However they are put in words."""
    figures = [sorted(FIGURE.findall(CODE.sub("", FENCE.sub("", text(path))))) for path in READMES]

    assert figures[0] == figures[1]


def test_both_readmes_link_the_same_places() -> None:
    """Each of them there, and each other."""
    links = [set(re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(path))) for path in READMES]

    assert links[0] - {CHINESE.name} == links[1] - {ENGLISH.name}
    assert CHINESE.name in links[0]
    assert ENGLISH.name in links[1]
    assert [link for link in links[0] if not link.startswith("http") and not (ROOT / link).exists()] == []
