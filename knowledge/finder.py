"""The clause that answers a question: candidates, vetoes by feature, and a calibrated confidence."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from knowledge.aspects import Aspects
from knowledge.features import Features
from knowledge.language.events import event_words
from knowledge.language.script import normalise
from knowledge.language.sounds import Words, symbols, typed
from knowledge.language.spelling import Spelling
from knowledge.library import BoundAspect, Library, full_id
from knowledge.search import Entry, Hit, Index, Search

_KEPT, _SHORT = 9, 40
# The entry of all questions next door: not an answer, but what speaks against one.
_NEXT_DOOR = "~"
_STORY, _SENTENCE, _WINDOWS, _GAIN = 34, 7, 4, 0.05
_SENTENCES, _COMMAS = re.compile(r"[。！!？?；;\n]+"), re.compile(r"[，,]")
_ASKING = re.compile(r"吗|么|呢|多少|几|怎么|咋|如何|什么|啥|哪|谁|能不能|可不可以|是不是|有没有|会不会|算不算|要不要|可以|能|乜|点样|邊|咩")
_OTHER_PLATFORM, _OTHER_FEATURE = 0.35, 0.8
_DOUBT = 0.15
_DAYS = ("今天", "昨天", "前天", "明天", "现在")
_LATIN = re.compile(r"[a-z]{2,}[ ,]*[a-z]*")
_PLATFORM_FAMILY = {"抖音": {"抖音", "巨量星图", "抖店"}, "巨量星图": {"巨量星图"}, "抖店": {"抖店", "抖音"}, "快手": {"快手"}}


@dataclass(frozen=True)
class Candidate:
    """
    Something that may answer: a clause (`document/locator`), a gap or conflict (`document#id`), or a calculator (`=name`).

    `place` is the clause it stands on; `vetoes` are the features in which it differs from the question.
    """

    target: str
    place: str
    score: float
    hit: Hit
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found for a question: candidates best first, the confidence in the first, and why it may be none of ours."""

    question: str
    text: str
    candidates: tuple[Candidate, ...]
    confidence: float
    margin: float
    unknown: float
    outside: str = ""
    signals: Mapping[str, float] | None = None
    about: str = ""

    @property
    def best(self) -> Candidate | None:
        """Return the first candidate."""
        return self.candidates[0] if self.candidates else None


class Finder:
    """Finds over one library; immutable, safe to share between threads."""

    def __init__(self, library: Library, day: date) -> None:
        """Index `library` as it stands on `day`."""
        self.library = library
        self.spelling = Spelling(library.lexicon)
        self._places: dict[str, str] = {}
        self._also: dict[str, frozenset[str]] = {}
        self.index = Index(self._entries(day), self.spelling.example, self.spelling)
        self._aspects = Aspects(library, self.spelling.example, self.index.rarity, library.aspect_weights)
        self._weights = library.confidence
        # The library never changes and people repeat each other: what was found for a short question is kept for a while.
        self._once = lru_cache(maxsize=500)(self._found)
        self._features = Features(library.lexicon, self.spelling)

    def _entries(self, day: date) -> Iterable[Entry]:
        library = self.library
        for place in library.places.values():
            self._places[place.id] = place.id
            for example in place.clause.asked:
                also = frozenset(full_id(place.document.id, at) for at in example.also)
                self._also[self.spelling.example(example.q)] = also | {place.id}
            asked = tuple(example.q for example in place.clause.asked)
            yield Entry(place.id, place.clause.title, asked, library.text(place, day))
            for calculation in place.clause.calculations:
                self._places[f"={calculation.name}"] = place.id
                yield Entry(f"={calculation.name}", calculation.title, calculation.asked)
        yield Entry(_NEXT_DOOR, "", library.next_door)
        for key, (place, gap) in library.gaps.items():
            self._places[key] = place.id
            yield Entry(key, gap.missing, tuple(example.q for example in gap.asked))
        for key, (places, conflict) in library.conflicts.items():
            self._places[key] = places[0].id
            yield Entry(key, conflict.asked[0].q if conflict.asked else conflict.says, tuple(example.q for example in conflict.asked))

    @cached_property
    def _vocabulary(self) -> Words:
        """Return the words that inputs are told with, for questions typed in pinyin; built when the first one comes."""
        fields = [field for bound in self.library.calculations.values() for field in bound.calculation.inputs.values()]
        said = [word for field in fields for words in (event_words(field.event), *field.choices.values()) for word in words]
        ways = [word for words in self.library.lexicon.synonyms.values() for word in words]
        return Words([*said, *self.library.lexicon.synonyms, *ways, *_DAYS, *(word for words in self.library.lexicon.asked.values() for word in words)])

    def readable(self, question: str) -> str:
        """Return `question` normalised, names put right, and, where it is typed in pinyin, its words as characters."""
        text = self.spelling.names(normalise(question))
        return self._vocabulary.written(text) if typed(self.spelling.words(question)) else text

    def is_place(self, target: str) -> bool:
        """Return whether a target stands on a clause; the questions next door do not."""
        return target in self._places

    def place_of(self, target: str) -> str:
        """Return the id of the clause that a target stands on."""
        return self._places[target]

    def aspect_of(self, target: str, question: str) -> tuple[BoundAspect, str]:
        """Return the aspect of a clause, gap or conflict that a question asks for, and its first line."""
        return self._aspects.choose(target, self.spelling(question))

    def features(self, words: str) -> dict[str, frozenset[str]]:
        """Return the values of each feature that `words` (spelled) names."""
        return self._features.of(words)

    def outsider(self, question: str) -> str:
        """Return a platform or service in `question` that no document covers, or nothing."""
        return self._features.outsider(self.spelling.words(question))

    def find(self, question: str, *, without: str | None = None) -> Found:
        """
        Return what answers `question`; of a long story, the sentence that is answered best.

        `without` is a way of asking to leave out, as if it had never been written.
        """
        return self._once(question, without) if len(question) <= _SHORT else self._found(question, without)

    def _found(self, question: str, without: str | None) -> Found:
        whole = self._find(question, without)
        if len(question) < _STORY or without is not None:
            return whole
        pieces = [piece for piece in _SENTENCES.split(question) if _ASKING.search(piece) and len(piece) > _SENTENCE]
        windows = {*pieces, *(part for piece in pieces for part in _COMMAS.split(piece)[-1:] if len(part) > _SENTENCE)} - {question}
        named = "platform" in self.features(self.spelling.words(question))
        found = [self._find(f"{whole.about} {piece}" if whole.about and named else piece, without) for piece in sorted(windows)[-_WINDOWS:]]
        best = max(found, key=lambda one: one.confidence, default=whole)
        return replace(best, question=question) if not whole.outside and best.confidence > whole.confidence + _GAIN else whole

    @cached_property
    def _by_sound(self) -> Index:
        """Return an index of the same entries by their pinyin; built when the first question is typed in pinyin."""
        return Index(self.index.entries, lambda text: text if text and text[0] >= "\ue000" else symbols(self.spelling(text)))

    def _find(self, question: str, without: str | None) -> Found:
        spelled = self.spelling.words(question)
        sound = typed(spelled) if _LATIN.search(spelled) else ""
        if sound:
            # Words that the lexicon knows in Latin letters have become characters; what is left is brought to the same symbols.
            sound = "".join(character if character >= "\ue000" else symbols(character) for character in sound)
            searched = self._by_sound.search(sound, _KEPT)
        else:
            searched = self.index.search(question, _KEPT, without=without)
        words = spelled
        asked = self.features(words)
        beside = next((hit for hit in searched.hits if hit.id == _NEXT_DOOR), None)
        candidates = sorted((self._judged(hit, asked) for hit in searched.hits if hit.id != _NEXT_DOOR), key=lambda one: -one.score)
        outside = self._outside(question, asked)
        margin = self._margin(candidates)
        signals = self._signals(candidates, searched, margin, asked, beside)
        confidence = 0.0 if outside or not candidates else self._confidence(signals)
        if candidates and ("platform" in candidates[0].vetoes or self._foreign(words, candidates[0]) or self._elsewhere(words, candidates[0])):
            confidence *= _DOUBT
        about = self._about(words)
        return Found(question, searched.text, tuple(candidates), confidence, margin, searched.unknown, outside, signals, about)

    def _about(self, words: str) -> str:
        """Return the name of the document that `words` name, or nothing."""
        names = (alias for document in self.library.documents for alias in document.aliases)
        special = (document.requires[0] for document in self.library.documents if document.requires)
        return max((name for name in (*names, *special) if name in words), key=len, default="")

    def _judged(self, hit: Hit, asked: Mapping[str, frozenset[str]]) -> Candidate:
        place = self.library.places[self._places[hit.id]]
        score, vetoes = hit.score, []
        platforms = asked.get("platform", frozenset())
        family = set().union(*(_PLATFORM_FAMILY[name] for name in platforms)) if platforms else set()
        if family and place.document.platform not in family:
            score *= _OTHER_PLATFORM
            vetoes.append("platform")
        near = self.features(hit.nearest)
        for name, values in asked.items():
            if name != "platform" and name in near and not values & near[name]:
                score *= _OTHER_FEATURE
                vetoes.append(name)
        return Candidate(hit.id, place.id, score, hit, tuple(vetoes))

    def _outside(self, question: str, asked: Mapping[str, frozenset[str]]) -> str:
        name = self.outsider(question)
        return name if name and "platform" not in asked else ""

    @cached_property
    def _speaks_of(self) -> dict[str, str]:
        """Return all that is said and asked on each clause, spelled, for looking up topics."""
        said: dict[str, list[str]] = {}
        for entry in self.index.entries:
            if entry.id == _NEXT_DOOR:
                continue
            said.setdefault(self._places[entry.id], []).extend((entry.title, *entry.phrasings, entry.text))
        return {place: self.spelling.words("\n".join(texts)) for place, texts in said.items()}

    def _elsewhere(self, words: str, best: Candidate) -> bool:
        """Return whether the question lacks what the document that it would lead to is only about."""
        document = self.library.places[best.place].document
        return bool(document.requires) and not any(word in words for word in (*document.requires, *document.aliases))

    def _foreign(self, words: str, best: Candidate) -> str:
        """Return a topic that the question names and the clause it would lead to does not speak of, or nothing."""
        named = [topic for topic in self._features.topics if topic in words]
        return next((topic for topic in named if topic not in self._speaks_of[best.place]), "")

    def same(self, first: Candidate, second: Candidate) -> bool:
        """Return whether two candidates are no rivals: one clause, a conflict and one of its clauses, parent and child, or named together."""
        if self._stands_on(first) & self._stands_on(second):
            return True
        one, other = first.place.split("/"), second.place.split("/")
        if one[0] == other[0] and (f"{one[1]}.".startswith(f"{other[1]}.") or f"{other[1]}.".startswith(f"{one[1]}.")):
            return True
        return second.place in self._also.get(first.hit.nearest, ()) or first.place in self._also.get(second.hit.nearest, ())

    def _stands_on(self, candidate: Candidate) -> frozenset[str]:
        """Return the clauses that a candidate stands on: of a conflict, all that it is between."""
        places, _ = self.library.conflicts.get(candidate.target, ((), None))
        return frozenset({candidate.place, *(place.id for place in places)})

    def _margin(self, candidates: list[Candidate]) -> float:
        if not candidates:
            return 0.0
        rival = next((other for other in candidates[1:] if not self.same(candidates[0], other)), None)
        return candidates[0].score - (rival.score if rival else 0.0)

    def _signals(
        self, candidates: list[Candidate], searched: Search, margin: float, asked: Mapping[str, frozenset[str]], beside: Hit | None
    ) -> dict[str, float]:
        if not candidates:
            return {}
        hit = candidates[0].hit
        document = self.library.places[candidates[0].place].document
        return {
            "cosine": hit.cosine,
            "coverage": hit.coverage,
            "similar": hit.similar,
            "weight": math.log1p(hit.weight),
            "margin": margin,
            "unknown": searched.unknown,
            "named": float(any(self.spelling(alias) in searched.text for alias in (*document.aliases, document.short))),
            "platform": float("platform" in asked),
            "vetoed": float(bool(candidates[0].vetoes)),
            "length": math.log1p(len(searched.text)),
            "beside": (beside.cosine - hit.cosine) if beside else 0.0,
            "closer": float(beside is not None and beside.cosine > hit.cosine),
            "alike": (beside.similar - hit.similar) if beside else 0.0,
        }

    def _confidence(self, signals: Mapping[str, float]) -> float:
        weights = self._weights
        return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in signals.items()) - weights.get("bias", 0.0)))
