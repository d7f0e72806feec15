"""An update of which the process dies: it is given up by and by, and takes nobody with it."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rulebot import ROOT
from telegram import Update

from bot.store import Store
from bot.store.turn import current
from bot.store.updates import Arrival, Waiting
from bot.telegram.receiving.intake import Intake

# Ten people have asked, one of them what ends the process.
PROCESS = """
import asyncio, os, sys
from datetime import UTC, datetime
from bot.store import Store
from bot.store.updates import Arrival
from bot.telegram.receiving.intake import Intake

async def main():
    store = await Store.open(sys.argv[1])
    await store.updates.release()
    if sys.argv[2] == "first":
        for number in range(1, 11):
            body = "poison" if number == 5 else "question"
            await store.updates.accept(Arrival(number, number, number, body), datetime.now(UTC))
        os._exit(9)

    async def handle(waiting, update):
        if waiting.given_up:
            print("given up", waiting.update_id, flush=True)
        elif waiting.body == "poison":
            os._exit(9)
        else:
            print("answered", waiting.update_id, flush=True)

    intake = Intake(store, handle)
    await intake.resume()
    await intake.drained(10)
    await store.close()

asyncio.run(main())
"""


def run(url: str, which: str) -> tuple[int, list[str]]:
    """Run once; return the exit code and what was said."""
    command = [sys.executable, "-c", PROCESS, url, which]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout.splitlines()


def test_it_is_given_up_and_everybody_else_is_answered(tmp_path: Path) -> None:
    """Its process dies four times at most; no other question pays for that."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'rulebot.db'}"
    run(url, "first")
    codes, said = [], list[str]()
    for _ in range(6):
        code, lines = run(url, "again")
        codes.append(code)
        said += lines

    assert codes == [9, 9, 9, 0, 0, 0]
    assert said.count("given up 5") == 1
    assert [line for line in said if line.startswith("given up")] == ["given up 5"]
    assert {line for line in said if line.startswith("answered")} == {
        f"answered {one}" for one in range(1, 11) if one != 5
    }


@pytest.mark.asyncio
async def test_nothing_else_is_begun_while_one_is_suspected(tmp_path: Path) -> None:
    """So that it is worked out soon; whoever comes meanwhile is answered right after."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'rulebot.db'}")
    for number in (1, 2, 3):
        await store.updates.accept(Arrival(number, number, number, "left behind"), datetime.now(UTC))
    await store.updates.release()
    said = list[str]()

    async def handle(waiting: Waiting, _: Update | None) -> None:
        said.append(f"begun {waiting.update_id}")
        await asyncio.sleep(0.05)
        said.append(f"worked out {waiting.update_id}")
        await current.get().worked_out()

    intake = Intake(store, handle)
    await intake.resume()
    await intake.accept(Arrival(4, 4, 4, "new"), Update(4))
    done = await intake.drained(10)
    await store.close()

    assert done
    assert said[-2:] == ["begun 4", "worked out 4"]
    assert [(one.split()[0], two.split()[0]) for one, two in zip(said[::2], said[1::2], strict=True)] == [
        ("begun", "worked")
    ] * 4
