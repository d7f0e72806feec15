"""`rulebot run` and `rulebot preview`: the Telegram bot, which needs the extra `telegram`."""

from argparse import Namespace

from bot.command_line import DONE, CommandError, said
from bot.commands.common import open_assistant, show, today_of

_EXTRA = frozenset({"alembic", "pydantic_settings", "sqlalchemy", "starlette", "telegram", "uvicorn", "asyncpg"})


def run(_: Namespace) -> int:
    """Run the Telegram bot until it is told to stop."""
    try:
        from bot.settings import Settings, SettingsError
        from bot.telegram.process import run as run_bot
    except ModuleNotFoundError as error:
        raise _explained(error) from error
    try:
        return run_bot(Settings.read())
    except SettingsError as error:
        raise CommandError(str(error)) from error


def preview(arguments: Namespace) -> int:
    """Show what Telegram would show for a question."""
    question, now = said(" ".join(arguments.question)), today_of(arguments)
    try:
        from bot.telegram.pages.preview import preview as preview_in_telegram
    except ModuleNotFoundError as error:
        raise _explained(error) from error
    show(preview_in_telegram(question, open_assistant(), now))
    return DONE


def _explained(error: ModuleNotFoundError) -> Exception:
    if error.name and error.name.split(".")[0] in _EXTRA:
        return CommandError(f"缺少 {error.name}；装上 Telegram 要用的部分：pip install 'rulebot[telegram]'")
    return error
