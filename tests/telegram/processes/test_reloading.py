"""Knowledge is taken anew under a running bot: a saved file, /reload, SIGHUP, replicas; what is broken stays out."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from hooked import Hooked
from rulebot import Rulebot
from standin import Chat, StandIn

from tests.databases import Server

SKELETON = Path(__file__).parents[3] / "bot" / "commands" / "skeleton.yaml"
SECONDS = 60.0
"""How long is waited for something that takes seconds on a machine that does nothing else."""
STAYS = 3.0
"""How long is waited for something that must not come."""
HOW_LONG, SEVEN, NINE = "样灯几天内要寄还", "拍完后 7 个自然日", "拍完后 9 个自然日"
COMMAND, OTHER = "lamp_rules_return", "lamp_rules_late"
GONE = "规则里已经没有了"
BROKEN = "lamp-rules.yaml: clauses.“1”.title: 少了这一项，是不是写成了 titel？"


class Owned:
    """A bot whose owner has a folder with one document."""

    def __init__(self, telegram: StandIn, folder: Path, **settings: str) -> None:
        """Do not start it yet."""
        self.own = folder / "own"
        self.own.mkdir()
        self.path = self.own / "lamp-rules.yaml"
        self.text = SKELETON.read_text(encoding="utf-8").replace("DOCUMENT", "lamp-rules")
        self.path.write_text(self.text, encoding="utf-8")
        self.owner = telegram.private()
        settings = {"RULEBOT_OWNERS": str(self.owner.id), "RULEBOT_LOG_LEVEL": "INFO"} | settings
        self.bot = Rulebot(telegram, folder, RULEBOT_KNOWLEDGE=str(self.own), **settings)

    def save(self, text: str, *, unseen: bool = False) -> None:
        """Write the document; `unseen` as on a file system that tells of nothing, with a clock that stands still."""
        before = self.path.stat()
        self.path.write_text(text, encoding="utf-8")
        if unseen:
            assert self.path.stat().st_size == before.st_size
            os.utime(self.path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def changed(self, old: str = "value: 7", new: str = "value: 9", *, unseen: bool = False) -> None:
        """Save the document with something else in it."""
        self.save(self.text.replace(old, new), unseen=unseen)

    def broken(self) -> None:
        """Save the document with a slip in it."""
        self.changed("    title: 样灯寄还的期限", "    titel: 样灯寄还的期限")

    def reloads(self, outcome: str) -> int:
        """Return how often the log says what came of one."""
        return self.bot.log.read_text(encoding="utf-8").count(f"the knowledge {outcome}")


def until(true: Callable[[], Any], what: str) -> None:
    """Wait until something is so."""
    deadline = monotonic() + SECONDS
    while not true():
        assert monotonic() < deadline, f"not within {SECONDS:.0f} s: {what}"
        sleep(0.1)


def answers(chat: Chat, question: str, words: str) -> bool:
    """Ask, and return whether the answer holds some words."""
    return words in chat.ask(question, timeout=SECONDS).text


@pytest.fixture
def owned(telegram: StandIn, tmp_path: Path) -> Iterator[Owned]:
    """Return a running bot with an owner; afterwards nothing may have failed."""
    found = Owned(telegram, tmp_path)
    found.bot.start()
    yield found
    found.bot.stop()
    assert found.bot.errors() == []


# ---- files ----


def test_a_saved_figure_is_answered_with_and_a_broken_one_is_told_once(owned: Owned, telegram: StandIn) -> None:
    """The old knowledge goes on answering; the owner hears of what is wrong, and that it is mended."""
    chat = telegram.private()
    assert answers(chat, HOW_LONG, SEVEN)
    owned.changed()
    until(lambda: answers(chat, HOW_LONG, NINE), "the new figure")
    assert owned.owner.messages == []

    owned.broken()
    told = owned.owner.answer(SECONDS).text
    owned.path.touch()
    until(lambda: owned.reloads("stays as it is") > 1, "another look at the same slip")
    assert BROKEN in told
    assert answers(chat, HOW_LONG, NINE)
    assert len(owned.owner.messages) == 1

    owned.save(owned.text)
    assert "又好了" in owned.owner.answer(SECONDS).text
    assert answers(chat, HOW_LONG, SEVEN)
    assert len(owned.owner.messages) == 2


def test_what_editors_do_is_no_trouble(owned: Owned, telegram: StandIn) -> None:
    """A file written in pieces, a lock beside it, another file in its place; a folder that goes and comes back."""
    chat = telegram.private()
    new = owned.text.replace("value: 7", "value: 9")
    (owned.own / ".#lamp-rules.yaml").symlink_to("somebody@somewhere.1")
    with owned.path.open("w", encoding="utf-8") as file:
        for at in range(0, len(new), len(new) // 5):
            file.write(new[at : at + len(new) // 5])
            file.flush()
            sleep(0.15)
    until(lambda: answers(chat, HOW_LONG, NINE), "what was written in pieces")

    (owned.own / "4913").write_text(owned.text, encoding="utf-8")
    (owned.own / "4913").replace(owned.path)
    until(lambda: answers(chat, HOW_LONG, SEVEN), "what was put in place of the file")
    assert owned.owner.messages == []

    away = owned.own.rename(owned.own.with_name("away"))
    assert "no such folder" in owned.owner.answer(SECONDS).text
    assert answers(chat, HOW_LONG, SEVEN)
    away.rename(owned.own)
    assert "又好了" in owned.owner.answer(SECONDS).text
    owned.changed()
    until(lambda: answers(chat, HOW_LONG, NINE), "a change in the folder that came back")


# ---- /reload, SIGHUP ----


def test_reload_is_for_owners_in_private(owned: Owned, telegram: StandIn) -> None:
    """It says how many documents there are, which have changed, or what is wrong; for others it is no command."""
    group = telegram.group(members=[telegram.person(owned.owner.id)])
    assert "没有变化，还是 10 份" in owned.owner.ask("/reload", timeout=SECONDS).text
    owned.changed(unseen=True)
    assert "改了《样灯寄还规则》" in owned.owner.ask("/reload", timeout=SECONDS).text
    (owned.own / "lamps.yaml").write_text(
        owned.text.replace("lamp-rules", "lamps").replace("样灯", "吊灯"), encoding="utf-8"
    )
    until(lambda: owned.reloads("is another one") > 1, "a new document")
    assert "还是 11 份" in owned.owner.ask("/reload", timeout=SECONDS).text
    assert "没有 /reload 这个命令" in telegram.private().ask("/reload", timeout=SECONDS).text
    group.say("/reload", telegram.person(owned.owner.id))
    group.quiet()
    assert "reload" in [entry["command"] for entry in telegram.commands("chat", chat_id=str(owned.owner.id))]
    assert "reload" not in [entry["command"] for entry in telegram.commands("all_private_chats")]

    owned.broken()
    owned.owner.answer(SECONDS)
    assert BROKEN in owned.owner.ask("/reload", timeout=SECONDS).text


def test_a_hangup_reloads_and_does_not_end_it(owned: Owned, telegram: StandIn) -> None:
    """Not even where what it finds is broken."""
    chat = telegram.private()
    owned.changed(unseen=True)
    assert answers(chat, HOW_LONG, SEVEN)
    owned.bot.hang_up()
    until(lambda: answers(chat, HOW_LONG, NINE), "the new figure")

    owned.changed("    title: 样灯寄还的期限", "    titel: 样灯寄还的期限", unseen=True)
    owned.bot.hang_up()
    assert BROKEN in owned.owner.answer(SECONDS).text
    assert answers(chat, HOW_LONG, NINE)
    owned.bot.hang_up()
    until(lambda: owned.reloads("stays as it is") > 1, "another look")
    sleep(STAYS)
    assert len(owned.owner.messages) == 1


def test_an_owner_who_never_wrote_and_no_cache(telegram: StandIn, tmp_path: Path) -> None:
    """Nobody is told, nothing fails, and nothing is left behind."""
    passing = tmp_path / "passing"
    passing.mkdir()
    owned = Owned(telegram, tmp_path, RULEBOT_OWNERS="77", RULEBOT_CACHE="-", TMPDIR=str(passing))
    owned.bot.start()
    chat = telegram.private()
    owned.broken()
    until(lambda: owned.reloads("stays as it is"), "the slip")
    owned.changed()
    until(lambda: answers(chat, HOW_LONG, NINE), "the new figure")
    owned.bot.stop()

    assert owned.bot.errors() == []
    assert list(passing.iterdir()) == []


# ---- talks and commands ----


def test_calculators_come_and_go(owned: Owned, telegram: StandIn) -> None:
    """One that disappears in the middle of a calculation says so; the command of a new one works everywhere."""
    chat, group = telegram.private(), telegram.group(members=[telegram.person()])
    asked = chat.ask(f"/{COMMAND}", timeout=SECONDS)
    waiting = telegram.private()
    waiting.ask(f"/{COMMAND}", timeout=SECONDS)
    assert "你是说" in chat.ask(f"/{OTHER}", timeout=SECONDS).text
    chat.ask(f"/{COMMAND}", timeout=SECONDS)
    owned.changed("lamp-rules-return", "lamp-rules-late")
    until(lambda: owned.reloads("is another one"), "other calculators")

    assert GONE in waiting.ask("4月1日", timeout=SECONDS).text
    assert chat.press("昨天", asked).wait().alert
    assert "没有 /" in chat.ask(f"/{COMMAND} 4月1日", timeout=SECONDS).text
    assert "4月8日" in chat.ask(f"/{OTHER} 4月1日", timeout=SECONDS).text
    group.say(f"/{OTHER}@{telegram.bot.username} 4月1日")
    assert "4月8日" in group.answer(SECONDS).text
    group.say(f"/{OTHER}@another_bot 4月1日")
    group.quiet()


def test_buttons_of_a_document_that_is_gone_say_so(owned: Owned, telegram: StandIn) -> None:
    """Whatever they would do."""
    chat = telegram.private()
    told = chat.ask("/clause 样灯规则 第2条", timeout=SECONDS)
    computed = chat.ask(f"/{COMMAND} 4月1日", timeout=SECONDS)
    shown = [(button, message) for message in (told, computed) for button in message.buttons if "⏰" in button]
    (owned.own / "overlay.yaml").write_text("off: [lamp-rules]\n", encoding="utf-8")
    until(lambda: owned.reloads("is another one"), "the document to be gone")
    gone = owned.owner.answer(SECONDS).text

    assert "资料少了，现在是 9 份文件。去掉了《" in gone
    assert len(owned.owner.messages) == 1
    for button, message in shown:
        assert chat.press(button, message).wait().alert
    assert chat.press("c:lamp-rules/2", computed, forged=True).wait().alert
    assert chat.press("i:lamp-rules-return\nshot_on=4月1日", computed, forged=True).wait().alert
    assert chat.press("m:lamp-rules-return", computed, forged=True).wait().alert
    assert "找不到" in chat.ask("/start c_lamp-rules_2", timeout=SECONDS).text


# ---- replicas ----


def version(replica: Hooked) -> str:
    """Return which knowledge a replica answers from."""
    page = httpx.get(f"http://{replica.address}/metrics", trust_env=False).text
    return next(line for line in page.splitlines() if line.startswith("rulebot_knowledge_info"))


def test_three_replicas_follow_and_the_owner_is_told_once(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """First each sees its files change; then only one is asked to reload, and the others hear of it."""
    database = postgres.fresh()
    with ExitStack() as stack:
        replicas: list[tuple[Owned, Hooked]] = []
        owner = telegram.private()
        for number in range(3):
            folder = tmp_path / str(number)
            folder.mkdir()
            owned = Owned(telegram, folder)
            hooked = Hooked(
                telegram,
                folder,
                database=database.url,
                RULEBOT_OWNERS=str(owner.id),
                RULEBOT_KNOWLEDGE=str(owned.own),
                RULEBOT_LOG_LEVEL="INFO",
            )
            hooked.start()
            stack.callback(hooked.stop)
            replicas.append((owned, hooked))
        every = [hooked for _, hooked in replicas]
        first = version(every[0])
        assert {version(one) for one in every} == {first}

        for owned, _ in replicas:
            owned.broken()
        assert BROKEN in owner.answer(SECONDS).text
        until(lambda: all("stays as it is" in one.log.read_text(encoding="utf-8") for one in every), "all to see it")
        for owned, _ in replicas:
            owned.changed()
        assert "又好了" in owner.answer(SECONDS).text
        until(lambda: first not in {version(one) for one in every}, "all three with the new figure")
        second = version(every[0])
        assert {version(one) for one in every} == {second}
        sleep(STAYS)
        assert len(owner.messages) == 2

        for owned, _ in replicas:
            owned.changed("value: 7", "value: 5", unseen=True)
        sleep(STAYS)
        assert {version(one) for one in every} == {second}
        assert "改了《样灯寄还规则》" in owner.ask("/reload", timeout=SECONDS).text
        until(lambda: second not in {version(one) for one in every}, "the others to follow")
        assert len({version(one) for one in every}) == 1
        assert [line for one in every for line in one.errors()] == []
