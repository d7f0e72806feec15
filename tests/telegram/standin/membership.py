"""The part of a chat's driver that changes who is in the chat and what they may do."""

from dataclasses import replace

from .listening import Listening
from .people import GROUP_ANONYMOUS, Member, User
from .rooms import Room, Topic
from .wire import Json
from .world import World


class Membership(Listening):
    """Adds, removes, promotes, blocks; every change tells the bot what Telegram tells it."""

    def add_bot(self, by: User | None = None, *, admin: bool = False) -> None:
        """Let somebody add the bot to the group."""
        self._change_bot("administrator" if admin else "member", by)
        if self.room.many:
            newcomers = [self.world.bot.shown()]
            self._service(self._actor(by), {"new_chat_members": newcomers})

    def remove_bot(self, by: User | None = None, *, kick: bool = True) -> None:
        """Let somebody remove the bot; it learns that, and nothing more from this chat."""
        self._change_bot("kicked" if kick else "left", by)

    def promote_bot(self, by: User | None = None) -> None:
        """Make the bot an administrator."""
        self._change_bot("administrator", by)

    def demote_bot(self, by: User | None = None) -> None:
        """Make the bot an ordinary member again."""
        self._change_bot("member", by)

    def mute_bot(self, *, muted: bool = True) -> None:
        """Forbid members to write here, or allow it again."""
        with self.world.changed:
            self.room.muted = muted

    def block(self) -> None:
        """Let the user block the bot."""
        self._change_bot("kicked", self.room.user)

    def unblock(self) -> None:
        """Let the user unblock the bot."""
        self._change_bot("member", self.room.user)

    def join(self, user: User, status: str = "member", *, anonymous: bool = False) -> User:
        """Make a user a member or an administrator here, and tell the group."""
        with self.world.changed:
            self._set_status(user, status, anonymous=anonymous)
            if self.room.many:
                self._service(user, {"new_chat_members": [user.shown()]})
        return user

    def promote(self, user: User, *, anonymous: bool = False) -> None:
        """Make a member an administrator."""
        self._set_status(user, "administrator", anonymous=anonymous)

    def demote(self, user: User) -> None:
        """Make an administrator an ordinary member."""
        self._set_status(user, "member")

    def leave(self, user: User) -> None:
        """Let a member go."""
        self._set_status(user, "left")
        self._service(user, {"left_chat_member": user.shown()})

    def topic(self, name: str) -> int:
        """Open a forum topic; returns its thread id."""
        with self.world.changed:
            number = next(self.room.numbers)
            self.room.topics[number] = Topic(number, name)
            content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            sender = self._actor(None)
            self.world.post(self.room, id=number, sender=sender, extra=content, thread=number)
        return number

    def close_topic(self, thread: int) -> None:
        """Close a forum topic: only administrators may write there."""
        with self.world.changed:
            self.room.topics[thread].closed = True
            self._service(self._actor(None), {"forum_topic_closed": {}}, thread=thread)

    def _upgraded(self, by: User | None = None) -> Room:
        """Turn the group into a supergroup; both chats tell the bot."""
        world, old = self.world, self.room
        with world.changed:
            new = world.open_room("supergroup", title=old.title, members=dict(old.members))
            self._service(self._actor(by), {"migrate_to_chat_id": new.id})
            old.moved_to = new.id
            new.known = old.known
            if old.bot.present:
                _tell_change(world, new, self._actor(by), replace(new.bot, status=old.bot.status))
            world.post(
                new,
                sender=GROUP_ANONYMOUS,
                sender_room=new,
                extra={"migrate_from_chat_id": old.id},
            )
        return new

    def _change_bot(self, status: str, by: User | None) -> None:
        with self.world.changed:
            self.room.known = True
            changed = replace(self.room.bot, status=status)
            _tell_change(self.world, self.room, self._actor(by), changed)

    def _set_status(self, user: User, status: str, *, anonymous: bool = False) -> None:
        with self.world.changed:
            was = self.room.members.get(user.id, Member(user, "left"))
            became = replace(was, status=status, anonymous=anonymous)
            self.room.members[user.id] = became
            if self.room.bot.admin:
                change = _change(self.world, self.room, user, was, became)
                self.world.tell("chat_member", change, ("chat_member", user.id))

    def _service(self, sender: User, content: Json, thread: int = 0) -> None:
        with self.world.changed:
            self.world.post(self.room, sender=sender, extra=content, thread=thread)

    def _actor(self, by: User | None) -> User:
        if by or self.room.user:
            return by or self.room.user or self.world.bot
        people = sorted(self.room.members.values(), key=lambda member: not member.admin)
        return people[0].user if people else GROUP_ANONYMOUS


def _tell_change(world: World, room: Room, by: User, became: Member) -> None:
    change = _change(world, room, by, room.bot, became)
    room.bot = became
    world.tell("my_chat_member", change, ("my_chat_member", room.id))
    world.changed.notify_all()


def _change(world: World, room: Room, by: User, was: Member, became: Member) -> Json:
    return {
        "chat": room.shown(),
        "from": by.shown(),
        "date": world.now(),
        "old_chat_member": was.shown(),
        "new_chat_member": became.shown(),
    }
