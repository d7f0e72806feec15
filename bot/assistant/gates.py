"""Whether a line is a question."""

import re

from knowledge.language.script import normalise

_ASKS = re.compile(
    r"[?？]|吗|么(?!么)|呢|多少|几(?!乎|句|个月前)|怎么|怎样|咋|如何|什么|啥|哪|谁|为何|为什么|凭什么|能不能|可不可以|可以不|行不行|是不是|有没有|会不会|要不要|算不算|够不够|该不该|用不用|赔不赔|退不退|"
    r"([\u4e00-\u9fff])不\1|([\u4e00-\u9fff])没\2|还是(?!会|要|没|不|有|得|能)|[能会可要赔退算行有给用]\S{0,8}不[?？。.~]*$|"
    r"求助|请教|请问|想问|问下|问一下|多久|几时|何时|能否|是否|得唔得|可唔可以|点样|点解|乜|咩|边度|使唔使|系咪|算唔算|[\u4e00-\u9fff]不(?:[\u4e00-\u9fff]){1,2}$"
)


def is_question(line: str) -> bool:
    """Return whether a line asks something."""
    return bool(_ASKS.search(normalise(line)))
