"""What kind of thing a line asks for (yes or no, how much, who, …), by its grams; weights as data."""

import math
from collections.abc import Mapping, Sequence

from knowledge.language.lexicon import AskingWeights
from knowledge.search.found import BESIDE, TURN_MARK
from knowledge.search.postings import grams

_LONGEST, _LIKELY = 3, 0.5
_NONE = 1e-3


class Asking:
    """Tells the kinds of lines apart; immutable."""

    def __init__(self, weights: AskingWeights) -> None:
        """Keep the weights by gram, as they are looked up."""
        self._bias = weights.bias
        self._by_gram: dict[str, list[tuple[str, float]]] = {}
        for kind, by in weights.kinds.items():
            for gram, weight in by.items():
                self._by_gram.setdefault(gram, []).append((kind, weight))

    def kinds(self, text: str) -> dict[str, float]:
        """Return how likely a line (spelled) is of each kind."""
        scores = dict(self._bias)
        for gram in set(grams(text, _LONGEST)):
            for kind, weight in self._by_gram.get(gram, ()):
                scores[kind] += weight
        return {kind: 1 / (1 + math.exp(-score)) for kind, score in scores.items()}

    def answered(self, kinds: Mapping[str, float]) -> tuple[str, ...]:
        """Return the kinds of answer that a line asks for: the likely ones, or the likeliest."""
        asked = {
            name: chance for name, chance in kinds.items() if name not in BESIDE and not name.startswith(TURN_MARK)
        }
        likely = tuple(name for name, chance in asked.items() if chance >= _LIKELY)
        return likely or tuple(sorted(asked, key=lambda name: -asked[name])[:1])

    def fits(self, kinds: Mapping[str, float], asks: Sequence[str]) -> float:
        """Return the log of how likely one of `asks` is asked for; of nothing in particular, where there are none."""
        if not asks:
            return math.log(1 / (len(self._bias) or 1))
        return max(math.log(kinds.get(kind, 0.0) + _NONE) for kind in asks)
