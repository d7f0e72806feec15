"""Receipts: a short link that recomputes an answer and says whether it still holds."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.telegram.pages.links import START_CHARACTERS
from bot.telegram.pages.packing import UnreadableError, mark, moment_at, pack, seconds, unpack
from calculators.outcome import Outcome, as_json
from knowledge.library import Library

IN_LINK, IN_STORE = "r_a", "r_k"
_HEAD = 14
Verdict = Literal["same", "changed", "revised", "unreadable"]


@dataclass(frozen=True)
class Receipt:
    """A computed answer in small: what was computed, when, with which knowledge, and a digest of what came out."""

    calculator: str
    inputs: Mapping[str, str]
    now: datetime
    version: str
    digest: str

    def as_json(self) -> dict[str, Any]:
        """Return what is stored when the receipt does not fit into a link."""
        return {
            "calculator": self.calculator,
            "inputs": dict(self.inputs),
            "now": self.now.isoformat(),
            "version": self.version,
            "digest": self.digest,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Receipt":
        """Return the receipt that `as_json` wrote."""
        return cls(**{**data, "now": datetime.fromisoformat(data["now"])})


def receipt_for(outcome: Outcome | None, now: datetime, library: Library) -> Receipt | None:
    """Return the receipt of a calculation that came to a result, else None."""
    if outcome is None or outcome.outcome != "computed":
        return None
    return Receipt(
        outcome.calculator, raw_inputs(outcome), now.replace(microsecond=0), library.version, digest(outcome)
    )


def raw_inputs(outcome: Outcome) -> dict[str, str]:
    """Return the inputs of a calculation in words that are read as the same again."""
    return {name: _raw(value) for name, value in as_json(outcome.inputs).items() if value is not None}


def digest(outcome: Outcome | None) -> str:
    """Return a short digest of a result."""
    result = as_json(outcome.result) if outcome else None
    return mark(json.dumps(result, sort_keys=True, ensure_ascii=False), 3).hex()


def parameter(receipt: Receipt) -> str | None:
    """Return the receipt as a start parameter, or None when it is too long for one."""
    head = mark(receipt.calculator, 3) + bytes.fromhex(receipt.version) + seconds(receipt.now).to_bytes(4, "big")
    packed = head + bytes.fromhex(receipt.digest) + pack(receipt.inputs)
    told = IN_LINK + urlsafe_b64encode(packed).decode().rstrip("=")
    return told if len(told) <= START_CHARACTERS else None


def read_parameter(told: str, library: Library) -> Receipt | None:
    """Return the receipt in a start parameter, or None when there is none to be read."""
    code = told.removeprefix(IN_LINK)
    try:
        packed = urlsafe_b64decode(code + "=" * (-len(code) % 4))
        name = next(name for name in library.calculations if mark(name, 3) == packed[:3])
        inputs = unpack(packed[_HEAD:], tuple(library.calculations[name].calculation.inputs))
        now = moment_at(int.from_bytes(packed[7:11], "big"))
    except (NotBase64Error, ValueError, StopIteration, UnreadableError):
        return None
    return Receipt(name, inputs, now, packed[3:7].hex(), packed[11:_HEAD].hex())


def opened(receipt: Receipt, assistant: Assistant, now: datetime) -> tuple[Verdict, Answer | None]:
    """
    Return what recomputing the receipt, opened at `now`, says, and the answer.

    `same`: the result is what it was and the rule too; `changed`: the rule has another wording or figure since that
    day; `revised`: what we know of the rule was corrected and gives another result; `unreadable`: it cannot be
    computed.
    """
    if receipt.calculator not in assistant.library.calculations:
        return "unreadable", None
    answer, _ = assistant.calculate_inputs(receipt.calculator, dict(receipt.inputs), now=receipt.now)
    if answer.calculation is None or answer.calculation.outcome != "computed":
        return ("unreadable" if receipt.version == assistant.library.version else "revised"), answer
    if digest(answer.calculation) != receipt.digest:
        return ("unreadable" if receipt.version == assistant.library.version else "revised"), answer
    return ("changed" if _rule_differs(receipt, answer.calculation, assistant.library, now) else "same"), answer


def _rule_differs(receipt: Receipt, outcome: Outcome, library: Library, now: datetime) -> bool:
    """Whether a clause of the calculation reads differently today from the day of the receipt."""
    places = [
        library.calculations[receipt.calculator].place,
        *(library.places[at] for at in outcome.clauses if at in library.places),
    ]
    return any(library.text(place, receipt.now.date()) != library.text(place, now.date()) for place in places)


def _raw(value: Any) -> str:
    """Return a typed input, as JSON has it, in the words that are read as the same again."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return ",".join(_raw(item) for item in value)
    return str(value)
