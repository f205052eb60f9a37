"""How the log looks: one line an event, key=value or JSON. Ids and outcomes only; no number, body, address or token."""

import logging
import sys

import structlog


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
    # Twilio's client logs whole requests, numbers and bodies included, at INFO.
    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


def only_warnings() -> None:
    """Log nothing less from now on: for a command that shows in the terminal what goes on."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
