"""What the forms of a campaign's page have in common: what is answered to one on the page, and from where it may come."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, abort, after_this_request, request

from bot.runtime import parts
from bot.web.origin import site_of_page

MAX_BYTES = 4096  # of a form, which has a number or an address of some dozen characters


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswer:
    """What the page says at a form that was sent. `form`: which; `typed`: what stands in it again; `refused`: why it was not
    taken, a sentence; `values`: what else its section shows; `status`: of HTTP."""

    form: str = ""
    typed: str = ""
    refused: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


def do_after_answer() -> None:
    """What a form asks for is done once it is answered, by another thread: so nothing of a number shows in how long it took."""
    look = parts().outbox.look

    @after_this_request
    def look_when_done(response: Response) -> Response:
        response.call_on_close(look)
        return response


def check_sender(taken_from_anywhere: str = "") -> None:
    """Answer only forms of our own pages: else any page could have its readers report an office, or call a stranger.

    `taken_from_anywhere`: the value of the field `form` in one that may come from elsewhere.
    """
    request.max_content_length = MAX_BYTES
    if site_of_page() == "other" and not (taken_from_anywhere and request.form.get("form") == taken_from_anywhere):
        abort(403, "only our own page may send this")
