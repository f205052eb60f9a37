"""Transcripts: a conversation written down as YAML, to be replayed as a test. The phone that does so is in phone.py."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.simulation.phone import LINE_ENDINGS, Heard, Phone
from bot.yaml_files.yaml_nodes import load_yaml

# Who does what: a step of a transcript is one of these, or an expectation. What follows the colon are the arguments.
ACTIONS: dict[str, Callable[..., Heard]] = {
    "they text": lambda phone, words="", times="1": phone.text(words * int(times)),  # ["😀", 1600]: one text of so many
    "they send a photo": lambda phone, words="": phone.text(words, NumMedia="1"),
    "they dial": lambda phone, how="": phone.dial(withheld=how == "withheld"),
    "they answer": lambda phone, _="": phone.answer(),
    "they let it ring": lambda phone, status="": phone.decline(status or "no-answer"),
    "the next ring fails": lambda phone, how="": phone.refuse(voice_reachable=how != "for good"),
    "they press": lambda phone, keys: phone.press(keys),
    "they say": lambda phone, words: phone.say(words),
    "they are silent": lambda phone, _="": phone.be_silent(),
    "the line is": lambda phone, outcome, seconds="95": phone.line(outcome, int(seconds)),
    "they hang up": lambda phone, _="": phone.hang_up(),
    "alerts go out": lambda phone, _="": phone.get_alerts(),
}

# What is looked at: each of the words must be in what came back to the last action (`nothing`: no word came back).
EXPECTATIONS = ("bot", "bot does not say", "bot texts", "bot rings", "line rings", "bot hangs up")
CLOCK = "it is"  # sets the clock, ISO 8601
CODE = "<code>"  # in an action's words: the one-time code that was said last
NOW = "2026-11-23T18:00:00+00:00"


@dataclass(frozen=True, slots=True)
class TranscriptStep:
    """One step of a transcript: an action or an expectation, with its words."""

    what: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A conversation: what it shows, when it begins (ISO 8601), its steps.

    `campaigns`: the ids of the campaigns there are, none for those that ship; `lists`: the local lists that are imported;
    `number`: whose phone, empty for any; `organizer`: the campaign whose organizer that is; `contact`: the campaign whose
    alerts they want, as a list says; `geocoder`: can street addresses be looked up? `person`: where a person answers.
    """

    about: str
    now: str
    campaigns: tuple[str, ...]
    number: str
    geocoder: bool
    steps: tuple[TranscriptStep, ...]
    lists: tuple[str, ...] = ()
    organizer: str = ""
    contact: str = ""
    person: str = ""


class Mismatch(AssertionError):
    """The conversation went another way than written."""


def read_transcript(text: str) -> Transcript:
    """A transcript from its YAML.

    Raises ValueError for a step that is neither an action nor an expectation.
    """
    data = load_yaml(text)
    steps = []
    for number, entry in enumerate(data["conversation"], 1):
        what, words = next(iter(entry.items()))
        if what not in (known := (*ACTIONS, *EXPECTATIONS, CLOCK)):
            raise ValueError(f"step {number}: `{what}` is not one of {', '.join(known)}")
        values = words if isinstance(words, list) else [words]
        steps.append(TranscriptStep(what, tuple("" if value is None else str(value) for value in values)))
    return Transcript(
        about=data["about"],
        now=str(data.get("now", NOW)),
        campaigns=tuple(data.get("campaigns", ())),
        number=data.get("number", ""),
        geocoder=data.get("geocoder", False),
        steps=tuple(steps),
        lists=tuple(data.get("lists", ())),
        organizer=data.get("organizer", ""),
        contact=data.get("contact", ""),
        person=data.get("person", ""),
    )


def replay_transcript(phone: Phone, steps: Sequence[TranscriptStep], set_clock: Callable[[str], None]) -> None:
    """Go through a conversation as written.

    Raises Mismatch at the first step that came differently, with all that was said up to there.
    """
    heard, so_far = Heard(), []
    for number, step in enumerate(steps, 1):
        so_far.append(f"{step.what}: {' | '.join(step.words)}"[:160])
        problem = ""
        if step.what == CLOCK:
            set_clock(step.words[0])
            phone.wait()
        elif step.what in ACTIONS:
            heard = ACTIONS[step.what](phone, *(word.replace(CODE, phone.code) for word in step.words))
            so_far += [f"    > {said}" for said in heard.said] + ([f"    > (rings {heard.rings})"] if heard.line else [])
            problem = "" if heard.status < 300 else f"the bot answers with status {heard.status}"
        else:
            problem = _differs(phone, step, heard)
        if problem:
            raise Mismatch(f"step {number}: {problem}\n" + "\n".join(so_far))


def _differs(phone: Phone, step: TranscriptStep, heard: Heard) -> str:
    match step.what:
        case "line rings":
            return "" if heard.rings == step.words[0] else f"the line {heard.rings or 'of nobody'} rings"
        case "bot hangs up":
            return "" if heard.raw and not heard.goes_on else "the call goes on"
        case "bot rings":
            return "" if phone.rings else "the bot does not ring"
        case "bot texts":
            return _lacks("\n".join(phone.messages()), step.words)
        case "bot does not say":
            said = [words for words in step.words if _folded(words) in _folded(heard.text)]
            return f"said: {said}" if said else ""
        case _:
            return _lacks(heard.text, step.words)


def _lacks(said: str, expected: Sequence[str]) -> str:
    if list(expected) == ["nothing"]:
        return f"something was said: {said}" if said else ""
    plain = _folded(said)
    missing = [words for words in expected if _folded(words) not in plain]
    return f"not said: {missing}; said: {said!r}" if missing else ""


def _folded(text: str) -> str:
    return " ".join(text.split())


def write_transcript(about: str, steps: Sequence[TranscriptStep]) -> str:
    """The YAML of a transcript."""
    entries: list[dict[str, object]] = []
    for step in steps:
        words = [LiteralScalarString(word) if "\n" in word else word for word in step.words]
        entries.append({step.what: words if len(words) > 1 else words[0] if words else None})
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump({"about": about, "conversation": entries}, out)
    return out.getvalue()


def step_meant(typed: str, phone: Phone) -> tuple[str, ...]:
    """What a line typed in the terminal means, as an action and its words: on a call keys or words said, else a text."""
    if phone.rings and typed in RINGS:
        return (RINGS[typed],)
    if not phone.calls:
        return "they text", typed
    if typed in CALLS:
        return (CALLS[typed],)
    if typed in LINE_ENDINGS:
        return "the line is", typed
    if typed.startswith("say "):
        return "they say", typed.removeprefix("say ")
    return "they press", typed


RINGS = {"answer": "they answer", "let it ring": "they let it ring"}
CALLS = {"silence": "they are silent", "hang up": "they hang up"}


def expected_steps(heard: Heard) -> Iterator[TranscriptStep]:
    """What came back, as the steps that will demand it again."""
    yield TranscriptStep("bot", tuple(heard.said) or ("nothing",))
    if heard.line:
        yield TranscriptStep("line rings", (heard.rings,))
