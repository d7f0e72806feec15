"""`rulebot doctor`, `rulebot backup` and `rulebot restore`: what an operator does beside running the bot."""

import asyncio
import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.command_line import DONE, FELL_SHORT, CommandError
from bot.commands.common import show, show_json, today_of
from bot.operating.findings import Finding
from bot.operating.program import runtime

if TYPE_CHECKING:
    from bot.settings import Settings


def doctor(arguments: Namespace) -> int:
    """Look at everything that the bot needs, one line each with what to do."""
    now = today_of(arguments)
    findings = [runtime()]
    if findings[0].ok == "ok":
        from bot.operating.doctor import Case, examine
        from bot.settings import Settings

        settings, wrong = Settings.what_can_be_read()
        findings = asyncio.run(examine(Case(settings, wrong, now.date())))
    _tell(findings, as_json=arguments.json)
    return FELL_SHORT if any(one.ok == "bad" for one in findings) else DONE


def _tell(findings: list[Finding], *, as_json: bool) -> None:
    worst = next((grade for grade in ("bad", "warn") if any(one.ok == grade for one in findings)), "ok")
    if as_json:
        show_json({"ok": worst, "findings": [one.as_json() for one in findings]})
        return
    for one in findings:
        show(one.line)


def backup(arguments: Namespace) -> int:
    """Write a copy of the database and the owner's folders, while the bot runs or not."""
    settings = _settings("database_url", "knowledge")
    from bot.operating.backup import BackupError
    from bot.operating.backup import backup as write

    try:
        told = write(Path(arguments.file), settings.database_url, settings.knowledge, force=arguments.force)
    except BackupError as error:
        raise CommandError(str(error)) from error
    for line in told:
        show(line)
    return DONE


def restore(arguments: Namespace) -> int:
    """Put a copy back in place of what there is."""
    settings = _settings("database_url")
    from bot.operating.backup import BackupError
    from bot.operating.restore import Target
    from bot.operating.restore import restore as put_back

    # an empty place has no folders yet, so they are not the checked ones of the settings
    named = os.environ.get("RULEBOT_KNOWLEDGE", "")
    folders = None if arguments.database_only else tuple(Path(part) for part in named.split(":") if part)
    try:
        told = put_back(Path(arguments.file), Target(settings.database_url, folders), force=arguments.force)
    except BackupError as error:
        raise CommandError(str(error)) from error
    for line in told:
        show(line)
    return DONE


def _settings(*needed: str) -> "Settings":
    """Return the settings, of which those `needed` must be usable; the others do not matter here."""
    lacking = runtime()
    if lacking.ok != "ok":
        raise CommandError(f"{lacking.says}。{lacking.then}")
    from bot.settings import Settings

    settings, wrong = Settings.what_can_be_read()
    for name in needed:
        if name in wrong:
            raise CommandError(wrong[name])
    return settings
