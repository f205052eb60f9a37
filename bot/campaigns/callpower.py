"""A campaign of CallPower as a draft of ours: what it says in our words, and what has no counterpart here. Facts of it only.

Its JSON comes in two shapes: as its API has given it for years, and as the one of its newer version does.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple, cast

from bot.campaigns.campaign_files import FORM
from bot.campaigns.starting import Answers, start_campaign
from bot.yaml_files.yaml_edit import change_yaml
from bot.yaml_files.yaml_reading import Value, parse_yaml

Json = Mapping[str, object]
LONGEST = 5_000_000  # bytes of a file
TITLE, KEYWORD, MOST_CALLS = 40, 16, 50  # what our campaigns take at most
UNTITLED = "CallPower"

# Kind of campaign and its part -> the roles whom supporters call by where they live.
ROLES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("congress", "both"): ("us_senator", "us_representative"),
    ("congress", "upper"): ("us_senator",),
    ("congress", "lower"): ("us_representative",),
    ("state", "exec"): ("governor",),
    ("state", "both"): ("state_upper", "state_lower"),
    ("state", "upper"): ("state_upper",),
    ("state", "lower"): ("state_lower",),
}
# How officials are ordered there -> whether the upper house comes first.
UPPER_FIRST: Mapping[str, bool] = {"upper-first": True, "lower-first": False}
SHOWN = ("overlay", "replace", "redirect")
SELECTORS: Mapping[str, str] = {"form_sel": "form", "phone_sel": "phone", "location_sel": "location"}

# Field -> why it has no counterpart. What is in neither this table nor READ is told as unknown.
UNTOLD: Mapping[str, str] = {
    "campaign_state": "whom a supporter calls goes by where they live, in whichever state",
    "include_special": "officials who are named are called by everybody, after their own",
    "target_shuffle_chamber": "officials are called in one order",
    "allow_call_in": "whoever calls our number is served: set `hotline: true` for one campaign",
    "allow_intl_calls": "numbers abroad are never called",
    "prompt_schedule": "nobody is called every day; alerts ask people to call",
    "phone_numbers": "numbers of its account: move one to yours, and set it as the sender",
    "assigned_phone_numbers": "numbers of its account: move one to yours, and set it as the sender",
    "status": "it is a draft here until you launch it",
    "status_code": "it is a draft here until you launch it",
    "required_fields": "a form needs phone and ZIP code",
    "crm_sync": "enter the tool in the console, under Connections",
    "crm_id": "enter the tool in the console, under Connections",
    "crm_key": "enter the tool in the console, under Connections",
    "sync_schedule": "connections are told at once",
    "embed.type": "forms and frames both go on",
    "embed.custom_css": "style the form in your own site",
    "embed.custom_js": "no script of others is run; your site can set CallPowerOptions.onSuccess",
    "embed.custom_onload": "no script of others is run; your site can do so itself",
    "embed.phone_display": "set CallPowerOptions.phoneDisplay in your site",
    "embed.redirect": "visitors go to the campaign's page, where the code is asked for",
}
READ = frozenset(
    {
        *("id", "name", "country_code", "campaign_country", "campaign_type", "campaign_subtype", "campaign_language"),
        *("segment_by", "locate_by", "targets", "assigned_targets", "target_ordering", "target_offices", "call_maximum"),
        *("audio_msgs", "audio", "embed", *(f"embed.{name}" for name in (*SELECTORS, "script", "script_display"))),
    }
)
DERIVED = re.compile(r"embed_\w+|\w+_ids|completed_calls|total_sessions|created_time")  # said elsewhere, or counted


class NotCallPower(ValueError):
    """A file that is no campaign of CallPower: what is wrong, and the mend."""


class CallPowerSeat(NamedTuple):
    """A seat that somebody on record holds: its role, its division, and their name."""

    role: str
    division: str
    name: str


# From the key ("us:bioguide:X000000", "" for none) and the name of a target to the seat that they hold, None for nobody.
FindSeat = Callable[[str, str], CallPowerSeat | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A draft. `id`: by which it would be called; `text`: its file; `untold`: what did not come along, each with why."""

    id: str
    text: str
    untold: Sequence[str]


@dataclass(slots=True)
class _Untold:
    found: list[str] = field(default_factory=list)

    def add(self, what: str, why: str) -> None:
        self.found.append(f"{what}: {why}")


def read_campaigns_of_callpower(raw: bytes) -> list[Json]:
    """The campaigns of a file: one, a list of them, or a page of its API. Raises NotCallPower."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotCallPower("is no JSON; save what CallPower's /api/campaign/ID answers") from None
    if isinstance(found, dict) and isinstance(found.get("objects"), list):
        found = found["objects"]
    campaigns = found if isinstance(found, list) else [found]
    for n, each in enumerate(campaigns, 1):
        if not isinstance(each, dict) or type(each.get("id")) is not int or each["id"] < 1 or not _text(each, "name"):
            raise NotCallPower(f"its campaign {n} has no id and name; save what CallPower's /api/campaign/ID answers")
    if not campaigns:
        raise NotCallPower("holds no campaign; save what CallPower's /api/campaign/ID answers")
    return campaigns


def import_campaign(data: Json, *, keyword: str, organization: str, languages: Sequence[str], find_seat: FindSeat) -> Imported:
    """A draft of it. `keyword`: the word that it gets here, "" to make one of its name; `languages`: those a campaign can begin
    in. Raises NotCallPower for one of another country."""
    country = (_text(data, "country_code") or _text(data, "campaign_country") or "us").lower()
    if country != "us":
        raise NotCallPower(f"calls officials of {country.upper()}; only those of the United States are known here")
    untold = _Untold()
    name = _text(data, "name")
    keyword = keyword or _keyword_of(name)
    language = _language(data, languages, untold)
    roles, named = _roles(data, untold), list(_named(data, find_seat, untold))
    title = name if len(name) <= TITLE else f"{name[: TITLE - 1].rstrip()}…"
    if title != name:
        untold.add("name", f"shortened to {TITLE} characters")
    untold.add("the ask", "CallPower has none: the draft says its name there, write what you ask in a sentence")
    worded = tuple(dict.fromkeys((*roles, *(seat.role for seat in named))))
    answers = Answers(
        keyword=keyword, targets=worded, titles={language: title}, asks={language: title}, organization=organization
    )
    text = start_campaign(answers)
    source, _ = parse_yaml("draft.yaml", text, FORM)
    changed: dict[str, Value] = {**source.data, "targets": roles}
    if named:
        changed["named_targets"] = tuple(seat._asdict() for seat in named)
    changed |= _settings(data, untold)
    words = dict(source.mapping("words"))
    words[language] = _words(cast("dict[str, Value]", words[language]), data, worded, untold)
    changed["words"] = words
    changed["callpower"] = _callpower(data, name, untold)
    _tell_others(data, untold)
    return Imported(id=keyword.lower(), text=change_yaml(text, changed, FORM), untold=tuple(untold.found))


def _language(data: Json, languages: Sequence[str], untold: _Untold) -> str:
    asked = _text(data, "campaign_language").lower() or languages[0]
    if asked in languages:
        return asked
    untold.add("campaign_language", f"a campaign cannot begin in {asked}; the draft is in {languages[0]}")
    return languages[0]


def _roles(data: Json, untold: _Untold) -> tuple[str, ...]:
    kind, part, order = (_text(data, name) for name in ("campaign_type", "campaign_subtype", "target_ordering"))
    roles = ROLES.get((kind, part), ())
    if order and UPPER_FIRST.get(order) is False:
        roles = tuple(reversed(roles))
    if order and order not in (*UPPER_FIRST, "in-order"):
        untold.add("target_ordering", f"{order} is not done: officials are called in one order")
    if _text(data, "segment_by") == "custom" or not roles:
        what = " ".join(filter(None, (kind, part))) or "none"
        if not roles and kind not in ("custom", "local"):
            untold.add("campaign_type", f"{what} is nobody whom we know by where a supporter lives")
        untold.add("targets", "everybody calls the same: write the roles that supporters call by where they live, one at least")
        return ()
    return roles


def _named(data: Json, find_seat: FindSeat, untold: _Untold) -> Iterator[CallPowerSeat]:
    seen = set[CallPowerSeat]()
    for each in _list(data, "assigned_targets") or _list(data, "targets"):
        if isinstance(each, list) and each:
            key, name = "", str(each[0])
        elif isinstance(each, dict):
            key, name = _text(each, "key") or _text(each, "uid"), _text(each, "name")
        else:
            continue
        seat = find_seat(key, name)
        if seat is None:
            why = "no official on record is known by that name alone; import a list that has them, and name the seat"
            untold.add(f"target {name or key}", why)
        elif seat not in seen:
            seen.add(seat)
            yield seat


def _settings(data: Json, untold: _Untold) -> dict[str, Value]:
    found: dict[str, Value] = {}
    most = data.get("call_maximum")
    if isinstance(most, int) and most > 0:
        found["most_calls"] = min(most, MOST_CALLS)
    if (offices := _text(data, "target_offices")) == "district":
        found["lines"] = "nearest"
    elif offices:
        untold.add("target_offices", f"{offices} has no counterpart: see `lines`")
    if (how := _text(data, "locate_by")) not in ("", "postal", "address"):
        untold.add("locate_by", f"{how} is not read: a form gives the ZIP code")
    return found


def _words(own: dict[str, Value], data: Json, roles: Sequence[str], untold: _Untold) -> dict[str, Value]:
    """The words of a new campaign with what CallPower's says in their place: its introduction, and its script."""
    for key, said in _audio(data):
        if said.startswith(("http://", "https://", "/")):
            untold.add(key, "a recording: write down what it says")
        elif key == "msg_intro":
            own = {**own, "intro": dict.fromkeys(("sms", "voice", "page"), _without_braces(said, key, untold))}
        else:
            untold.add(key, f'the bot has a sentence of its own there: "{said}"')
    script = _plain(_text(_dict(data, "embed"), "script"))
    if script:
        script = _without_braces(script, "embed.script", untold)
        parts = cast("dict[str, Value]", own["script"])
        body = cast("dict[str, dict[str, Value]]", parts["body"])
        own = {**own, "script": {**parts, "body": {role: {**body[role], "page": script} for role in roles}}}
        untold.add("embed.script", "it is the script on the page now: write it for texts and calls, too")
    return own


def _audio(data: Json) -> Iterator[tuple[str, str]]:
    for key, said in _dict(data, "audio_msgs").items():
        if isinstance(said, str) and said.strip():
            yield key, said.strip()
    for each in _list(data, "audio"):
        chosen = each if isinstance(each, dict) and each.get("selected") and not each.get("hidden") else {}
        if said := _text(chosen, "text_to_speech") or _text(chosen, "file_url"):
            yield _text(chosen, "key"), said


def _callpower(data: Json, name: str, untold: _Untold) -> dict[str, Value]:
    embed = _dict(data, "embed")
    found: dict[str, Value] = {"id": cast("int", data["id"]), "name": name}
    found |= {ours: selector for theirs, ours in SELECTORS.items() if (selector := _text(embed, theirs))}
    shown = _text(embed, "script_display")
    if shown in SHOWN:
        found["shows"] = shown
    elif shown:
        untold.add("embed.script_display", f"{shown} cannot ask for the code: it is asked for in an overlay")
    return found


def _tell_others(data: Json, untold: _Untold) -> None:
    fields = {**data, **{f"embed.{name}": value for name, value in _dict(data, "embed").items()}}
    for name, value in fields.items():
        if value in (None, "", False, [], {}) or name in READ or DERIVED.fullmatch(name):
            continue
        untold.add(name, UNTOLD.get(name, "is nothing that we know of CallPower"))


def _keyword_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return re.sub(r"^[0-9]+|[^A-Z0-9]", "", plain)[:KEYWORD] or UNTITLED.upper()


def _without_braces(said: str, where: str, untold: _Untold) -> str:
    """A text without placeholders of theirs: ours are others, and not at the same places."""
    plain = re.sub(r"\{+[^{}]*\}+|[{}]", "", said)
    if plain != said:
        untold.add(where, "its placeholders are left out: write ours")
    return " ".join(plain.split(" ")).strip()


class _Plain(HTMLParser):
    """Paragraphs and lists of an HTML text, as campaigns write them."""

    BLOCKS = frozenset({"p", "div", "br", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr"})
    SILENT = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in self.SILENT
        self.said.append("\n\n" if tag in self.BLOCKS else "\n- " if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT
        self.said.append("\n\n" if tag in self.BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "-")).strip()


def _text(data: Json, name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


def _list(data: Json, name: str) -> list[object]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _dict(data: Json, name: str) -> dict[str, object]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}
