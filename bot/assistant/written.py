"""An answer written out as plain text: for a terminal, JSON or a group; in the asker's script, no sentence twice."""

import math
import re
from collections.abc import Iterable
from dataclasses import replace

from bot.assistant.answer import Answer, NextStep, Quote
from bot.assistant.limits import (
    LEAST_REPEATED,
    LONGEST_BEFORE_CLAUSE,
    LONGEST_IN_GROUP,
    LONGEST_SHOWN,
    SENTENCES_AROUND,
)
from bot.assistant.phrases import ALSO, BASIS, MAY_REPLY, MIND, NONE_OF_THESE, OUTSIDE, WORKED_OUT
from knowledge.language.script import script_of, traditional

_SENTENCE = re.compile(r"[^。；;!？?\n]*[。；;!？?\n]?")


def bullets(lines: Iterable[str]) -> str:
    """Return lines as a list that reads well in plain text."""
    return "\n".join(f"· {line}" for line in lines)


def plain(answer: Answer) -> str:
    """Return the whole answer as plain text: first line, how it came about, what it depends on, the clause."""
    blocks = [answer.headline]
    if answer.steps:
        blocks.append((f"{WORKED_OUT}：\n" if answer.calculation else "") + bullets(answer.steps))
    blocks.append(answer.then)
    if answer.ask and answer.ask.prompt != answer.headline:
        blocks.append(answer.ask.prompt)
    if answer.notes:
        blocks.append(f"{MIND}：\n" + bullets(answer.notes))
    blocks += [
        f"{BASIS}：{shown.heading}　{shown.title}（{shown.standing}）\n{shown.shown}".rstrip()
        for shown in answer.quotes[:1]
    ]
    if answer.quotes[1:]:
        blocks.append(f"{ALSO}：" + "、".join(f"{shown.heading}（{shown.title}）" for shown in answer.quotes[1:]))
    if answer.supplements:
        blocks.append(f"{OUTSIDE}：\n" + bullets(answer.supplements))
    if answer.choices:
        listed = [f"{number}. {label}" for number, label in enumerate((*answer.choices, NONE_OF_THESE), start=1)]
        blocks.append("\n".join(listed))
    if answer.ask and answer.ask.options:
        blocks.append(f"{MAY_REPLY}：" + " / ".join(answer.ask.options))
    blocks.append(answer.aged)
    return "\n\n".join(block for block in blocks if block)


def short(answer: Answer) -> str:
    """
    Return the answer for a group: the first line or lines, a whole list in one line, the clause's number.

    The note on its age stands below where that leaves it short enough.
    """
    told = _in_short(answer)
    longer = f"{told}\n{answer.aged}" if answer.aged else told
    return longer if len(longer) <= LONGEST_IN_GROUP else told


def _in_short(answer: Answer) -> str:
    if not answer.quotes:
        whole = f"{answer.headline}\n{'；'.join(answer.steps)}".rstrip()
        return whole if len(whole) <= LONGEST_IN_GROUP else answer.headline
    listed = ["；".join(answer.steps)] if answer.steps and answer.calculation is None else []
    basis = f"{BASIS}：{answer.quotes[0].heading}"
    return "\n".join((_begun(answer.headline, LONGEST_IN_GROUP - len(basis)), *listed, basis))


def _begun(text: str, most: int) -> str:
    """Return the sentences with which `text` begins that come to at most so many characters; what is left are dots."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept) + len(sentence) > most:
            break
        kept += sentence
    return f"{kept.rstrip() or text[:most].rstrip()}……"


def finished(answer: Answer, question: str, script: str = "") -> Answer:
    """Return `answer` with its texts written out, no long sentence twice, in `script`, or else that of `question`."""
    answer = _once(replace(answer, question=question))
    answer = replace(answer, text=plain(answer), short=short(answer))
    return in_traditional(answer) if (script or script_of(question)) == "traditional" else answer


def in_traditional(answer: Answer) -> Answer:
    """Return a finished `answer` in Traditional characters; `text` and `title` of its clauses stay as stored."""
    if answer.traditional:
        return answer
    ask = answer.ask and replace(
        answer.ask, prompt=traditional(answer.ask.prompt), options=tuple(map(traditional, answer.ask.options))
    )
    return replace(
        answer,
        traditional=True,
        headline=traditional(answer.headline),
        text=traditional(answer.text),
        short=traditional(answer.short),
        steps=tuple(map(traditional, answer.steps)),
        then=traditional(answer.then),
        notes=tuple(map(traditional, answer.notes)),
        supplements=tuple(map(traditional, answer.supplements)),
        aged=traditional(answer.aged),
        choices=tuple(map(traditional, answer.choices)),
        next=tuple(NextStep(traditional(step.label), traditional(step.line)) for step in answer.next),
        quotes=tuple(map(_shown_in_traditional, answer.quotes)),
        ask=ask,
        parts=tuple(map(in_traditional, answer.parts)),
    )


def _shown_in_traditional(quote: Quote) -> Quote:
    shown = traditional(quote.shown)
    return replace(quote, heading=traditional(quote.heading), standing=traditional(quote.standing), folded=shown)


def said_in(answer: Answer, words: str) -> str:
    """Return words of ours or of a clause, a label, a title, in the script that `answer` is written in."""
    return traditional(words) if answer.traditional else words


def _once(answer: Answer) -> Answer:
    """
    Return an answer in which what has been said is not said again further down.

    The order is: steps, notes, the clause, then what stands outside.
    """
    said: set[str] = set()
    _new(answer.headline, said)
    steps = tuple(filter(None, (_new(step, said) for step in answer.steps)))
    told = len(answer.headline) + sum(map(len, steps)) + len(answer.then)
    then = _new(answer.then, said) if told <= LONGEST_BEFORE_CLAUSE else ""
    notes = tuple(filter(None, (_new(note, said) for note in dict.fromkeys(answer.notes))))
    notes = _fitting(notes, told, least=not then)
    about = f"{answer.headline}{''.join(steps)}"
    new = tuple((quote, _beside(quote.text, answer.headline, said)) for quote in answer.quotes[:1])
    quotes = tuple(replace(quote, folded=text if quote.whole else _relevant(text, about)) for quote, text in new)
    outside = tuple(filter(None, (_new(one, said) for one in answer.supplements)))
    return replace(
        answer, steps=steps, then=then, notes=notes, supplements=outside, quotes=(*quotes, *answer.quotes[1:])
    )


def _beside(text: str, headline: str, said: set[str]) -> str:
    """Return what a clause says beside the headline: nothing where that holds all of it, else what is new."""
    return "" if text.rstrip("。") in headline else _new(text, said)


def _relevant(text: str, about: str) -> str:
    """
    Return the sentences of a long text that share most with what the answer is about, in their order.

    What is left out shows as dots.
    """
    if len(text) <= LONGEST_SHOWN:
        return text
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence]
    pairs = {about[at : at + 2] for at in range(len(about) - 1)}
    ranked = sorted(range(len(sentences)), key=lambda at: -_common(sentences[at], pairs))
    kept: set[int] = set()
    for at in ranked:
        if kept and sum(len(sentences[one]) for one in kept) + len(sentences[at]) > LONGEST_SHOWN:
            break
        kept.add(at)
    shown = [sentence if at in kept else "" for at, sentence in enumerate(sentences)]
    return re.sub(r"\0+", "……", "".join(sentence or "\0" for sentence in shown)).strip()


def _common(sentence: str, pairs: set[str]) -> float:
    own = {sentence[at : at + 2] for at in range(len(sentence) - 1)}
    return len(own & pairs) / math.sqrt(len(own) + SENTENCES_AROUND)


def _fitting(notes: tuple[str, ...], told: int, *, least: bool) -> tuple[str, ...]:
    """
    Return the notes that still fit before the clause, those that the answer rests on first.

    The first is there in any case where `least` holds.
    """
    kept: list[str] = []
    for note in notes:
        told += len(note) + SENTENCES_AROUND
        if told > LONGEST_BEFORE_CLAUSE and (kept or not least):
            break
        kept.append(note)
    return tuple(kept)


def _new(text: str, said: set[str]) -> str:
    """Return the sentences of `text` that were not `said`, and remember its long ones."""
    kept = []
    for sentence in _SENTENCE.findall(text):
        core = re.sub(r"\W", "", sentence)
        if len(core) < LEAST_REPEATED:
            kept.append(sentence)
        elif core not in said:
            said.add(core)
            kept.append(sentence)
    return "".join(kept).strip()
