"""What compares meanings: the word vectors that are shipped, or an encoder where an operator asks for it."""

import os

from knowledge.search.encoder import Encoder
from knowledge.search.vectors import Meanings, shipped

VARIABLE = "RULEBOT_ENCODER"
_ON = ("1", "true", "yes", "on")


def meanings() -> Meanings:
    """
    Return the encoder where RULEBOT_ENCODER switches it on, else the word vectors.

    Raises:
        NoEncoderError: the encoder is switched on and not installed.
    """
    return Encoder() if os.environ.get(VARIABLE, "").strip().lower() in _ON else shipped()
