"""Who looks at a folder and then writes to it is alone meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from bot.faq.files import alone, put


def test_nothing_that_several_add_is_lost(tmp_path: Path) -> None:
    """Each reads what is there, takes its time, and writes it with one more."""
    path = tmp_path / "count"
    put(path, b"0")

    def add(_: int) -> None:
        with alone(tmp_path):
            known = int(path.read_bytes())
            sleep(0.01)
            put(path, str(known + 1).encode())

    with ThreadPoolExecutor(8) as many:
        _ = [*many.map(add, range(24))]

    assert path.read_bytes() == b"24"


def test_a_failure_lets_the_next_one_in(tmp_path: Path) -> None:
    """As an end without one does."""
    with pytest.raises(ZeroDivisionError), alone(tmp_path):
        _ = 1 // 0
    with alone(tmp_path):
        put(tmp_path / "one", b"1")

    assert (tmp_path / "one").read_bytes() == b"1"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is told as the system does."""
    with pytest.raises(FileNotFoundError), alone(tmp_path / "nowhere"):
        pass
