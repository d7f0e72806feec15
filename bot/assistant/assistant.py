"""The whole way of a line, on one screen: talk → question → candidates → calculation or clause → answer."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.assistant import about, compose, dated, gates, noting, turns
from bot.assistant.answer import Answer
from bot.assistant.calculating import Calculating
from bot.assistant.choosing import Option, opens, options, raised_conflict, wanted
from bot.assistant.references import referred
from bot.assistant.rivals import CLEAR, rivals_of_best, several_meanings
from bot.assistant.talk import NOTHING, Talk
from bot.assistant.written import finished
from knowledge.finder import Candidate, Finder, Found
from knowledge.language.reader import Reading, read
from knowledge.language.script import script_of
from knowledge.library import Library, Place

Mode = Literal["private", "addressed", "group"]
_ANSWER, _FAIR, _CHOOSE, _NAMED, _GROUP = 0.5, 0.4, 0.3, 0.2, 0.6
_BESIDE, _ABOUT_GAP = 0.06, 0.45
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

    def __init__(self, library: Library, today: date | None = None) -> None:
        """Prepare the search over `library`; clause texts are indexed as they stand on `today`."""
        self.library = library
        self.finder = Finder(library, today or max(document.checked for document in library.documents))
        self.calculating = Calculating(library, self.finder)

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
        reading = self._read(line, now)
        answer, after = self._answered(reading, noting.noted(self.library, reading, talk), now)
        talk = noting.kept(self.library, talk, after)
        if lapsed and not answer.silent:
            answer = replace(answer, notes=(*answer.notes, "上次没算完的那笔已经超过一天，我先放下了。"))
        return _finished(answer, line, talk.script), talk

    def _read(self, line: str, now: datetime) -> Reading:
        """Return what a line says, names that are misspelt by sound put right and pinyin written as characters first."""
        return read(line, now, self.finder.readable(line))

    def _overheard(self, line: str, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        silent = Answer(line, "no_answer", "", "", silent=True)
        if not gates.is_question(line) or gates.gives_orders(line) or gates.small_talk(line, self.library.lexicon):
            return silent, talk
        found = self.finder.find(line)
        if found.confidence < _GROUP:
            return silent, talk
        reading = self._read(line, now)
        answer, _ = self._fresh(reading, noting.noted(self.library, reading, NOTHING), now, found)
        if answer.status == "needs_input" and answer.quotes and found.best:
            answer, _ = self._target(found.best.place, reading, NOTHING, now, found.confidence, found)
        if answer.status != "answered":
            return silent, talk
        return _finished(answer, line), talk

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
        return self._fresh(reading, talk, now, self.finder.find(line))

    def _in_progress(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        return self.calculating.turn(reading, talk, now, self._interruption)

    def _interruption(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """Return the answer to a question asked in the middle of a calculation, which goes on afterwards; else None."""
        line = reading.line
        small = self._small_talk(reading, talk, now)
        if small:
            return small
        found = self.finder.find(line)
        if not (found.outside or found.confidence >= _ANSWER) or not gates.is_question(line):
            return None
        answer, after = self._fresh(reading, replace(talk, pending=None), now, found)
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
        answer, after = self._target(target, self._read(question, now), replace(talk, choices=()), now, 1.0)
        return answer, after

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
        alone = self.finder.find(line)
        if alone.confidence >= _ANSWER and len(core) > 8:  # noqa: PLR2004 - long enough to stand for itself
            return None
        question = self.calculating.swapped(talk.question, core)
        found = self.finder.find(question)
        if found.outside or found.confidence < _CHOOSE:
            return None if alone.confidence >= _ANSWER else self._refused(line, found, talk)
        answer, after = self._fresh(self._read(question, now), talk, now, found)
        figures = [fact.said for fact in reading.facts if fact.kind not in ("bool", "role")]
        if figures and answer.calculation is not None and not self._told_by(figures, answer):
            return Answer(line, "no_answer", f"“{figures[0]}”我没能算进刚才那笔里，请把整件事连着说一遍。", ""), talk
        return answer, after

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
        founds = [(piece, self.finder.find(piece)) for piece in pieces]
        clear = [(piece, found) for piece, found in founds if found.confidence >= _ANSWER and found.best]
        if len({found.best.place for _, found in clear if found.best}) < 2:  # noqa: PLR2004
            return []
        whole = self.finder.find(line)
        answers = [self._fresh(self._read(piece, now), talk, now, found)[0] for piece, found in clear[:_MOST_PARTS]]
        return [_finished(answer, line) for answer in answers] if whole else []

    def _fresh(self, reading: Reading, talk: Talk, now: datetime, found: Found) -> tuple[Answer, Talk]:
        """Return the answer to a question that stands for itself."""
        question = reading.line
        if gates.gives_orders(question):
            return Answer(question, "no_answer", about.said(self.library, "orders"), ""), talk
        best = found.best
        several = several_meanings(found, self.finder) if not found.outside else []
        if several:
            answer, after = self._which(question, several, talk, found)
            near = options(found, reading, self.finder.spelling.words(question), self.library, now)
            return answer, self.calculating.opened(opens(near, question, self.library), after, now)
        near = options(found, reading, self.finder.spelling.words(question), self.library, now) if best is not None and not found.outside else []
        if found.about and near and near[0].worth and near[0].answers and near[0].asked_for:
            # The document is named, and what is asked for comes out of the facts that the words tie to it.
            return self.calculating.start(near[0].name, near[0].inputs, question, talk, now, found.confidence)
        enough = _NAMED if found.about else _CHOOSE
        if best is None or found.outside or found.confidence < enough:
            return self.calculating.named(reading, talk, now) or self._refused(question, found, talk)
        sure = found.confidence >= _ANSWER
        called = self._called(best, question)
        near = [option if option.answers or (option.name in called and option.grounded) else replace(option, worth=False) for option in near]
        near.sort(key=lambda option: -option.worth)
        if near and near[0].worth and (sure or (found.confidence >= _FAIR and near[0].outcome.outcome in ("computed", "undetermined"))):
            return self.calculating.start(near[0].name, near[0].inputs, question, talk, now, found.confidence)
        rivals = rivals_of_best(found, self.finder)
        elsewhere = len({one.place.split("/")[0] for one in rivals}) > 1
        sure = sure or (not elsewhere and found.confidence >= _FAIR)
        if rivals and (not sure or (elsewhere and found.margin < CLEAR)):
            answer, after = self._which(question, rivals, talk, found)
            return answer, self.calculating.opened(opens(near, question, self.library), after, now)
        if not sure:
            return self._maybe(question, near, talk, now, found)
        own = wanted(near, question, self.library)
        if own:
            return self.calculating.start(own.name, own.inputs, question, talk, now, found.confidence)
        answer, after = self._target(best.target, reading, talk, now, found.confidence, found)
        return answer, self.calculating.opened(opens(near, question, self.library), after, now)

    def _called(self, best: Candidate, question: str) -> frozenset[str]:
        """Return the calculations that the best match itself calls for: its own, or that of the aspect asked for."""
        if best.target.startswith("="):
            return frozenset({best.target[1:]})
        return frozenset({self.finder.aspect_of(best.target, question)[0].aspect.calculation})

    def _maybe(self, question: str, near: list[Option], talk: Talk, now: datetime, found: Found) -> tuple[Answer, Talk]:
        """Return a choice among the clauses of the document that is named, where none is clear; else a refusal."""
        other = next((one for one in found.candidates[1:] if one.place != found.candidates[0].place and not one.vetoes), None)
        if not found.about or other is None:
            return self._refused(question, found, talk)
        answer, after = self._which(question, [found.candidates[0], other], talk, found)
        return answer, self.calculating.opened(opens(near, question, self.library), after, now)

    def _which(self, question: str, rivals: list[Candidate], talk: Talk, found: Found) -> tuple[Answer, Talk]:
        places = [self.library.places[one.place] for one in rivals]
        labels = tuple(compose.choice_label(place) for place in places)
        answer = Answer(question, "choose", "你问的是哪一个？", "", choices=labels, confidence=found.confidence)
        return answer, replace(talk, choices=tuple(zip(labels, (one.target for one in rivals), strict=True)), question=question, place="")

    def _target(self, target: str, reading: Reading, talk: Talk, now: datetime, confidence: float, found: Found | None = None) -> tuple[Answer, Talk]:
        """Return the answer that a clause, gap, conflict or calculation gives, with the figures of the days that are named."""
        question, day, said = reading.line, now.date(), dated.days_said(reading)
        if found is not None:
            target = raised_conflict(found, self.library, self.finder.spelling.words(question)) or target
        if target.startswith("="):
            target = self.library.calculations[target[1:]].place.id
        if target in self.library.gaps and found is not None and found.candidates[0].hit.cosine < _ABOUT_GAP:
            # Near the gap, but not about it: the clause tells what there is, and what it does not settle.
            target = self.library.gaps[target][0].id
        one = self.finder.aspect_of(target, question)
        answer = compose.aspect_answer(self.library, one, question, day, confidence, said, self._beside(target, found))
        return answer, replace(talk, choices=(), question=question, place=one[0].place.id)

    def _beside(self, target: str, found: Found | None) -> list[Place]:
        """Return the clauses that may be meant as well: further places within reach of the best one."""
        rest = [one for one in found.candidates[1:3] if one.target == one.place != target] if found and target in self.library.places else []
        return [self.library.places[one.place] for one in rest if found and found.candidates[0].score - one.score < _BESIDE]

    def _refused(self, question: str, found: Found, talk: Talk) -> tuple[Answer, Talk]:
        elsewhere = found.outside and found.outside in self.library.lexicon.outside_platforms
        if elsewhere:
            says = about.said(self.library, "elsewhere", name=found.outside)
        else:
            says = about.refused(self.library, self.finder.features(self.finder.spelling.words(question)).get("platform", frozenset()))
        return Answer(question, "no_answer", says, "", confidence=1 - found.confidence), replace(talk, choices=(), question=question, place="")

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
        found = self.finder.index.search(words, limit * 2)
        places = {self.finder.place_of(hit.id): hit for hit in reversed(found.hits) if self.finder.is_place(hit.id)}
        hits = sorted((Hit(self.library.places[at], hit.score) for at, hit in places.items()), key=lambda hit: -hit.score)
        return hits[:limit]


def _finished(answer: Answer, line: str, script: str = "") -> Answer:
    if answer.parts:
        text = "\n\n———\n\n".join(part.text for part in answer.parts)
        return replace(answer, question=line, text=text, short=answer.parts[0].short, headline=answer.parts[0].headline)
    return finished(answer, line, script)
