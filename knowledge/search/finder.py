"""What may answer a question: aspects and calculations in order, what speaks for each, what is beside our documents."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from knowledge.kept import NOWHERE, Kept
from knowledge.language.events import event_words
from knowledge.language.script import normalise
from knowledge.language.sounds import Words, symbols, typed
from knowledge.language.spelling import Spelling
from knowledge.library import TEXT, BoundAspect, Library, Place
from knowledge.platforms import OUTSIDE
from knowledge.search.asking import Asking
from knowledge.search.features import Features
from knowledge.search.found import BESIDE, TURNS, Candidate, Found
from knowledge.search.index import Entry, Hit, Index
from knowledge.search.ranking import Ranking
from knowledge.search.vectors import Meanings, shipped

_MOST, _LIKELY, _SHORT, _KEPT = 24, 12, 40, 500
_STORY, _SENTENCE, _WINDOWS, _MEASURES = 34, 7, 4, 3
_SHIPPED, _NEXT_DOOR = f"{OUTSIDE}::", f"{OUTSIDE}:own:"
# How alike (cosine) a shipped line next door is to an owner's way of asking that covers it.
_COVERED = 0.25
_SENTENCES, _COMMAS = re.compile(r"[。！!？?；;\n]+"), re.compile(r"[，,]")
_DAYS = ("今天", "昨天", "前天", "明天", "现在")
_LATIN = re.compile(r"[a-z]{2,}[ ,]*[a-z]*")


class Finder:
    """Finds over one library; immutable, safe to share between threads."""

    def __init__(self, library: Library, day: date, vectors: Meanings | None = None, kept: Kept = NOWHERE) -> None:
        """Index `library` as it stands on `day`, with the vectors that are shipped where no others are given."""
        self.library, self._kept = library, kept
        self.spelling = Spelling(library.lexicon)
        self.asking = Asking(library.asking)
        self._bounds: dict[str, BoundAspect | None] = {}
        self._places: dict[str, Place] = {}
        vectors = self._vectors = vectors or shipped()
        around = {place.id: f"{place.clause.title} {library.text(place, day)}" for place in library.places.values()}
        spelled = self.spelling.example
        self.index = Index(
            self._entries(day),
            spelled,
            self.spelling,
            around=around,
            vectors=vectors,
            kept=kept,
            made_of=library.version,
        )
        self._beside = Index(self._lines(), spelled, self.spelling, vectors=vectors, kept=kept, made_of=library.version)
        every = (bound for of_one in library.aspects.values() for bound in of_one)
        self._own = {
            (bound.id, spelled(example.q)): example.says
            for bound in every
            for example in bound.aspect.asked
            if example.says
        }
        self._agreeing = (
            re.compile(rf"^(?:{'|'.join(library.lexicon.agreeing)})[，,。：]")
            if library.lexicon.agreeing
            else re.compile("(?!)")
        )
        self._features = Features(library.lexicon, self.spelling)
        self._ranking = Ranking(library, self.asking, self._features, self._bounds, self._places)
        # The library never changes and people repeat each other: what was found for a short question is kept for a
        # while.
        self._once = lru_cache(maxsize=_KEPT)(self._found)

    def _entries(self, day: date) -> Iterator[Entry]:
        library = self.library
        for of_one in library.aspects.values():
            for bound in of_one:
                place, aspect = bound.place, bound.aspect
                self._bounds[bound.id], self._places[bound.id] = bound, place
                told = library.told(place, " ".join((aspect.says, *(item.says for item in bound.items))), day)
                said = library.text(place, day) if aspect.id == TEXT else told
                asked = tuple(example.q for example in aspect.asked)
                yield Entry(bound.id, "" if asked else place.clause.title, asked, said, bound.target)
        for name, one in library.calculations.items():
            self._bounds[f"={name}"], self._places[f"={name}"] = None, one.place
            yield Entry(f"={name}", one.calculation.title, one.calculation.asked)

    def ranked(self, ranking: Mapping[str, float]) -> "Finder":
        """Return a finder over the same indexes whose candidates are ordered by other weights."""
        other = copy(self)
        other.library = replace(self.library, ranking=ranking)
        other._ranking = Ranking(other.library, other.asking, other._features, other._bounds, other._places)  # noqa: SLF001
        other._once = lru_cache(maxsize=_KEPT)(other._found)  # noqa: SLF001 - of its own copy
        return other

    def _lines(self) -> Iterator[Entry]:
        """Yield the lines that are none of ours; those of small talk with the kind of reply that they get."""
        covered = self._covered()
        for kind in (*BESIDE, *TURNS):
            lines = enumerate(self.library.beside.get(kind, ()))
            yield from (Entry(f"{kind}::{number}", line) for number, line in lines if line not in covered)
        yield from (Entry(f"{_NEXT_DOOR}{number}", line) for number, line in enumerate(self.library.next_door))
        for reply, words in self.library.lexicon.talk.items():
            yield from (Entry(f"chat:{reply}:{number}", word) for number, word in enumerate(words))

    def _covered(self) -> frozenset[str]:
        """Return the shipped lines next door that an owner's documents cover: they come near a way of asking there."""
        own = [number for number, place in self._entries_of_owner() if place]
        if not own:
            return frozenset()

        def near() -> list[str]:
            outside = self.library.beside.get(OUTSIDE, ())
            compared = ((line, self.index.compared(self.spelling.example(line))) for line in outside)
            return [line for line, one in compared if float(one.asked[own].max()) >= _COVERED]

        return frozenset(self._kept.plain("covered", self.library.version.encode(), near))

    def _entries_of_owner(self) -> Iterator[tuple[int, bool]]:
        for number, entry in enumerate(self.index.entries):
            yield number, self._places[entry.id].document.id not in self.library.shipped

    @cached_property
    def _vocabulary(self) -> Words:
        """Return the words that inputs are told with, for questions typed in pinyin; built when the first one comes."""
        fields = [field for bound in self.library.calculations.values() for field in bound.calculation.inputs.values()]
        said = [
            word for field in fields for words in (event_words(field.event), *field.choices.values()) for word in words
        ]
        ways = [word for words in self.library.lexicon.synonyms.values() for word in words]
        return Words(
            [
                *said,
                *self.library.lexicon.synonyms,
                *ways,
                *_DAYS,
                *(word for words in self.library.lexicon.asked.values() for word in words),
            ]
        )

    def readable(self, question: str) -> str:
        """Return `question` normalised, names put right, and, where it is typed in pinyin, its words as characters."""
        text = self.spelling.names(normalise(question))
        return self._vocabulary.written(text) if typed(self.spelling.words(question)) else text

    def features(self, words: str) -> dict[str, frozenset[str]]:
        """Return the values of each feature that `words` (spelled) names."""
        return self._features.of(words)

    def outsider(self, question: str) -> str:
        """Return a platform or service in `question` that no document covers, or nothing."""
        return self._features.outsider(self.spelling.words(question))

    def find(self, question: str) -> Found:
        """Return what may answer `question`; of a long story also what one of its sentences alone leads to."""
        return self._once(question) if len(question) <= _SHORT else self._found(question)

    def followed(self, found: Found, whole: str, document: str) -> Found:
        """
        Return what was found for a line of a talk, with what the line comes to where it goes on with the last question.

        `whole` is that question completed by the line, `document` the one spoken of last: what fits the line best
        within it is a candidate, too. Each candidate has further features: those of `whole`, named `whole_…`.
        """
        text, own = self.spelling(whole), self.spelling(found.question)
        alone, completed = self.index.compared(own), self.index.compared(text)
        within, onward = self._of_document.get(document, ()), self._goes_on(own)
        numbers = {self._numbers[one.id] for one in found.candidates} | completed.best(most=_LIKELY)
        numbers |= (
            alone.best(within, _LIKELY)
            | completed.best(within, _LIKELY)
            | ({self._numbers[target] for target in onward} & set(within))
        )
        known = {one.id: one for one in found.candidates}
        ranking = self._ranking
        fits = ranking.fits(found.kinds, found.named, found.about)
        whole_fits = ranking.fits(self.asking.kinds(text), self.features(self.spelling.words(whole)), found.about)
        new = ranking.candidates(
            alone.hits(number for number in numbers if self.index.entries[number].id not in known), fits
        )
        known |= {one.id: one for one in new}
        candidates = [known[one.id].going_on(one) for one in ranking.candidates(completed.hits(numbers), whole_fits)]
        return replace(found, candidates=_likely(candidates, onward), followed=True, onward=onward)

    def _goes_on(self, text: str) -> dict[str, float]:
        """Return how near a line (spelled) comes to the nearest one known to go on to each aspect or calculation."""
        compared = self._onward.compared(text)
        near: dict[str, float] = {}
        lines = list(self.library.follow_ups)
        for hit in compared.hits(compared.best()):
            for target in self.library.follow_ups[lines[int(hit.id)]]:
                near[target] = max(near.get(target, 0.0), (hit.alike + hit.similar + max(hit.meant, 0.0)) / _MEASURES)
        return {target: value for target, value in near.items() if target in self._numbers}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {entry.id: number for number, entry in enumerate(self.index.entries)}

    @cached_property
    def _of_document(self) -> dict[str, list[int]]:
        result: dict[str, list[int]] = {}
        for number, entry in enumerate(self.index.entries):
            result.setdefault(self._places[entry.id].document.id, []).append(number)
        return result

    def line(self, candidate: Candidate) -> str:
        """Return an aspect's first line: of the nearest way of asking if the question is nearly it, else its own."""
        if candidate.bound is None:
            return ""
        says, nearly = candidate.bound.aspect.says, candidate.features["alike"] >= self.library.asking.own
        if not nearly:
            # 是 and 对 agree with just what was asked; to another way of putting it they may be the wrong answer.
            return self._agreeing.sub("", says)
        return self._own.get((candidate.id, candidate.nearest), says)

    def _found(self, question: str) -> Found:
        words = self.spelling.words(question)
        named, about = self.features(words), self._about(words)
        within = self._only_of(named)
        text, hits = self._hits(question, words, within)
        if within is not None and self._is_known(text):
            # Who names an owner's platform in passing (传单上印着…) asks what somebody else's clause answers.
            within = None
            text, hits = self._hits(question, words, within)
        best = {hit.id: (hit, text) for hit in hits}
        for piece in self._pieces(question, about, named):
            own, further = self._hits(piece, self.spelling.words(piece), within)
            for hit in further:
                if hit.id not in best or hit.score > best[hit.id][0].score:
                    best[hit.id] = hit, own
        kinds = {one: self.asking.kinds(one) for one in {one for _, one in best.values()} | {text}}
        candidates: list[Candidate] = []
        for one, of_one in kinds.items():
            fits = self._ranking.fits(of_one, named, about)
            candidates += self._ranking.candidates((hit for hit, own in best.values() if own == one), fits)
        candidates.sort(key=lambda one: -one.score)
        beside = self._beside.hits(text)
        if within is not None:
            # What lies next door to the shipped documents says nothing of a platform that they do not cover.
            beside = [hit for hit in beside if not hit.id.startswith(_SHIPPED)]
        outsider = self._features.outsider(words) if "platform" not in named else ""
        return Found(
            question,
            words,
            tuple(candidates[:_MOST]),
            named,
            kinds[text],
            _nearest(beside),
            self.index.unknown(text),
            outsider,
            about,
            _talk(beside),
        )

    def _is_known(self, text: str) -> bool:
        """Return whether `text` (spelled) is nearly a known way of asking, whatever it names."""
        compared = self.index.compared(text)
        return bool(len(compared.asked)) and float(compared.asked.max()) >= self.library.asking.own

    def _only_of(self, named: Mapping[str, frozenset[str]]) -> list[int] | None:
        """Return the entries that alone may answer: where only platforms of an owner are named, those of them."""
        platforms = named.get("platform", frozenset())
        if not platforms or not platforms <= self.library.own_platforms:
            return None
        documents = (document for document in self.library.documents if document.platform.name in platforms)
        return [number for document in documents for number in self._of_document.get(document.id, ())]

    def _pieces(self, question: str, about: str, named: Mapping[str, frozenset[str]]) -> Iterable[str]:
        """
        Return the sentences of a story, and what stands behind the last comma of each.

        The document that is named is put before each.
        """
        if len(question) < _STORY:
            return ()
        pieces = [piece for piece in _SENTENCES.split(question) if len(piece) > _SENTENCE]
        windows = [*pieces, *(part for piece in pieces for part in _COMMAS.split(piece)[-1:] if len(part) > _SENTENCE)]
        different = [piece for piece in dict.fromkeys(windows) if piece != question][-_WINDOWS:]
        return [
            f"{about} {piece}" if about and "platform" in named and about not in piece else piece for piece in different
        ]

    @cached_property
    def _onward(self) -> Index:
        """Return an index of the lines that are known to go on in a talk; built when the first talk goes on."""
        follow_ups = (Entry(str(number), line) for number, line in enumerate(self.library.follow_ups))
        return Index(
            follow_ups,
            self.spelling.example,
            self.spelling,
            vectors=self._vectors,
            kept=self._kept,
            made_of=self.library.version,
        )

    @cached_property
    def _by_sound(self) -> Index:
        """Return an index of the same entries by their pinyin; built when the first question is typed in pinyin."""
        return Index(self.index.entries, self._sounds, kept=self._kept, made_of=f"{self.library.version} by sound")

    def _sounds(self, text: str) -> str:
        return text if text and text[0] >= "\ue000" else symbols(self.spelling(text))

    def _hits(self, question: str, words: str, within: Sequence[int] | None) -> tuple[str, list[Hit]]:
        """Return a question spelled for the search, and what (of the entries `within`) may fit it."""
        sound = typed(words) if _LATIN.search(words) else ""
        if not sound:
            text = self.spelling(question)
            return text, self.index.hits(text, within)
        # Words that the lexicon knows in Latin letters have become characters; what is left is brought to the same
        # symbols.
        text = "".join(character if character >= "\ue000" else symbols(character) for character in sound)
        return text, self._by_sound.hits(text, within)

    def _about(self, words: str) -> str:
        """Return the name of the document that `words` name, or nothing."""
        names = (alias for document in self.library.documents for alias in (*document.aliases, *document.requires[:1]))
        return max((name for name in names if name in words), key=len, default="")


def _likely(candidates: Iterable[Candidate], onward: Mapping[str, float]) -> tuple[Candidate, ...]:
    """Return the candidates among the first of a talk, best first: alone, completed, or going on as known lines do."""
    candidates = sorted(candidates, key=lambda one: -one.score)
    whole = sorted(candidates, key=lambda one: -one.features["whole"])
    near = sorted((one for one in candidates if one.id in onward), key=lambda one: -onward[one.id])
    likely = {one.id for of_one in (candidates, whole, near) for one in of_one[:_LIKELY]}
    return tuple(one for one in candidates if one.id in likely)


def _nearest(hits: Iterable[Hit]) -> dict[str, dict[str, float]]:
    """Return for each kind of line that is none of ours how near the nearest known one is."""
    near: dict[str, dict[str, float]] = {
        kind: {"alike": 0.0, "similar": 0.0, "meant": 0.0} for kind in (*BESIDE, *TURNS)
    }
    for hit in hits:
        row = near[hit.id.partition(":")[0]]
        row["alike"] = max(row["alike"], hit.alike)
        row["similar"] = max(row["similar"], hit.similar)
        row["meant"] = max(row["meant"], hit.meant)
    return near


def _talk(hits: Iterable[Hit]) -> str:
    """Return the kind of small talk that the nearest line of it is of; nothing of talk that is not to us."""
    best = max((hit for hit in hits if hit.id.startswith("chat:")), key=lambda hit: hit.score, default=None)
    return best.id.split(":")[1] if best is not None else ""
