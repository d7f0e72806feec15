"""How Telegram says no: status, description, parameters."""

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_GETUPDATES = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
OTHER_WEBHOOK = "Conflict: terminated by setWebhook request"
UPGRADED = "group chat was upgraded to a supergroup chat"


class Refused(Exception):  # noqa: N818 - what Telegram did, not an error of ours
    """A request that Telegram would refuse."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        """Keep what the response will say."""
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(reason: str, **parameters: Any) -> Refused:
    """Return the refusal 400 for `reason`."""
    return Refused(400, f"Bad Request: {_continued(reason)}", **parameters)


def forbidden(reason: str) -> Refused:
    """Return the refusal 403 for `reason`."""
    return Refused(403, f"Forbidden: {_continued(reason)}")


def too_many_requests(retry_after: int) -> Refused:
    """Return the refusal 429 that asks to wait for `retry_after` seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return Refused(429, description, retry_after=retry_after)


def _continued(reason: str) -> str:
    """Return `reason` in lower case after the colon, unless it is a code LIKE_THIS."""
    if len(reason) > 1 and (reason[1] == "_" or "A" <= reason[1] <= "Z"):
        return reason
    return reason[:1].lower() + reason[1:]
