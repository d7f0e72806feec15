"""How well an owner's table answers messages that were written without a look at how it asks."""

import json
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING, Talk
from bot.cache import kept
from bot.faq.document import FaqDocument
from bot.faq.tables import read_table
from knowledge.calendar import SHANGHAI
from knowledge.load import load

HERE = Path(__file__).parent / "shop"
NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
NOTHING_OF_OURS = ("outside", "chat", "order")


BEFORE = "实在宝最多赔多少"
"""What is asked of a platform's rules before a message to the shop."""


def outcome(assistant: Assistant, line: str, rows: str, before: Talk) -> str:
    """Return what became of a message that the entries in `rows` answer (`-`: none does), in the talk `before` it."""
    answer, talk = assistant.reply(line, before, now=NOW)
    right = {f"shop/{row}:text" for row in rows.split("|")}
    if answer.told in NOTHING_OF_OURS:
        return "refused"
    if answer.status == "choose":
        return "offered" if rows == "-" or right & {target for _, target in talk.choices} else "others offered"
    if answer.told in right:
        return "right"
    return "another entry" if answer.told.startswith("shop/") else "of a platform"


def main() -> int:
    """Print the outcomes of the messages that the table answers, of those in a talk on rules, and of the others."""
    entries, _ = read_table("faq.csv", (HERE / "faq.csv").read_bytes())
    document, _ = FaqDocument.new("shop", checked=NOW.astimezone(UTC).date(), source="faq.csv").merged(entries)
    with tempfile.TemporaryDirectory() as folder:
        document.write(Path(folder) / "shop.yaml")
        assistant = Assistant(load(Path(folder), kept=kept()), kept=kept())
    lines = [line.split("\t") for line in (HERE / "blind.tsv").read_text(encoding="utf-8").splitlines()]
    _, talk = assistant.reply(BEFORE, NOTHING, now=NOW)
    answered, others = ([one for one in lines if (one[1] == "-") is none] for none in (False, True))
    sets = {
        "answered by the table": (answered, NOTHING),
        "the same after a question on a platform's rules": (answered, talk),
        "answered by nothing": (others, NOTHING),
    }
    found = {
        name: Counter(outcome(assistant, line, rows, before) for line, rows in some)
        for name, (some, before) in sets.items()
    }
    print(json.dumps({name: dict(counts.most_common()) for name, counts in found.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
