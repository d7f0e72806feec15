"""
How the search grows: 600, 20,000 and 100,000 entries beside bm25s and TF-IDF, each engine in a process of its own.

`python tests/benchmarks/growth.py` prints for each how long it takes to build and to come back from the cache, how
long a query takes, the peak of memory, and of how many paraphrases the right one of 600 questions and answers is
first, or among three. The other entries are recombined from ways of asking, seeded.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter

from knowledge.kept import Kept
from knowledge.language.spelling import Spelling
from knowledge.load import load
from knowledge.search.hits import Entry
from knowledge.search.index import Index
from knowledge.search.vectors import shipped
from tests.benchmarks.peers import PEERS, Engine, over

_FOLDER = Path(__file__).parent
_SIZES, _SEED, _QUERIES = (600, 20_000, 100_000), 7, 200
OURS = "ours"
ENGINES = (OURS, "bm25s, character bigrams", "TF-IDF, character 1–3-grams")


def faq() -> tuple[list[Entry], list[tuple[str, str]]]:
    """Return the 600 entries with one way of asking each, and the paraphrases with the entry that each means."""
    rows = [json.loads(line) for line in (_FOLDER / "faq.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [json.loads(line) for line in (_FOLDER / "faq_asked.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Entry(row["q"], row["q"], (row["q"],), row["a"]) for row in rows], [(one["q"], one["of"]) for one in asked]


def grown(entries: Sequence[Entry], count: int) -> list[Entry]:
    """Return `entries` among as many others as make `count`: halves of ways of asking for our documents recombined."""
    choose = random.Random(_SEED)
    ways = [example.q for of in load().aspects.values() for bound in of for example in bound.aspect.asked]
    halves = [(way[: len(way) // 2], way[len(way) // 2 :]) for way in ways]
    made = [f"{choose.choice(halves)[0]}{choose.choice(halves)[1]}" for _ in range(count - len(entries))]
    return [*entries, *(Entry(f"made/{number}", way, (way,)) for number, way in enumerate(made))]


def milliseconds(engine: Engine, asked: Iterable[str]) -> list[float]:
    """Return how long each query takes, shortest first."""
    times = []
    for question in asked:
        start = perf_counter()
        engine(question, 3)
        times.append((perf_counter() - start) * 1000)
    return sorted(times)


def measure(name: str, count: int) -> dict[str, object]:
    """Return what one engine reaches over `count` entries, in this process."""
    own, asked = faq()
    entries, spelling = grown(own, count), Spelling(load().lexicon)
    others = [entry.title[::-1] for entry in random.Random(_SEED).sample(entries, min(_QUERIES, len(entries)))]
    start = perf_counter()
    cached = None
    if name == OURS:
        with tempfile.TemporaryDirectory() as folder:
            index = Index(entries, spelling, vectors=shipped(), kept=Kept(Path(folder)), made_of="growth")
            built = perf_counter() - start
            del index  # a process holds one of them, built or read again
            start = perf_counter()
            index = Index(entries, spelling, vectors=shipped(), kept=Kept(Path(folder)), made_of="growth")
            cached = perf_counter() - start
        engine = over(index, entries)
    else:
        engine = PEERS[name](entries, spelling)
        built = perf_counter() - start
    found = [[entries[number].id for number, _ in engine(question, 3)] for question, _ in asked]
    times = milliseconds(engine, others)
    return {
        "engine": name,
        "entries": count,
        "build s": round(built, 2),
        "cached s": None if cached is None else round(cached, 2),
        "median ms": round(times[len(times) // 2], 2),
        "99th ms": round(times[len(times) * 99 // 100], 2),
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "asked": len(asked),
        "first": sum(ids[:1] == [of] for ids, (_, of) in zip(found, asked, strict=True)),
        "among three": sum(of in ids for ids, (_, of) in zip(found, asked, strict=True)),
    }


def main() -> None:
    """Print a row for each engine and size; with `--one NAME COUNT` only that, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "COUNT"))
    parser.add_argument("--sizes", type=int, nargs="*", default=_SIZES)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one[0], int(chosen.one[1])), ensure_ascii=False))
        return
    rows = []
    for count in chosen.sizes:
        for name in ENGINES:
            command = [sys.executable, "-m", "tests.benchmarks.growth", "--one", name, str(count)]
            ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_FOLDER.parent.parent)
            rows.append(json.loads(ended.stdout.splitlines()[-1]))
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)


if __name__ == "__main__":
    main()
