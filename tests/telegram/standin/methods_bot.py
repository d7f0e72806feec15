"""Bot API methods about the bot itself: who it is, its commands, its webhook."""

import re
from typing import Any

from .access import Right, room_for
from .arguments import Arguments
from .privacy import Privacy
from .refusals import bad_request
from .wire import Json, filled
from .world import Webhook, World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS = 100
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
DESCRIPTION, SHORT_DESCRIPTION = 512, 120


def get_me(world: World, _: Arguments) -> Json:
    """Tell who the bot is."""
    return world.bot.shown() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.privacy is Privacy.OFF,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def set_my_commands(world: World, arguments: Arguments) -> bool:
    """Keep a list of commands for a scope and a language."""
    commands = arguments.structure("commands", "commands") or []
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    key = _commands_key(world, arguments)
    kept = [_command(command) for command in commands]
    if len(kept) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in kept:
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
    world.profile[key] = kept
    return True


def get_my_commands(world: World, arguments: Arguments) -> list[Json]:
    """Tell the commands of a scope and a language."""
    commands: list[Json] = world.profile.get(_commands_key(world, arguments), [])
    return commands


def delete_my_commands(world: World, arguments: Arguments) -> bool:
    """Forget the commands of a scope and a language."""
    world.profile.pop(_commands_key(world, arguments), None)
    return True


def set_my_description(world: World, arguments: Arguments) -> bool:
    """Keep what an empty chat with the bot shows."""
    return _describe(world, arguments, "description", DESCRIPTION)


def set_my_short_description(world: World, arguments: Arguments) -> bool:
    """Keep what the bot's profile shows."""
    return _describe(world, arguments, "short_description", SHORT_DESCRIPTION)


def set_webhook(world: World, arguments: Arguments) -> bool:
    """Post updates to a url from now on; an empty one ends that."""
    secret, url = arguments.text("secret_token"), arguments.text("url")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[\w-]+", secret, re.ASCII):
        raise bad_request("secret token contains unallowed characters")
    if url and not re.match(r"https?://[^/\s]+", url):
        raise bad_request("invalid webhook URL specified")
    world.updates.allow(arguments.structure("allowed_updates", "allowed updates"))
    if arguments.flag("drop_pending_updates"):
        world.updates.clear()
    most = min(max(arguments.integer("max_connections", 40), 1), 100)
    world.webhook = Webhook(url, secret, most) if url else None
    for listener in world.listeners:
        listener()
    return True


def delete_webhook(world: World, arguments: Arguments) -> bool:
    """Keep updates for getUpdates from now on."""
    return set_webhook(world, Arguments({**arguments.texts, "url": ""}))


def get_webhook_info(world: World, _: Arguments) -> Json:
    """Tell how the webhook does."""
    hook = world.webhook or Webhook("")
    return {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
        **filled(
            {
                "max_connections": hook.connections if hook.url else 0,
                "last_error_message": hook.error,
                "last_error_date": hook.error_date,
            }
        ),
    }


def close(_: World, __: Arguments) -> bool:
    """Close the instance; the next request opens it again."""
    return True


def log_out(world: World, _: Arguments) -> bool:
    """Log out; from then on every request is refused."""
    world.logged_out = True
    return True


def _describe(world: World, arguments: Arguments, what: str, most: int) -> bool:
    text = arguments.text(what)
    if len(text) > most:  # the limit is documented, the words of the refusal are not
        raise bad_request(f"{what.upper()}_TOO_LONG")
    world.profile[what, _language(arguments)] = text
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    command = given["command"].strip().removeprefix("/")
    description = given["description"].strip()
    _check_length(command, "Command", 32)
    _check_length(description, "Command description", 256)
    return {"command": command, "description": description}


def _check_length(text: str, what: str, most: int) -> None:
    if not text:
        raise bad_request(f"{what} must be non-empty")
    if len(text) > most:
        raise bad_request(f"{what} length must not exceed {most}")


def _commands_key(world: World, arguments: Arguments) -> tuple[str, ...]:
    scope = arguments.structure("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES + CHAT_SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    kind = str(scope["type"])
    where = str(scope.get("chat_id", ""))
    if kind in CHAT_SCOPES:
        if not where:
            raise bad_request("Can't parse BotCommandScope: Empty chat_id specified")
        room_for(world, where, Right.READ_MEMBERS)
    return "commands", kind, where, str(scope.get("user_id", "")), _language(arguments)


def _language(arguments: Arguments) -> str:
    code = arguments.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code
