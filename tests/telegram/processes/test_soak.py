"""
`make soak` in short: the same scenarios, a few kills and seconds each.

How many answers are said twice depends on how busy the machine is, which other tests make so: here it may be what can
be on its way at a time, and so little is asked that a busy machine keeps up with it, too.
"""

from dataclasses import replace
from pathlib import Path

from bot.telegram.receiving.slow_start import MOST
from tests.databases import Server
from tests.soak import scenarios

A_SECOND = 5
"""Questions under kills: answers that take longer than they are counted for are on their way without a bound."""


def test_kill_minus_nine_under_load(tmp_path: Path) -> None:
    """Nothing is lost; at most what was in the air is said twice."""
    outcome = scenarios.killed(tmp_path / "killed", 3, a_second=A_SECOND)

    assert replace(outcome, doubled_allowed=3 * MOST).holds, str(outcome)


def test_kill_minus_nine_of_replicas(tmp_path: Path, postgres: Server) -> None:
    """The others go on."""
    outcome = scenarios.killed_replicas(tmp_path / "killed", postgres, 2, a_second=A_SECOND)

    assert replace(outcome, doubled_allowed=2 * MOST).holds, str(outcome)


def test_reminders_over_kills(tmp_path: Path, postgres: Server) -> None:
    """Each is sent by whoever is left."""
    outcome = scenarios.reminded(tmp_path / "reminded", postgres, 30, 1)

    assert replace(outcome, doubled_allowed=MOST).holds, str(outcome)


def test_a_frozen_database_under_replicas(tmp_path: Path, postgres: Server) -> None:
    """Longer than a statement is waited for."""
    outcome = scenarios.frozen(tmp_path / "frozen", postgres, 5, around=1)

    assert outcome.holds, str(outcome)


def test_hostile_updates(tmp_path: Path) -> None:
    """Memory does not grow with them."""
    outcome = scenarios.hostile(tmp_path / "hostile", 500)

    assert outcome.holds, str(outcome)


def test_hostile_posts(tmp_path: Path) -> None:
    """A webhook takes each of them, so that Telegram does not send it again."""
    outcome = scenarios.hostile_posts(tmp_path / "hostile", 150)

    assert outcome.holds, str(outcome)
