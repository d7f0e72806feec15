"""How people say things: the shape of lexicon.yaml."""

from pydantic import Field

from knowledge.figures import Frozen, Strings


class Owner(Frozen):
    """Who runs the assistant: how people reach them, in words (`owner.yaml` of the owner's folder)."""

    contact: str = ""


class Lexicon(Frozen):
    """
    Words that questions and rules spell differently, and words that lie outside.

    `synonyms` maps a word to the ways of saying it; `names` are proper names that may be misspelt by sound; `features` maps a kind
    of feature (platform, role, state, …) to its values and their words, `families` a platform that is named to those it may also
    mean; `outside_platforms` are names that no document covers.
    """

    fillers: Strings = ()
    synonyms: dict[str, Strings] = Field(default_factory=dict)
    names: dict[str, Strings] = Field(default_factory=dict)
    features: dict[str, dict[str, Strings]] = Field(default_factory=dict)
    families: dict[str, Strings] = Field(default_factory=dict)
    asked: dict[str, Strings] = Field(default_factory=dict)
    outside_platforms: Strings = ()
    agreeing: Strings = ()
    talk: dict[str, Strings] = Field(default_factory=dict)
    replies: dict[str, str] = Field(default_factory=dict)
