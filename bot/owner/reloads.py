"""What came of taking the knowledge anew from its files, and how its owner is told."""

from dataclasses import dataclass

from bot.owner.mistakes import in_chinese
from knowledge.library import Library

_MOST_NAMED = 10


@dataclass(frozen=True)
class Outcome:
    """
    What came of a reload: `before` and `after` are the knowledge answered from, `problem` why it stayed as it was.

    `changed` holds where another knowledge is answered from; a `problem` is one line with file, clause and field.
    """

    changed: bool
    problem: str
    documents: int
    before: Library
    after: Library

    @property
    def why(self) -> str:
        """Return the problem as an owner is told it."""
        return in_chinese(self.problem)

    @property
    def told(self) -> str:
        """Return it in a few words to whoever asked for it."""
        if self.problem:
            return f"没换上，还在用原来的资料。问题在这里：\n{self.why}\n改好再发一次 /reload。"
        if not self.changed:
            return f"资料没有变化，还是 {self.documents} 份文件。"
        return f"换上了，现在是 {self.documents} 份文件。{self._changes}"

    @property
    def broken(self) -> str:
        """Return it to owners who did not ask: the files are broken."""
        return f"资料有问题，没换上，我还在用原来的：\n{self.why}\n改好存盘，我会自己换上。"

    @property
    def mended(self) -> str:
        """Return it to owners who were told that the files are broken: they hold again."""
        return f"资料又好了，现在是 {self.documents} 份文件。{self._changes}"

    @property
    def gone(self) -> str:
        """Return it to owners who did not ask, where there are fewer documents than before; else nothing."""
        if self.problem or len(self.after.documents) >= len(self.before.documents):
            return ""
        return f"资料少了，现在是 {self.documents} 份文件。{self._changes}不是你删的，就看看文件夹。"

    @property
    def _changes(self) -> str:
        """Return which documents are others, new or gone, by their titles."""
        before = {one.id: one for one in self.before.documents}
        after = {one.id: one for one in self.after.documents}
        told = {
            "改了": [one.title for name, one in after.items() if name in before and before[name] != one],
            "新增": [one.title for name, one in after.items() if name not in before],
            "去掉了": [one.title for name, one in before.items() if name not in after],
        }
        parts = [f"{verb}{_listed(titles)}" for verb, titles in told.items() if titles]
        return f"{'；'.join(parts)}。" if parts else "文件本身没变。" if self.changed else ""


def _listed(titles: list[str]) -> str:
    more = f"等 {len(titles)} 份" if len(titles) > _MOST_NAMED else ""
    return "".join(f"《{title}》" for title in titles[:_MOST_NAMED]) + more
