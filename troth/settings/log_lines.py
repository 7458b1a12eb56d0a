"""What a line of the log says: where in the program something broke, and never with which values.

The text of an exception quotes what somebody typed (`invalid literal for int() with base 10: '…'`), and a path may hold the
secret of a link from a mail. So of an exception there are its class and the lines of code it came through, and of a
request its method and the pattern of its address.
"""

from __future__ import annotations

import logging
from traceback import extract_tb, format_list
from types import TracebackType
from typing import Any

type Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

THEN = "  which led to:\n"


class WithoutValues(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if request is None:
            return super().format(record)
        # Django's own words quote the path, or the text of an exception (`django.utils.log.log_response`).
        told = logging.makeLogRecord(record.__dict__)
        told.msg = f"{getattr(record, 'status_code', '')} {request.method} {_address(request)}".lstrip()
        told.args = None
        return super().format(told)

    def formatException(self, ei: Raised) -> str:  # noqa: N802  (logging's own name)
        error, parts = ei[1], []
        while error is not None:
            parts.append(f"{''.join(format_list(extract_tb(error.__traceback__)))}{_named(error)}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return f"\n{THEN}".join(reversed(parts))


def _address(request: Any) -> str:
    """The pattern of the address, as `orders/<token>/`; "…" for one that is nobody's."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "…"


def _named(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
