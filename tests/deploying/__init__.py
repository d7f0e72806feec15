"""What rulebot is run with for good: the image, the compose file, the unit, the list of settings."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "telegram"))
