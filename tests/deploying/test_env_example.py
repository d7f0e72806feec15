"""`.env.example` and the README tell of every setting, and of none that does not exist."""

import re

import pytest

from bot.settings import PREFIX, Settings
from tests.deploying.dockerfile import ROOT
from tests.deploying.env_example import LINE, TEXT, examples, listed

FIELDS = {f"{PREFIX}{name}".upper(): field for name, field in Settings.model_fields.items()}
BESIDE = {"COMPOSE_FILE", "POSTGRES_PASSWORD", "HTTPS_PROXY", "NO_PROXY"}
"""What others than rulebot read: compose, and whoever makes connections."""


def known() -> set[str]:
    """Return the variables that the program reads: its settings, and those that stand in the code by name."""
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    return set(FIELDS) | set(re.findall(r"\bRULEBOT_[A-Z_]*[A-Z]\b", code))


def in_the_readme() -> set[str]:
    """Return the variables in the first column of the README's table."""
    part = (ROOT / "README.md").read_text("utf-8").partition("\n## Environment\n")[2].partition("\n## ")[0]
    first = [row.split("|")[1] for row in part.splitlines() if row.startswith("|")]
    return set(re.findall(r"`(RULEBOT_[A-Z_]+)`", "\n".join(first)))


def test_every_setting_stands_in_both_and_nothing_else() -> None:
    """Whoever adds one tells the operator."""
    example = {name for name in listed() if name.startswith(PREFIX)}

    assert {"RULEBOT_CACHE", "RULEBOT_ENCODER", "RULEBOT_TELEGRAM_TOKEN"} <= known()
    assert (known() - example, example - known()) == (set(), set())
    assert (known() - in_the_readme(), in_the_readme() - known()) == (set(), set())
    assert {name for name in listed() if not name.startswith(PREFIX)} == BESIDE


def test_each_stands_once_behind_one_line_in_both_languages() -> None:
    """English first, then Chinese."""
    lines = TEXT.splitlines()
    at = [number for number, line in enumerate(lines) if LINE.match(line)]
    above = {lines[number]: lines[number - 1] for number in at}

    assert len(at) == len(listed())
    assert {
        line for line, told in above.items() if not re.match(r"# [A-Za-z0-9].*[a-z].*[\u4e00-\u9fff]", told)
    } == set()
    assert all(lines[number - 2][:1] != "#" or number - 2 in at for number in at)


def test_the_examples_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """With or without the #, a copy changes nothing until somebody fills it in."""
    for name in FIELDS:
        monkeypatch.delenv(name, raising=False)
    default = Settings.read()
    for name, value in listed().items():
        if name in FIELDS:
            monkeypatch.setenv(name, value)

    assert Settings.read() == default
    assert all(value == "" for name, value in examples().items() if name.startswith(PREFIX))


def test_the_copy_that_is_filled_in_never_gets_into_git() -> None:
    """A token stands in it."""
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_any_reader_reads_it_alike() -> None:
    """No quotes, no blanks around what is set, nothing behind it: Docker, compose and systemd differ there."""
    assert [line for line in TEXT.splitlines() if line and line[0] != "#" and not LINE.fullmatch(line)] == []
    assert {name: value for name, value in listed().items() if re.search(r"[\s'\"$#\\]", value)} == {}
