"""What goes on for long, or goes wrong often: what is lost, doubled, apologised for, waited for. See `make soak`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "telegram"))
