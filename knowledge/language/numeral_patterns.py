"""What numerals are written with, and the pattern of a stretch of numeral in a line."""

import re

DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖幺"
UNITS = "十百千万亿拾佰仟"
VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?(?!,?\d)|\d{1,3}点\d{1,2}(?=[万千百亿w])|(?<![\d.])\.\d+|\d+(?:\.\d+)?"
_UNIT = rf"(?:[{UNITS}]|(?<=[\d多几来余十百千])[wkm](?![a-z])|(?<=\d) [wkm](?![a-z\d]))"
_HAN = f"[{DIGITS}廿卅]"
# A stretch of numeral, as long as it goes: digits, units, what makes it vague (多 余 几 来 把); blanks around units.
RUN = (
    rf"(?:[四五六七八九]位数|个把(?=[w万亿千百])|百儿八十|千儿八百|万儿八千|(?:好几|大几|小几|几|数)[{UNITS}]"
    rf"|(?:{ARABIC}|{_HAN}|俩(?=[{UNITS}])|参(?=[{UNITS}])|(?<![{UNITS}])[{UNITS}]))"
    rf"(?: ?{_UNIT}"
    rf"|(?<=[{DIGITS}廿卅])(?:{_HAN})"
    rf"|(?<=[{UNITS}wkm])(?:{ARABIC}|(?!两[^{UNITS}])(?!两$){_HAN}|参)"
    rf"|(?<=[{UNITS}]) (?:{ARABIC}|{_HAN})(?= ?[{UNITS}]|$|[,。;!?元块])"
    rf"|(?<=\d [千万百]) \d(?![\d.])"
    rf"| ?点 ?(?=[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖])(?<!\d点)"
    rf"|(?<=点)[{DIGITS}]+|(?<=点 )[{DIGITS}]+"
    rf"| ?[多余几来] ?(?=[{UNITS}])"
    rf"|(?<=[{UNITS}wkm\d])[多余](?![{DIGITS}])|(?<=[{UNITS}])几(?![{UNITS}])"
    rf"|(?<=[点.][{DIGITS}\d])[几多](?![{UNITS}个])"
    rf"|(?<=[{UNITS}零])几(?=[{UNITS}])|(?<=[{UNITS}0])来(?=[{UNITS}个块元蚊单条件次笔人天粉年月小分秒通张位名双台本封])"
    rf"|(?<=[百千万个])把(?=[{UNITS}个分块元蚊通张位名双台封单条件次笔人天粉年月小w]|$)"
    rf"|(?<=零)\d+|(?<=[{DIGITS}\d把])个?(?=[w亿万])[w]?|(?<=[廿卅])几|(?<=[拾佰仟])参"
    rf")*"
)
NUMERAL = re.compile(rf"大半(?=[个天年])|半(?=[个天年小成分多])|{RUN}")
