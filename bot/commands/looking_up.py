"""`rulebot clause` and `rulebot search`: one clause, and the clauses that fit some words."""

import difflib
import math
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import clock
from bot.command_line import DONE, WRONG_USE, CommandError, said
from bot.commands.common import open_assistant, open_library, show, show_json, today_of
from bot.commands.lines import objects, text_field
from knowledge.prose import figure_text

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from knowledge.library import Place
    from knowledge.search.hits import Entry, Search

_MOST = 1000
_USUAL = 5
_SURE = 0.5
# How far the score, the covered weight and the lead over the next entry speak for an entry; fitted on the tuning part
# of tests/questions, over the shipped clauses with all, three and none of their example questions.
_BY_SCORE, _BY_WEIGHT, _BY_LEAD, _AGAINST = 6.0, 4.5, 4.0, 13.0
Ranked = tuple[list[str], list[float], bool]
Ranking = Callable[[str, int], Ranked]


def clause(arguments: Namespace) -> int:
    """Show one clause."""
    reference, now = said(" ".join(arguments.reference), "条款"), today_of(arguments)
    assistant = open_assistant()
    answer = assistant.clause(reference, now=now)
    if answer is None:
        near = difflib.get_close_matches(reference, assistant.library.places, n=3, cutoff=0.5)
        hint = f"，是不是 {'、'.join(near)}？" if near else f"，写法像 {next(iter(assistant.library.places))}"
        raise CommandError(f"没有“{reference[:80]}”这一条{hint}")
    if arguments.figures:
        rows = [row for quote in answer.quotes for row in _figure_rows(assistant.library.places[quote.id])]
        show_json(rows) if arguments.json else show("\n".join(map(_figure_line, rows)) or "这一条里没有记数字")
    elif arguments.json:
        show_json(answer.as_json())
    else:
        show(answer.text)
    return DONE


def _figure_rows(place: "Place") -> list[dict[str, Any]]:
    """Return the figures of a clause, each by the address that an overlay names it by, with its dated values."""
    return [
        {
            "address": f"{place.id}#{name}",
            "values": [
                {
                    "value": figure_text(one.value, parameter.unit),
                    "since": one.since.isoformat() if one.since else None,
                    "source": one.source or None,
                }
                for one in parameter.history
            ],
        }
        for name, parameter in place.clause.parameters.items()
    ]


def _figure_line(row: dict[str, Any]) -> str:
    told = (f"{one['since']} 起 {one['value']}" if one["since"] else one["value"] for one in row["values"])
    return f"{row['address']}  {'；'.join(told)}"


def search(arguments: Namespace) -> int:
    """List the clauses that fit some words, or answer the questions on standard input."""
    if not 1 <= arguments.k <= _MOST:
        raise CommandError(f"-k 要在 1 到 {_MOST} 之间")
    if arguments.jsonl:
        if arguments.words:
            raise CommandError("--jsonl 从标准输入读问题，命令行上不用再写")
        ranked = entries_search(Path(arguments.kb)) if arguments.kb else clause_search(open_assistant())
        return rank_lines(ranked, sys.stdin.buffer, show_json)
    words = said(" ".join(arguments.words), "要找的词")
    rows = (
        _entry_rows(Path(arguments.kb), words, arguments.k)
        if arguments.kb
        else _clause_rows(open_assistant(), words, arguments.k)
    )
    if arguments.json:
        show_json(rows)
    else:
        show("\n".join("  ".join(str(value) for value in row.values()) for row in rows) or "没有找到")
    return DONE


def _entry_rows(path: Path, words: str, most: int) -> list[dict[str, Any]]:
    ids, scores, _ = entries_search(path)(words, most)
    return [{"id": name, "score": score} for name, score in zip(ids, scores, strict=True)]


def _clause_rows(assistant: "Assistant", words: str, most: int) -> list[dict[str, Any]]:
    ids, scores, _ = clause_search(assistant)(words, most)
    places = [assistant.library.places[name] for name in ids]
    return [
        {
            "id": place.id,
            "score": score,
            "document": place.document.short,
            "locator": place.clause.locator,
            "title": place.clause.title,
        }
        for place, score in zip(places, scores, strict=True)
    ]


def rank_lines(ranked: Ranking, lines: Iterable[bytes], write: Callable[[Any], None]) -> int:
    """Write ids, scores and confidence for each line of JSON, in order; return the exit code."""
    code = DONE
    for number, item in objects(lines):
        try:
            write(_ranking(ranked, item))
        except CommandError as error:
            write({"error": str(error), "line": number})
            code = WRONG_USE
    if code:
        print("rulebot: 有的行读不了，见输出里的 error", file=sys.stderr)
    return code


def _ranking(ranked: Ranking, item: dict[str, Any] | str) -> dict[str, Any]:
    if isinstance(item, str):
        raise CommandError(item)
    ids, scores, confident = ranked(said(text_field(item, "q")), _most(item))
    return {"ids": ids, "scores": scores, "confident": confident}


def _most(item: dict[str, Any]) -> int:
    most = item.get("k", _USUAL)
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= _MOST:
        raise CommandError(f"k 要是 1 到 {_MOST} 的整数")
    return most


def clause_search(assistant: "Assistant") -> Ranking:
    """Return a search over the clauses as the assistant ranks them; the first score is its confidence."""

    def ranked(question: str, most: int) -> Ranked:
        now = clock.now()
        understood = assistant.understanding.of(assistant.read(question, now), now)
        chances: dict[str, float] = defaultdict(float)
        for one in understood.judged:
            if one.place:
                chances[one.place] += one.chance
        ids = sorted(chances, key=lambda name: -chances[name])[:most]
        return ids, [round(chances[name], 4) for name in ids], understood.sure >= _SURE

    return ranked


def entries_search(path: Path) -> Ranking:
    """
    Return a search over the entries in `path`, one JSON object a line.

    Raises:
        CommandError: the file cannot be read, or a line of it is no entry.
    """
    from knowledge.language.spelling import Spelling
    from knowledge.search.index import Index
    from knowledge.search.vectors import shipped

    index = Index(_entries(path), Spelling(open_library().lexicon), vectors=shipped())

    def ranked(question: str, most: int) -> Ranked:
        searched = index.search(question, max(most, 2))
        hits = searched.hits
        sure = _confidence(searched, len(index.entries))
        return [hit.id for hit in hits[:most]], _scaled([hit.score for hit in hits[:most]], sure), sure >= _SURE

    return ranked


def _confidence(searched: "Search", entries: int) -> float:
    """
    Return how sure the first hit is right, between 0 and 1.

    The score alone is fooled by short lines, the covered weight alone by long ones; a rare n-gram weighs the more,
    the more entries there are.
    """
    hits = searched.hits
    if not hits:
        return 0.0
    lead = hits[0].score - (hits[1].score if len(hits) > 1 else 0.0)
    weight = math.log1p(hits[0].told * searched.weight / math.log1p(entries))
    return 1 / (1 + math.exp(_AGAINST - _BY_SCORE * hits[0].score - _BY_WEIGHT * weight - _BY_LEAD * lead))


def _scaled(scores: list[float], first: float) -> list[float]:
    """Return `scores` (best first) in proportion, so that the best is `first`: comparable from question to question."""
    best = max(scores, default=0.0)
    return [round(score / best * first, 4) if best > 0 else 0.0 for score in scores]


def _entries(path: Path) -> list["Entry"]:
    try:
        with path.open("rb") as lines:
            return [_entry(item, f"{path.name}:{number}") for number, item in objects(lines)]
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _entry(item: dict[str, Any] | str, where: str) -> "Entry":
    from knowledge.search.hits import Entry

    if isinstance(item, str):
        raise CommandError(f"{where}: {item}")
    phrasings = item.get("phrasings") or []
    if not isinstance(phrasings, list) or not all(isinstance(phrasing, str) for phrasing in phrasings):
        raise CommandError(f"{where}: phrasings 要是一列文字")
    try:
        return Entry(
            text_field(item, "id"), text_field(item, "title", ""), tuple(phrasings), text_field(item, "text", "")
        )
    except CommandError as error:
        raise CommandError(f"{where}: {error}") from error
