"""The `rulebot` command: which commands there are, how they are written, and how they fail."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn, TextIO, cast

from bot.command_line import DONE, WRONG_USE, CommandError

_INTERRUPTED = 130
_NAME = "rulebot"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave."""
        self.exit(WRONG_USE, f"{self.prog}: {' '.join(message.split())}（{self.prog} --help）\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = _Parser(prog=_NAME, description="电商平台规则助手：查条款，算赔付、期限和资格。", allow_abbrev=False)
    whole.add_argument("--version", action="store_true", help="显示版本")
    commands = whole.add_subparsers(metavar="命令", parser_class=_Parser)
    _add_asking(commands)
    _add_looking_up(commands)
    _add_upkeep(commands)
    _add_tables(commands)
    _add_operating(commands)
    _add_owner(commands)
    return whole


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


def _command(
    commands: "_Commands[_Parser]", name: str, function: str, text: str, *, today: bool = True
) -> argparse.ArgumentParser:
    """Add a command; `function` is `module:function`, imported when the command is called."""
    command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    command.set_defaults(function=function)
    if today:
        command.add_argument(
            "--today", metavar="日期", help="当作是哪一天（2023-04-20）或哪个时刻（2023-04-20T10:00:00+08:00）"
        )
    return command


def _add_asking(commands: "_Commands[_Parser]") -> None:
    ask = _command(commands, "ask", "asking:ask", "问一句，答一句")
    ask.add_argument("question", nargs="*", metavar="问题")
    shape = ask.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    shape.add_argument("--jsonl", action="store_true", help="从标准输入逐行读 JSON，逐行回答")
    _command(commands, "chat", "asking:chat", "在终端里对话")
    facts = _command(commands, "facts", "reading:facts", "看一句话里读到了哪些数字、日期、是否和身份")
    facts.add_argument("text", nargs="*", metavar="句子")
    shape = facts.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    shape.add_argument("--jsonl", action="store_true", help='从标准输入逐行读 {"q", "today"}，逐行输出 {"facts"}')
    preview = _command(commands, "preview", "serving:preview", "看 Telegram 里会显示什么：HTML 和按钮")
    preview.add_argument("question", nargs="+", metavar="问题")
    _command(commands, "run", "serving:run", "启动 Telegram 机器人", today=False)


def _add_looking_up(commands: "_Commands[_Parser]") -> None:
    clause = _command(commands, "clause", "looking_up:clause", "看一条条款：文档/条号，或文档名加第几条")
    clause.add_argument("reference", nargs="+", metavar="条款")
    clause.add_argument("--figures", action="store_true", help="列出这一条里的数，和 overlay.yaml 里指它的写法")
    clause.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    search = _command(commands, "search", "looking_up:search", "按相关程度列出条款", today=False)
    search.add_argument("words", nargs="*", metavar="词")
    search.add_argument("-k", type=int, default=10, metavar="条数", help="最多几条（默认 10）")
    shape = search.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出 JSON")
    shape.add_argument(
        "--jsonl", action="store_true", help='从标准输入逐行读 {"q", "k"}，逐行输出 {"ids", "scores", "confident"}'
    )
    search.add_argument(
        "--kb", metavar="文件", help='换成这个文件里的条目，每行 {"id", "title", "phrasings", "text"}；配合 --jsonl'
    )
    calc = _command(commands, "calc", "by_name:calc", "按名字用一个计算器：calc 名字 项=值；calc --list 列出全部")
    calc.add_argument("name", nargs="?", metavar="名字")
    calc.add_argument("inputs", nargs="*", metavar="项=值")
    calc.add_argument("--list", action="store_true", help="列出所有计算器")
    calc.add_argument("--json", action="store_true", help="输出 JSON")


def _add_upkeep(commands: "_Commands[_Parser]") -> None:
    check = _command(commands, "check", "measuring:check", "检查知识库；给出原文时，核对覆盖和出处", today=False)
    check.add_argument("--sources", metavar="文件夹", help="原文所在的文件夹")
    new = _command(commands, "new", "authoring:new", "写一份新文件的骨架，照着改就能用", today=False)
    new.add_argument("document", metavar="文件名", help="小写字母、数字和连字符，例如 lamp-rules")
    new.add_argument("--folder", default=".", metavar="文件夹", help="写到哪里（默认当前文件夹）")
    schema = _command(commands, "schema", "authoring:schema", "输出给编辑器用的 JSON Schema", today=False)
    schema.add_argument("kind", nargs="?", default="document", choices=["document", "lexicon", "overlay", "owner"])
    evaluate = _command(commands, "eval", "measuring:evaluate", "按题目文件衡量回答", today=False)
    evaluate.add_argument("files", nargs="+", metavar="文件")
    evaluate.add_argument("--json", action="store_true", help="输出 JSON")
    evaluate.add_argument("--why", action="store_true", help="说明每道答错的题每一步看到了什么")
    evaluate.add_argument("--out", metavar="文件夹", help="把风险–覆盖曲线写进这个文件夹")


def _add_operating(commands: "_Commands[_Parser]") -> None:
    doctor = _command(
        commands, "doctor", "operating:doctor", "看看机器人能不能跑：令牌、网络、数据库、知识库、日历、磁盘、时钟"
    )
    doctor.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    backup = _command(commands, "backup", "operating:backup", "备份数据库和自己的知识文件夹，机器人不用停", today=False)
    backup.add_argument("file", metavar="文件", help="写到哪里，例如 rulebot.tar.gz")
    backup.add_argument("--force", action="store_true", help="文件已经有了也覆盖")
    restore = _command(commands, "restore", "operating:restore", "从备份恢复；先停掉机器人", today=False)
    restore.add_argument("file", metavar="文件", help="rulebot backup 写的文件")
    restore.add_argument("--force", action="store_true", help="已经有数据也恢复，原来的改名留着")
    restore.add_argument("--database-only", action="store_true", help="只恢复数据库，不动知识文件夹")


def _add_tables(commands: "_Commands[_Parser]") -> None:
    take = _command(commands, "import", "importing:import_", "把一张问答表收成知识库里的一份文件")
    take.add_argument("file", metavar="表格", help=".csv、.xlsx、.jsonl 或 .md")
    take.add_argument("--document", metavar="文件名", help="收进哪份文件，例如 shop-faq；已经有了就合进去")
    take.add_argument("--title", metavar="标题", help="回答里怎么称呼这份问答")
    take.add_argument("--platform", metavar="平台", help="只管哪个平台的店；不说就是自己的店")
    take.add_argument("--replace", action="store_true", help="以这张表为准：表里没有的问答都删掉")
    take.add_argument("--dry-run", action="store_true", help="只看不写")
    give = _command(commands, "export", "importing:export", "把导入的问答写回一张表", today=False)
    give.add_argument("document", metavar="文件名", help="例如 shop-faq")
    give.add_argument("file", metavar="表格", help=".csv、.xlsx、.jsonl 或 .md；- 是以 CSV 写到标准输出")
    for one in (take, give):
        one.add_argument("--folder", metavar="文件夹", help="文件所在的文件夹（默认 RULEBOT_KNOWLEDGE 的第一个）")


def _add_owner(commands: "_Commands[_Parser]") -> None:
    inbox = _command(commands, "inbox", "inbox:inbox", "没答好的问题，问法相近的放一起；done、outside 记下处理结果")
    states = ["open", "answered", "belongs", "outside", "done", "all"]
    inbox.add_argument("--state", choices=states, default="open", help="看哪些（默认没处理的）")
    inbox.add_argument("--why", choices=["refused", "none", "down", "given_up"], help="为什么没答好")
    inbox.add_argument("--since", metavar="日期", help="从哪天起，例如 2026-11-01")
    inbox.add_argument("--limit", type=int, metavar="组数", help="最多几组（列表默认 30）")
    shape = inbox.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出 JSON，一组一个对象")
    shape.add_argument("--jsonl", action="store_true", help="逐行输出 JSON，一个问题一行")
    shape.add_argument("--csv", metavar="文件", help="写成表格；- 是标准输出")
    shape.add_argument("--cases", metavar="文件", help="写成 rulebot eval 的题目，应该怎么答由你补")
    actions = inbox.add_subparsers(dest="action", metavar="处理", parser_class=_Parser)
    for name, text in (("done", "处理完了"), ("outside", "不归我们答"), ("open", "放回收件箱")):
        action = actions.add_parser(name, help=text, description=text, allow_abbrev=False)
        action.add_argument("ids", nargs="+", type=int, metavar="编号", help="没处理的，问法相近的一起记下")
        action.add_argument("--only", action="store_true", help="只记写出的编号")
    stats = _command(commands, "stats", "stats:stats", "每天、每份文件问了多少，答上多少，各条款命中几次")
    stats.add_argument("--days", type=int, default=30, metavar="天数", help="最近几天（默认 30）")
    stats.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    stale = _command(commands, "stale", "changes:stale", "哪些文件好久没和页面核对了，按天数和用得多少排")
    stale.add_argument("--days", type=int, metavar="天数", help="只看超过这么多天没核对的")
    stale.add_argument("--json", action="store_true", help="输出 JSON")
    changes = _command(commands, "changes", "changes:changes", "哪些数字改了或要改：旧的、新的、从哪天起、影响什么")
    changes.add_argument("--since", metavar="日期", help="从哪天起（默认 30 天前）")
    changes.add_argument("--until", metavar="日期", help="到哪天为止（默认以后的都算）")
    changes.add_argument("--json", action="store_true", help="输出 JSON")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _use_utf8()
    _read_dot_env()
    try:
        arguments = parser().parse_args(argv)
        _set_log_level()
        return _run(arguments)
    except CommandError as error:
        print(f"{_NAME}: {error}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(arguments: argparse.Namespace) -> int:
    if arguments.version:
        from bot.operating.program import version

        print(f"{_NAME} {version()}")
        return DONE
    if "function" not in arguments:
        raise CommandError(f"要做什么？例如：{_NAME} ask 你的问题（{_NAME} --help 列出全部命令）")
    module, name = arguments.function.split(":")
    return cast("int", getattr(import_module(f"bot.commands.{module}"), name)(arguments))


def _read_dot_env() -> None:
    """Take the settings of the working folder's `.env`, where there is one; what is set already stays."""
    if not Path(".env").is_file():
        return
    try:
        from dotenv import load_dotenv
    except ModuleNotFoundError:  # without the extra `telegram` nothing needs it
        return
    load_dotenv(".env")


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale; a terminal that cannot show a character gets a substitute, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            terminal = cast("TextIO", stream).isatty()
            stream.reconfigure(errors="replace") if terminal else stream.reconfigure(
                encoding="utf-8", errors="backslashreplace"
            )


def _set_log_level() -> None:
    level = os.environ.get("RULEBOT_LOG_LEVEL")
    if not level:
        return
    import logging

    from bot.logs import AUTO, FORMATS, configure

    if level.upper() not in logging.getLevelNamesMapping():
        raise CommandError(f"RULEBOT_LOG_LEVEL={level!r}: expected DEBUG, INFO, WARNING, ERROR or CRITICAL")
    form = os.environ.get("RULEBOT_LOG_FORMAT") or AUTO
    if form.lower() not in FORMATS:
        raise CommandError(f"RULEBOT_LOG_FORMAT={form!r}: expected auto, text or json")
    configure(level, form.lower())
