"""What a question may mean as well: candidates that the best one does not clearly beat."""

from knowledge.finder import Candidate, Finder, Found

CLEAR = 0.035
_FEW, _MEANT, _ALSO_MEANT = 8, 0.55, 0.75
_MOST = 3


def several_meanings(found: Found, finder: Finder) -> list[Candidate]:
    """Return what a few words without a platform (申诉期限) may mean in several documents; nothing where they mean one thing."""
    best = found.best
    if best is None or found.about or len(found.text) > _FEW or best.score < _MEANT or "platform" in finder.features(found.text):
        return []
    close = [one for one in found.candidates if one.score >= _ALSO_MEANT * best.score and not one.vetoes]
    by_document = {one.place.split("/")[0]: one for one in reversed(close)}
    return sorted(by_document.values(), key=lambda one: -one.score)[:_MOST] if len(by_document) > 1 else []


def rivals_of_best(found: Found, finder: Finder) -> list[Candidate]:
    """Return the candidates that are about as good as the best and really something else, the best first; nothing where it is clear."""
    best = found.candidates[0]
    others = [one for one in found.candidates[1:] if not finder.same(best, one) and best.score - one.score < 2 * CLEAR and not one.vetoes]
    distinct = list({one.place: one for one in others}.values())
    return [best, *distinct[: _MOST - 1]] if distinct else []
