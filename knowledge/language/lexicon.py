"""How people say things: the shapes of lexicon.yaml and of the weights that tell what is asked for."""

from collections.abc import Mapping

from pydantic import Field

from knowledge.figures import Frozen, Strings


class Owner(Frozen):
    """Who runs the assistant: how people reach them, in words (`owner.yaml` of the owner's folder)."""

    contact: str = ""


class AskingWeights(Frozen):
    """
    How much each gram speaks for each kind of line; written by tools/train.py.

    `own` is how alike (cosine) a question must be to a way of asking to be told its own first line.
    """

    own: float
    bias: dict[str, float]
    kinds: dict[str, dict[str, float]]


class Lexicon(Frozen):
    """
    Words that questions and rules spell differently, and words that lie outside.

    `synonyms` maps a word to the ways of saying it; `names` are proper names that may be misspelt by sound, each
    with its usual misspellings (`[]` where there are none to add); `features` maps a kind of feature (platform, role,
    state, …) to its values and their words; `audiences` are those whom a clause may be for; `outside_platforms` are
    names that no document covers.
    """

    fillers: Strings = ()
    synonyms: dict[str, Strings] = Field(default_factory=dict)
    names: dict[str, Strings] = Field(default_factory=dict)
    features: dict[str, dict[str, Strings]] = Field(default_factory=dict)
    audiences: Strings = ()
    asked: dict[str, Strings] = Field(default_factory=dict)
    outside_platforms: Strings = ()
    agreeing: Strings = ()
    talk: dict[str, Strings] = Field(default_factory=dict)
    replies: dict[str, str] = Field(default_factory=dict)

    def joined(self, other: "Lexicon") -> "Lexicon":
        """Return both together: lists add up, of two replies the other's holds."""
        features = {
            kind: _together(self.features.get(kind, {}), other.features.get(kind, {}))
            for kind in (*self.features, *other.features)
        }
        return Lexicon(
            fillers=_all(self.fillers, other.fillers),
            synonyms=_together(self.synonyms, other.synonyms),
            names=_together(self.names, other.names),
            features=features,
            audiences=_all(self.audiences, other.audiences),
            asked=_together(self.asked, other.asked),
            outside_platforms=_all(self.outside_platforms, other.outside_platforms),
            agreeing=_all(self.agreeing, other.agreeing),
            talk=_together(self.talk, other.talk),
            replies={**self.replies, **other.replies},
        )


def _all(ours: Strings, theirs: Strings) -> Strings:
    return tuple(dict.fromkeys((*ours, *theirs)))


def _together(ours: Mapping[str, Strings], theirs: Mapping[str, Strings]) -> dict[str, Strings]:
    return {key: _all(ours.get(key, ()), theirs.get(key, ())) for key in (*ours, *theirs)}
