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
from bot.assistant.talk import NOTHING
from bot.cache import kept
from bot.faq.document import FaqDocument
from bot.faq.tables import read_table
from knowledge.calendar import SHANGHAI
from knowledge.load import load

HERE = Path(__file__).parent / "shop"
NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
NOTHING_OF_OURS = ("outside", "chat", "order")


def outcome(assistant: Assistant, line: str, rows: str) -> str:
    """Return what became of a message that the entries in `rows` answer (`-`: none does)."""
    answer, talk = assistant.reply(line, NOTHING, now=NOW)
    right = {f"shop/{row}:text" for row in rows.split("|")}
    if answer.told in NOTHING_OF_OURS:
        return "refused"
    if answer.status == "choose":
        return "offered" if rows == "-" or right & {target for _, target in talk.choices} else "others offered"
    return "right" if answer.told in right else "wrong"


def main() -> int:
    """Print the outcomes of the messages that the table answers, and of those that it does not."""
    entries, _ = read_table("faq.csv", (HERE / "faq.csv").read_bytes())
    document, _ = FaqDocument.new("shop", checked=NOW.astimezone(UTC).date(), source="faq.csv").merged(entries)
    with tempfile.TemporaryDirectory() as folder:
        document.write(Path(folder) / "shop.yaml")
        assistant = Assistant(load(Path(folder), kept=kept()), kept=kept())
    lines = [line.split("\t") for line in (HERE / "blind.tsv").read_text(encoding="utf-8").splitlines()]
    found: dict[str, Counter[str]] = {"answered by the table": Counter(), "answered by nothing": Counter()}
    for line, rows in lines:
        found["answered by nothing" if rows == "-" else "answered by the table"][outcome(assistant, line, rows)] += 1
    print(json.dumps({name: dict(counts.most_common()) for name, counts in found.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
