"""What the Telegram face itself says, in the asker's script."""

from functools import lru_cache

from knowledge.language.script import traditional

FULL = "📖 看全文"
RELATED = "相关："
GOOD, BAD = "👍", "👎"
REASONS = ("答非所问", "规则过期", "算错了", "看不懂")
THANKS = "谢谢，记下了。"
WHY = "哪里不对？点一下就行。"
RECEIPT = "🔗 这次计算的链接，谁打开都会重算一遍"
REPLY_HERE = "直接回复这条消息告诉我就行。"
NOT_YOURS = "这个按钮是给提问的人用的。您也想问，@我 或者用 /ask 就行。"
STALE = "这个按钮已经用不了了，请直接把问题发给我。"
SETTLED = "这一步已经过去了，想重算就再问一遍。"
TEXT_ONLY = "我只看得懂文字，请把问题打成一句话发给我，比如：{example}"
FAILED = "抱歉，刚才出了点问题，没能答上来。请稍后再发一次。"
TOO_FAST = "发得太快了，我先答前面几条，后面的请过一分钟再发。"
TO_PRIVATE = "这里没找到，去私聊里详细问我"
FORGET_IN_PRIVATE = "请到和我的私聊里发 /forget，我只删您自己的。"
DELETED = "您的数据已经删掉了：对话、评价、没答上来的问题、存下的计算链接。"


@lru_cache(maxsize=512)
def say(text: str, in_traditional: bool) -> str:
    """Return `text` in Traditional characters where that is the asker's script."""
    return traditional(text) if in_traditional else text
