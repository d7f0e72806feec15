"""The stand-in for Telegram that tests start: chats to drive, requests to look at, faults."""

from collections.abc import Iterable
from typing import Any, Self

from .chat import Chat
from .control import Control
from .limits import Limits
from .people import Member, User
from .privacy import Privacy
from .rooms import Room
from .server import Server
from .web import Desk
from .wire import Clock
from .world import World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-standin"
BOT_ID = 110_201_543


class StandIn(Control):
    """A Bot API server on loopback; `with StandIn() as telegram:` runs it."""

    def __init__(
        self,
        *,
        username: str = "rulebot_test_bot",
        name: str = "规则助手",
        token: str = TOKEN,
        privacy: Privacy = Privacy.OFF,
        limits: Limits | None = None,
        webhook_pause: float = 0.05,
    ) -> None:
        """
        Make the bot that logs in with `token`.

        Args:
            username: The bot's username.
            name: The bot's name.
            token: The only token that is known.
            privacy: Whether the bot is in privacy mode.
            limits: The rate limits to enforce; None enforces none.
            webhook_pause: Seconds before an update is posted again; doubles each time.
        """
        bot = User(BOT_ID, name, username=username, is_bot=True)
        super().__init__(World(bot, token, privacy))
        self._chats: dict[int, Chat] = {}
        self.enforce(limits)
        self._server = Server(self._desk, webhook_pause)

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def start(self) -> None:
        """Listen; after `stop` again on the same port, with everything as it was."""
        self._server.start()

    def stop(self) -> None:
        """Drop every connection, and listen no more."""
        self._server.stop()

    def cut_connections(self) -> None:
        """Close all connections that are open now, idle or not; new ones are accepted."""
        self._server.cut_all()

    @property
    def base_url(self) -> str:
        """The address, up to and including `/bot`."""
        return f"http://127.0.0.1:{self._server.port}/bot"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def bot(self) -> User:
        """The bot."""
        return self.world.bot

    @property
    def clock(self) -> Clock:
        """The time messages are dated by."""
        return self.world.clock

    def person(self, user_id: int | None = None, **names: Any) -> User:
        """Return a user; `names` are the fields of `User`."""
        with self.world.changed:
            return self.world.person(user_id, **names)

    def private(self, user_id: int | None = None, *, started: bool = True, **names: Any) -> Chat:
        """Return the private chat with a user, who has `started` the bot or not."""
        with self.world.changed:
            user = self.world.person(user_id, **names)
            return self._driven(self.world.private_room(user, started=started))

    def group(
        self,
        title: str = "售后群",
        *,
        members: Iterable[User] = (),
        admins: Iterable[User] = (),
        kind: str = "supergroup",
        forum: bool = False,
        username: str = "",
        bot: str = "member",
    ) -> Chat:
        """
        Return a group in which the bot already is.

        Args:
            title: The group's title.
            members: Ordinary members; one is made up when there is nobody at all.
            admins: Administrators; the first is the creator.
            kind: `group` or `supergroup`.
            forum: Whether it has topics.
            username: The name of a public group.
            bot: `member`, `administrator` or `left`; a bot that `left` was never there.
        """
        with self.world.changed:
            room = self.world.open_room(kind, title=title, forum=forum, username=username)
            for position, user in enumerate(admins):
                room.members[user.id] = Member(user, "administrator" if position else "creator")
            for user in members:
                room.members[user.id] = Member(user)
            if not room.members:
                user = self.world.person()
                room.members[user.id] = Member(user)
            return self._driven(_with_bot(room, bot))

    def channel(self, title: str = "公告", *, bot: str = "administrator") -> Chat:
        """Return a channel."""
        with self.world.changed:
            room = self.world.open_room("channel", title=title)
            return self._driven(_with_bot(room, bot))

    def _driven(self, room: Room) -> Chat:
        if room.id not in self._chats:
            self._chats[room.id] = Chat(self.world, room, self._log)
        return self._chats[room.id]

    def _desk(self, server: Server) -> Desk:
        return Desk(self.world, self.faults, self._log, server.cut, lambda: self.gate)

    @property
    def posts(self) -> list[Any]:
        """The attempts to deliver updates to the webhook."""
        return list(self._server.delivery.posts) if self._server.delivery else []


def _with_bot(room: Room, status: str) -> Room:
    room.bot = Member(room.bot.user, status)
    room.known = status != "left"
    return room
