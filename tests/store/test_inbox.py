"""The owner's inbox, who is told once a question is answered, how often a clause was told."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.store import Asked, Hit, Item, NoStoreError, Store, StoreError
from bot.store.database import database
from bot.store.feedback import Verdict
from bot.store.inbox import State, Why
from bot.store.migrate import SCRIPTS
from bot.store.schema import METADATA
from bot.store.turn import LaneLostError, Turn
from bot.store.updates import MOST_TRIES, Arrival

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BEN, EVE, GROUP, SUPER = 7_654_321_001, 7_654_321_002, 7_654_321_003, -4_001, -100_4_001
REFUSED = Asked("押金几时退，电话13800138000", "refused", ANNA, 11, (ANNA,), "这个我手上的规则没写到。", "a/1")


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def inside(store: Store, state: State | None = "open") -> list[tuple[str, str, str, str]]:
    """Return what is in the inbox: question, why, reason, first line."""
    return [(one.question, one.why, one.reason, one.answered) for one in await store.inbox.items(state)]


async def test_a_refused_question_is_kept_masked_with_what_was_answered(store: Store) -> None:
    """And found under the message that refused it."""
    await store.inbox.add(REFUSED, NOW)

    item = await store.inbox.under(ANNA, 11)

    assert item is not None
    assert item == Item(item.id, "押金几时退，电话[数字]", "refused", NOW, "", "这个我手上的规则没写到。", "a/1")
    assert await store.inbox.item(item.id) == item
    assert await store.inbox.under(ANNA, 12) is None
    assert await store.inbox.item(item.id + 1) is None


async def test_an_edited_question_takes_the_place_of_what_it_was(store: Store) -> None:
    """As a new one; another message's stays."""
    await store.inbox.add(REFUSED, NOW)
    await store.inbox.add(replace(REFUSED, question="别的", message=12), NOW)
    first = await store.inbox.under(ANNA, 11)
    assert first is not None
    await store.inbox.settle([first.id], "outside")
    await store.inbox.add(replace(REFUSED, question="押金什么时候退"), NOW + timedelta(minutes=1))

    assert [one.question for one in await store.inbox.items()] == ["押金什么时候退", "别的"]
    assert await store.inbox.under(ANNA, 11) == (await store.inbox.items())[0]


async def test_a_bad_answer_brings_its_question_in_and_a_good_word_takes_it_out(store: Store) -> None:
    """The reason comes with a second tap; without a question there is nothing to look at."""

    async def judged(verdict: str, reason: str = "", message: int = 11, question: str = "能赔多少") -> None:
        await store.feedback.keep(
            GROUP,
            message,
            ANNA,
            "up" if verdict == "up" else "down",
            NOW,
            reason=reason,
            question=question,
            place="a/1",
            answered="最多 1000 元。",
            askers=(BEN,),
        )

    await judged("down")
    await judged("down", "算错了")
    await judged("down", message=12, question="")
    told = await inside(store)
    await judged("up")

    assert told == [("能赔多少", "down", "算错了", "最多 1000 元。")]
    assert await inside(store, None) == []


async def test_a_refusal_that_is_judged_stays_one_item(store: Store) -> None:
    """It tells the reason while the 👎 stands, and is a refusal again afterwards."""
    await store.inbox.add(REFUSED, NOW)
    await store.feedback.keep(ANNA, 11, ANNA, "down", NOW, reason="答非所问", question="押金几时退")
    judged = await inside(store)
    await store.feedback.keep(ANNA, 11, ANNA, "up", NOW, question="押金几时退")

    assert judged == [("押金几时退，电话[数字]", "down", "答非所问", "这个我手上的规则没写到。")]
    assert await inside(store) == [("押金几时退，电话[数字]", "refused", "", "这个我手上的规则没写到。")]


async def test_a_bad_answer_stays_while_anybody_judges_it_so(store: Store) -> None:
    """A good word of somebody else, or one taken back, does not take it out; the last 👎 taken back does."""
    given: dict[int, Verdict] = {ANNA: "down", BEN: "down", EVE: "up"}
    for person, verdict in given.items():
        await store.feedback.keep(GROUP, 11, person, verdict, NOW, question="能赔多少", askers=(ANNA,))
    judged = await inside(store)
    await store.feedback.take_back(GROUP, 11, EVE, "up")
    await store.feedback.keep(GROUP, 11, ANNA, "up", NOW)
    still = await inside(store)
    await store.feedback.take_back(GROUP, 11, BEN, "down")

    assert judged == still == [("能赔多少", "down", "", "")]
    assert await inside(store, None) == []
    assert [one.verdict for one in await store.feedback.all(NOW)] == ["up"]


async def test_an_opinion_that_was_replaced_meanwhile_is_not_taken_back(store: Store) -> None:
    """Nor one of somebody else, of another message or chat."""
    await store.feedback.keep(GROUP, 11, ANNA, "down", NOW, question="能赔多少")
    await store.feedback.take_back(GROUP, 11, ANNA, "up")
    await store.feedback.take_back(GROUP, 11, BEN, "down")
    await store.feedback.take_back(GROUP, 12, ANNA, "down")
    await store.feedback.take_back(ANNA, 11, ANNA, "down")

    assert [one.verdict for one in await store.feedback.all(NOW)] == ["down"]
    assert await inside(store) == [("能赔多少", "down", "", "")]


async def test_questions_are_listed_by_state_reason_and_day_the_latest_first(store: Store) -> None:
    """In pages; what is settled leaves the list, and can be put back."""
    whys: tuple[Why, ...] = ("refused", "none", "refused", "down")
    for number, why in enumerate(whys):
        await store.inbox.add(Asked(f"q{number}", why, ANNA, number + 1, (ANNA,)), NOW + timedelta(days=number))
    numbers = {one.question: one.id for one in await store.inbox.items()}
    changed = await store.inbox.settle([numbers["q0"], numbers["q3"], 999], "belongs", "a/1:how-much")
    settled = await store.inbox.items("belongs")
    back = await store.inbox.settle([numbers["q3"]], "open")

    assert (changed, back) == (2, 1)
    assert [(one.question, one.state, one.target) for one in settled] == [
        ("q3", "belongs", "a/1:how-much"),
        ("q0", "belongs", "a/1:how-much"),
    ]
    assert [one.question for one in await store.inbox.items()] == ["q3", "q2", "q1"]
    assert [one.target for one in await store.inbox.items(None, why="down")] == [""]
    assert [one.question for one in await store.inbox.items(None, why="refused")] == ["q2", "q0"]
    assert [one.question for one in await store.inbox.items(since=NOW + timedelta(days=2))] == ["q3", "q2"]
    assert [one.question for one in await store.inbox.items(None, limit=2, offset=1)] == ["q2", "q1"]
    assert (await store.inbox.count(), await store.inbox.count(None)) == (3, 4)
    assert await store.inbox.count(since=NOW + timedelta(days=2), why="down") == 1


async def test_what_is_noted_while_an_update_is_answered_is_written_with_it(store: Store) -> None:
    """An update that is not finished leaves neither a question nor a count."""
    turns = [Turn(1), Turn(2)]
    for turn in turns:
        taken = await store.updates.accept(Arrival(turn.update_id, ANNA, ANNA, "{}"), NOW)
        with store.answering(turn):
            await store.inbox.add(replace(REFUSED, question=f"q{turn.update_id}", message=turn.update_id), NOW)
            await store.stats.count([Hit("a/1", "no_answer", "private")], NOW)
        before = await inside(store)
        if turn.update_id == 1:
            assert taken is not None
            await store.updates.finish(taken, turn.notes)

    assert [question for question, *_ in before] == ["q1"]
    assert [question for question, *_ in await inside(store)] == ["q1"]
    assert [one.counts for one in await store.stats.by_clause(1, NOW)] == [{"no_answer": 1}]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"message": {"chat": {"id": 7654321001}, "text": "押金13800138000\\u0000几时退"}}', ["押金[数字] 几时退"]),
        ('{"edited_message": {"chat": {"id": 7654321001}, "caption": "看图"}}', ["看图"]),
        ('{"callback_query": {"data": "s:1"}}', []),
        ("poison", []),
        ("[]", []),
    ],
)
async def test_the_words_of_what_was_given_up_come_in_once(
    store: Store, replica: Store, body: str, words: list[str]
) -> None:
    """Whoever comes to it; a press has no words."""
    await store.updates.accept(Arrival(1, ANNA, ANNA, body), NOW)
    await store.updates.tried(1, MOST_TRIES)
    await store.updates.release()
    [waiting] = await store.updates.leftover()
    await store.updates.finish(waiting)
    await replica.updates.leftover()

    assert waiting.given_up
    assert [(one.question, one.why) for one in await replica.inbox.items()] == [(word, "given_up") for word in words]
    await store.forget(ANNA)
    assert await inside(replica) == []


async def test_whoever_waits_is_told_once_and_not_before_there_is_an_answer(store: Store, replica: Store) -> None:
    """Claimed by one process; asking twice is asking once."""
    await store.inbox.add(REFUSED, NOW)
    item = await store.inbox.under(ANNA, 11)
    assert item is not None
    for _ in range(2):
        await store.to_tell.add(item.id, GROUP, ANNA, NOW, topic=4, question=10)
    await store.to_tell.add(item.id, BEN, BEN, NOW + timedelta(seconds=1))
    early = await store.to_tell.claim()
    for state in ("outside", "done"):
        await store.inbox.settle([item.id], state)
        early += await store.to_tell.claim()
    await store.inbox.settle([item.id], "answered", "own/1")

    claimed = [one for both in await asyncio.gather(store.to_tell.claim(), replica.to_tell.claim()) for one in both]

    assert early == []
    assert [(one.chat_id, one.topic, one.question, one.item.question, one.item.target) for one in claimed] == [
        (GROUP, 4, 10, "押金几时退，电话[数字]", "own/1"),
        (BEN, None, None, "押金几时退，电话[数字]", "own/1"),
    ]
    first, second = claimed
    await store.to_tell.hold(first)
    await store.to_tell.done(first)
    assert await store.to_tell.cancel(item.id, BEN)
    with pytest.raises(LaneLostError):
        await replica.to_tell.hold(second)
    assert not await store.to_tell.cancel(item.id, BEN)
    assert await store.to_tell.of_item(item.id) == []


async def test_whoever_waits_follows_a_group_and_leaves_with_it(store: Store) -> None:
    """Where to tell is plain, so it moves; the old messages cannot be replied to there."""
    await store.inbox.add(replace(REFUSED, chat=GROUP), NOW)
    item = await store.inbox.under(GROUP, 11)
    assert item is not None
    await store.to_tell.add(item.id, GROUP, ANNA, NOW, question=10)

    for _ in range(2):
        await store.migrate(GROUP, SUPER)
    moved = await store.to_tell.of_item(item.id)
    under = await store.inbox.under(SUPER, 11)
    await store.chats.left(SUPER, NOW)

    assert [(one.chat_id, one.question) for one in moved] == [(SUPER, None)]
    assert under is None
    assert await store.inbox.items(None) == []
    assert await store.to_tell.of_item(item.id) == []


async def test_what_one_of_two_forgets_takes_who_waits_for_it_along(store: Store) -> None:
    """The other one's wish is for a question that nobody knows any more."""
    await store.inbox.add(Asked("两个人的", "refused", GROUP, 11, (ANNA, BEN)), NOW)
    item = await store.inbox.under(GROUP, 11)
    assert item is not None
    await store.to_tell.add(item.id, BEN, BEN, NOW)
    await store.forget(ANNA)

    assert await store.inbox.items(None) == []
    assert await store.to_tell.of_item(item.id) == []


async def test_questions_and_whoever_waits_go_after_the_days_that_are_kept(store: Store) -> None:
    """Nobody waits for a question that is gone."""
    await store.inbox.add(REFUSED, NOW)
    item = await store.inbox.under(ANNA, 11)
    assert item is not None
    await store.to_tell.add(item.id, ANNA, ANNA, NOW + timedelta(days=20))
    await store.stats.count([Hit("a/1", "answered", "private")], NOW)
    await store.purge(NOW + timedelta(days=90))
    kept = (await store.inbox.count(), len(await store.to_tell.of_item(item.id)))
    await store.purge(NOW + timedelta(days=91))

    assert kept == (1, 1)
    assert await store.inbox.count(None) == 0
    assert await store._database.read(lambda one: one.execute(text("SELECT count(*) FROM to_tell")).scalar()) == 0
    assert await store.stats.by_day(200, NOW + timedelta(days=91)) == []


async def test_hits_are_counted_by_day_document_clause_and_place_of_asking(store: Store, replica: Store) -> None:
    """A day is Shanghai's; two processes count at once, in whatever order."""
    late = datetime(2026, 3, 1, 16, tzinfo=UTC)
    hits = [Hit("b/2", "answered", "private"), Hit("a/1", "needs_input", "group"), Hit("", "silent", "group")]
    orders = (hits, hits[::-1])
    many = [one.stats.count(orders[number % 2], NOW) for number in range(20) for one in (store, replica)]
    await asyncio.gather(*many)
    await store.stats.count([Hit("a/1", "answered", "private"), Hit("a/9", "answered", "inline")], late)
    await store.stats.count([Hit("", "no_answer", "private")], late)
    await store.forget(ANNA)

    days = {one.name: one for one in await store.stats.by_day(30, late)}
    documents = {one.name: one.asked for one in await store.stats.by_document(30, late)}

    assert {name: one.counts for name, one in days.items()} == {
        "2026-03-01": {"answered": 40, "needs_input": 40, "silent": 40},
        "2026-03-02": {"answered": 2, "no_answer": 1},
    }
    assert (days["2026-03-01"].asked, days["2026-03-01"].share) == (80, 1.0)
    assert (days["2026-03-02"].served, round(days["2026-03-02"].share, 2)) == (2, 0.67)
    assert documents == {"a": 42, "b": 40, "": 1}
    assert [(one.name, one.asked) for one in await store.stats.by_clause(30, late)] == [
        ("a/1", 41),
        ("b/2", 40),
        ("a/9", 1),
    ]
    assert {one.name: one.asked for one in await store.stats.by_mode(1, late)} == {"private": 2, "inline": 1}


def as_of(version: str, *statements: str, connection: Connection) -> None:
    """Make the tables of an earlier version, with some rows."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, version)
    for statement in statements:
        connection.execute(text(statement))


async def test_what_an_earlier_version_kept_is_in_the_inbox(url: str) -> None:
    """Refused questions, what was judged 👎, what was given up; the tables are then as the schema says."""
    refused = "INSERT INTO unanswered (person, question, status, at) VALUES ('p', 'refused', 'no_answer', 1)"
    judged = """
        INSERT INTO feedback (chat, message, person, verdict, reason, question, place, at)
        VALUES ('c', 5, 'p', 'down', '算错了', 'judged', 'a/1', 2), ('c', 6, 'p', 'up', '', 'good', 'a/1', 3)
    """
    given_up = """
        INSERT INTO updates (id, lane, body, state, tries, at)
        VALUES (1, 'l', '{"message"\\: {"text"\\: "given 13800138000"}}', 2, 3, 4)
    """
    old = (refused, judged, given_up)
    way = database(url)
    await way.write(lambda connection: as_of("0002", *old, connection=connection))
    await way.close()
    store = await Store.open(url)
    items = await store.inbox.items()

    def differences(connection: Connection) -> list[str]:
        return [str(one) for one in compare_metadata(MigrationContext.configure(connection), METADATA)]

    await store._database.write(lambda connection: connection.execute(text("DROP TABLE alembic_version")))
    found = await store._database.read(differences)
    await store.close()

    assert [(one.question, one.why, one.reason, one.place) for one in items] == [
        ("given [数字]", "given_up", "", ""),
        ("judged", "down", "算错了", "a/1"),
        ("refused", "refused", "", ""),
    ]
    assert found == []


async def test_a_database_that_is_there_is_opened_as_it_is(store: Store, url: str) -> None:
    """Beside a running bot: what it holds is read and settled."""
    await store.inbox.add(REFUSED, NOW)
    other = await Store.existing(url)
    [item] = await other.inbox.items()
    await other.inbox.settle([item.id], "done")
    mark = other._keys(ANNA)
    await other.close()

    assert await store.inbox.count("done") == 1
    assert mark == store._keys(ANNA)


async def test_what_is_not_there_or_not_ours_is_not_opened(tmp_path: Path) -> None:
    """No file is made, and none is changed."""
    (tmp_path / "empty.db").write_bytes(b"")
    missing, empty, foreign = (tmp_path / name for name in ("missing.db", "empty.db", "foreign.db"))
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = foreign.read_bytes()
    for path, error in ((missing, NoStoreError), (empty, NoStoreError), (foreign, StoreError)):
        with pytest.raises(error) as raised:
            await Store.existing(f"sqlite+aiosqlite:///{path}")
        assert "\n" not in str(raised.value)

    assert contents(tmp_path) == {"empty.db": b"", "foreign.db": before}


async def test_a_database_of_an_earlier_version_is_not_brought_up_to_date_by_reading(url: str) -> None:
    """That is for the bot to do when it starts."""
    way = database(url)
    await way.write(lambda connection: as_of("0003", connection=connection))
    with pytest.raises(StoreError, match="another version"):
        await Store.existing(url)
    version = await way.read(lambda connection: connection.execute(text("SELECT * FROM alembic_version")).scalar())
    await way.close()

    assert version == "0003"
