"""The way to Telegram through a proxy: HTTP and SOCKS5, with and without a login; what cannot be sent is known."""

from pathlib import Path

import pytest
from proxies import proxy
from rulebot import Rulebot
from standin import StandIn

LOGIN = ("anna", "secret")


@pytest.mark.parametrize("login", [None, LOGIN], ids=["open", "with a login"])
@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_the_bot_answers_through_a_proxy(
    telegram: StandIn, tmp_path: Path, kind: str, login: tuple[str, str] | None
) -> None:
    """Everything goes through it, polls and answers alike."""
    with proxy(kind, login) as way:
        process = Rulebot(telegram, tmp_path, ALL_PROXY=f"{kind}://{way.address}", NO_PROXY="")
        process.start()
        answer = telegram.private().ask("实在宝最多能赔多少钱")
        process.stop()

    assert "1000" in answer.text
    assert set(way.asked) == {telegram.base_url.split("/")[2]}
    assert process.errors() == []


def test_an_excepted_address_is_reached_without_the_proxy(telegram: StandIn, tmp_path: Path) -> None:
    """As operators do for their own Bot API server; the proxy is not even there."""
    process = Rulebot(telegram, tmp_path, ALL_PROXY="socks5://127.0.0.1:9", NO_PROXY="127.0.0.1")
    process.start()
    answer = telegram.private().ask("实在宝最多能赔多少钱")
    process.stop()

    assert "1000" in answer.text
