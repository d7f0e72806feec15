"""What no table can be read from."""

from collections.abc import Iterable

_MOST, _LONGEST = 8, 12


class UnreadableTableError(Exception):
    """Nothing can be read from a file; the message is one plain sentence: which file, what to do."""


def without_columns(headings: Iterable[str]) -> UnreadableTableError:
    """Return that no question and answer are named, with what is found in their place."""
    found = [heading if len(heading) <= _LONGEST else f"{heading[:_LONGEST]}…" for heading in headings if heading]
    told = f"只看到：{'、'.join(' '.join(one.split()) for one in found[:_MOST])}" if found else "第一行是空的"
    return UnreadableTableError(f"没找到“问题”和“答案”两列，{told}；把表头改成“问题”“答案”再导入")
