"""A person as lists write them: the name in order, the title before or behind it, and seats that nobody holds. Pure."""

import re
from dataclasses import dataclass

from bot.locale.flaws import flaw
from bot.officials.local.list_cells import read_name
from bot.officials.local.office_names import title_named
from bot.reading.answers import plain_text
from bot.tabular.cells import CellError

# A seat without a member, in plain words. Whatever else is said there, "vacant" is enough.
VACANT = re.compile(r"\b(?:vacant|vacancy|vacante|vacancia)\b")
NOBODY = re.compile(
    r"(?:(?:the|this|currently|seat|position|office) )*"
    r"(?:open|unfilled|unoccupied|empty|not filled|pending|tbd|tba|none|nobody|no one|unknown|n a|na|"
    r"to be (?:determined|decided|appointed|filled|elected|announced|named)|(?:awaiting|pending) appointment|"
    r"por (?:definir|designar|determinar|nombrar|elegir)|pendiente|desocupad[oa]|sin (?:ocupar|titular)|nadie|ningun[oa])"
    r"(?: (?:seat|position|office))*"
)
OFFICE = re.compile(
    r"(?:(?:city|town|village|borough|municipal) (?:hall|offices?|council|building|clerk)|(?:city |town )?council offices?|"
    r"(?:office of )?the mayor|mayor s office|(?:main|general|office) (?:line|office|number)|switchboard|front desk|"
    r"ayuntamiento)"
)
NO_WORD = re.compile(r"[-–—_.?*/()\[\] ]*")
HONORIFIC = r"(?:the|dr|hon|honorable|rev|reverend|mr|mrs|ms|miss|mx)\b\.?"
SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv|v|[23]rd|2nd", re.IGNORECASE)
SUFFIX_BEHIND = re.compile(rf"(?P<name>.+?)\s+(?P<suffix>{SUFFIX.pattern})", re.IGNORECASE)
# What stands behind a name and is no part of it.
BEHIND = re.compile(
    r"esq(?:uire)?|ph ?d|m ?d|j ?d|cpa|rn|mba|ed ?d|[dri]|dem(?:ocrat(?:ic)?)?|rep(?:ublican)?|ind(?:ependent)?|"
    r"non ?partisan|np|dfl|gop|green|appointed|incumbent"
)
PARTICLES = frozenset({"de", "del", "la", "las", "los", "da", "di", "du", "le", "van", "von", "der", "den", "san", "santa"})
TWO_PEOPLE = re.compile(r"\s&\s|\sand\s|[;/]", re.IGNORECASE)
QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCell:
    """Who is named: the name with suffix and nickname, the title as we say it ("" for none). name is "" where nobody holds
    the seat. turned: was the last name written first?"""

    name: str = ""
    title: str = ""
    turned: bool = False


def read_person(written: str) -> PersonCell:
    """Whoever a cell names. Raises CellError for what is no name, or two."""
    text = " ".join(written.translate(QUOTES).split())
    if is_vacant(text):
        return PersonCell()
    titles: list[str] = []
    bare = _without_behind(_without_title(text, titles), titles)
    if not bare:
        return PersonCell()
    first, *others = [part for part in bare.split(",") if part.strip()]
    suffixes = [part.strip() for part in others if SUFFIX.fullmatch(part.strip())]
    others = [part for part in others if not SUFFIX.fullmatch(part.strip())]
    if TWO_PEOPLE.search(bare) or len(others) > 1:
        raise CellError(flaw("cell_two_people", given=repr(written[:60])))
    name = first.strip()
    if others:
        name, suffixes = _turned(name, _without_title(others[0].strip(), titles), suffixes, written)
    if OFFICE.fullmatch(plain_text(name)):
        raise CellError(flaw("cell_office", given=repr(written[:60])))
    if title_named(plain_text(name)):
        raise CellError(flaw("cell_title", given=repr(written[:60])))
    for suffix in suffixes:
        name += f", {suffix}" if suffix.casefold().startswith(("jr", "sr")) or not others else f" {suffix}"
    return PersonCell(name=read_name(name), title=next(iter(titles), ""), turned=bool(others))


def is_vacant(written: str) -> bool:
    """Does a cell say that nobody holds the seat?"""
    said = plain_text(re.split(r"\s+[-–—]\s+|[(,]", written)[0])
    return (
        NO_WORD.fullmatch(written) is not None
        or VACANT.search(plain_text(written)) is not None
        or NOBODY.fullmatch(said) is not None
    )


def _turned(last: str, first: str, suffixes: list[str], written: str) -> tuple[str, list[str]]:
    """The name of "Moss, Ada", and its suffixes. Raises CellError where these may be two people."""
    if found := SUFFIX_BEHIND.fullmatch(last):
        last, suffixes = found["name"], [found["suffix"], *suffixes]
    if len(_whole_words(last)) > 1 and len(_whole_words(first)) > 1 and PARTICLES.isdisjoint(last.casefold().split()):
        raise CellError(flaw("cell_two_people", given=repr(written[:60])))
    return f"{first} {last}", suffixes


def _whole_words(name: str) -> list[str]:
    """The words of a name without initials and nicknames."""
    return [word for word in re.sub(r"\".*?\"|\(.*?\)", " ", name).split() if len(word.strip(".")) > 1]


def _without_title(text: str, titles: list[str]) -> str:
    """A name without what stands before it; titles are added to those found."""
    while True:
        if found := re.match(rf"{HONORIFIC},?\s+(?=\S)", text, re.IGNORECASE):
            text = text[found.end() :]
        elif found_title := _leading_title(text):
            titles.append(found_title[0])
            text = found_title[1]
        else:
            return text


MOST_TITLE_WORDS = 5


def _leading_title(text: str) -> tuple[str, str] | None:
    """The longest title that a name begins with, and the rest of it."""
    words = text.split()
    for count in range(min(MOST_TITLE_WORDS, len(words) - 1), 0, -1):
        if title := title_named(plain_text(" ".join(words[:count]))):
            return title, " ".join(words[count:])
    return None


_TAIL = re.compile(
    r"(?P<name>.+?)(?:\s*,\s*(?P<comma>[^,()]+)|\s+[(\[](?P<bracket>[^()\[\]]+)[)\]]|\s+[-–—]\s+(?P<dash>[^-–—]+))"
)


def _without_behind(text: str, titles: list[str]) -> str:
    """A name without titles, degrees and parties behind it; titles are added to those found."""
    while found := _TAIL.fullmatch(text):
        said = plain_text(found["comma"] or found["bracket"] or found["dash"])
        if title := title_named(said):
            titles.append(title)
        elif not BEHIND.fullmatch(said) or (found["comma"] and " " not in found["name"]):  # "Moss, I." is Ms Moss
            break
        text = found["name"].strip(" ,")
    return text.strip(" ,")
