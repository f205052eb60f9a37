"""What each export holds: a row for each kind of data and whose columns it is in. And how one is written into a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bot.exports import alert_rows, call_rows, consent_rows, supporter_rows
from bot.exports.export_request import ExportRequest, Program, What
from bot.exports.row_pages import ExportSource
from bot.tabular.saved_tables import Row, save_table

NOTE_EVERY = 5000  # rows


@dataclass(frozen=True, slots=True)
class Layout:
    """The headings, and what gives the rows."""

    columns: Sequence[str]
    rows: Callable[[ExportSource, ExportRequest], Iterator[Row]]


LAYOUTS: Mapping[tuple[What, Program], Layout] = {
    ("supporters", ""): Layout(supporter_rows.COLUMNS, supporter_rows.supporter_rows),
    ("supporters", "action-network"): Layout(supporter_rows.FOR_ACTION_NETWORK, supporter_rows.supporters_for_action_network),
    ("supporters", "van"): Layout(supporter_rows.FOR_VAN, supporter_rows.supporters_for_van),
    ("outcomes", ""): Layout(call_rows.COLUMNS, call_rows.call_rows),
    ("outcomes", "action-network"): Layout(call_rows.FOR_ACTION_NETWORK, call_rows.calls_for_action_network),
    ("outcomes", "van"): Layout(call_rows.FOR_VAN, call_rows.calls_for_van),
    ("alerts", ""): Layout(alert_rows.ALERT_COLUMNS, alert_rows.alert_rows),
    ("deliveries", ""): Layout(alert_rows.DELIVERY_COLUMNS, alert_rows.delivery_rows),
    ("consents", ""): Layout(consent_rows.COLUMNS, consent_rows.consent_rows),
}


class TooManyRows(Exception):
    """There are more rows than were allowed: what is in the file is a part."""


def write_export(
    source: ExportSource,
    request: ExportRequest,
    file: BinaryIO,
    most: int | None = None,
    note: Callable[[int], None] = lambda _: None,
) -> int:
    """Write what is asked for into a file; gives how many rows it has. `note` is told now and then how many there are
    so far.

    Memory does not grow with the rows, and nothing is held between two pages of them. Raises TooManyRows where there are more
    than `most`.
    """
    layout = LAYOUTS[request.what, request.program]

    def watched(rows: Iterable[Row]) -> Iterator[Row]:
        for count, row in enumerate(rows, 1):
            if most is not None and count > most:
                raise TooManyRows
            if count % NOTE_EVERY == 0:
                note(count)
            yield row

    return save_table(file, request.kind, layout.columns, watched(layout.rows(source, request)), request.what)
