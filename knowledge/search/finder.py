"""What may answer a question: aspects and calculations in order, what speaks for each, what is beside our documents."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property, partial

from knowledge.kept import NOWHERE, Kept
from knowledge.language.once import once
from knowledge.language.script import normalise
from knowledge.language.sounds import Words, symbols, typed
from knowledge.language.spelling import Spelling
from knowledge.library import BoundAspect, Library, Place
from knowledge.search.apart import Apart
from knowledge.search.asking import Asking
from knowledge.search.beside import Beside, nearest, small_talk
from knowledge.search.entries import entries, said_of
from knowledge.search.features import Features
from knowledge.search.found import Candidate, Found
from knowledge.search.hits import Hit
from knowledge.search.index import Index
from knowledge.search.onward import LIKELY, Onward, likely
from knowledge.search.ranking import Ranking
from knowledge.search.siblings import Siblings
from knowledge.search.stories import pieces
from knowledge.search.vectors import Meanings, shipped
from knowledge.search.vocabulary import vocabulary

_MOST, _SHORT, _KEPT = 24, 40, 500
_LATIN = re.compile(r"[a-z]{2,}[ ,]*[a-z]*")


class Finder:
    """Finds over one library; immutable, safe to share between threads."""

    def __init__(self, library: Library, day: date, vectors: Meanings | None = None, kept: Kept = NOWHERE) -> None:
        """Index `library` as it stands on `day`, with the vectors that are shipped where no others are given."""
        self.library, self._kept = library, kept
        self.spelling = Spelling(library.lexicon)
        self.asking = Asking(library.asking)
        bounds = [bound for of_one in library.aspects.values() for bound in of_one]
        of_calculations = {f"={name}": one.place for name, one in library.calculations.items()}
        self._bounds: dict[str, BoundAspect | None] = {bound.id: bound for bound in bounds} | dict.fromkeys(
            of_calculations
        )
        self._places = {bound.id: bound.place for bound in bounds} | of_calculations
        vectors = self._vectors = vectors or shipped()
        around = {place.id: f"{place.clause.title} {said_of(library, place, day)}" for place in library.places.values()}
        spelled = self.spelling.example
        self.index = Index(
            entries(library, day),
            spelled,
            self.spelling,
            around=around,
            background=entries(replace(library, documents=library.off), day),
            vectors=vectors,
            kept=kept,
            made_of=library.words,
            part_of=partial(_document_of, self._places),
        )
        self._own = {
            (bound.id, spelled(example.q)): example.says
            for bound in bounds
            for example in bound.aspect.asked
            if example.says
        }
        self._agreeing = (
            re.compile(rf"^(?:{'|'.join(library.lexicon.agreeing)})[，,。：]")
            if library.lexicon.agreeing
            else re.compile("(?!)")
        )
        self._features = Features(library.lexicon, self.spelling)
        closest = partial(_closest, self.index, self._places)
        self._beside = Beside(library, self.spelling, self._features, closest, vectors, kept)
        self._apart, self._siblings = Apart(bounds), Siblings(bounds)
        self._onward = Onward(library, self.spelling, vectors, kept)
        unnamed = [bound for bound in bounds if not bound.aspect.asks]
        told = kept.plain("asks", library.version.encode(), lambda: {one.id: self._asked_by(one) for one in unnamed})
        self._asks = {bound.id: bound.aspect.asks or tuple(told[bound.id]) for bound in bounds}
        self._ranking = self._ranked_by(library)
        # The library never changes and people repeat each other: what was found for a short question is kept for a
        # while.
        self._once = once(self._found, _KEPT)

    def ready(self) -> None:
        """Build now what is otherwise built for the first question that needs it."""
        _ = self._by_sound, self._vocabulary, self._of_document, self._numbers
        self._beside.ready()
        self._onward.ready()

    def ranked(self, ranking: Mapping[str, float]) -> "Finder":
        """Return a finder over the same indexes whose candidates are ordered by other weights."""
        other = copy(self)
        other.library = replace(self.library, ranking=ranking)
        other._ranking = self._ranked_by(other.library)  # noqa: SLF001
        other._once = once(other._found, _KEPT)  # noqa: SLF001 - of its own copy
        return other

    def _ranked_by(self, library: Library) -> Ranking:
        return Ranking(library, self.asking, self._features, self._bounds, self._places, self._asks)

    def _asked_by(self, bound: BoundAspect) -> tuple[str, ...]:
        """Return the kinds of question that an aspect answers which names none: those of its ways of asking."""
        kinds = [self.asking.kinds(self.spelling.example(way.q)) for way in bound.aspect.asked]
        return tuple(dict.fromkeys(name for of_one in kinds for name in self.asking.answered(of_one)))

    @cached_property
    def _vocabulary(self) -> Words:
        """Return the words of questions typed in pinyin; built when the first one comes."""
        return vocabulary(self.library)

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

    def of_the_same(self, found: Found, last: str) -> Found:
        """Return what was found for a line that may be asked of the same thing as an owner's entry told before it."""
        return replace(found, candidates=tuple(self._siblings.of_the_same(found.question, found.candidates, last)))

    def picked(self, line: str, offered: Sequence[str]) -> str:
        """Return which of an owner's entries that were offered a line names by the thing that it is asked of."""
        return self._siblings.picked(line, offered)

    def followed(self, found: Found, whole: str, document: str) -> Found:
        """
        Return what was found for a line of a talk, with what the line comes to where it goes on with the last question.

        `whole` is that question completed by the line, `document` the one spoken of last: what fits the line best
        within it is a candidate, too. Each candidate has further features: those of `whole`, named `whole_…`.
        """
        text, own = self.spelling(whole), self.spelling(found.question)
        alone, completed = self.index.compared(own), self.index.compared(text)
        within, onward = self._of_document.get(document, ()), self._goes_on(own)
        numbers = {self._numbers[one.id] for one in found.candidates} | completed.best(most=LIKELY)
        numbers |= (
            alone.best(within, LIKELY)
            | completed.best(within, LIKELY)
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
        told = self._told(found.question, candidates)
        return replace(found, candidates=likely(told, onward), followed=True, onward=onward)

    def _told(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return what may be told or offered: an owner's entries answer for the thing that each names alone."""
        return self._siblings.told(question, self._apart.told(question, candidates))

    def _goes_on(self, text: str) -> dict[str, float]:
        return {target: value for target, value in self._onward.to(text).items() if target in self._numbers}

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
        if not nearly and not candidate.place.document.verbatim:
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
        for piece in pieces(question, about, named):
            own, further = self._hits(piece, self.spelling.words(piece), within)
            for hit in further:
                if hit.id not in best or hit.score > best[hit.id][0].score:
                    best[hit.id] = hit, own
        kinds = {one: self.asking.kinds(one) for one in {one for _, one in best.values()} | {text}}
        candidates: list[Candidate] = []
        for one, of_one in kinds.items():
            fits = self._ranking.fits(of_one, named, about)
            candidates += self._ranking.candidates((hit for hit, own in best.values() if own == one), fits)
        candidates = self._told(question, sorted(candidates, key=lambda one: -one.score))
        outsider = self._features.outsider(words) if "platform" not in named else ""
        beside = self._beside.near(text, shipped=within is None and ("platform" in named or bool(outsider)))
        return Found(
            question,
            words,
            tuple(candidates[:_MOST]),
            named,
            kinds[text],
            nearest(beside),
            self.index.unknown(text),
            outsider,
            about,
            small_talk(beside),
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

    @cached_property
    def _by_sound(self) -> Index:
        """Return an index of the same entries by their pinyin; built when the first question is typed in pinyin."""
        sounds = partial(_sounds, self.spelling)
        return Index(
            self.index.entries,
            sounds,
            kept=self._kept,
            made_of=f"{self.library.words} by sound",
            part_of=partial(_document_of, self._places),
        )

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


def _sounds(spelling: Spelling, text: str) -> str:
    """Return `text` as it sounds; what is in such symbols already stays."""
    return text if text and text[0] >= "\ue000" else symbols(spelling(text))


def _closest(index: Index, places: Mapping[str, Place], text: str) -> str:
    """Return the document that comes closest to `text` (spelled); nothing where it is switched off."""
    number = index.closest(text)
    return places[index.entries[number].id].document.id if number >= 0 else ""


def _document_of(places: Mapping[str, Place], name: str) -> str:
    """Return the document of what is found by a name; of what is switched off that of its clause, gap or conflict."""
    return places[name].document.id if name in places else re.split("[/#]", name)[0]
