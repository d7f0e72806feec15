"""Who takes part in chats: users, and what they are there."""

from dataclasses import dataclass

from .wire import Json, filled


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str = "小王"
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def shown(self) -> Json:
        """Return the Bot API's User."""
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **filled(
                {
                    "last_name": self.last_name,
                    "username": self.username,
                    "language_code": self.language_code,
                }
            ),
        }


GROUP_ANONYMOUS = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_POSTER = User(136817688, "Channel", username="Channel_Bot", is_bot=True)
TELEGRAM_ITSELF = User(777000, "Telegram")

PRESENT = ("creator", "administrator", "member", "restricted")
ADMINS = ("creator", "administrator")
RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_topics",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(frozen=True)
class Member:
    """What a user is in a chat."""

    user: User
    status: str = "member"
    anonymous: bool = False
    title: str = ""

    @property
    def present(self) -> bool:
        """Whether the user is in the chat."""
        return self.status in PRESENT

    @property
    def admin(self) -> bool:
        """Whether the user may administer the chat."""
        return self.status in ADMINS

    def shown(self) -> Json:
        """Return the Bot API's ChatMember."""
        member: Json = {"user": self.user.shown(), "status": self.status}
        if self.admin:
            member["is_anonymous"] = self.anonymous
            member |= filled({"custom_title": self.title})
        if self.status == "administrator":
            member |= {"can_be_edited": False, **dict.fromkeys(RIGHTS, True)}
        if self.status == "kicked":
            member["until_date"] = 0
        return member
