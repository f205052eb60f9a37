"""How the log looks: one line an event, key=value or JSON. Ids and outcomes only; no number, body, address or token."""

import logging
import sys
import traceback
from pathlib import Path

import structlog

OURS = Path(__file__).parent
MOST_FRAMES = 8


def set_up_logs() -> None:
    """Log to standard error: readable in a terminal, JSON elsewhere."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Looked up at every line: a server may open another standard error after the start.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def only_warnings() -> None:
    """Log nothing less from now on: for a command that shows in the terminal what goes on."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def describe_error(error: BaseException) -> dict[str, str]:
    """What of an error may stand in the log, as fields: `error`, its class, and `where`, the way to it.

    `where` is "take_turn.take:120 > database.write:45 > default.do_execute:952": module, function and line of our own places,
    then of the innermost one. No message and no value: these may hold what somebody wrote, or a number.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(OURS)][-MOST_FRAMES:]
    innermost = [frame for frame in frames[-1:] if frame not in ours]
    return {"error": type(error).__name__, "where": " > ".join(map(_place, [*ours, *innermost]))}


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    module = path.parent.name if path.stem == "__init__" else path.stem
    return f"{module}.{frame.name}:{frame.lineno}"
