"""The tables. Moments are ms since 1970, JSON is text, chats and people are keys (see keys.py) where one is enough."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, SmallInteger, String, Table, Text

METADATA = MetaData()
Counter = BigInteger().with_variant(Integer, "sqlite")
KEY = String(24)


def _key(name: str, *, primary: bool = False) -> Column[str]:
    return Column(name, KEY, primary_key=primary, nullable=False, default="")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


def _flag(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False, default=0, server_default="0")


def _moment(name: str = "at") -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0)


about = Table("about", METADATA, Column("name", String(40), primary_key=True), _text("value"))

updates = Table(
    "updates",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _key("lane"),
    _text("body"),
    Column("state", SmallInteger, nullable=False, default=0),
    Column("tries", SmallInteger, nullable=False, default=0),
    _key("person"),
    _text("sent"),
    _flag("urgent"),
    _flag("asks"),
    _flag("hurried"),
    _moment(),
    Index("updates_of_lane", "state", "lane", "id"),
    Index("updates_lately", "lane", "at"),
    Index("updates_by_age", "at"),
)
"""
What Telegram handed over.

`body` stands until it is answered (state 1), afterwards only the number, so that it is not taken twice; of what ended
its process again and again (state 2) it stays for the owner. `sent` are the messages that a try has sent which did not
come to its end. An `urgent` one does not stand behind others; where it `asks` somebody waits for an answer; a
`hurried` one is answered with the remark that others came too fast.
"""

lanes = Table(
    "lanes", METADATA, _key("lane", primary=True), Column("holder", String(120), nullable=False), _moment("until")
)
"""Which process answers somebody in a chat, and until when (by the database's clock) nobody else may."""

replicas = Table("replicas", METADATA, Column("name", String(120), primary_key=True), _moment("until"))
"""The processes that run, and until when each counts as running."""

pace = Table(
    "pace",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("name", String(40), nullable=False),
    _moment(),
    Index("pace_of_name", "name", "at"),
)
"""What was sent lately by all processes together, to everybody (no name) and to each chat."""

talks = Table(
    "talks",
    METADATA,
    _key("chat", primary=True),
    _key("person", primary=True),
    _text("data"),
    _moment(),
    Index("talks_by_age", "at"),
    Index("talks_of_person", "person"),
)
"""Conversations."""

groups = Table("groups", METADATA, _key("chat", primary=True), _text("data"), _moment())

recent = Table(
    "recent",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    _key("chat"),
    Column("place", String(120), nullable=False),
    _moment("cause"),
    _moment(),
    Index("recent_of_chat", "chat", "at"),
)
"""Which clause was answered when in a group, by itself and not because somebody asked the bot, to which update."""

sent = Table(
    "sent",
    METADATA,
    _key("chat", primary=True),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("question", BigInteger),
    _key("asker"),
    _key("other"),
    _text("data"),
    _moment(),
    Index("sent_for_question", "chat", "question"),
    Index("sent_to_asker", "asker"),
    Index("sent_to_other", "other"),
    Index("sent_by_age", "at"),
)

feedback = Table(
    "feedback",
    METADATA,
    _key("chat", primary=True),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    _key("person", primary=True),
    Column("verdict", String(8), nullable=False),
    _text("reason"),
    _text("question"),
    _text("place"),
    _moment(),
    Index("feedback_by_age", "at"),
    Index("feedback_of_person", "person"),
)

unanswered = Table(
    "unanswered",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    _key("chat"),
    _moment("message"),
    _key("person"),
    _key("other"),
    _text("question"),
    Column("status", String(20), nullable=False),
    Column("why", String(12), nullable=False, default="refused"),
    _text("reason"),
    _text("answered"),
    _text("place"),
    Column("state", String(12), nullable=False, default="open"),
    _text("target"),
    _moment(),
    Index("unanswered_by_age", "at"),
    Index("unanswered_of_person", "person"),
    Index("unanswered_of_other", "other"),
    Index("unanswered_under", "chat", "message"),
    Index("unanswered_by_state", "state", "at"),
)
"""
The owner's inbox: questions that got no good answer.

`message` is the bot's, in `chat`, in which the first line `answered` stood; `status` is what that reply was, `why` the
question is here (with the `reason` of a 👎), `target` what it belongs to once it is settled.
"""

to_tell = Table(
    "to_tell",
    METADATA,
    Column("item", BigInteger, primary_key=True, autoincrement=False),
    _key("person", primary=True),
    Column("chat_id", BigInteger, nullable=False),
    _key("chat"),
    Column("topic", BigInteger),
    Column("question", BigInteger),
    _moment(),
    _moment("until"),
    Index("to_tell_person", "person"),
    Index("to_tell_in_chat", "chat"),
    Index("to_tell_by_age", "at"),
)
"""
Who is to be told once an item of the inbox is answered; `question` is the message that asked it.

`until` keeps a row from being told twice. The chat's id is needed to send, so it is plain here until it is told,
cancelled or forgotten.
"""

hits = Table(
    "hits",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("place", Text, primary_key=True),
    Column("outcome", String(12), primary_key=True),
    Column("mode", String(8), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""How often a clause was told on a day in Shanghai, and how often there was none to tell: nobody's, and no text."""

receipts = Table(
    "receipts",
    METADATA,
    Column("key", String(40), primary_key=True),
    _key("person"),
    _text("data"),
    _moment(),
    Index("receipts_by_age", "at"),
    Index("receipts_of_person", "person"),
)

due = Table(
    "due",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    _key("chat"),
    Column("message", BigInteger, nullable=False),
    _moment(),
    _moment("until"),
    Column("tries", SmallInteger, nullable=False, default=0),
    Index("due_by_time", "at"),
    Index("due_in_chat", "chat"),
)
"""
Messages to delete, and when; `until` keeps a row from being worked on twice.

The chat's id is needed to delete, so it is plain here.
"""

reminders = Table(
    "reminders",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    _key("chat"),
    _key("person"),
    Column("topic", BigInteger),
    _key("case"),
    Column("how", String(8), nullable=False),
    _text("data"),
    _moment("ends"),
    _moment(),
    _moment("until"),
    Index("reminders_by_time", "at"),
    Index("reminders_of_person", "person"),
    Index("reminders_in_chat", "chat"),
    Index("reminders_once", "person", "chat", "case", "at", unique=True),
)
"""
Whom to remind of which last day (`ends`), and when (`at`).

`case` marks what was computed from what, `how` the way in which the time was told, so that both can move together;
`until` keeps a row from being sent twice. The chat's id is needed to send, so it is plain here until it is sent,
cancelled or forgotten.
"""

watches = Table(
    "watches",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    _key("chat"),
    _key("person"),
    Column("topic", BigInteger),
    Column("message", BigInteger),
    _text("data"),
    _text("rests"),
    _text("told"),
    _moment(),
    Index("watches_of_person", "person"),
    Index("watches_in_chat", "chat"),
    Index("watches_by_age", "at"),
)
"""
Who wants to be told when a figure changes.

`rests` are the addresses of the figures that the answer to a question rested on, `told` the changes that were told
already, one a line. The chat's id is needed to send, so it is plain here until it is cancelled or forgotten.
"""

news = Table(
    "news",
    METADATA,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    _key("chat"),
    _key("person"),
    Column("topic", BigInteger),
    Column("message", BigInteger),
    _text("data"),
    _moment(),
    _moment("until"),
    Index("news_of_person", "person"),
    Index("news_in_chat", "chat"),
    Index("news_by_age", "at"),
)
"""
What is still to be told because a rule has changed: to who watches a figure, to whose reminder moved.

`until` keeps a row from being told twice. The chat's id is needed to send, so it is plain here until it is told.
"""

gone = Table("gone", METADATA, _key("chat", primary=True), _moment())
"""Chats that removed or blocked the bot."""

FIGURES = 8
"""A number of this many digits or more is masked in a stored question."""
