"""What is sent by forms and in addresses, without the one character that PostgreSQL keeps in no text, and that nobody types."""

from collections.abc import Iterable, Mapping

from flask import Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.routing import Map, UnicodeConverter

Sent = str | FileStorage


class TypedValues(ImmutableMultiDict[str, Sent]):
    """Names and values of a form or a query, without zero characters; files as they are."""

    def __init__(self, sent: Mapping[str, Sent] | Iterable[tuple[str, Sent]] | None = None) -> None:
        super().__init__(
            [(name.replace("\0", ""), _typed(value)) for name, value in ImmutableMultiDict(sent).items(multi=True)]
        )


def _typed(value: Sent) -> Sent:
    return value.replace("\0", "") if isinstance(value, str) else value


class TypedRequest(Request):
    """A request whose forms and query are TypedValues."""

    parameter_storage_class = TypedValues


class TypedWord(UnicodeConverter):
    """A part of an address. With a zero character it is none of ours."""

    def __init__(self, map: Map) -> None:
        super().__init__(map)
        self.regex = r"[^/\0]+"
