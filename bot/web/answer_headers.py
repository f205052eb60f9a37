"""Headers that every answer has, whoever gives it: pages, webhooks, health."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
ALWAYS: Headers = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]
# A year: browsers come by HTTPS alone from then on.
BY_HTTPS: Headers = [("Strict-Transport-Security", "max-age=31536000")]


def headers_of(public_url: str) -> Headers:
    """Those of a server that is reached there."""
    return ALWAYS + (BY_HTTPS if public_url.startswith("https:") else [])


class AnswerHeaders:
    """The application `app`, whose answers get those of these headers that they have not. `public_url`: where it is reached."""

    def __init__(self, app: "WSGIApplication", public_url: str) -> None:
        self._app, self._more = app, headers_of(public_url)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def begin(status: str, headers: Headers, *error: object) -> Callable[[bytes], object]:
            there = {name.lower() for name, _ in headers}
            headers += [each for each in self._more if each[0].lower() not in there]
            return start(status, headers, *error)  # type: ignore[arg-type]

        return self._app(environ, begin)
