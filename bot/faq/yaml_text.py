"""A document as YAML: every text in quotes as JSON writes it, which is the same to a YAML reader."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

HEAD = """\
# 由 rulebot import 写成，再次导入会改写这个文件；不想让它被改写，就删掉这一行
# 问题和答案可以直接在这里改，改完运行 rulebot check；注释下次导入时不保留
"""
# What YAML takes for a line break or cannot hold as it is.
_ESCAPED = re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def yaml_text(data: Mapping[str, Any]) -> str:
    """Return a document as the text of its file."""
    return HEAD + "".join(f"{line}\n" for line in _document(data))


def _document(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{name}: {_inline(value)}" for name, value in data.items() if name != "clauses")
    yield "clauses:"
    for clause in data["clauses"]:
        for number, (name, value) in enumerate(clause.items()):
            yield f"{'    ' if number else '  - '}{name}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_inline(one)}' for name, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_inline, value))}]"
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
