"""Any amount, count or share in any of our spellings, within a sentence, is read back as the same value."""

import re
from collections.abc import Iterator
from decimal import Decimal

import cn2an
from hypothesis import given
from hypothesis import strategies as st

from tests.language.cells import STEADY, amiss
from tests.language.spelling_out import FULL, han, holds

PAID = ("实付{}", "实付{}，能赔多少", "我付了{}，主播虚假宣传", "買家實付{}，最多賠幾多", "付咗{}")
FANS = ("我有{}", "账号现在{}，能开吗", "粉丝量是{}", "我個號有{}")
# A longer row of plain digits is the number of an order unless a unit stands behind it that is money alone.
LONG = 10_000_000
YUAN = ("元", "块", "块钱", "塊", "蚊", "圆")


def spoken(value: int) -> Iterator[str]:
    """Yield a whole number in the spellings of speech: 两千, 一千二百八, 三万二, 一万零五."""
    plain = han(value)
    yield plain
    yield re.sub("(?<![十零])二(?=[百千万亿])", "两", plain)
    for unit, size in (("百", 100), ("千", 1000), ("万", 10_000)):
        if size < value < size * 10 and value % size and not value % (size // 10):
            yield f"{han(value // size)}{unit}{han(value % size // (size // 10))}"
            yield f"{value // size}{unit}{value % size // (size // 10)}"
    if value >= 1000:
        yield han(value, capital=True)


def written(value: int) -> Iterator[str]:
    """Yield a whole number in figures: 12800, 12,800, 1.28万, 1.28w, 12.8k, 1万2800, 1万2千8百."""
    if value < LONG:
        yield str(value)
        yield str(value).translate(FULL)
    yield f"{value:,}"
    if value >= 1000 and not value % 100:
        yield from (f"{short(value, 10_000)}{unit}" for unit in ("万", "w", "W", "萬"))
        yield from (f"{short(value, 1000)}{unit}" for unit in ("千", "k", "K"))
    if value > 10_000 and value % 10_000 >= 1000:
        yield f"{value // 10_000}万{value % 10_000}"
    if value > 10_000 and value % 1000 == 0 and value < 100_000 and value % 10_000:
        yield from (f"{value // 10_000}{unit}{value % 10_000 // 1000}" for unit in ("万", "w"))
        yield f"{value // 10_000}万{value % 10_000 // 1000}千"
    if value > 10_000 and value % 100 == 0 and value % 1000 and value % 10_000 > 1000:
        yield f"{value // 10_000}万{value % 10_000 // 1000}千{value % 1000 // 100}百"


def short(value: int, unit: int) -> str:
    """Return how many of a unit, without needless noughts."""
    return f"{(Decimal(value) / unit).normalize():f}"


def amounts(fen: int) -> Iterator[str]:
    """Yield an amount in all of our spellings, with its unit."""
    whole, part = divmod(fen, 100)
    if not part:
        for number in (*written(whole), *spoken(whole)):
            yield from (number + unit for unit in YUAN)
            yield f"{number}元整"
        yield from (f"{sign}{number}" for number in written(whole) for sign in ("¥", "￥", "人民币"))
        return
    yield from (f"{whole}.{part:02}{unit}" for unit in (YUAN if whole < LONG else ("元", "块")))
    yield from (f"{whole:,}.{part:02}元", f"¥{whole:,}.{part:02}", f"{whole}.{part:02}元".translate(FULL))
    yield from (
        str(cn2an.an2cn(Decimal(fen) / 100, "rmb")),
        f"{whole}元{part // 10}角{part % 10}分" if part >= 10 and part % 10 else f"{whole}.{part:02}块",
    )
    if part % 10 == 0:
        tens = part // 10
        yield from (f"{whole}块{tens}", f"{whole}块{tens}毛", f"{whole}元{tens}角", f"{whole}.{tens}元")
        yield from (f"{han(whole)}块{han(tens)}", f"{han(whole)}元{han(tens)}角", f"{han(whole)}塊{han(tens)}毛")
    elif part < 10:
        yield from (f"{whole}块0{part}", f"{whole}元零{part}分", f"{han(whole)}元零{han(part)}分")
    else:
        yield from (f"{whole}块{part // 10}毛{part % 10}", f"{han(whole)}块{han(part // 10)}毛{han(part % 10)}分")


WHOLE = st.one_of(
    st.integers(2, 99),
    st.integers(100, 99_999),
    st.integers(1, 99).map(lambda value: value * 100),
    st.integers(1, 999).map(lambda value: value * 1000),
    st.integers(1, 9999).map(lambda value: value * 10_000),
    st.integers(100_000, 99_999_999),
)


@given(whole=WHOLE, part=st.sampled_from((0, 0, 0, 5, 9, 10, 50, 80, 45, 99)), frame=st.sampled_from(PAID))
@STEADY
def test_an_amount_is_read_as_it_was_written(whole: int, part: int, frame: str) -> None:
    """123元4角5分 is 123.45, 壹佰贰拾叁元整 123, 2w5 25000."""
    value = whole + Decimal(part) / 100

    assert not amiss(holds(frame.format(said), ("money",), value) for said in amounts(whole * 100 + part))


@given(value=WHOLE, frame=st.sampled_from(FANS), unit=st.sampled_from(("个粉丝", "粉丝", "粉", "個粉絲")))
@STEADY
def test_a_count_is_read_as_it_was_written(value: int, frame: str, unit: str) -> None:
    """一万零五个粉丝 is 10005, 1万2千3百粉 12300."""
    cells = (
        holds(frame.format(f"{said}{unit}"), ("count",), Decimal(value)) for said in (*written(value), *spoken(value))
    )

    assert not amiss(cells)


@given(value=st.integers(1, 100))
@STEADY
def test_a_share_is_read_as_it_was_written(value: int) -> None:
    """5% is 百分之五, 85折 0.85 of the price."""
    shares = (f"{value}%", f"{value}％", f"百分之{han(value)}", f"{value} %", f"百分之{value}")
    cells = [holds(f"平台扣了{said}", ("percent",), Decimal(value)) for said in shares]
    if 10 < value < 100 and value % 10:
        cells += [
            holds(f"打了{said}折", ("discount",), Decimal(value) / 100)
            for said in (str(value), short(value, 10), han(value // 10) + han(value % 10))
        ]

    assert not amiss(cells)
