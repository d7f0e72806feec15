"""Answers in words: headline with the figure, steps, the clause with document and number, what stays open."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.assistant import dated
from bot.assistant.answer import Answer, Ask, NextStep, Quote
from calculators.outcome import Outcome
from knowledge.calculations import Calculation
from knowledge.language.script import simplify, traditional
from knowledge.library import Library, Place, full_id
from knowledge.model import Document
from knowledge.prose import day_text, tidy

NONE_OF_THESE = "都不是"
UNKNOWN = "不知道"
CANCEL = "取消"
_DAYS = ("今天", "昨天", "前天")
_MOST_GAPS, _MOST_QUOTES = 2, 3
_SENTENCE = re.compile(r"[。；](?!$)|。$")
_DIGIT = re.compile(r"\d")
_FIGURE_ASKED = re.compile(r"多少|几|多久|最[多高晚迟低]|上限|期限|什么时候|何时|哪天|比例|多长|多大")
_FIGURE_WORTH = 0.3
Weigh = Callable[[str, str], float]


def standing(document: Document) -> str:
    """Return since when a document holds, or when its page was posted; what kind of text it is where it is no rule."""
    parts = ["经验文章，不是平台规则"] if document.kind == "经验文章" else []
    if document.in_force:
        parts.append(f"{day_text(document.in_force)}起施行")
    elif document.published:
        parts.append(f"页面发布于{day_text(document.published)}，原文没写施行日期")
    else:
        parts.append("原文没写施行日期")
    return "；".join(parts)


def quote(library: Library, place: Place, day: date) -> Quote:
    """Return `place` as it is quoted on `day`."""
    document, clause = place.document, place.clause
    heading = f"{document.title}{place.cite}"
    return Quote(place.id, document.id, clause.locator, clause.title, library.text(place, day), heading, standing(document))


def best_sentence(library: Library, place: Place, question: str, day: date, weigh: Weigh) -> str:
    """Return the sentence of a clause, its figures open, that shares most of the question's weight, so that the answer stands first."""
    sentences = [part.strip() + "。" for part in _SENTENCE.split(place.clause.text) if part.strip()]
    figure = _FIGURE_ASKED.search(simplify(question)) is not None

    def worth(sentence: str) -> float:
        told = library.told(place, sentence, day)
        return weigh(question, told) + (_FIGURE_WORTH if figure and _DIGIT.search(told) else 0)

    return max(sentences, key=worth)


def bullets(lines: Iterable[str]) -> str:
    """Return lines as a list that reads well in plain text."""
    return "\n".join(f"· {line}" for line in lines)


def plain(answer: Answer) -> str:
    """Return the whole answer as plain text."""
    blocks = [answer.headline]
    if answer.steps:
        blocks.append(("怎么来的：\n" if answer.calculation else "具体是：\n") + bullets(answer.steps))
    told = 1 if answer.steps else _MOST_QUOTES
    blocks += [f"依据：{shown.heading}　{shown.title}（{shown.standing}）\n{shown.text}" for shown in answer.quotes[:told]]
    if answer.quotes[told:]:
        blocks.append("另见：" + "、".join(f"{shown.heading}（{shown.title}）" for shown in answer.quotes[told:]))
    if answer.supplements:
        blocks.append("规则以外的参考（不是规则原文）：\n" + bullets(answer.supplements))
    if answer.notes:
        blocks.append("要留意：\n" + bullets(answer.notes))
    if answer.choices:
        listed = [f"{number}. {label}" for number, label in enumerate((*answer.choices, NONE_OF_THESE), start=1)]
        blocks.append("\n".join(listed))
    if answer.ask and answer.ask.options:
        blocks.append("可以回：" + " / ".join(answer.ask.options))
    return "\n\n".join(block for block in blocks if block)


def short(answer: Answer) -> str:
    """Return the answer in one or two lines, for a group."""
    if not answer.quotes:
        return answer.headline
    first = answer.quotes[0]
    return f"{answer.headline}\n依据：{first.heading}"


def finished(answer: Answer, question: str) -> Answer:
    """Return `answer` with its texts written out, in the script of `question`."""
    answer = replace(answer, question=question, text=plain(answer), short=short(answer))
    if simplify(question) == question:
        return answer
    ask = answer.ask and replace(answer.ask, prompt=traditional(answer.ask.prompt), options=tuple(map(traditional, answer.ask.options)))
    return replace(
        answer,
        traditional=True,
        headline=traditional(answer.headline),
        text=traditional(answer.text),
        short=traditional(answer.short),
        steps=tuple(map(traditional, answer.steps)),
        notes=tuple(map(traditional, answer.notes)),
        supplements=tuple(map(traditional, answer.supplements)),
        choices=tuple(map(traditional, answer.choices)),
        next=tuple(NextStep(traditional(step.label), step.line) for step in answer.next),
        quotes=tuple(replace(shown, heading=traditional(shown.heading), standing=traditional(shown.standing)) for shown in answer.quotes),
        ask=ask,
    )


def _open_points(library: Library, place: Place, day: date, said: Sequence[date]) -> tuple[str, ...]:
    gaps = [gap for at, gap in library.gaps.values() if at.id == place.id]
    return tuple(dated.told(library, place, gap.missing, day, said) for gap in gaps[:_MOST_GAPS])


def _quoted(library: Library, place: Place, day: date, said: Sequence[date]) -> Quote:
    """Return `place` as it is quoted on the days `said`, or on `day`."""
    shown = quote(library, place, day)
    return replace(shown, text=dated.told(library, place, place.clause.text, day, said)) if said else shown


def _next_steps(place: Place) -> tuple[NextStep, ...]:
    return tuple(NextStep(line, line) for line in place.clause.next[:3])


def clause_answer(library: Library, places: Sequence[Place], question: str, day: date, confidence: float, weigh: Weigh, said: Sequence[date] = ()) -> Answer:
    """Return the answer that quotes `places`, the first one first, with the figures of the days `said`, or else of `day`."""
    first = places[0]
    quotes = tuple(_quoted(library, place, day, said) for place in places)
    readings = tuple(dated.told(library, first, text, day, said) for text in first.clause.reading)
    parts = [shown for shown in quotes[1:] if shown.id.startswith(f"{first.id}.")]
    looked = said[0] if said else day
    best = [(place, best_sentence(library, place, question, looked, weigh)) for place in (places[:1] if parts else places)]
    today = tuple(line for place, sentence in best for line in dated.today_too(library, place, sentence, day, said))
    return Answer(
        question,
        "answered",
        "\n".join(dated.told(library, place, sentence, day, said) for place, sentence in best),
        "",
        steps=tuple(f"{shown.title}：{shown.text}" for shown in parts),
        notes=(*today, *readings, *_open_points(library, first, day, said)),
        quotes=quotes,
        next=_next_steps(first),
        confidence=confidence,
    )


def gap_answer(library: Library, key: str, question: str, day: date, confidence: float, said: Sequence[date] = ()) -> Answer:
    """Return the answer that names what a document does not say, what is certain, and outside figures apart."""
    place, gap = library.gaps[key]
    certain = dated.told(library, place, gap.certain, day, said) if gap.certain else ""
    return Answer(
        question,
        "no_answer",
        dated.told(library, place, gap.missing, day, said),
        "",
        steps=(),
        notes=(certain,) if certain else (),
        supplements=tuple(f"{tidy(entry.text)}（{entry.source}，{day_text(entry.dated)}）" for entry in library.supplements(place, gap.id)),
        quotes=(_quoted(library, place, day, said),),
        next=_next_steps(place),
        confidence=confidence,
    )


def conflict_answer(library: Library, key: str, question: str, day: date, confidence: float, said: Sequence[date] = ()) -> Answer:
    """Return the answer that names both sides of a conflict."""
    places, conflict = library.conflicts[key]
    return Answer(
        question,
        "answered",
        dated.told(library, places[0], conflict.says, day, said),
        "",
        quotes=tuple(_quoted(library, place, day, said) for place in places),
        next=_next_steps(places[0]),
        confidence=confidence,
    )


def options(calculation: Calculation, name: str) -> tuple[str, ...]:
    """Return what a button can offer for an input; each can be typed as well."""
    field = calculation.inputs[name]
    offered: tuple[str, ...] = ()
    if field.type == "enum":
        offered = tuple(words[0] if words else token for token, words in field.choices.items())
    elif field.type == "bool":
        offered = ("是", "否")
    elif field.type == "date" and field.happened:
        offered = _DAYS
    return offered


def outcome_answer(library: Library, outcome: Outcome, question: str, day: date, confidence: float) -> Answer:
    """Return what a calculation came to, or the question back."""
    bound = library.calculations[outcome.calculator]
    quotes = tuple(quote(library, library.places[at], day) for at in outcome.clauses)
    outside = tuple(f"{entry['text']}（{entry['source']}，{day_text(date.fromisoformat(entry['dated']))}）" for entry in outcome.supplements)
    if outcome.outcome in ("needs_input", "invalid"):
        name = outcome.missing[0] if outcome.missing else outcome.wrong
        offered = options(bound.calculation, name) if name in bound.calculation.inputs else ()
        kind = bound.calculation.inputs[name].type if name in bound.calculation.inputs else "text"
        ask = Ask(outcome.calculator, name, kind, outcome.says, offered)
        return Answer(
            question,
            "needs_input",
            outcome.says,
            "",
            steps=outcome.steps,
            notes=outcome.assumptions,
            quotes=quotes[:1],
            calculation=outcome,
            ask=ask,
            confidence=confidence,
        )
    undetermined = outcome.outcome == "undetermined" and outcome.gap not in library.conflicts
    notes = (*outcome.assumptions, *outcome.boundaries)
    if outcome.gap in library.gaps:
        place, gap = library.gaps[outcome.gap]
        notes = (library.told(place, gap.missing, day), *notes)
    if outcome.gap in library.conflicts:
        places, conflict = library.conflicts[outcome.gap]
        notes = (library.told(places[0], conflict.says, day), *notes)
    return Answer(
        question,
        "no_answer" if undetermined else "answered",
        outcome.says,
        "",
        steps=outcome.steps,
        notes=tuple(dict.fromkeys(notes)),
        supplements=outside,
        quotes=quotes,
        calculation=outcome,
        next=_next_steps(bound.place),
        confidence=confidence,
    )


def choice_label(place: Place) -> str:
    """Return how a choice names a clause."""
    return f"{place.document.short}：{place.clause.title}"


def related(library: Library, place: Place) -> tuple[Place, ...]:
    """Return the clauses that a clause names as related."""
    return tuple(library.places[full_id(place.document.id, at)] for at in place.clause.related)
