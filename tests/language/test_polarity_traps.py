"""Sentences in which a yes looks like a no, a no like a yes, or neither is said; roles; none and few."""

import pytest

from knowledge.language.reader import read
from tests.language.cells import said
from tests.language.notation import NOW

TRAPS = {
    "invitation": {
        "收到了邀请": "yes",
        "邀请也收到了": "yes",
        "我受邀了": "yes",
        "我没有受邀": "no",
        "没人邀请我": "no",
        "邀请我没收到": "no",
        "邀請有收到": "yes",
        "冇收到邀請": "no",
    },
    "consent": {
        "客户没问题": "yes",
        "客户没意见": "yes",
        "客户不反对": "yes",
        "客户应承咗": "yes",
        "客戶應承咗取消": "yes",
        "客户已答应": "yes",
        "客户已经点头了": "yes",
        "客户不同意": "no",
        "客户唔同意": "no",
        "客户不肯同意取消": "no",
        "客户没同意": "no",
        "客户拒绝取消": "no",
        "客户答应又反悔了": "no",
        "平台不同意": "",
    },
    "dispatch": {
        "到现在还没发货": "no",
        "商家不发货": "no",
        "哪有发货": "no",
        "未發貨": "no",
        "發咗貨啦": "yes",
        "货早就发了": "yes",
        "发货了多久才算超时": "",
        "發貨咗幾耐先算超時": "",
    },
    "earlier_claim": {
        "申请过了多久审完": "",
        "申請了多少天出結果": "",
        "已经申请过了多久审完": "yes",
        "我上个月申请过了": "yes",
    },
    "receipt": {
        "签收过后多久内能申请": "",
        "收到货了几天内有效": "",
        "货没收到，但收到了通知": "no",
        "收到货了": "yes",
        "我冇收到貨": "no",
    },
    "refund": {"钱还没退": "no", "退款没到账": "no", "款退咗": "yes", "錢退晒": "yes", "商家还没退款": "no"},
    "wallet": {"钱包没开": "no", "没开通钱包": "no", "钱包早就开通了": "yes", "開咗錢包": "yes", "錢包仲未開": "no"},
}


@pytest.mark.parametrize("name", TRAPS)
def test_named_traps(name: str) -> None:
    """没问题 is consent, 收到了邀请 and 受邀 an invitation."""
    got = {line: said(name, line) for line in TRAPS[name]}
    wrong = [
        f"{line} | {name} {want or 'not said'} | {got[line]}" for line, want in TRAPS[name].items() if got[line] != want
    ]

    assert not wrong


@pytest.mark.parametrize("line", ["客户在考虑", "客户已读不回"])
def test_a_client_who_thinks_it_over_has_said_neither(line: str) -> None:
    """在考虑 is neither a yes nor a refusal."""
    assert said("consent", line) not in ("yes", "no")


ROLES = {
    "我是拍视频的": "creator",
    "我是接单的达人": "creator",
    "我係拍片嘅": "creator",
    "我是甲方": "client",
    "我是卖家": "merchant",
    "我是买家": "buyer",
}


@pytest.mark.parametrize(("line", "role"), ROLES.items())
def test_who_the_asker_is(line: str, role: str) -> None:
    """我是拍视频的 is the creator's role, a client's consent nobody's."""
    assert [fact.value for fact in read(line, NOW).facts if fact.kind == "role"] == [role]


@pytest.mark.parametrize("line", ["客户已答应", "客户不同意", "商家没发货"])
def test_somebody_elses_deed_says_no_role(line: str) -> None:
    """客户已答应 does not make a client of the asker."""
    assert not [fact for fact in read(line, NOW).facts if fact.kind == "role"]


@pytest.mark.parametrize("line", ["没几单", "最近没几单", "基本没单", "冇幾單"])
def test_few_is_not_nought(line: str) -> None:
    """没几单 is not 0."""
    assert not [fact for fact in read(line, NOW).facts if fact.exact and fact.kind in ("count", "number")]


@pytest.mark.parametrize("line", ["一单都没有", "一个单都没有", "零成交", "一单没出", "一張單都冇"])
def test_none_is_nought(line: str) -> None:
    """零 and 一个都没有 are 0."""
    assert [fact.value for fact in read(line, NOW).facts if fact.exact and fact.kind in ("count", "number")] == [0]


@pytest.mark.parametrize("line", ["客户没表态", "客户还没表态", "客戶未表態"])
def test_nothing_said_is_no_consent_so_far(line: str) -> None:
    """没表态 is none so far."""
    assert said("consent", line) == "no"
