"""Inline queries and guest messages: answers in chats where the bot is no member."""

from itertools import count

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn

NUMBERS = count(8_900_000_001)


@pytest.fixture
def elsewhere(telegram: StandIn, rulebot: Rulebot) -> Chat:
    """Return a group where the bot is no member."""
    return telegram.group(bot="left", members=[telegram.person(next(NUMBERS))])


def test_an_inline_query_shows_the_clauses_that_fit_best_first(elsewhere: Chat) -> None:
    """At most twenty, found in one round trip, and kept by Telegram for a while."""
    found = elsewhere.inline("实在宝 上限").wait()

    assert 1 < len(found.results) <= 20
    assert "第7条" in found.results[0].title
    assert found.cache_time >= 300
    assert not found.personal


def test_a_chosen_clause_is_sent_shortly_with_a_button_to_the_full_text(telegram: StandIn, elsewhere: Chat) -> None:
    """Which opens the private chat."""
    sent = elsewhere.inline("实在宝 上限").choose()
    assert "第7条" in sent.text
    private = telegram.private(next(NUMBERS))
    private.start(sent.button("看全文").url.partition("start=")[2])

    assert "<blockquote expandable>" in private.answer().html


def test_a_computable_query_shows_the_computed_answer_first(elsewhere: Chat) -> None:
    """And is kept only shortly, for days count from today."""
    found = elsewhere.inline("实在宝 1288").wait()

    assert "1000.00 元" in found.results[0].title
    assert len(found.results) > 1
    assert found.cache_time <= 300


def test_an_empty_query_shows_the_most_useful_clauses(elsewhere: Chat) -> None:
    """Those that something can be computed from."""
    found = elsewhere.inline("").wait()

    assert len(found.results) == 20


@pytest.mark.parametrize("words", ["<b>&\"'", "zzzzqqqq", "🙂🙂🙂", "１２３" * 60])
def test_a_query_that_finds_nothing_leads_to_the_private_chat_and_none_breaks(elsewhere: Chat, words: str) -> None:
    """There are results, or there is a button."""
    found = elsewhere.inline(words).wait()

    assert found.results or (found.button and found.button["start_parameter"])


def test_a_guest_message_gets_the_short_answer_where_the_bot_is_no_member(elsewhere: Chat) -> None:
    """With the way to the full text."""
    answer = elsewhere.guest("@rulebot_test_bot 实在宝最多能赔多少钱").wait()

    assert "1000" in answer.text
    assert "第7条" in answer.text
    assert answer.button("看全文").url
    assert len(answer.text) < 200


def test_a_guest_mention_under_somebodys_message_answers_that_message(elsewhere: Chat) -> None:
    """As in a group."""
    question = elsewhere.say("实在宝最多能赔多少钱")

    assert "第7条" in elsewhere.guest("@rulebot_test_bot", reply_to=question).wait().text


@pytest.mark.parametrize("words", ["今天天气怎么样", "/shizaibao_payout", "", "实在宝最晚哪天能申请"])
def test_every_guest_message_gets_an_answer(elsewhere: Chat, words: str) -> None:
    """A refusal or a question back, too."""
    assert elsewhere.guest(f"@rulebot_test_bot {words}").wait().text


def test_a_result_of_ours_that_somebody_sends_is_no_question(telegram: StandIn, rulebot: Rulebot) -> None:
    """In private as in a group."""
    private = telegram.private(next(NUMBERS))
    private.inline("实在宝 上限").choose()
    private.quiet()
    group = telegram.group(members=[telegram.person(next(NUMBERS))])
    group.inline("实在宝 上限").choose()
    group.quiet()


def test_a_query_whose_asker_has_gone_on_is_no_error(telegram: StandIn, rulebot: Rulebot) -> None:
    """Telegram takes the answer no more; the log holds no traceback."""
    body = (
        b'{"ok": false, "error_code": 400, "description": "Bad Request: query is too old and response timeout expired"}'
    )
    before, chat = len(rulebot.errors()), telegram.private()
    telegram.fail("answerInlineQuery", status=400, body=body)
    chat.inline("实在宝")
    chat.ask("实在宝最多赔多少钱")

    assert rulebot.errors()[before:] == []
