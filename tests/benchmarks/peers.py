"""Other ways to find an entry, each as its library suggests; all answer with entry numbers, best first, and scores."""

import logging
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from knowledge.search.hits import Entry
from knowledge.search.index import Index
from knowledge.search.vectors import shipped

# They are installed for measuring only (the extra `bench`), so the type checker must do without them.
bm25s: Any = import_module("bm25s")
jieba: Any = import_module("jieba")
np: Any = import_module("numpy")
rank_bm25: Any = import_module("rank_bm25")
text_features: Any = import_module("sklearn.feature_extraction.text")

Ranked = list[tuple[int, float]]
Words = Callable[[str], list[str]]
jieba.setLogLevel(logging.WARNING)


class Engine(Protocol):
    """Finds entries by number."""

    def __call__(self, question: str, limit: int) -> Ranked:
        """Return the best `limit` entries for `question`, best first, with their scores."""


def asked(entry: Entry) -> tuple[str, ...]:
    """Return the ways of asking for an entry, its title first."""
    return (entry.title, *entry.phrasings)


def whole(entry: Entry) -> str:
    """Return everything an entry says."""
    return " ".join((*asked(entry), entry.text))


def jieba_words(text: str) -> list[str]:
    """Return the words that the segmenter finds."""
    return [word for word in jieba.cut(text) if word.strip()]


def bigrams(text: str) -> list[str]:
    """Return the character bigrams of `text`, the text itself where it is shorter."""
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _first_of_each(owners: Sequence[int], scores: Any, limit: int) -> Ranked:
    """Return the best score of each owner's units, best owners first."""
    best = np.full(max(owners) + 1, -np.inf)
    np.maximum.at(best, owners, scores)
    order = np.argsort(-best, kind="stable")[:limit]
    return [(int(number), float(best[number])) for number in order]


def ours(entries: Sequence[Entry], prepare: Callable[[str], str]) -> Engine:
    """Return the project's own search."""
    return over(Index(entries, prepare, vectors=shipped()), entries)


def over(index: Index, entries: Sequence[Entry]) -> Engine:
    """Return a search over an index of `entries` that is there already."""
    numbers = {entry.id: number for number, entry in enumerate(entries)}
    return lambda question, limit: [(numbers[hit.id], hit.score) for hit in index.search(question, limit).hits]


def wratio(entries: Sequence[Entry], prepare: Callable[[str], str]) -> Engine:
    """Return rapidfuzz's WRatio over all phrasings."""
    owners = [number for number, entry in enumerate(entries) for _ in asked(entry)]
    ways = [prepare(way) for entry in entries for way in asked(entry)]

    def find(question: str, limit: int) -> Ranked:
        found = process.extract(prepare(question), ways, scorer=fuzz.WRatio, limit=None)
        best: dict[int, float] = {}
        for _, score, at in found:
            best.setdefault(owners[at], score)
            if len(best) == limit:
                break
        return list(best.items())

    return find


def rank_bm25_jieba(entries: Sequence[Entry], prepare: Callable[[str], str]) -> Engine:
    """Return rank-bm25 over segmented whole entries."""
    engine = rank_bm25.BM25Okapi([jieba_words(prepare(whole(entry))) for entry in entries])
    owners = range(len(entries))
    return lambda question, limit: _first_of_each(owners, engine.get_scores(jieba_words(prepare(question))), limit)


def _bm25s(units: Sequence[str], owners: Sequence[int], words: Words, prepare: Callable[[str], str]) -> Engine:
    engine = bm25s.BM25()
    engine.index([words(prepare(unit)) for unit in units], show_progress=False)

    def find(question: str, limit: int) -> Ranked:
        known = [word for word in words(prepare(question)) if word in engine.vocab_dict]
        scores = engine.get_scores(known) if known else np.zeros(len(units))
        return _first_of_each(owners, scores, limit)

    return find


def bm25s_bigrams(entries: Sequence[Entry], prepare: Callable[[str], str]) -> Engine:
    """Return bm25s over the character bigrams of whole entries."""
    return _bm25s([whole(entry) for entry in entries], range(len(entries)), bigrams, prepare)


def bm25s_jieba(entries: Sequence[Entry], prepare: Callable[[str], str]) -> Engine:
    """Return bm25s over segmented text, a unit for each way of asking and one for the text."""
    units = [(number, unit) for number, entry in enumerate(entries) for unit in (*asked(entry), entry.text) if unit]
    return _bm25s([unit for _, unit in units], [number for number, _ in units], jieba_words, prepare)


def tfidf(entries: Sequence[Entry], prepare: Callable[[str], str]) -> Engine:
    """Return scikit-learn's TF-IDF over character 1–3-grams, cosine, a unit per way of asking and one for the text."""
    units = [(number, unit) for number, entry in enumerate(entries) for unit in (*asked(entry), entry.text) if unit]
    owners = [number for number, _ in units]
    vectors = text_features.TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    matrix = vectors.fit_transform([prepare(unit) for _, unit in units]).T.tocsr()

    def find(question: str, limit: int) -> Ranked:
        scores = (vectors.transform([prepare(question)]) @ matrix).toarray()[0]
        return _first_of_each(owners, scores, limit)

    return find


PEERS: dict[str, Callable[[Sequence[Entry], Callable[[str], str]], Engine]] = {
    "rapidfuzz WRatio, all phrasings": wratio,
    "rank-bm25 + jieba": rank_bm25_jieba,
    "bm25s, character bigrams": bm25s_bigrams,
    "bm25s + jieba, a unit per question": bm25s_jieba,
    "TF-IDF, character 1–3-grams": tfidf,
}
