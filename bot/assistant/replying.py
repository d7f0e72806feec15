"""From what a line means to the answer, and the talk to remember: each kind of reply once."""

import re
from dataclasses import replace
from datetime import datetime

from bot.assistant import about, by_day, compose, turning
from bot.assistant.answer import Answer
from bot.assistant.calculating import Calculating
from bot.assistant.days_said import days_said
from bot.assistant.looking import words
from bot.assistant.options import opens
from bot.assistant.rule_first import RuleFirst
from bot.assistant.talk import Talk
from bot.assistant.understanding import Understanding, Understood
from knowledge.language.reader import Reading, read
from knowledge.library import BoundAspect, Library
from knowledge.search.finder import Finder


class Replying:
    """Carries out decisions over one library; immutable."""

    def __init__(
        self, library: Library, finder: Finder, understanding: Understanding, calculating: Calculating
    ) -> None:
        """Share what the assistant is made of."""
        self._library, self._finder, self._understanding, self._calculating = (
            library,
            finder,
            understanding,
            calculating,
        )
        self._rule_first = RuleFirst(library, finder)

    def carried_out(self, reading: Reading, understood: Understood, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """
        Return the answer to a line that is understood, and the talk after it.

        A calculation that waits goes on waiting where the line is none of it; that it does is said once.
        """
        answer, after = self._replied(reading, understood, talk, now)
        after = self._remembered(reading, understood, talk, after)
        if talk.pending is None or answer.ask is not None or not self._beside(understood, talk):
            return answer, after
        after = replace(after, pending=replace(talk.pending, reminded=True))
        if talk.pending.reminded:
            return answer, after
        asked = self._library.calculations[talk.pending.calculator].calculation.inputs[talk.pending.asked].ask
        return replace(answer, notes=(*answer.notes, f"刚才那笔还没算完：{asked}")), after

    def _remembered(self, reading: Reading, understood: Understood, talk: Talk, after: Talk) -> Talk:
        """
        Return the talk that can come back to what was just told.

        A fact more, or one put right, leaves it the same case.
        """
        if understood.decision.reply not in ("tell", "compute") or not after.last:
            return after
        first = understood.decision.meant[0]
        another = first.features.get("changes", 0) > first.features.get("corrects", 0) or re.search(
            words("new_case"), reading.text
        )
        same = first.kind == "further" and not another
        before = first.told or next((one for one in talk.earlier if one.target == after.last), None)
        return after.remembered(f"{reading.line} {self._label(after.last)}", before if same else None)

    def _label(self, target: str) -> str:
        """Return the words that a calculation or an aspect goes by."""
        if target.startswith("="):
            return self._library.calculations[target[1:]].calculation.title
        bound = next(
            (one for one in self._library.aspects.get(target.rpartition(":")[0], ()) if one.id == target), None
        )
        return bound.aspect.says if bound is not None else ""

    def _beside(self, understood: Understood, talk: Talk) -> bool:
        """Return whether a line is answered beside the calculation that waits, which then goes on."""
        if not understood.decision.meant:
            return True
        first = understood.decision.meant[0]
        ended = first.kind == "turn" and first.target in ("cancel", "unknown")
        return not ended and (talk.pending is None or first.target != f"={talk.pending.calculator}")

    def _replied(self, reading: Reading, understood: Understood, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        question, decision = reading.line, understood.decision
        if decision.reply == "turn":
            told = decision.meant[0].told
            return self.turned(
                reading, decision.meant[0].target, talk if told is None else talk.back_at(told, now), now
            )
        if decision.reply == "order":
            return Answer(
                question, "no_answer", about.said(self._library, "orders"), "", confidence=decision.chance, told="order"
            ), talk
        if decision.reply == "chat":
            kind = understood.found.talk or "chat"
            return replace(about.answer(self._library, kind, question), confidence=decision.chance, told="chat"), talk
        if decision.reply in ("refuse", "silent"):
            return self._refused(question, understood, talk)
        if decision.reply == "compute" and (option := decision.meant[0].option) is not None:
            before = (
                replace(talk, pending=None)
                if talk.pending is not None and talk.pending.calculator == option.name
                else talk
            )
            answer, after = self._calculating.start(
                option.name,
                option.inputs,
                self._question(reading, understood, talk),
                before,
                now,
                decision.chance,
                days_said(reading) or by_day.going_on(talk, decision.meant[0].kind, option.name),
            )
            return self._rule_first.before(answer, understood, reading, now), after
        if decision.reply == "choose":
            answer, after = self._which(question, understood, talk)
        else:
            answer, after = self._told(reading, understood, talk, now)
            if any(self._library.places[quote.id].document.verbatim for quote in answer.quotes[:1]):
                return answer, after
        return answer, self._calculating.opened(opens(understood.options), after, now)

    def turned(self, reading: Reading, kind: str, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the reply to a line about what was just said: again, why, which clause, how many days are left, …."""
        if kind == "cancel":
            says = "cancelled" if talk.pending else "nothing_to_cancel"
            return self._said(reading.line, says, kind), replace(talk, pending=None, open=(), choices=())
        if kind == "none":
            told = about.none_of_these(self._library)
            return Answer(reading.line, "no_answer", told, "", told=kind), replace(talk, choices=())
        if kind == "unknown" and talk.pending is not None:
            answer, after = self._calculating.unknown(reading.line, talk, talk.pending, now)
            return replace(answer, told=kind), after
        answer, after = self.again(reading.line, talk, now, looked=kind == "left")
        return replace(turning.turned(kind, answer, self._library, talk.place, now.date()), told=kind), after

    def _said(self, line: str, reply: str, kind: str) -> Answer:
        return Answer(line, "no_answer", about.said(self._library, reply), "", told=kind)

    def again(self, line: str, talk: Talk, now: datetime, *, looked: bool = False) -> tuple[Answer, Talk]:
        """
        Return the last answer once more: the question that waits, the choices, the result, the rule.

        With `looked` it is the last deadline as of today.
        """
        waiting = talk.pending
        if waiting is not None and not looked:
            return self._calculating.go_on(waiting, waiting.inputs, talk.question or line, talk, now)
        if talk.choices and not looked:
            return Answer(line, "choose", "你是不是想问：", "", choices=tuple(label for label, _ in talk.choices)), talk
        if looked:
            return self._calculating.left(talk, now)
        target = talk.last
        done = next((entry for entry in talk.open if target == f"={entry.calculator}"), None)
        if done is not None:
            return self._calculating.go_on(done, done.inputs, talk.question or line, talk, now)
        question = read(talk.question or line, now, self._finder.readable(talk.question or line))
        answer, _ = self.picked(target, question, talk, now)
        return answer, talk

    def _question(self, reading: Reading, understood: Understood, talk: Talk) -> str:
        """
        Return the question that a further line may go on with.

        It is the line, completed by the last one where that fits better.
        """
        first = understood.decision.meant[0]
        if first.kind == "further":
            return talk.question or reading.line
        whole = self._understanding.whole(talk, reading)
        fits = first.candidate is not None and first.features.get("whole_gap", -1) > first.features.get("gap", 0)
        return whole if whole and fits else reading.line

    def _which(self, question: str, understood: Understood, talk: Talk) -> tuple[Answer, Talk]:
        """Return the question which of several clauses is meant."""
        meant = [(one.target, self._library.places[one.place]) for one in understood.decision.meant]
        choices = {compose.choice_label(self._library, target, place): target for target, place in reversed(meant)}
        labels = tuple(reversed(choices))
        answer = Answer(
            question,
            "choose",
            "你是不是想问：",
            "",
            choices=labels,
            confidence=understood.decision.chance,
            told="choose",
        )
        return answer, replace(
            talk, choices=tuple((label, choices[label]) for label in labels), question=question, place="", last=""
        )

    def _told(self, reading: Reading, understood: Understood, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the aspect that was asked for, with the figures of the days that are named."""
        told = understood.decision.meant[0].candidate
        if told is None or told.bound is None:
            return self._refused(reading.line, understood, talk)
        one, days = (told.bound, self._finder.line(told)), days_said(reading)
        answer = compose.aspect_answer(
            self._library, one, reading.line, now.date(), understood.decision.chance, days, understood.beside()
        )
        question = self._question(reading, understood, talk)
        return replace(answer, told=told.id), talk.about(told.place.id, told.bound.id, question)

    def picked(self, target: str, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """
        Return the answer of what was picked.

        That is an aspect, a calculation, or, of older buttons, a clause, a gap or a conflict.
        """
        if target.startswith("=") and target[1:] in self._library.calculations:
            option = next((one for one in self._understanding.of(reading, now).options if one.name == target[1:]), None)
            inputs = option.inputs if option else {}
            return self._calculating.start(target[1:], inputs, reading.line, talk, now, 1, days_said(reading))
        whole = target.rpartition(":")[0] if ":" in target else target
        bound = next((one for one in self._library.aspects.get(whole, ()) if one.id == target), None)
        one = (bound, bound.aspect.says) if bound is not None else self._nearest(whole, reading, now)
        answer = compose.aspect_answer(self._library, one, reading.line, now.date(), 1, days_said(reading))
        after = talk.about(one[0].place.id, one[0].id, reading.line)
        return replace(answer, told=one[0].id), after.remembered(f"{reading.line} {one[0].aspect.says}")

    def _nearest(self, target: str, reading: Reading, now: datetime) -> tuple[BoundAspect, str]:
        """Return the likeliest aspect of a clause, gap or conflict for a line."""
        judged = self._understanding.of(reading, now).judged
        near = next(
            (one.candidate for one in judged if one.candidate is not None and one.target.startswith(f"{target}:")), None
        )
        return (
            (near.bound, self._finder.line(near))
            if near is not None and near.bound is not None
            else self._general(target)
        )

    def rule(self, understood: Understood, reading: Reading, now: datetime) -> Answer:
        """Return what the rule says that a calculation would need more facts for."""
        told = understood.aspect_on(understood.place)
        one = (
            (told.bound, self._finder.line(told))
            if told is not None and told.bound is not None
            else self._general(understood.place)
        )
        return compose.aspect_answer(
            self._library, one, reading.line, now.date(), understood.decision.chance, days_said(reading)
        )

    def _general(self, target: str) -> tuple[BoundAspect, str]:
        """Return the first aspect of a clause, gap or conflict."""
        bound = self._library.aspects[target][0]
        return bound, bound.aspect.says

    def _refused(self, question: str, understood: Understood, talk: Talk) -> tuple[Answer, Talk]:
        """Return that none of our documents says it, and what they do say."""
        found = understood.found
        if found.outsider:
            says = about.said(self._library, "elsewhere", name=found.outsider)
        else:
            says = about.refused(self._library, found.named.get("platform", frozenset()))
        return Answer(question, "no_answer", says, "", confidence=understood.decision.chance, told="outside"), replace(
            talk, choices=()
        )
