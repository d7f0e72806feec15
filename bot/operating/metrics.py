"""What is counted while the bot runs, for Prometheus. No label holds an id, a name or anything that people write."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

# since when each counter counts is when the process began, which is told once
disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types

CONTENT_TYPE = CONTENT_TYPE_LATEST
OTHER = "other"
STATUSES = ("answered", "needs_input", "choose", "no_answer", OTHER)
FAILURES = {
    "RetryAfter": "retry_after",
    "NotSentError": "not_sent",
    "NoAnswerError": "no_answer",
    "ServerError": "server_error",
}
"""What went wrong with a request, by the class of the error; anything else is Telegram's refusal."""
REFUSED = "refused"
UNREADABLE, ENDED_PROCESS = "unreadable", "ended_process"
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600)
_UNKNOWN = float("nan")


class Metrics:
    """
    The figures of one process.

    Whoever does a thing counts it here where it is done; what stands in the database is told when somebody looks.
    """

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = all_ = CollectorRegistry()
        ProcessCollector(registry=all_)
        self.begun = monotonic()
        self.updates = Counter("rulebot_updates", "Updates written down as they came.", registry=all_)
        self.seconds = Histogram(
            "rulebot_update_seconds", "From taking up an update until it is done.", buckets=_SECONDS, registry=all_
        )
        self.failed = Counter("rulebot_updates_failed", "Updates whose answering failed.", registry=all_)
        self._given_up = Counter("rulebot_updates_given_up", "Updates given up for good.", ["why"], registry=all_)
        self._waiting = Gauge("rulebot_updates_waiting", "Updates that wait, of all processes.", registry=all_)
        self._oldest = Gauge("rulebot_oldest_waiting_seconds", "Since when the oldest one waits.", registry=all_)
        self._answers = Counter("rulebot_answers", "Answers sent in chats.", ["status"], registry=all_)
        self._requests = Counter("rulebot_requests", "Requests that Telegram carried out.", ["method"], registry=all_)
        self._failures = Counter("rulebot_request_failures", "Requests that failed.", ["kind"], registry=all_)
        self.doubled = Counter(
            "rulebot_doubled_possible", "Sent again because nothing was heard of the first time.", registry=all_
        )
        self._there = Gauge("rulebot_database_up", "Whether the database answers (1) or not (0).", registry=all_)
        self.outages = Counter("rulebot_database_outages", "Times that the database was away.", registry=all_)
        self.away = Counter("rulebot_database_away_seconds", "Seconds of the outages that are over.", registry=all_)
        self._knowledge = Info("rulebot_knowledge", "Which knowledge base is answered from.", registry=all_)
        self._documents = Gauge("rulebot_knowledge_documents", "Documents in it.", registry=all_)
        self._clauses = Gauge("rulebot_knowledge_clauses", "Clauses in it.", registry=all_)
        self._program = Info("rulebot_program", "Which rulebot this is.", registry=all_)
        self._begin()

    def _begin(self) -> None:
        """Show what has not happened yet as 0, so that its first time is seen as a rise."""
        for status in STATUSES:
            self._answers.labels(status)
        for kind in (*FAILURES.values(), REFUSED):
            self._failures.labels(kind)
        for why in (UNREADABLE, ENDED_PROCESS):
            self._given_up.labels(why)

    def answered(self, status: str) -> None:
        """Count an answer that was sent; without a status it is a page of another kind (help, a list)."""
        self._answers.labels(status or OTHER).inc()

    def given_up(self, why: str) -> None:
        """Count an update that is given up: `UNREADABLE`, or `ENDED_PROCESS` again and again."""
        self._given_up.labels(why).inc()

    @contextmanager
    def request(self, method: str) -> Iterator[None]:
        """Count a request made inside: as carried out, or by what went wrong."""
        try:
            yield
        except Exception as error:
            self._failures.labels(FAILURES.get(type(error).__name__, REFUSED)).inc()
            raise
        self._requests.labels(method).inc()

    def runs(self, version: str) -> None:
        """Tell which rulebot this is."""
        self._program.info({"version": version})

    def knows(self, version: str, documents: int, clauses: int) -> None:
        """Tell which knowledge base is answered from; again whenever it is another one."""
        self._knowledge.info({"version": version})
        self._documents.set(documents)
        self._clauses.set(clauses)

    def waits(self, waiting: int | None, oldest: datetime | None, now: datetime) -> None:
        """Tell what waits in the database; None where it does not say."""
        self._there.set(waiting is not None)
        self._waiting.set(_UNKNOWN if waiting is None else waiting)
        since = max((now - oldest).total_seconds(), 0.0) if oldest else 0.0
        self._oldest.set(_UNKNOWN if waiting is None else since)

    def page(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)


METRICS = Metrics()
"""The figures of this process."""
