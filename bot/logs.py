"""The log of the whole program, on standard error: lines for people, or JSON for whoever collects them."""

import json
import logging
import sys
from datetime import datetime

FORMATS = AUTO, TEXT, JSON = "auto", "text", "json"
_OURS = ("bot", "knowledge", "calculators")
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` with its offset, `level`, `logger`, `message`, and `exception` where there is."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        fields = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def configure(level: str, form: str = AUTO) -> None:
    """
    Write what we tell from `level` on to standard error; libraries only warn, for they tell what they were given.

    `form` is `text`, `json`, or `auto`: text for a terminal, JSON for anything else.
    """
    handler = logging.StreamHandler()
    as_json = form == JSON or (form == AUTO and not sys.stderr.isatty())
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
