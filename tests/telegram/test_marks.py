"""The mark of a conversation is the same before it is stored, where long numbers are masked, and after."""

from datetime import datetime

from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.store.keys import packed, unpacked
from bot.telegram.handlers.conversation import mark
from knowledge.calendar import SHANGHAI

NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)


def test_a_masked_number_leaves_the_mark_as_it_is(assistant: Assistant) -> None:
    """So that an edited message is not taken for one that the conversation has left behind."""
    _, talk = assistant.reply("订单202304201234567，实付300，实在宝能赔多少钱", NOTHING, now=NOW)
    stored = unpacked(packed(talk.as_json()))

    assert stored is not None
    assert "202304201234567" not in packed(talk.as_json())
    assert talk.earlier
    assert mark(stored) == mark(talk.as_json())
