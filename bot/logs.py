"""The log of the whole program."""

import logging

_OURS = ("bot", "knowledge", "calculators")


def configure(level: str) -> None:
    """Write what we tell from `level` on to standard error; libraries only warn, for they tell what they were given."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
