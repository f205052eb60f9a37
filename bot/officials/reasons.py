"""Why an office has nobody to call: one row a reason, for the terminal. What people read is in the catalogues of bot/locale."""

from collections.abc import Mapping

from bot.locale import has_phrase, phrase
from bot.officials.finding import Target

OPEN = "open"  # not a reason of the directory's: a question waits for its answer, and nothing is guessed

# reason -> what `flask officials find` says.
REASONS: Mapping[str, str] = {
    OPEN: "a question is open",
    "no_such_office": "nobody is elected to this office there",
    "not_in_place": "outside the places on record",
    "vacant": "the seat has no member on record",
    "term_ended": "a term is over and no successor is on record",
    "since_election": "elected anew since our records were made: not known who sits there now",
    "stale": "the data is too old to name anyone; run: flask data update",
    "new_maps": "the districts have new lines: only an address tells which",
    "disputed": "the lines of the districts are disputed: nothing tells for sure which",
    "no_lines": "no table tells which district this ZIP lies in",
    "po_box": "a ZIP of PO boxes: it tells no district and no city",
    "unique": "a ZIP of one organization: it tells no district and no city",
    "military": "a military post: it tells no state",
    "abroad": "a country of its own, served by the US post office",
    "no_area": "no map has this ZIP: it tells no district and no city",
    "no_record": "nobody on record",
    "no_list": "no local list has been loaded",
    "unknown_zip": "no such ZIP in use",
}


def why_missing(target: Target, form: str, language: str) -> str:
    """Why there is nobody to call for a target, as a `page` shows it or else as it is said, with {place}, {office} and {zip};
    "" where a campaign says it in its own words, as it knows who else can help."""
    key = f"reason.{OPEN if target.choices else target.reason}.{'page' if form == 'page' else 'said'}"
    return phrase(key, language) if has_phrase(key) else ""
