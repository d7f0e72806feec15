"""The owner's inbox as pages: groups of questions, one group, what it may belong to."""

from collections.abc import Collection, Sequence

from bot.owner.answered_now import AnsweredNow
from bot.owner.grouping import Group
from bot.owner.labels import told, whys_of
from bot.owner.teaching import NEAR, Flip
from bot.telegram.pages.buttons import INBOX, Keyboard
from bot.telegram.pages.markup import cut
from bot.telegram.pages.sheets import Sheet, said

OPEN, PAGE, ANSWER, BELONGS, TARGET, OUTSIDE, DONE, AGREE = "g", "p", "a", "b", "t", "x", "d", "y"
"""What a button of the inbox does; the number behind it is a page, or a question of the group."""
ALONE = "!"
"""Behind the number of a question: it alone is meant, whatever it is grouped with."""
_PAGE, _WORDINGS, _LABEL, _FLIPS, _TARGETS = 8, 6, 40, 8, 6
_EMPTY = "收件箱是空的：没有没答上的问题，也没有新的 👎。"
_HEAD = "没答好的问题 {questions} 个，问法相近的归在一起，一共 {groups} 组："
_BY_NOW = "打了 ✓ 的，现在答得上了：点开看看对不对。"
_ASKED = "“{question}” 问了 {count} 次，最近一次 {last}"
_WHY, _THEN, _ALSO = "为什么在这里：{why}", "当时怎么答的：{answered}", "还这样问过：\n{wordings}"
_WAIT = "有 {count} 个人等着知道。"
_JUDGED = "点了 👎 的回答：\n{answers}"
_NOW = "现在会这样答：\n{text}"
AGREED = "好，就这样答；等着的人这就收到。"
_TOGETHER = "下面的回答和处理，对这几句一起算；有不是一回事的，点“只处理”把它单独拿出来。"
_ONLY = "只处理：{wording}"
_WHERE = "“{question}” 该由哪一条来答？点一下，以后这样问就答那一条。"
_NOWHERE = "没找到相近的条款。可以自己写答案。"
_FLIPPED = "这些问法的回答也跟着变了，看看对不对：\n{flips}"
_UNCHANGED = f"写法最像的 {NEAR} 句问法试过了，回答都没变。"


def on_page(groups: Sequence[Group], page: int) -> Sequence[Group]:
    """Return the groups that a page shows, those of the last one for a page behind it."""
    page = min(page, _last(groups))
    return groups[page * _PAGE : (page + 1) * _PAGE]


def overview(groups: Sequence[Group], page: int, by_now: Collection[Group] = ()) -> Sheet:
    """Return a page of groups, those asked most often first; those that have an answer `by_now` are ticked."""
    if not groups:
        return said(_EMPTY)
    last = _last(groups)
    page = min(page, last)
    keys = Keyboard()
    for group in on_page(groups, page):
        label = f"{'✓ ' * (group in by_now)}{len(group.items)}× {cut(group.typical.question, _LABEL)}"
        keys.row(keys.button(label, INBOX, f"{OPEN}{group.typical.id}"))
    around = [("‹ 上一页", page - 1), ("下一页 ›", page + 1)]
    turn = [keys.button(label, INBOX, f"{PAGE}{number}") for label, number in around if 0 <= number <= last]
    if turn:
        keys.row(*turn)
    questions = sum(len(group.items) for group in groups)
    return said(_HEAD.format(questions=questions, groups=len(groups)), _BY_NOW if by_now else "", keys=keys)


def marked(group: Group, *, alone: bool) -> str:
    """Return what the buttons of a group know it by; `alone` is one wording of several."""
    return f"{group.typical.id}{ALONE * alone}"


def opened(group: Group, waiting: int = 0, by_now: AnsweredNow | None = None, *, alone: bool = False) -> Sheet:
    """Return one group with how many wait for it, what it is answered `by_now`, and what can be done about it."""
    one, number = group.typical, marked(group, alone=alone)
    keys = Keyboard()
    if by_now:
        keys.row(keys.button("✅ 就这样答", INBOX, f"{AGREE}{number}\n{by_now.target}"))
    keys.row(keys.button("✍️ 我来回答", INBOX, f"{ANSWER}{number}"), keys.button("归到…", INBOX, f"{BELONGS}{number}"))
    keys.row(keys.button("不归我们答", INBOX, f"{OUTSIDE}{number}"), keys.button("处理完了", INBOX, f"{DONE}{number}"))
    if len(group.wordings) > 1:
        for item in {item.question: item for item in reversed(group.items)}.values():
            label = _ONLY.format(wording=cut(item.question, _LABEL))
            keys.row(keys.button(label, INBOX, f"{OPEN}{item.id}{ALONE}"))
    keys.row(keys.button("‹ 返回", INBOX, f"{PAGE}0"))
    lines = [_ASKED.format(question=one.question, count=len(group.items), last=told(group.last))]
    lines.append(_WHY.format(why=whys_of(group)))
    if waiting:
        lines.append(_WAIT.format(count=waiting))
    if one.answered:
        lines.append(_THEN.format(answered=one.answered))
    if others := group.wordings[1 : _WORDINGS + 1]:
        lines.append(_ALSO.format(wordings="\n".join(f"· {way}" for way in others)) + f"\n{_TOGETHER}")
    judged = dict.fromkeys(f"· {each.question}：{each.answered}" for each in group.others if each.why == "down")
    if judged:
        lines.append(_JUDGED.format(answers="\n".join([*judged][:_WORDINGS])))
    if by_now:
        lines.append(_NOW.format(text=by_now.text))
    return said(*lines, keys=keys)


def targets(group: Group, found: Sequence[tuple[str, str]], page: int = 0, *, alone: bool = False) -> Sheet:
    """Return a page of what a group may belong to: (label, target) each."""
    keys = Keyboard()
    number = marked(group, alone=alone)
    for label, target in found[page * _TARGETS : (page + 1) * _TARGETS]:
        keys.row(keys.button(label, INBOX, f"{TARGET}{number}\n{target}"))
    if len(found) > _TARGETS:
        following = (page + 1) % -(-len(found) // _TARGETS)
        keys.row(keys.button("换一批 ›", INBOX, f"{BELONGS}{number}\n{following}"))
    keys.row(keys.button("✍️ 我来回答", INBOX, f"{ANSWER}{number}"), keys.button("‹ 返回", INBOX, f"{OPEN}{number}"))
    return said(_WHERE.format(question=group.typical.question) if found else _NOWHERE, keys=keys)


def live(head: str, flips: Sequence[Flip]) -> Sheet:
    """Return that something is answered from now on, and which ways of asking are answered otherwise."""
    rows = "\n".join(f"· {one.question}" for one in flips[:_FLIPS])
    more = f"\n……还有 {len(flips) - _FLIPS} 个" if len(flips) > _FLIPS else ""
    keys = Keyboard()
    keys.row(keys.button("‹ 回收件箱", INBOX, f"{PAGE}0"))
    return said(head, _FLIPPED.format(flips=rows + more) if flips else _UNCHANGED, keys=keys)


def _last(groups: Sequence[Group]) -> int:
    return max(len(groups) - 1, 0) // _PAGE
