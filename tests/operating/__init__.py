"""Running the bot: doctor, figures, logs, backup and restore. The stand-in and the bots are those of tests/telegram."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "telegram"))
