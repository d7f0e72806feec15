"""👍 and 👎: what can be judged, why, and what is stored."""

import sqlite3
from contextlib import closing

import pytest
from rulebot import Rulebot
from standin import BotMessage, Chat, StandIn, User

PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"
WHY = ["答非所问", "规则过期", "算错了", "看不懂"]


def stored(rulebot: Rulebot, query: str, *values: str | int) -> list[tuple[str | int, ...]]:
    """Return what the database tells."""
    with closing(sqlite3.connect(rulebot.log.parent / "rulebot.db")) as database:
        return database.execute(query, values).fetchall()


def opinions(rulebot: Rulebot, message: BotMessage, question: str) -> list[tuple[str | int, ...]]:
    """Return what is stored of a message, once its people's last words are dealt with."""
    query = "select verdict, reason from feedback where message = ? and question = ? order by verdict"
    return stored(rulebot, query, message.id, question)


def inbox(rulebot: Rulebot, question: str) -> list[tuple[str | int, ...]]:
    """Return why a question is in the owner's inbox."""
    return stored(rulebot, "select why, reason from unanswered where question = ?", question)


@pytest.fixture
def administered(telegram: StandIn, rulebot: Rulebot, asker: User, other: User, admin: User) -> Chat:
    """Return a group in which the bot is an administrator: one where it hears of reactions."""
    return telegram.group(members=[asker, other], admins=[admin], bot="administrator")


def test_a_verdict_is_stored_with_its_question_and_clause(chat: Chat, rulebot: Rulebot) -> None:
    """And the reason, once it was given."""
    chat.ask("实在宝最多能赔多少钱呀")
    chat.press("👎").wait()
    chat.wait_for_edit()
    chat.press("看不懂").wait()
    chat.wait_for_edit()
    chat.ask("你好")
    rows = stored(rulebot, "select verdict, reason, question, place from feedback")

    assert ("down", "看不懂", "实在宝最多能赔多少钱呀", "kuaishou-shizaibao/7") in rows


def test_a_refusal_can_be_judged_too_and_a_bad_answer_asks_why_in_one_tap(chat: Chat) -> None:
    """The reasons take the place of the thumbs, and go when one was chosen."""
    refusal = chat.ask("今天天气怎么样")
    assert "👎" in refusal.buttons
    assert "哪里" in chat.press("👎").wait().text
    assert chat.wait_for_edit().buttons == WHY

    assert "谢谢" in chat.press("答非所问").wait().text
    assert chat.wait_for_edit().buttons == []


def test_a_greeting_and_thanks_get_a_friendly_line_without_thumbs(chat: Chat) -> None:
    """There is nothing to judge."""
    for line in ("你好", "谢谢", "你是谁"):
        answer = chat.ask(line)
        assert answer.text
        assert answer.buttons == []


def test_a_thumb_up_is_thanked_and_the_other_buttons_stay(chat: Chat) -> None:
    """And 👎 keeps them as well."""
    answer = chat.ask(PAYOUT)
    assert "谢谢" in chat.press("👍").wait().text
    chat.press("👎").wait()

    assert chat.wait_for_edit().buttons[: len(answer.buttons) - 2] == answer.buttons[:-2]


@pytest.mark.parametrize(
    ("emoji", "verdict"), [("👍", "up"), ("❤", "up"), ("💯", "up"), ("👎", "down"), ("💩", "down")]
)
def test_a_reaction_counts_as_the_button_does(chat: Chat, rulebot: Rulebot, emoji: str, verdict: str) -> None:
    """Stored with its question and clause; nothing is said to it."""
    question = f"实在宝最多能赔多少钱{emoji}"
    answer = chat.ask(question)
    chat.react(answer, emoji)
    chat.ask("你好")

    query = "select verdict, reason, place from feedback where message = ? and question = ?"
    assert stored(rulebot, query, answer.id, question) == [(verdict, "", "kuaishou-shizaibao/7")]
    assert chat.last.text.startswith("你好")


def test_a_thumb_down_brings_the_reasons_in_one_edit_and_nothing_else(chat: Chat, rulebot: Rulebot) -> None:
    """They stand where the thumbs stood; the question comes into the owner's inbox with the one that is chosen."""
    question = f"{PAYOUT}？踩一下"
    answer = chat.ask(question)
    chat.react(answer, "👎")
    shown = chat.wait_for_edit()
    assert shown.id == answer.id
    assert shown.text == answer.text
    assert shown.buttons == [*answer.buttons[:-2], *WHY]
    chat.quiet()

    assert "谢谢" in chat.press("算错了", answer).wait().text
    assert chat.wait_for_edit().rows == answer.rows[:-1]
    chat.ask("你好")
    assert opinions(rulebot, answer, question) == [("down", "算错了")]
    assert inbox(rulebot, question) == [("down", "算错了")]


def test_a_reaction_that_changes_replaces_the_verdict_and_one_taken_back_deletes_it(
    chat: Chat, rulebot: Rulebot
) -> None:
    """The thumbs come back, and the question leaves the inbox; what says nothing says nothing."""
    question = f"{PAYOUT}？改主意"
    answer = chat.ask(question)
    seen: list[tuple[object, object]] = []
    for reactions in (("👎",), ("👍",), ("❤",), ("🤔",), ("🔥", "👎"), ("👎",), ()):
        chat.react(answer, *reactions)
        chat.ask("你好")
        seen.append((opinions(rulebot, answer, question), inbox(rulebot, question)))

    told = {"down": ([("down", "")], [("down", "")]), "up": ([("up", "")], []), "nothing": ([], [])}
    assert seen == [told[one] for one in ("down", "up", "up", "nothing", "nothing", "down", "nothing")]
    assert chat.now(answer).rows == answer.rows


def test_taking_back_a_reaction_leaves_what_a_button_said_since(chat: Chat, rulebot: Rulebot) -> None:
    """The button has the last word, and the reaction where it comes after."""
    question = f"{PAYOUT}？先点后踩"
    answer = chat.ask(question)
    chat.react(answer, "👍")
    chat.ask("你好")
    chat.press("👎", answer).wait()
    chat.wait_for_edit()
    chat.react(answer)
    chat.ask("你好")
    kept = opinions(rulebot, answer, question)
    chat.react(answer, "👍")
    chat.ask("你好")

    assert kept == [("down", "")]
    assert opinions(rulebot, answer, question) == [("up", "")]


def test_a_reaction_on_what_cannot_be_judged_is_passed_over(chat: Chat, rulebot: Rulebot) -> None:
    """A greeting, the menu, the asker's own words; in Traditional as well as in Simplified."""
    before = stored(rulebot, "select count(*) from feedback")
    own = chat.say("你好")
    for message in (chat.answer(), chat.ask("/docs"), own):
        chat.react(message, "👎")
    chat.quiet()
    chat.ask("你好")

    assert stored(rulebot, "select count(*) from feedback") == before


def test_the_reasons_are_in_the_script_of_the_answer(chat: Chat) -> None:
    """Who asks in Traditional is asked in Traditional."""
    answer = chat.ask("我在快手實付1288元，主播虛假宣傳，實在寶能賠多少")
    chat.react(answer, "👎")

    assert "答非所問" in chat.wait_for_edit().buttons


def test_in_a_group_everybodys_reaction_counts_and_the_asker_alone_is_asked_why(
    administered: Chat, rulebot: Rulebot, asker: User, other: User
) -> None:
    """One opinion for each person; the bad answer stays in the inbox while one person finds it bad."""
    question = "实在宝最多能赔多少钱，群里都评评"
    answer = administered.ask(f"@rulebot_test_bot {question}", asker)
    administered.react(answer, "👎", user=other)
    administered.ask("@rulebot_test_bot 你好", other)
    administered.quiet()
    administered.react(answer, "👎", user=asker)
    assert administered.wait_for_edit().buttons[-4:] == WHY
    administered.react(answer, "👍", user=asker)
    assert administered.wait_for_edit().rows == answer.rows
    administered.ask("@rulebot_test_bot 你好", asker)
    judged = opinions(rulebot, answer, question), inbox(rulebot, question)
    administered.react(answer, user=other)
    administered.ask("@rulebot_test_bot 你好", other)

    assert judged == ([("down", ""), ("up", "")], [("down", "")])
    assert opinions(rulebot, answer, question) == [("up", "")]
    assert inbox(rulebot, question) == []


def test_a_reaction_in_the_groups_name_is_nobodys(administered: Chat, rulebot: Rulebot, asker: User) -> None:
    """An anonymous administrator's is passed over."""
    question = "实在宝最多能赔多少钱，匿名的不算"
    answer = administered.ask(f"@rulebot_test_bot {question}", asker)
    administered.react(answer, "👎", anonymous=True)
    administered.quiet()
    administered.ask("@rulebot_test_bot 你好", asker)

    assert opinions(rulebot, answer, question) == []


def test_whoever_plays_with_reactions_is_answered_as_before(administered: Chat, rulebot: Rulebot, asker: User) -> None:
    """They are no messages that come too fast, and the last one counts."""
    question = "实在宝最多能赔多少钱，点着玩"
    answer = administered.ask(f"@rulebot_test_bot {question}", asker)
    for number in range(15):
        administered.react(answer, "🔥" if number % 2 else "👍", user=asker)
        administered.react(answer, user=asker)
    administered.react(answer, "💯", user=asker)
    greeting = administered.ask("@rulebot_test_bot 你好", asker)

    assert greeting.text.startswith("你好")
    assert opinions(rulebot, answer, question) == [("up", "")]
    administered.quiet()
