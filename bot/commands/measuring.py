"""`rulebot check` and `rulebot eval`: whether the knowledge base holds, and whether the answers are right."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.command_line import DONE, FELL_SHORT, CommandError
from bot.commands.common import open_assistant, open_library, show

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.evaluation.cases import Case
    from bot.evaluation.judge import Verdict
    from knowledge.library import Library


def check(arguments: Namespace) -> int:
    """Audit the knowledge base, one line a finding."""
    from knowledge.audit import everything

    sources = Path(arguments.sources) if arguments.sources is not None else None
    if sources is not None and not sources.is_dir():
        raise CommandError(f"--sources {sources}：没有这个文件夹")
    library = open_library()
    report = everything.run(library, sources)
    findings = (*report.findings, *_examples(library))
    for line in (*report.shares, *(f"提示：{hint}" for hint in report.hints), *findings):
        show(line)
    show("知识库没有问题" if not findings else f"有 {len(findings)} 处不足")
    return FELL_SHORT if findings else DONE


def _examples(library: "Library") -> Iterator[str]:
    """Yield what is wrong with the example of each calculation: it must be enough for a result."""
    from bot.assistant.calculating import Calculating
    from bot.assistant.talk import NOTHING
    from knowledge.calendar import SHANGHAI

    day = datetime.combine(max(document.checked for document in library.documents), time(12), SHANGHAI)
    calculating = Calculating(library)
    for name, bound in library.calculations.items():
        where = f"{bound.place.document.id}: “{bound.place.clause.locator}”.calculations.{name}.example"
        example = bound.calculation.example
        if not example:
            yield f"{where}: is missing"
            continue
        answer, _ = calculating.from_words(name, example, NOTHING, day)
        outcome = answer.calculation
        if outcome is None or outcome.outcome not in ("computed", "undetermined"):
            yield f"{where}: “{example}” comes to no result: {answer.headline}"


def evaluate(arguments: Namespace) -> int:
    """
    Measure the answers against question files.

    A third of the cases, drawn by their ids, is set aside: only its totals are shown, so that nobody tunes on them.
    """
    from bot.evaluation import report
    from bot.evaluation.judge import judge

    cases = _cases([Path(file) for file in arguments.files])
    assistant = open_assistant()
    verdicts = [judge(case, assistant) for case in cases]
    tuned = [verdict for verdict in verdicts if not verdict.case.set_aside]
    aside = [verdict for verdict in verdicts if verdict.case.set_aside]
    if arguments.json:
        show(f'{{"tuning": {report.machine(tuned, cases=True)},\n"set aside": {report.machine(aside, cases=False)}}}')
    else:
        _show_measures(tuned, aside)
    if arguments.why:
        _show_why(tuned, assistant)
    if arguments.out is not None:
        _write_curve(verdicts, Path(arguments.out))
    return DONE if all(verdict.right for verdict in verdicts) else FELL_SHORT


def _cases(files: list[Path]) -> "list[Case]":
    from bot.evaluation.cases import read_cases
    from knowledge.plain_yaml import KnowledgeError

    try:
        cases = read_cases(files)
    except KnowledgeError as error:
        raise CommandError(" ".join(str(error).split())) from error
    if not cases:
        raise CommandError("这些文件里没有题目")
    return cases


def _show_measures(tuned: "list[Verdict]", aside: "list[Verdict]") -> None:
    from bot.evaluation import report

    show(report.summary(tuned, f"tuning part ({len(tuned)})"))
    show(report.details(tuned))
    show(report.summary(aside, f"set aside ({len(aside)})"))


def _show_why(tuned: "list[Verdict]", assistant: "Assistant") -> None:
    from bot.evaluation import report

    for verdict in tuned:
        if not verdict.right:
            show(report.why(verdict, assistant))


def _write_curve(verdicts: "list[Verdict]", folder: Path) -> None:
    from bot.evaluation import report

    try:
        path = report.write_curve(verdicts, folder)
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from error
    show(str(path))
