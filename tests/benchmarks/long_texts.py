"""How long the longest message that Telegram takes is answered, whatever it is full of, beside the target."""

import gc
import json
import sys
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.assistant.assistant import Assistant
from bot.cache import kept
from knowledge.calendar import SHANGHAI
from knowledge.load import load

NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
LENGTH, TARGET, ROUNDS = 4_096, 30.0, 7
FULL_OF = {
    "words": "客服说要等一等再看看怎么处理才行，",
    "days": "7月3号发货，",
    "amounts": "付了299元，",
    "days and amounts": "7月3号付了299元，",
    "a long story": "快手小店7月3号下单的手机，实付1299元，9月1号客服说48小时内退，到现在第5天了，",
    "digits": "1234567890 ",
    "one character": "啊",
}


def milliseconds(assistant: Assistant, part: str) -> float:
    """Return what answering a text full of `part` takes of the processor, the quickest of some rounds."""
    text = (part * LENGTH)[: LENGTH - 1]
    return min(_once(assistant, f"{number}{text}") for number in range(ROUNDS))


def _once(assistant: Assistant, line: str) -> float:
    start = time.process_time()
    assistant.reply(line, now=NOW)
    return (time.process_time() - start) * 1000


def main() -> int:
    """Print the times and their ratio to the target; return the exit code."""
    assistant = Assistant(load(kept=kept()), kept=kept())
    gc.freeze()  # as the running bot does
    took = {name: milliseconds(assistant, part) for name, part in FULL_OF.items()}
    ratio = max(took.values()) / TARGET
    told = {f"milliseconds full of {name}": round(one, 1) for name, one in took.items()}
    print(json.dumps(told | {f"ratio_to_{TARGET:g}_milliseconds": round(ratio, 2), "holds": ratio <= 1}, indent=1))
    return 0 if ratio <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
