"""What the Telegram face itself says, in the asker's script."""

from functools import lru_cache

from knowledge.language.script import traditional

FULL = "📖 看全文"
RELATED = "相关："
GOOD, BAD = "👍", "👎"
REASONS = ("答非所问", "规则过期", "算错了", "看不懂")
THANKS = "谢谢，记下了。"
WHY = "哪里不对？点一下就行。"
COPY_AMOUNT, COPY_PATH = "📋 复制 {amount} 元", "📋 复制路径"
RECEIPT = "🔗 这次计算的链接，谁打开都会重算一遍"
REPLY_HERE = "直接回复这条消息告诉我就行。"
NOT_YOURS = "这个按钮是给提问的人用的。您也想问，@我 或者用 /ask 就行。"
STALE = "这个按钮已经用不了了，请直接把问题发给我。"
GONE_DOCUMENT = "这个文件已经不在收录里了，发 /docs 看现有的。"
GONE_CLAUSE = "这一条已经不在了，发 /docs 翻看现有的规则。"
NO_DOCUMENTS = "现在还没有收录任何规则。"
SETTLED = "这一步已经过去了，想重算就再问一遍。"
TEXT_ONLY = "我只看得懂文字，请把问题打成一句话发给我，比如：{example}"
FAILED = "抱歉，刚才出了点问题，没能答上来。请稍后再发一次。"
TOO_FAST = "发得太快了，我先答前面几条，后面的请过一分钟再发。"
TO_PRIVATE = "这里没找到，去私聊里详细问我"
FORGET_IN_PRIVATE = "请到和我的私聊里发 /forget，我只删您自己的。"
DELETED = "您的数据已经删掉了：对话、评价、没答上来的问题、存下的计算链接、没发的提醒。"
TELL_ME = "🔔 答了告诉我"
WILL_TELL = "好，有了答案我来告诉你。"
ANSWERED_NOW = "你之前问的“{question}”，现在有答案了："
REMIND = "⏰ 提醒我"
BEFORE, ON = "前一天 {at}", "当天 {at}"
OWN_TIME, CALENDAR = "自己定时间", "📅 存到日历"
WHEN = "什么时候提醒？回复这条消息告诉我就行，比如：12月1日早上8点，或者提前两天。"
PLACEHOLDER = "提前两天早上8点"
REMINDED = "好，{at}提醒你：{title}，{day}。"
THERE = "{at}的提醒已经记下了。"
TOO_MANY = "最多记 {most} 个提醒，先发 /reminders 取消几个。"
NOT_READ = "没看懂是什么时候。回复这条消息再说一次，比如：12月1日早上8点，或者提前两天。"
NO_LONGER = "{at}已经过去了，换个晚一点的时间。"
TOO_LATE = "{at}的时候期限已经过了（{day}），换个早一点的时间。"
OVER = "期限已经过了，没什么可提醒的了。"
OF_WHAT = "提醒什么期限？先把情况告诉我，算出最后一天就能设提醒。"
NO_REMINDERS = "现在没有等着发的提醒。算出期限以后点“⏰ 提醒我”就能设。"
WAITING = "等着发的提醒，点一下取消："
MOVED = "提醒也跟着改了：{at}。"
MOVED_AWAY = "提醒取消了：按现在的情况，期限已经过了或来不及提醒。"
REMINDER = "⏰ {title}：{day}"
LATE = "本来要在 {at} 提醒，没能准时发出来，对不住。"
DROPPED = "⏰ 有个提醒过了一天多才能发：{title}，{day}。本来要在 {at} 提醒你，对不住。"
RULE_CHANGED = "规则改过，和设提醒那会儿算的（{day}）不一样了。"


@lru_cache(maxsize=512)
def say(text: str, in_traditional: bool) -> str:
    """Return `text` in Traditional characters where that is the asker's script."""
    return traditional(text) if in_traditional else text
