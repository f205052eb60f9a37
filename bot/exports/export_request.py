"""What somebody asks to have as a file: of what, in whose columns, which rows, in which format. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Literal, cast, get_args

from bot.locale import LANGUAGES
from bot.people.supporter_search import STATES, UNKNOWN_LANGUAGE, State, read_place
from bot.tabular.saved_tables import FILE_KINDS, FileKind

What = Literal["supporters", "outcomes", "alerts", "deliveries", "consents"]
WHATS: tuple[What, ...] = get_args(What)
# Whose columns: ours, or named as the imports of another program want them.
Program = Literal["", "action-network", "van"]
PROGRAMS: tuple[Program, ...] = get_args(Program)
FOR_PROGRAMS: Collection[What] = ("supporters", "outcomes")

# Which rows may be asked for: by what a supporter is, or by when something happened.
BY_PERSON, BY_DAY = ("place", "campaign", "state", "language"), ("campaign", "first", "last")
FILTERS: Mapping[What, Collection[str]] = {what: BY_PERSON if what == "supporters" else BY_DAY for what in WHATS}
CHOICES: Mapping[str, Collection[str]] = {
    "what": WHATS,
    "kind": FILE_KINDS,
    "program": PROGRAMS,
    "state": STATES,
    "language": ("", UNKNOWN_LANGUAGE, *LANGUAGES),
}

Wrong = Literal["no_choice", "no_day", "no_layout", "no_filter", "no_place", "not_agreed", "days"]


class RequestError(ValueError):
    """What somebody asks for cannot be had: the field that is wrong, and what is wrong with it."""

    def __init__(self, field: str, wrong: Wrong) -> None:
        super().__init__(field, wrong)
        self.field, self.wrong = field, wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """`place`: as supporter_search.read_place() reads it. `campaign`: an id; `state`, `language` as SupporterFilter has them.
    `first`, `last`: days of the organization, both included. What is empty asks for all."""

    what: What
    kind: FileKind = "csv"
    program: Program = ""
    campaign: str = ""
    place: str = ""
    state: State = ""
    language: str = ""
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        """Raises RequestError for what no file is made of."""
        if self.program and self.what not in FOR_PROGRAMS:
            raise RequestError("program", "no_layout")
        for name in self._filters():
            if name not in FILTERS[self.what]:
                raise RequestError(name, "no_filter")
        if read_place(self.place) is None:
            raise RequestError("place", "no_place")
        if self.first and self.last and self.first > self.last:
            raise RequestError("last", "days")
        # Whoever is uploaded there is signed up there: nobody who was only asked here, or left.
        if self.what == "supporters" and self.program == "action-network" and self.state not in ("", "active", "stopped"):
            raise RequestError("state", "not_agreed")

    def _filters(self) -> dict[str, str]:
        written = {name: str(getattr(self, name) or "") for name in dict.fromkeys((*BY_PERSON, *BY_DAY))}
        return {name: value for name, value in written.items() if value}

    def as_words(self) -> dict[str, str]:
        """What read_request() reads."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def in_words(self) -> str:
        """For the log of acts: "csv for van: place WA", "xlsx: all"."""
        program = f" for {self.program}" if self.program else ""
        return f"{self.kind}{program}: {', '.join(f'{name} {value}' for name, value in self._filters().items()) or 'all'}"

    def file_name(self, now: datetime) -> str:
        """What the file is called."""
        program = f"-{self.program}" if self.program else ""
        return f"{self.what}{program}-{now:%Y-%m-%d}.{self.kind}"


def read_request(written: Mapping[str, str]) -> ExportRequest:
    """What a form, a command or a row says by the names of the fields; a day as 2026-11-23. Raises RequestError."""
    words = {each.name: written.get(each.name, "") for each in fields(ExportRequest)}
    for name, choices in CHOICES.items():
        if words[name] not in choices:
            raise RequestError(name, "no_choice")
    return ExportRequest(
        what=cast(What, words["what"]),
        kind=cast(FileKind, words["kind"]),
        program=cast(Program, words["program"]),
        campaign=words["campaign"],
        place=words["place"],
        state=cast(State, words["state"]),
        language=words["language"],
        first=_day("first", words["first"]),
        last=_day("last", words["last"]),
    )


def _day(name: str, written: str) -> date | None:
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise RequestError(name, "no_day") from None
    if not 2000 <= day.year < 2100:  # so that moments around it are some
        raise RequestError(name, "no_day")
    return day
