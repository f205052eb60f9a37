"""Where the next page of a list begins, as it is handed out: signed, so that nobody makes one up, and of one list alone."""

from itsdangerous import BadData, URLSafeSerializer

from bot.runtime import Parts
from bot.web.api.problems import Mistake, Problem
from bot.web.api.shapes import PageWanted


def write_cursor(built: Parts, list_id: str, place: str) -> str:
    """The cursor of a place in a list."""
    return str(_signer(built, list_id).dumps(place))


def read_cursor(built: Parts, list_id: str, wanted: PageWanted) -> str:
    """The place that a request's cursor stands for, "" for the beginning. Raises Problem for one that is none of this list."""
    if not wanted.cursor:
        return ""
    try:
        return str(_signer(built, list_id).loads(wanted.cursor))
    except BadData:
        detail = "this is no cursor of this list; take it from next_cursor of the answer before, or leave it out"
        raise Problem("unfit", detail, [Mistake(pointer="#cursor", detail=detail)]) from None


def _signer(built: Parts, list_id: str) -> URLSafeSerializer:
    return URLSafeSerializer(built.settings.secret_key.get_secret_value(), salt=f"patchline api {list_id}")
