"""Log records as JSON lines.  Personal data never enters a log: messages carry ids."""

import json
import logging
import traceback

from sen.kernel.correlation import current_id


class JsonFormatter(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a JSON object with time, level, logger, message, correlation id and traceback."""
        line: dict[str, object] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "id": current_id(),
        }
        if record.exc_info:
            line["trace"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False)
