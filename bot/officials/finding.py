"""What the directory answers: values only. How they come about is in directory.py and settle.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.officials.divisions import STATES
from bot.officials.levels import Level
from bot.officials.records import Official


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionChoice:
    """An answer a supporter can give: the division (or "none"), and what to call it, by language.

    key: what people reply who choose it, where it has a number or a letter of its own, as wards do.
    """

    division: str
    labels: Mapping[str, str]
    key: str = ""


EVERYWHERE = "everywhere"  # the certainty of a seat that is called from anywhere
Question = tuple[Level, tuple[DivisionChoice, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What we found for one role.

    certainty says how we know where they live, as far as this role needs it:
      zip_unique     the ZIP alone settles it
      zip_split      it does not: `choices` while a question is needed; none once the supporter has answered, or where no answer
                     would change anything (nobody on record in any of the places)
      state_only     no homes or no map for this ZIP: its state is all we know, and it is enough
      unknown        it is not enough
      exact_address  a street address settled it
      everywhere     it does not matter: a campaign asks everybody to call this seat

    reason is "" or why something is missing:
      no_such_office  nobody is elected to it there (the District of Columbia has no governor)
      no_record       our data has nobody, not even the office
      no_list         local officials only a local list can name, and there is none
      vacant          the seat has no member
      term_ended      a member's term is over and no successor is on record
      since_election  there has been an election since the record was made, and whoever was elected sits by now
      stale           the records are older than their source's limit (ages.py)
      no_lines        no table says which district a ZIP lies in there
      new_maps        the districts have other lines now than our tables; an address still settles it
      disputed        sources differ on the lines that are in force: neither a ZIP nor an address settles such a district
      not_in_place    they said they live in none of the places that were offered
      po_box, unique, military, abroad, no_area, unknown_zip   the ZIP tells no district and no city (see ZipArea.gap)
    With some of them other officials of the role are still given: the other senator, members at large.

    seat: "held", "vacant", "term_ended" or "unknown" of the seat that the reason is about, else of the officials; "" while it
    is open whose seat it is. as_of: the day of the records. vintage: the lines by which the district was found, "119th
    Congress"; "" for a whole state.
    """

    role: str
    certainty: str
    officials: tuple[Official, ...] = ()
    choices: tuple[DivisionChoice, ...] = ()
    reason: str = ""
    seat: str = ""
    as_of: date | None = None
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Everything found for a ZIP. `states`: codes, most land first; `state`: the one that is settled, "" while open.

    `questions`: what is open, each as its level and choices, the first to be asked first; answer one by calling find again with
    chosen_divisions={level: division}. Where the state is open, that is the only one: the others depend on it. `open`: the
    first.
    `divisions`: level -> division id, for the levels that are settled ("none" for a place: they said so).
    `unmapped`: levels that only a street address can tell, as no table has the lines; there is no choice to offer.
    """

    zip: str
    known: bool
    kind: str
    states: tuple[str, ...]
    city: str
    state: str
    targets: tuple[Target, ...]
    questions: tuple[Question, ...]
    divisions: Mapping[str, str]
    unmapped: tuple[Level, ...] = ()

    @property
    def open(self) -> Question | None:
        """The first question; None where nothing is open."""
        return next(iter(self.questions), None)

    def state_name(self, language: str) -> str:
        """As in a sentence: "Washington", "el Distrito de Columbia"; "" while the state is open or there is none."""
        return STATES[self.state].spoken(language) if self.state else ""
