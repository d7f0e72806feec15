"""`rulebot ask` and `rulebot chat`: questions in, answers out."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bot.command_line import DONE, WRONG_USE, CommandError, said
from bot.commands.common import moment, open_assistant, show, show_json, today_of
from bot.commands.lines import objects, text_field

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant, Mode
    from bot.assistant.talk import Talk

_MODES: dict[tuple[str, bool], "Mode"] = {
    ("private", False): "private",
    ("private", True): "private",
    ("group", False): "group",
    ("group", True): "addressed",
}


def ask(arguments: Namespace) -> int:
    """Answer one question, or those on standard input."""
    if arguments.jsonl:
        if arguments.question:
            raise CommandError("--jsonl 从标准输入读问题，命令行上不用再写")
        moment(arguments.today)
        return answer_lines(open_assistant(), sys.stdin.buffer, arguments.today, show_json)
    question, now = said(" ".join(arguments.question)), today_of(arguments)
    answer, _ = open_assistant().reply(question, now=now)
    if arguments.json:
        show_json(answer.as_json())
    else:
        show(answer.text)
    return DONE


def chat(arguments: Namespace) -> int:
    """Talk in the terminal, or answer what is piped in."""
    from bot.terminal import Conversation, converse

    moment(arguments.today)
    return converse(Conversation(open_assistant(), lambda: today_of(arguments)))


def answer_lines(
    assistant: "Assistant", lines: Iterable[bytes], today: str | None, write: Callable[[Any], None]
) -> int:
    """Write an answer object for each line of JSON, in order; return the exit code."""
    session, code = Sessions(assistant, today), DONE
    for answered in session.answers(lines):
        if "error" in answered:
            code = WRONG_USE
        write(answered)
    if code:
        print("rulebot: 有的行读不了，见输出里的 error", file=sys.stderr)
    return code


class Sessions:
    """The conversations of one run of `ask --jsonl`, by name."""

    def __init__(self, assistant: "Assistant", today: str | None) -> None:
        """Start without any; `today` holds for the lines that have none."""
        self._assistant, self._today = assistant, today
        self._talks: dict[str, Talk] = {}

    def answers(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """Yield an answer object, or what is wrong, for each line."""
        for number, item in objects(lines):
            if isinstance(item, str):
                yield {"error": item, "line": number}
                continue
            try:
                yield self._answer(item)
            except CommandError as error:
                yield {"error": str(error), "line": number}

    def _answer(self, item: dict[str, Any]) -> dict[str, Any]:
        from bot.assistant.talk import NOTHING

        question = said(text_field(item, "q"))
        now = moment(text_field(item, "today", "") or self._today)
        mode, name = _mode(item), text_field(item, "session", "")
        answer, talk = self._assistant.reply(question, self._talks.get(name, NOTHING), now=now, mode=mode)
        if name:
            self._talks[name] = talk
        return answer.as_json()


def _mode(item: dict[str, Any]) -> "Mode":
    chat_kind, addressed = text_field(item, "chat", "private"), item.get("addressed", False)
    if not isinstance(addressed, bool):
        raise CommandError("addressed 要是 true 或 false")
    mode = _MODES.get((chat_kind, addressed))
    if mode is None:
        raise CommandError("chat 要是 private 或 group")
    return mode
