"""What is measured, a module each: `application()` makes it. The environment tells it what it needs."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

METER = "/meter"

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def metered(app: Flask) -> Wsgi:
    """The app, and an address that tells how many seconds of CPU its process has used."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != METER:
            return app.wsgi_app(environ, start_response)
        body = str(time.process_time()).encode()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    return application
