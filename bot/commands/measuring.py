"""`rulebot check` and `rulebot eval`: whether the knowledge base holds, and whether the answers are right."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.common import DONE, FELL_SHORT, CommandError, open_assistant, open_library, show

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.evaluation.cases import Case
    from bot.evaluation.judge import Verdict


def check(arguments: Namespace) -> int:
    """Audit the knowledge base, one line a finding."""
    from knowledge.audit import everything

    sources = Path(arguments.sources) if arguments.sources is not None else None
    if sources is not None and not sources.is_dir():
        raise CommandError(f"--sources {sources}：没有这个文件夹")
    report = everything.run(open_library(), sources)
    for line in (*report.shares, *(f"提示：{hint}" for hint in report.hints), *report.findings):
        show(line)
    show("知识库没有问题" if report.holds else f"有 {len(report.findings)} 处不足")
    return DONE if report.holds else FELL_SHORT


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
