"""`rulebot import` and `rulebot export`: an owner's questions and answers from a table, and back."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.command_line import DONE, CommandError
from bot.commands.common import show, today_of
from bot.faq import telling
from bot.faq.document import Changes, FaqDocument, FaqDocumentError
from bot.faq.entries import BadRow, Entry, line_of
from bot.faq.files import alone, put
from bot.faq.tables import MOST_BYTES, form_of, read_table, too_large, write_table
from bot.faq.unreadable import UnreadableTableError
from knowledge.folder import Folder
from knowledge.model import Platform

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID, _LONGEST_TITLE, _MOST_SHOWN = 20, 40, 10
_STDOUT, _STDOUT_FORM = "-", "stdout.csv"


def import_(arguments: Namespace) -> int:
    """Take the questions and answers of a table into a document, once the whole knowledge base holds with it."""
    name = _id(arguments.document)
    entries, bad = _read(Path(arguments.file))
    folder = _folder(arguments.folder)
    path = folder / f"{name}.yaml"
    changes = _taken_in(path, name, arguments, entries)
    for line in (*(_told(changes, replace=arguments.replace) if entries else ()), *_left_out(bad)):
        show(line)
    if not entries:
        raise CommandError(f"{Path(arguments.file).name}：没有一行能收，什么都没改")
    show(_after(path, dry=arguments.dry_run, known=folder.resolve() in _resolved(_known_folders())))
    return DONE


def export(arguments: Namespace) -> int:
    """Write the questions and answers of a document as a table; to standard output as CSV."""
    target, to_stdout = Path(arguments.file), arguments.file == _STDOUT
    name = _STDOUT_FORM if to_stdout else target.name
    try:
        form_of(name)
        document = FaqDocument.read(_existing(arguments.document, arguments.folder))
        content = write_table(name, document.entries())
    except (UnreadableTableError, FaqDocumentError) as error:
        raise CommandError(str(error)) from error
    if to_stdout:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return DONE
    try:
        put(target, content)
    except OSError as error:
        raise CommandError(f"{target}：写不进去（{error.strerror}）") from error
    show(f"写好了 {target}：{len(document.entries())} 条问答")
    return DONE


def _id(name: str | None) -> str:
    if not name:
        raise CommandError("收进哪份文件？加 --document 名字，例如 --document shop-faq")
    if not _ID.fullmatch(name) or len(name) > _LONGEST_ID:
        raise CommandError(f"“{name}”不能当文件名：用小写字母、数字和连字符，最多 {_LONGEST_ID} 个字符，例如 shop-faq")
    if f"{name}.yaml" in Folder.OWN:
        raise CommandError(f"{name}.yaml 另有用处，换个名字，例如 shop-faq")
    return name


def _read(path: Path) -> tuple[list[Entry], list[BadRow]]:
    try:
        if path.is_dir():
            raise CommandError(f"{path} 是文件夹，要一个表格文件")
        form_of(path.name)
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name}：{too_large()}")
        return read_table(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}：读不了（{error.strerror}）") from error
    except UnreadableTableError as error:
        raise CommandError(str(error)) from error


def _known_folders() -> list[Path]:
    return [Path(folder) for folder in os.environ.get("RULEBOT_KNOWLEDGE", "").split(":") if folder]


def _resolved(folders: Sequence[Path]) -> list[Path]:
    return [folder.resolve() for folder in folders]


def _folder(named: str | None) -> Path:
    """Return the folder that is named, else the first one of RULEBOT_KNOWLEDGE."""
    folder = Path(named) if named else next(iter(_known_folders()), None)
    if folder is None:
        raise CommandError("放在哪个文件夹？加 --folder 文件夹，或者先设 RULEBOT_KNOWLEDGE=文件夹")
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} 不是文件夹")
    return folder


def _titled(path: Path, name: str, arguments: Namespace) -> FaqDocument:
    """Return the document as it stands, or a new one, with the title and platform that are given."""
    title, platform = line_of(arguments.title or ""), line_of(arguments.platform or "")
    for told in (title, platform):
        if len(told) > _LONGEST_TITLE:
            raise CommandError(f"“{told[:_LONGEST_TITLE]}…”太长了，最多 {_LONGEST_TITLE} 个字")
    today, source = today_of(arguments).date(), Path(arguments.file).name
    if not path.exists():
        return FaqDocument.new(name, title, platform, checked=today, source=source)
    try:
        known = FaqDocument.read(path)
    except FaqDocumentError as error:
        raise CommandError(str(error)) from error
    return _renamed(known, title, platform, today, source)


def _renamed(known: FaqDocument, title: str, platform: str, today: date, source: str) -> FaqDocument:
    return replace(
        known,
        title=title or known.title,
        platform=Platform(name=platform) if platform and platform != known.platform.name else known.platform,
        checked=today,
        source=source,
    )


def _taken_in(path: Path, name: str, arguments: Namespace, entries: Sequence[Entry]) -> Changes:
    """
    Write what `entries` make of a document, once the whole knowledge base holds with it; return what they change.

    To see whether it does takes seconds: where somebody else has changed the document meanwhile, it is begun anew.
    """
    from bot.faq.holding import held

    try:
        while True:
            before = path.read_bytes() if path.exists() else None
            document, changes = _titled(path, name, arguments).merged(entries)
            if not entries:
                return changes
            document = document.without(changes.left) if arguments.replace else document
            held(document, path.parent, _known_folders())
            if arguments.dry_run:
                return changes
            path.parent.mkdir(parents=True, exist_ok=True)
            with alone(path.parent):
                if before == (path.read_bytes() if path.exists() else None):
                    document.write(path)
                    return changes
    except FaqDocumentError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{path}：写不进去（{error.strerror}）") from error


def _existing(name: str, named: str | None) -> Path:
    """Return the file of a document in the folder that is named, or in one of RULEBOT_KNOWLEDGE."""
    folders = [_folder(named)] if named else (_known_folders() or [_folder(None)])
    found = next((path for folder in folders if (path := folder / f"{_id(name)}.yaml").is_file()), None)
    if found is None:
        raise CommandError(f"{'、'.join(map(str, folders))} 里没有 {name}.yaml")
    return found


def _told(changes: Changes, *, replace: bool) -> Iterator[str]:
    yield f"新增 {len(changes.added)} 条，改动 {len(changes.changed)} 条，没变 {len(changes.same)} 条"
    yield from telling.united(changes)
    yield from _listed("改动", telling.changed(changes))
    yield from _listed("只是一个数的答案", telling.bare(changes))
    yield from _listed("没收的问法", telling.dropped(changes))
    if changes.left:
        left = f"表里没有的 {len(changes.left)} 条"
        yield f"{left}删掉：" if replace else f"{left}照旧留着；要删就加 --replace"
        yield from _listed("删掉", telling.left(changes)) if replace else ()


def _left_out(bad: Sequence[BadRow]) -> Iterator[str]:
    if bad:
        yield f"有 {len(bad)} 行没收："
        yield from (f"  第 {row.number} 行：{row.why}" for row in sorted(bad, key=lambda row: row.number))


def _listed(what: str, lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {what}：{line}" for line in lines[:_MOST_SHOWN])
    if len(lines) > _MOST_SHOWN:
        yield f"  …还有 {len(lines) - _MOST_SHOWN} 条{what}"


def _after(path: Path, *, dry: bool, known: bool) -> str:
    if dry:
        return f"只看不写，{path} 没有动"
    tried = "rulebot ask 你的问题" if known else f"RULEBOT_KNOWLEDGE={path.parent} rulebot ask 你的问题"
    return f"写好了 {path}。试一句：{tried}"
