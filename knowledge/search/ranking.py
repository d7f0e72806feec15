"""What speaks for each hit as the answer to a question, and what it comes to with the weights of ranking.yaml."""

from collections.abc import Iterable, Mapping

from knowledge.library import BoundAspect, Library, Place
from knowledge.model import Document
from knowledge.search.asking import Asking
from knowledge.search.features import Features
from knowledge.search.found import Candidate, names
from knowledge.search.hits import Hit


class Fits:
    """How documents and kinds of answers fit one question, each worked out once."""

    def __init__(
        self,
        asking: Asking,
        kinds: Mapping[str, float],
        named: Mapping[str, frozenset[str]],
        about: str,
    ) -> None:
        """Take the question's kinds, the features and the document that it names."""
        self._asking, self._kinds, self._about = asking, kinds, about
        self.named = {name: values for name, values in named.items() if name != "platform"}
        self._all_named = named
        self._of_documents: dict[str, tuple[float, float]] = {}
        self._of_kinds: dict[tuple[str, ...], float] = {}

    def document(self, document: Document) -> tuple[float, float]:
        """Return how the platform and the name of a document fit, as `names` tells them."""
        fits = self._of_documents.get(document.id)
        if fits is None:
            fits = self._of_documents[document.id] = names(document, self._all_named, self._about)
        return fits

    def kind(self, asks: tuple[str, ...]) -> float:
        """Return how likely something is asked for that answers any of `asks` (a logarithm)."""
        if asks not in self._of_kinds:
            self._of_kinds[asks] = self._asking.fits(self._kinds, asks)
        return self._of_kinds[asks]


class Ranking:
    """Ranks over one library; immutable."""

    def __init__(
        self,
        library: Library,
        asking: Asking,
        features: Features,
        bounds: Mapping[str, BoundAspect | None],
        places: Mapping[str, Place],
        asks: Mapping[str, tuple[str, ...]],
    ) -> None:
        """
        Share what tells kinds and features, the aspect (None of a calculator) and the clause of each entry.

        `asks` are the kinds of question that an aspect answers.
        """
        self._library, self._asking, self._features = library, asking, features
        self._bounds, self._places, self._asks = bounds, places, asks

    def fits(self, kinds: Mapping[str, float], named: Mapping[str, frozenset[str]], about: str) -> Fits:
        """Return how documents and answer kinds fit a question of these kinds, naming these features and document."""
        return Fits(self._asking, kinds, named, about)

    def candidates(self, hits: Iterable[Hit], fits: Fits) -> list[Candidate]:
        """Return hits as candidates with their features and scores, in the same order."""
        weights = self._library.ranking
        result = []
        for hit in hits:
            bound, place = self._bounds[hit.id], self._places[hit.id]
            platform, named = fits.document(place.document)
            features = {
                "alike": hit.alike,
                "nearly": hit.alike**4,
                "similar": hit.similar,
                "told": hit.told,
                "around": hit.around,
                "meant": hit.meant,
                "kind": fits.kind(self._asks.get(hit.id, ())),
                "platform": platform,
                "named": named,
                "differs": self._differs(hit.nearest, fits.named),
            }
            score = sum([weights[name] * value for name, value in features.items() if name in weights])
            result.append(Candidate(hit.id, place, bound, score, features, hit.nearest))
        return result

    def _differs(self, nearest: str, named: Mapping[str, frozenset[str]]) -> float:
        """Return how many features (role, state, …) the nearest way of asking and the question name differently."""
        if not named:
            return 0.0
        near = self._features.of(nearest)
        return float(sum([name in near and not values & near[name] for name, values in named.items()]))
