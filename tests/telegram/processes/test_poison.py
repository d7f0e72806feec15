"""An update of which the process dies: it is given up by and by, and takes nobody with it."""

import subprocess
import sys
from pathlib import Path

from rulebot import ROOT

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
