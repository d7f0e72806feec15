"""The whole way of a line, on one screen: talk → question → candidates → calculation or clause → answer."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.assistant import about, compose, dated, gates, noting, turns
from bot.assistant.answer import Answer
from bot.assistant.calculating import Calculating
from bot.assistant.options import opens
from bot.assistant.references import referred
from bot.assistant.talk import NOTHING, Talk
from bot.assistant.understanding import Understanding, Understood
from bot.assistant.written import finished
from knowledge.finder import Finder
from knowledge.kept import NOWHERE, Kept
from knowledge.language.reader import Reading, read
from knowledge.language.script import script_of
from knowledge.library import BoundAspect, Library, Place

Mode = Literal["private", "addressed", "group"]
_ANSWER = 0.5
_SAID = re.compile(r"^(?:我(?:说|问|指|讲)的?是|是|指的是)|(?:的|那个|啊|哈|吧)$")
_LONGEST_LINE, _NAME = 1000, 12
_MOST_PARTS = 3
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_PARTS = re.compile(r"(?<=[?？])\s*|\n+")


@dataclass(frozen=True)
class Hit:
    """A clause found for some words, with its score."""

    place: Place
    score: float


class Assistant:
    """Answers lines over one library; immutable, so every thread may share it."""

    def __init__(self, library: Library, today: date | None = None, kept: Kept = NOWHERE) -> None:
        """Prepare the search over `library`; clause texts are indexed as they stand on `today`."""
        self.library = library
        self.finder = Finder(library, today or max(document.checked for document in library.documents), kept=kept)
        self.understanding = Understanding(library, self.finder)
        self.calculating = Calculating(library, self.finder, self.understanding)

    def reply(self, line: str, talk: Talk = NOTHING, *, now: datetime, mode: Mode = "private") -> tuple[Answer, Talk]:
        """
        Return the answer to `line`, said at `now` (aware, Shanghai), and what to remember.

        In mode `group` (a line that is not for the assistant) everything but a clear question is passed over in silence.
        """
        line = _CONTROL.sub("", line).strip()[:_LONGEST_LINE]
        talk, lapsed = talk.at(now)
        if mode == "group":
            return self._overheard(line, talk, now)
        talk = replace(talk, script=script_of(line) or talk.script)
        reading = self.read(line, now)
        answer, after = self._answered(reading, noting.noted(self.library, reading, talk), now)
        talk = noting.kept(self.library, talk, after)
        if lapsed and not answer.silent:
            answer = replace(answer, notes=(*answer.notes, "上次没算完的那笔已经超过一天，我先放下了。"))
        return _finished(answer, line, talk.script), talk

    def read(self, line: str, now: datetime) -> Reading:
        """Return what a line says, names that are misspelt by sound put right and pinyin written as characters first."""
        return read(line, now, self.finder.readable(line))

    def _overheard(self, line: str, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the answer to a question in a group that is surely ours, else silence."""
        silent = Answer(line, "no_answer", "", "", silent=True)
        reading = self.read(line, now)
        if not line:
            return silent, talk
        understood = self.understanding.of(reading, now, group=True)
        if not understood.place:
            return silent, talk
        answer, _ = self._fresh(reading, noting.noted(self.library, reading, NOTHING), now, understood)
        if answer.status == "needs_input":
            # Nobody is asked back in a group: the rule itself is told.
            answer = self._rule(understood, reading, now)
        if answer.status != "answered":
            return silent, talk
        return _finished(answer, line), talk

    def _rule(self, understood: Understood, reading: Reading, now: datetime) -> Answer:
        """Return what the rule says that a calculation would need more facts for."""
        told = understood.aspect_on(understood.place)
        one = (told.bound, self.finder.line(told)) if told is not None and told.bound is not None else self._general(understood.place)
        return compose.aspect_answer(self.library, one, reading.line, now.date(), understood.decision.chance, dated.days_said(reading))

    def _general(self, target: str) -> tuple[BoundAspect, str]:
        """Return the first aspect of a clause, gap or conflict."""
        bound = self.library.aspects[target][0]
        return bound, bound.aspect.says

    def _answered(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        line = reading.line
        if not line:
            return Answer(line, "no_answer", "我没看到文字，请把问题打给我。", ""), talk
        for turn in (self._choice, self._in_progress, self._place_named, self._small_talk, self._follow_up):
            result = turn(reading, talk, now)
            if result is not None:
                return result
        parts = self._parts(reading, replace(NOTHING, told=talk.told), now)
        if parts:
            return Answer(line, parts[0].status, "", "", parts=tuple(parts), quotes=parts[0].quotes, calculation=parts[0].calculation), replace(
                talk, choices=()
            )
        return self._fresh(reading, talk, now, self.understanding.of(reading, now))

    def _in_progress(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        return self.calculating.turn(reading, talk, now, self._interruption)

    def _interruption(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """Return the answer to a question asked in the middle of a calculation, which goes on afterwards; else None."""
        line = reading.line
        small = self._small_talk(reading, talk, now)
        if small:
            return small
        if turns.is_bare(reading):
            return None
        understood = self.understanding.of(reading, now)
        elsewhere = understood.decision.reply == "refuse" and understood.found.outsider
        if not (elsewhere or understood.sure >= _ANSWER) or not gates.is_question(line):
            return None
        answer, after = self._fresh(reading, replace(talk, pending=None), now, understood)
        if answer.status == "needs_input":
            return answer, after
        return answer, replace(after, pending=talk.pending)

    def _choice(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        line = reading.line
        if not talk.choices or turns.cancels(line):
            return None
        if turns.rejects(line):
            return Answer(line, "no_answer", "好的，都不是的话，你换个说法，说清平台和遇到的事，我再查一次。", ""), replace(talk, choices=())
        target = turns.picked(line, talk.choices)
        if target is None:
            return None
        question = talk.question or line
        return self._target(target, self.read(question, now), replace(talk, choices=()), now)

    def _place_named(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        line = reading.line
        place = referred(self.library, line)
        if place is None:
            return None
        answer = compose.clause_answer(self.library, place, line, now.date(), dated.days_said(reading))
        return answer, replace(talk, place=place.id, question=line)

    def _small_talk(self, reading: Reading, talk: Talk, _now: datetime) -> tuple[Answer, Talk] | None:
        line = reading.line
        kind = gates.small_talk(line, self.library.lexicon)
        return (about.answer(self.library, kind, line), talk) if kind else None

    def _follow_up(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        line = reading.line
        core = turns.follows_up(line)
        if not talk.place and talk.question and len(line) <= _NAME and "platform" in self.finder.features(self.finder.spelling.words(line)):
            core = core or _SAID.sub("", line)
        if not core or not talk.question:
            return None
        alone = self.understanding.of(reading, now)
        if alone.sure >= _ANSWER and len(core) > 8:  # noqa: PLR2004 - long enough to stand for itself
            return None
        whole = self.read(self.calculating.swapped(talk.question, core), now)
        understood = self.understanding.of(whole, now)
        if gates.is_question(core) and self._told_just_now(understood, talk):
            # With the facts of the last line it would only be computed again: what is asked anew is completed by its topic alone.
            anew = self.read(f"{self._topic(talk)} {core}", now)
            other = self.understanding.of(anew, now)
            whole, understood = (whole, understood) if self._told_just_now(other, talk) else (anew, other)
        if not understood.place:
            return None if alone.sure >= _ANSWER else self._refused(line, understood, talk)
        answer, after = self._fresh(whole, talk, now, understood)
        figures = [fact.said for fact in reading.facts if fact.kind not in ("bool", "role")]
        if figures and answer.calculation is not None and not self._told_by(figures, answer):
            return Answer(line, "no_answer", f"“{figures[0]}”我没能算进刚才那笔里，请把整件事连着说一遍。", ""), talk
        return answer, after

    @staticmethod
    def _told_just_now(understood: Understood, talk: Talk) -> bool:
        """Return whether a line would be answered with the calculation that has just been told."""
        last = next((f"={entry.calculator}" for entry in talk.open[:1]), "")
        return understood.decision.reply == "compute" and understood.decision.meant[0].target == last

    def _topic(self, talk: Talk) -> str:
        """Return what the asker called the document that was spoken of last, or else its platform."""
        place = self.library.places.get(talk.place)
        return self.finder.find(talk.question).about or (place.document.platform if place is not None else "")

    @staticmethod
    def _told_by(figures: list[str], answer: Answer) -> bool:
        """Return whether a calculation shows that it took one of the figures of a line."""
        told = " ".join((answer.headline, *answer.steps))
        return any(figure in told for figure in figures)

    def _parts(self, reading: Reading, talk: Talk, now: datetime) -> list[Answer]:
        """Return the answers to the several questions of one line, at most three; nothing where it holds only one."""
        line = reading.line
        pieces = [piece.strip() for piece in _PARTS.split(line) if len(piece.strip()) > 5 and gates.is_question(piece)]  # noqa: PLR2004
        if len(pieces) < 2:  # noqa: PLR2004 - one question is no list
            return []
        readings = [self.read(piece, now) for piece in pieces[:_MOST_PARTS]]
        clear = [(own, understood) for own in readings if (understood := self.understanding.of(own, now)).place]
        if len({understood.place for _, understood in clear}) < 2:  # noqa: PLR2004
            return []
        return [_finished(self._fresh(own, talk, now, understood)[0], line) for own, understood in clear]

    def _fresh(self, reading: Reading, talk: Talk, now: datetime, understood: Understood) -> tuple[Answer, Talk]:
        """Return the answer to a line that stands for itself."""
        question, decision = reading.line, understood.decision
        if decision.reply == "order":
            return Answer(question, "no_answer", about.said(self.library, "orders"), "", confidence=decision.chance), talk
        if decision.reply == "chat":
            return replace(about.answer(self.library, understood.found.talk or "chat", question), confidence=decision.chance), talk
        if decision.reply in ("refuse", "silent"):
            return self.calculating.named(reading, talk, now) or self._refused(question, understood, talk)
        if decision.reply == "compute" and (option := decision.meant[0].option) is not None:
            answer, after = self.calculating.start(option.name, option.inputs, question, talk, now, decision.chance)
            return self._with_rule(answer, understood, reading, now), after
        answer, after = self._which(question, understood, talk) if decision.reply == "choose" else self._told(reading, understood, talk, now)
        return answer, self.calculating.opened(opens(understood.options), after, now)

    def _with_rule(self, answer: Answer, understood: Understood, reading: Reading, now: datetime) -> Answer:
        """Return the question for what a calculation needs behind the rule that may have been asked for."""
        rule = understood.rule
        asked = answer.ask and self.library.calculations[answer.ask.calculator].calculation.inputs[answer.ask.name].ask
        if rule is None or rule.bound is None or answer.status != "needs_input" or not answer.ask or answer.ask.prompt != asked:
            return answer  # what stands in the way of a fact comes first
        told = compose.aspect_answer(self.library, (rule.bound, self.finder.line(rule)), reading.line, now.date(), answer.confidence, dated.days_said(reading))
        quotes = {quote.id: quote for quote in (*told.quotes, *answer.quotes)}
        return replace(answer, headline=told.headline, notes=(*told.notes, *answer.notes), quotes=tuple(quotes.values()))

    def _which(self, question: str, understood: Understood, talk: Talk) -> tuple[Answer, Talk]:
        """Return the question which of several clauses is meant."""
        meant = [(one.target, self.library.places[one.place]) for one in understood.decision.meant]
        choices = {compose.choice_label(self.library, target, place): target for target, place in reversed(meant)}
        labels = tuple(reversed(choices))
        answer = Answer(question, "choose", "你是不是想问：", "", choices=labels, confidence=understood.decision.chance)
        return answer, replace(talk, choices=tuple((label, choices[label]) for label in labels), question=question, place="")

    def _told(self, reading: Reading, understood: Understood, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the aspect that was asked for, with the figures of the days that are named."""
        told = understood.decision.meant[0].candidate
        if told is None or told.bound is None:
            return self._refused(reading.line, understood, talk)
        one, days = (told.bound, self.finder.line(told)), dated.days_said(reading)
        answer = compose.aspect_answer(self.library, one, reading.line, now.date(), understood.decision.chance, days, understood.beside())
        return answer, replace(talk, choices=(), question=reading.line, place=told.place.id)

    def _target(self, target: str, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the answer of what was picked: an aspect, a calculation, or, of older buttons, a clause, a gap or a conflict."""
        if target.startswith("=") and target[1:] in self.library.calculations:
            option = next((one for one in self.understanding.of(reading, now).options if one.name == target[1:]), None)
            return self.calculating.start(target[1:], option.inputs if option else {}, reading.line, talk, now, 1.0)
        whole = target.rpartition(":")[0] if ":" in target else target
        bound = next((one for one in self.library.aspects.get(whole, ()) if one.id == target), None)
        one = (bound, bound.aspect.says) if bound is not None else self._nearest(whole, reading, now)
        answer = compose.aspect_answer(self.library, one, reading.line, now.date(), 1.0, dated.days_said(reading))
        return answer, replace(talk, choices=(), question=reading.line, place=one[0].place.id)

    def _nearest(self, target: str, reading: Reading, now: datetime) -> tuple[BoundAspect, str]:
        """Return the likeliest aspect of a clause, gap or conflict for a line."""
        judged = self.understanding.of(reading, now).judged
        near = next((one.candidate for one in judged if one.candidate is not None and one.target.startswith(f"{target}:")), None)
        return (near.bound, self.finder.line(near)) if near is not None and near.bound is not None else self._general(target)

    def _refused(self, question: str, understood: Understood, talk: Talk) -> tuple[Answer, Talk]:
        """Return that none of our documents says it, and what they do say."""
        found = understood.found
        if found.outsider:
            says = about.said(self.library, "elsewhere", name=found.outsider)
        else:
            says = about.refused(self.library, found.named.get("platform", frozenset()))
        return Answer(question, "no_answer", says, "", confidence=understood.decision.chance), replace(talk, choices=(), question=question, place="")

    def clause(self, reference: str, *, now: datetime) -> Answer | None:
        """Return the answer that quotes one clause by its id or by document and number (实在宝 第七条), or None."""
        place = self.library.places.get(reference.strip()) or referred(self.library, reference)
        if place is None:
            return None
        return _finished(compose.clause_answer(self.library, place, reference, now.date()), reference)

    def calculate(self, name: str, words: str, talk: Talk = NOTHING, *, now: datetime) -> tuple[Answer, Talk]:
        """Return what the calculator `name` makes of free words (`1288`, `4月1日 否`), asking for what is missing."""
        answer, talk = self.calculating.from_words(name, words, talk, now)
        return _finished(answer, words), talk

    def calculate_inputs(self, name: str, inputs: dict[str, str], talk: Talk = NOTHING, *, now: datetime) -> tuple[Answer, Talk]:
        """Return what the calculator `name` makes of raw inputs by name."""
        answer, talk = self.calculating.start(name, inputs, name, talk, now, 1.0)
        return _finished(answer, name), talk

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Return the clauses that fit `words`, best first, each once."""
        places = {one.place.id: Hit(one.place, one.score) for one in reversed(self.finder.find(words).candidates)}
        return sorted(places.values(), key=lambda hit: -hit.score)[:limit]


def _finished(answer: Answer, line: str, script: str = "") -> Answer:
    if answer.parts:
        text = "\n\n———\n\n".join(part.text for part in answer.parts)
        return replace(answer, question=line, text=text, short=answer.parts[0].short, headline=answer.parts[0].headline)
    return finished(answer, line, script)
