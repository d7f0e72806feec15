"""From a line to sheets: a question, a command with words behind it, or a button that stands for either."""

from dataclasses import dataclass, field, replace

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import Talk
from bot.assistant.written import in_traditional
from bot.telegram.handlers.catalogue import KINDS, calculators, chosen, command_of, in_words, usage
from bot.telegram.incoming import Heard, command_in
from bot.telegram.pages.buttons import CALCULATOR, KIND, Keyboard
from bot.telegram.pages.paging import add_turns, last_page, on_page, page_told
from bot.telegram.pages.sheets import Printer, Sheet, said
from bot.telegram.pages.words import say

_WHICH = "你要算哪一种？"
_NONE = "收录的规则里现在没有这一类要算的。"
_PAGE = 20
_NO_CLAUSE = "没找到这一条。"


@dataclass(frozen=True)
class Reply:
    """The sheets that answer a line, and the conversation after it."""

    talk: Talk
    sheets: list[Sheet] = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """A line with all that answering it takes: the conversation before it, who answers, and who prints."""

    to: Heard
    talk: Talk
    assistant: Assistant
    printer: Printer

    def understood(self) -> Reply:
        """Return the reply to a line: a question, or a command that answers."""
        command, words = command_in(self.to.text)
        library = self.assistant.library
        if command in calculators(library):
            return self.calculated(calculators(library)[command], words)
        if command in KINDS:
            return self._of_kind(command, words)
        if command == "clause":
            return self.clause(words)
        if command == "ask":
            return self._in_between(words) if words else Reply(self.talk, [said(self._usage("ask"))])
        return self.asked(self.to.text)

    def asked(self, line: str) -> Reply:
        """Return the reply to a question."""
        answer, after = self.assistant.reply(line, self.talk, now=self.to.now, mode=self.to.mode)
        if answer.silent:
            return Reply(self.talk)
        return Reply(after, [self._printed(one) for one in answer.parts or (answer,)])

    def _in_between(self, line: str) -> Reply:
        """
        Return the reply to what is certainly a question: never an input of the calculation under way.

        That calculation goes on afterwards.
        """
        fresh = replace(self, talk=replace(self.talk, pending=None, choices=())).asked(line)
        return fresh if fresh.talk.pending else replace(fresh, talk=replace(fresh.talk, pending=self.talk.pending))

    def calculated(self, name: str, words: str) -> Reply:
        """Return what a calculator makes of free words, with its usage where they do not fit."""
        answer, after = self.assistant.calculate(name, words, self.talk, now=self.to.now)
        last = "" if self._fits(name, answer, words) else self._usage(command_of(name))
        return Reply(after, [self._printed(answer, last)])

    def filled(self, name: str, inputs: dict[str, str]) -> Reply:
        """Return what a calculator makes of inputs that are known already, or what it asks for besides."""
        answer, after = self.assistant.calculate_inputs(name, inputs, self.talk, now=self.to.now)
        return Reply(after, [self._printed(answer)])

    def clause(self, words: str) -> Reply:
        """Return the clause that `words` name."""
        answer = self.assistant.clause(words, now=self.to.now) if words else None
        if answer is None:
            missing = say(_NO_CLAUSE, self.to.traditional) if words else ""
            return Reply(self.talk, [said(missing, self._usage("clause"))])
        shown = self._in_script(answer)
        sheet = self.printer.short(shown) if self.to.in_group else self.printer.whole(shown, card=True)
        return Reply(self.talk, [sheet])

    def _printed(self, answer: Answer, last: str = "") -> Sheet:
        """Return an answer in the length that fits the chat."""
        shown = self._in_script(answer)
        return self.printer.short(shown, last=last) if self.to.in_group else self.printer.whole(shown, last=last)

    def _in_script(self, answer: Answer) -> Answer:
        """Return an answer in Traditional characters where they are expected: what a button says is in no script."""
        return in_traditional(answer) if self.to.traditional else answer

    def _usage(self, command: str) -> str:
        return say(usage(command, self.assistant.library), self.to.traditional)

    def _of_kind(self, command: str, words: str) -> Reply:
        found = chosen(command, words, self.assistant.library)
        if words and len(found.names) == 1:
            return self.calculated(found.names[0], found.words)
        return Reply(self.talk, [menu(self.assistant, command, words, self.to)])

    def _fits(self, name: str, answer: Answer, words: str) -> bool:
        """Whether the words behind a calculator's command were enough, right, and not too many."""
        calculation = self.assistant.library.calculations[name].calculation
        most = max(len(calculation.inputs), len(calculation.example.split()))
        done = answer.calculation is not None and answer.calculation.outcome in ("computed", "undetermined")
        return done and len(words.split()) <= most


def menu(assistant: Assistant, command: str, words: str, to: Heard, page: int = 0) -> Sheet:
    """
    Return a menu of the calculators of a kind that `words` may mean, each with the words left for its inputs.

    In private it tells the command of each, too.
    """
    library, in_traditional = assistant.library, to.traditional
    found = chosen(command, words, library)
    page, total = min(page, last_page(len(found.names), _PAGE)), len(found.names)
    shown = on_page(found.names, page, _PAGE)
    keys = Keyboard()
    for name in shown:
        title = library.calculations[name].calculation.title
        keys.row(keys.button(say(title, in_traditional), CALCULATOR, f"{name} {found.words}".strip()))
    add_turns(keys, KIND, lambda number: f"{command}:{number} {words}".strip(), page, total, _PAGE)
    commands = [] if to.in_group else [in_words(name, library) for name in shown]
    lines = (_WHICH if shown else _NONE, "\n".join(commands), page_told(page, total, _PAGE), usage(command, library))
    return said(*(say(line, in_traditional) for line in lines), keys=keys)
