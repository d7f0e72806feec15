"""/settings: who may, what there is, and that a group keeps it."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from rulebot import Rulebot
from standin import Chat, Privacy, StandIn, User

from knowledge.calendar import SHANGHAI

QUESTION = "实在宝最多能赔多少钱？"
NUMBERS = count(8_700_000_001)


@pytest.fixture
def member(telegram: StandIn) -> User:
    """Return an ordinary member."""
    return telegram.person(next(NUMBERS), first_name="小李")


@pytest.fixture
def admin(telegram: StandIn) -> User:
    """Return the group's administrator."""
    return telegram.person(next(NUMBERS), first_name="群主")


@pytest.fixture
def group(telegram: StandIn, rulebot: Rulebot, member: User, admin: User) -> Chat:
    """Return a group with both, and the bot."""
    return telegram.group(members=[member], admins=[admin])


def press(group: Chat, admin: User, *labels: str) -> str:
    """Open the settings, press one button after the other, and return what they say then."""
    group.say("/settings", admin)
    shown = group.answer()
    for label in labels:
        group.press(label, shown, admin).wait()
        shown = group.wait_for_edit()
    return shown.text


def test_only_administrators_see_and_change_the_settings(group: Chat, member: User, admin: User) -> None:
    """Telegram is asked who is one."""
    group.say("/settings", member)
    assert "只有群管理员" in group.answer().text

    group.say("/settings", admin)
    settings = group.answer()
    notice = group.press("打开自动回答", settings, member).wait()
    assert notice.alert
    assert "管理员" in notice.text
    group.press("打开自动回答", settings, admin).wait()
    assert "自动回答：开" in group.wait_for_edit().text


def test_in_private_the_command_says_where_it_belongs(telegram: StandIn, rulebot: Rulebot) -> None:
    """In a group."""
    assert "群里" in telegram.private(next(NUMBERS)).ask("/settings").text


def test_settings_say_when_privacy_mode_hides_lines_and_how_to_change_that(
    telegram: StandIn, group: Chat, admin: User
) -> None:
    """An administrator bot reads everything anyway."""
    assert "隐私模式" not in press(group, admin)
    telegram.world.privacy = Privacy.ON
    try:
        hint = press(group, admin)
        assert "隐私模式" in hint
        assert "/setprivacy" in hint
        group.promote_bot(admin)
        assert "隐私模式" not in press(group, admin)
    finally:
        telegram.world.privacy = Privacy.OFF


def test_automatic_answers_come_from_the_chosen_documents_alone(group: Chat, member: User, admin: User) -> None:
    """Addressed questions are answered from all of them."""
    press(group, admin, "打开自动回答", "文档范围", "实在宝规则")
    group.say(QUESTION, member)
    group.quiet()
    group.say("飞鸽机器人客服什么时候启用？", member)
    assert "飞鸽" in group.answer().text
    group.say(f"/ask {QUESTION}", member)

    assert "第7条" in group.answer().text


def test_in_quiet_hours_nothing_is_said_unasked(group: Chat, member: User, admin: User) -> None:
    """From the first minute on, until the last."""
    assert "22:00–08:00" in press(group, admin, "打开自动回答", "安静时段")
    for clock in ((22, 0), (23, 30), (7, 59)):
        group.say(QUESTION, member, at=datetime(2023, 4, 20, *clock, tzinfo=SHANGHAI))
    group.quiet()
    group.say(f"/ask {QUESTION}", member, at=datetime(2023, 4, 20, 23, 0, tzinfo=SHANGHAI))
    assert "第7条" in group.answer().text
    group.say(QUESTION, member, at=datetime(2023, 4, 21, 8, 0, tzinfo=SHANGHAI))

    assert "第7条" in group.answer().text


def test_the_bots_answers_are_deleted_after_the_minutes_that_were_set(group: Chat, member: User, admin: User) -> None:
    """The question stays."""
    assert "5 分钟后" in press(group, admin, "自动删除")
    question = group.say(f"/ask {QUESTION}", member, at=datetime.now(SHANGHAI) - timedelta(minutes=6))
    answer = group.answer()

    group.wait_until_deleted(answer, timeout=20)
    assert group.exists(question)


def test_a_group_that_becomes_a_supergroup_keeps_its_settings(
    telegram: StandIn, rulebot: Rulebot, member: User, admin: User
) -> None:
    """And is not greeted again."""
    old = telegram.group(kind="group", members=[member], admins=[admin])
    press(old, admin, "打开自动回答")

    new = old.upgrade()
    new.quiet()

    assert "自动回答：开" in press(new, admin)
    new.say(QUESTION, member)
    assert "第7条" in new.answer().text
