"""The log: one line of JSON for each event, without anybody's secrets.

Nothing is logged that is somebody's, and what comes in by way of an error (an address
in a database's complaint, a link in a path) is blotted out on its way.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime

OURS = ("app", "auction", "web")
SECRETS = (
    (
        re.compile(
            r"(?<=/invitations/)[\w-]+|(?<=/address/|/welcome/)[\w-]+|(?<=/forgotten/)[\w-]+"
        ),
        "...",
    ),
    (re.compile(r"[^\s@<>\"'(),;:=]+@[\w.-]+"), "...@..."),
    (
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"),
        "IBAN",
    ),
    (re.compile(r"\$argon2\S+"), "$argon2..."),
)

log = logging.getLogger(__name__)


def begin(level: str) -> None:
    """Write what this process logs to its standard error, from a level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    threading.excepthook = _note_crash


class JsonLines(logging.Formatter):
    """One event, one line: line ends and control characters are escaped by JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "from": record.name,
            "message": blotted(record.getMessage()),
        }
        if record.exc_info:
            event["traceback"] = blotted(self.formatException(record.exc_info))
        return json.dumps(event)


def blotted(text: str) -> str:
    """Return a text without the secrets that may have got into it."""
    for secret, blot in SECRETS:
        text = secret.sub(blot, text)
    return text


def _note_crash(crash: threading.ExceptHookArgs) -> None:
    if crash.exc_value is not None and crash.exc_type is not SystemExit:
        name = crash.thread.name if crash.thread else "?"
        log.error("The thread %s has died", name, exc_info=crash.exc_value)
