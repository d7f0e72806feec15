"""Writes knowledge/language/pinyin.json: the toneless reading of each character that the knowledge base uses."""

import json
from collections import defaultdict
from pathlib import Path

from pypinyin import lazy_pinyin

_KNOWLEDGE = Path(__file__).parent.parent / "knowledge"


def main() -> None:
    """Write the table, characters grouped by reading."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in [*_KNOWLEDGE.glob("documents/*.yaml"), _KNOWLEDGE / "language" / "lexicon.yaml"]
    )
    grouped: dict[str, str] = defaultdict(str)
    for character in sorted(set(text)):
        if "\u4e00" <= character <= "\u9fff":
            grouped[lazy_pinyin(character)[0].replace("ü", "v")] += character
    (_KNOWLEDGE / "language" / "pinyin.json").write_text(
        json.dumps(dict(sorted(grouped.items())), ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
