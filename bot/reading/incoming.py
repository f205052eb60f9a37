"""What a person texted or said, and what can be read out of it: each reading is worked out once, when it is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.reading.answers import (
    AROUND_A_DISTRICT,
    ascii_digits,
    bare_words,
    clean_text,
    find_addresses,
    is_mailbox,
    plain_label,
    plain_text,
    read_address,
    read_digits,
    read_key,
    zip_in_text,
)
from bot.reading.auto_replies import Machine, read_machine
from bot.reading.district_numbers import read_district_number
from bot.reading.home_zip import HomeZip, read_home
from bot.reading.reactions import is_reaction
from bot.reading.wishes import YES, Reading, read_consent


@dataclass(frozen=True)
class IncomingText:
    """What a person texted or said, `raw` as it came. Made once a turn and handed on; equal to another of the same words."""

    raw: str

    def __bool__(self) -> bool:
        return bool(self.clean)

    @cached_property
    def clean(self) -> str:
        """Safe to store: no NUL, no control or direction marks, no white space around it."""
        return clean_text(self.raw)

    @cached_property
    def plain(self) -> str:
        """Comparable: no accents, case, punctuation; words one space apart."""
        return plain_text(self.clean)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of `plain`."""
        return tuple(self.plain.split())

    @cached_property
    def line(self) -> str:
        """`clean` in one line, its digits in ASCII."""
        return " ".join(ascii_digits(self.clean).split())

    @cached_property
    def zip(self) -> str | None:
        """The one five-digit ZIP in it ("ZIP 98402 please", "98402-1234", "9 8 4 0 2", "ninety-eight four-oh-two").

        None when there is none, and when there are two different ones: which of them is home is not ours to guess.
        """
        return zip_in_text(self.line, self.words)

    @cached_property
    def home(self) -> HomeZip | None:
        """The ZIP that it gives as its sender's home, or may give: what counts where nobody asked for one."""
        return read_home(self.line, self.words)

    @cached_property
    def digits(self) -> str | None:
        """All its digits, whatever script they are written in, as ASCII; None when there is none."""
        return read_digits(self.clean)

    @cached_property
    def key(self) -> str | None:
        """The single number it is: "1", "#2", "3.", "two", "twelve", "number 2", "la opción dos"; None for anything else."""
        return read_key(self.words)

    @cached_property
    def pressed(self) -> str | None:
        """The key of a phone that it is: "9" as `key` reads it, or "*"; None for anything else."""
        return self.key or ("*" if self.clean.strip("*") == "" and self.clean else None)

    @cached_property
    def is_pound(self) -> bool:
        """Is it the # key, which only says that somebody is done?"""
        return bool(self.clean) and not self.clean.strip("#")

    @cached_property
    def bare(self) -> str:
        """Without what goes around a district's name: "north" of "the North Ward", "4" of "district four" and "the fourth"."""
        kept = [word for word in self.words if word not in AROUND_A_DISTRICT]
        return read_district_number(kept) or bare_words(kept, ())

    @cached_property
    def address(self) -> str | None:
        """A street address to look up: a house number and at least one word of a street, in one line, without "I live at".

        What follows is taken along as it stands (flat, city, state, ZIP). None for all else, and for more than 120 characters.
        """
        return read_address(self.line)

    @cached_property
    def has_address(self) -> bool:
        """Is there anything in it that may be a street address, also behind other words?"""
        return find_addresses(self.line)

    @cached_property
    def is_mailbox(self) -> bool:
        """Is it a post office box or a rural route: an address that mail can find, and no map?"""
        return self.address is None and is_mailbox(self.plain)

    @cached_property
    def is_reaction(self) -> bool:
        """Is it what a phone sends for a reaction to a message of ours? Nothing in it is said by anybody."""
        return is_reaction(self.line)

    @cached_property
    def machine(self) -> Machine:
        """Whether a machine wrote it: an auto-reply, a carrier's bounce, another bot; "" for a person."""
        return read_machine(self.line, self.plain)

    @cached_property
    def is_yes(self) -> bool:
        """Is it a plain yes?"""
        return self.plain in YES

    @cached_property
    def opt_out(self) -> Reading | None:
        """What it says about being texted, by someone who stopped all texts."""
        return read_consent(self.clean, self.plain)

    def wish(self, *, stopped: bool) -> Reading | None:
        """What it says about being texted; None where it says nothing. YES is a wish to start only for someone who stopped: to
        anyone else it is an answer to a question."""
        return None if self.plain == "yes" and not stopped else self.opt_out

    def label(self, labels: Mapping[str, Iterable[str]]) -> str | None:
        """The one entry whose label it names, whole or in part ("doe" of "Rep. Jane Doe"); None if none or several do."""
        said = self.plain
        named = {value: [plain_label(name) for name in names] for value, names in labels.items()}
        whole = [value for value, names in named.items() if said in names]
        part = [value for value, names in named.items() if any(f" {said} " in f" {name} " for name in names)]
        matches = whole or (part if len(said) >= 3 else [])
        return matches[0] if len(matches) == 1 else None


NOTHING = IncomingText("")
