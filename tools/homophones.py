"""Writes knowledge/language/homophones.json: for each character of the lexicon's names, its common homophones."""

import json
from pathlib import Path

from pypinyin import lazy_pinyin

from knowledge.load import load

_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_COMMON = [chr(code) for code in range(0x4E00, 0x9FA6)]
_TARGET = Path(__file__).parent.parent / "knowledge" / "language" / "homophones.json"
_SECOND_LEVEL = 0xD8


def sound(character: str) -> str:
    """Return a character's toneless reading, with the sounds that southern speakers do not tell apart folded."""
    reading: str = lazy_pinyin(character)[0]
    for long, short in _FOLDED:
        reading = reading.replace(long, short)
    return reading


def common(character: str) -> bool:
    """Return whether a character belongs to the everyday set that an input method offers first."""
    try:
        return bool(character.encode("gb2312")[0] < _SECOND_LEVEL)
    except UnicodeEncodeError:
        return False


def main() -> None:
    """Write the table."""
    names = load().lexicon.names
    wanted = sorted({character for name in names for character in name})
    everyday = [(character, sound(character)) for character in _COMMON if common(character)]
    table = {
        character: "".join(other for other, reading in everyday if reading == sound(character)) for character in wanted
    }
    _TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
