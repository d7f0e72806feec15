"""Which script a text is written in."""

from functools import cache

from bot.evaluation.cases import Script
from knowledge.language.script import SIMPLIFIED, TRADITIONAL, in_charset, simplify, traditional


def written_in(text: str, script: Script) -> bool:
    """
    Return whether `text` is written in `script` throughout.

    A character that both scripts write (后, 只, 里) decides nothing; where there are no others, the words decide.

    >>> written_in("最晚6月19日申請", "traditional"), written_in("最晚6月19日申请", "traditional")
    (True, False)
    >>> written_in("三天后", "traditional"), written_in("OK", "traditional"), written_in("OK", "simplified")
    (False, True, True)
    """
    found = {own for character in text if (own := _own_script(character))}
    if found:
        return found == {script}
    return text == (traditional(text) if script == "traditional" else simplify(text))


@cache
def _own_script(character: str) -> Script | None:
    """Return the script that alone writes `character`, or None where both do or neither."""
    if simplify(character) != character:
        return None if in_charset(character, SIMPLIFIED) else "traditional"
    if traditional(character) != character:
        return None if in_charset(character, TRADITIONAL) else "simplified"
    return None
