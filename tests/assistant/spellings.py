"""Ways in which people write an amount, a count, a score, a level, a day and a time; worked out without the reader."""

import re
from datetime import date, datetime, time
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789+.L", "０１２３４５６７８９＋．Ｌ")
_MORNING, _FORENOON, _NOON, _AFTERNOON, _EVENING = 5, 9, 12, 13, 18
_HALF = 30


def _below_myriad(value: int) -> str:
    said, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + unit
        gap = not digit
    return said


def numeral(value: int) -> str:
    """Return a whole number in Chinese: 一千二百八十, 十二, 一万零五."""
    if not value:
        return "零"
    high, low = divmod(value, 10_000)
    said = (
        (numeral(high) + "万" if high else "")
        + ("零" if high and 0 < low < 1000 else "")
        + (_below_myriad(low) if low else "")
    )
    return said[1:] if said.startswith("一十") else said


def colloquial(value: int) -> str:
    """Return a whole number as it is spoken: 两千五百, and 一千二百八 for 1280."""
    said = re.sub("(?<!十)二(?=[百千万])", "两", numeral(value))
    return said[:-1] if value > 100 and said.endswith("十") and said[-3] == "百" else said


def counted(value: int) -> str:
    """Return a number in Chinese as it stands before a measure word: 两条, 十二条."""
    return "两" if value == 2 else numeral(value)


def _short(value: Decimal, scale: int) -> bool:
    """Return whether a value is short in thousands or myriads: two places at most."""
    return value >= scale and value * 100 % scale == 0


def plain(value: Decimal) -> str:
    """Return a number without trailing zeros."""
    return f"{value.normalize():f}"


def amounts(value: Decimal) -> list[str]:
    """Return the ways of writing an amount of yuan."""
    exact = f"{value:.2f}"
    ways = [
        plain(value),
        exact,
        f"{plain(value)}元",
        f"{exact}元",
        f"{value:,.2f}元",
        f"¥{exact}",
        f"{exact}块".translate(WIDE),
        f"{plain(value)} 元",
    ]
    if value == int(value):
        said = numeral(int(value))
        ways += [f"{int(value)}块", f"{int(value)}块钱", f"{said}元", f"{said}块", f"{value:,.0f}元", f"{said}元整"]
        # Nobody writes one digit alone for an amount: 实付一.
        units = ("块", "元") if value < 10 else ("", "块", "元")
        ways += [f"{colloquial(int(value))}{unit}" for unit in units]
    else:
        yuan, fen = divmod(int(value * 100), 100)
        jiao, rest = divmod(fen, 10)
        if jiao and not rest:
            ways += [f"{yuan}块{jiao}", f"{yuan}元{jiao}角", f"{numeral(yuan)}块{DIGITS[jiao]}毛"]
        elif jiao:
            ways += [f"{yuan}元{jiao}角{rest}分", f"{numeral(yuan)}元{DIGITS[jiao]}角{DIGITS[rest]}分"]
    short = [
        f"{plain(value / scale)}{unit}"
        for scale, unit in ((1000, "k"), (10_000, "w"), (10_000, "万"))
        if _short(value, scale)
    ]
    return ways + short + [f"{way}元" for way in short]


def counts(value: int) -> list[str]:
    """Return the ways of writing how many, without what is counted."""
    ways = [str(value), counted(value), str(value).translate(WIDE)]
    if value >= 1000:
        ways.append(f"{value:,}")
    return ways + [f"{plain(Decimal(value) / 10_000)}{unit}" for unit in "万w" if _short(Decimal(value), 10_000)]


def bare_counts(value: int) -> list[str]:
    """Return the ways of writing how many where no measure word follows: a single Chinese digit is then none."""
    return [way for way in counts(value) if len(way) > 1 or way.isascii()]


def scores(value: Decimal) -> list[str]:
    """Return the ways of writing a score: 4.6, 4.6分, 四点六, 四点六分."""
    whole, _, behind = plain(value).partition(".")
    said = numeral(int(whole)) + ("点" + "".join(DIGITS[int(digit)] for digit in behind) if behind else "")
    return [plain(value), f"{plain(value)}分", f"{value:.2f}分", said, f"{said}分", f"{plain(value)}分".translate(WIDE)]


def levels(value: str) -> list[str]:
    """Return the ways of writing a merchant's level."""
    return [value, value.lower(), value.translate(WIDE)]


def days(day: date, *, yearless: bool) -> list[str]:
    """Return the ways of writing a day; without its year only where that is the latest one."""
    month, number = numeral(day.month), numeral(day.day)
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    plain_year = f"{day.year}年{day.month}月{day.day}"
    full = [f"{plain_year}日", f"{plain_year}号", f"{plain_year}日".translate(WIDE), f"{year}年{month}月{number}日"]
    full += [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
    ]
    return (
        [*full, f"{day.month}月{day.day}号", f"{day.month}月{day.day}日", f"{month}月{number}号"] if yearless else full
    )


def clocks(at: time) -> list[str]:
    """Return the ways of writing a time of day to the minute; 12点 alone is two times."""
    ways = [f"{at:%H:%M}", f"{at:%H：%M}"]
    if at.hour != _NOON:
        ways.append(f"{at.hour:02}点{at.minute:02}分" if at.minute else f"{at.hour:02}点")
    hour, minutes = (
        (at.hour - 12 if at.hour > _NOON else at.hour),
        "" if not at.minute else "半" if at.minute == _HALF else f"{at.minute}分",
    )
    spoken = (
        ""
        if not at.minute
        else "半"
        if at.minute == _HALF
        else f"{'零' if at.minute < 10 else ''}{numeral(at.minute)}分"
    )
    part = next(name for name, until in _PARTS if at.hour < until)
    return [
        *ways,
        f"{part}{hour}点{minutes}",
        f"{part}{'两' if hour == 2 else numeral(hour)}点{spoken}",
        f"{part}{hour}:{at.minute:02}",
    ]


_PARTS = (
    ("凌晨", _MORNING),
    ("早上", _FORENOON),
    ("上午", _NOON),
    ("中午", _AFTERNOON),
    ("下午", _EVENING),
    ("晚上", 24),
)


def moments(at: datetime, *, yearless: bool) -> list[str]:
    """Return the ways of writing a day with its time."""
    long = [day for day in days(at.date(), yearless=yearless) if not day.isdigit()]
    spoken = [f"{day}{clock}" for day in long if day[-1] in "日号" for clock in clocks(at.time())]
    return (
        [f"{day} {clock}" for day in long for clock in clocks(at.time())[:3]]
        + spoken
        + [at.isoformat(timespec="minutes")]
    )
