"""Where a visitor is on a campaign's page, as its address says: place, answers, and what they have told. Kept nowhere else."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode
from zlib import crc32

from flask import request

from bot.campaigns import Campaign
from bot.locale import Language
from bot.officials.levels import LEVELS

# What is told of a call, each with its letter in the address; skipped is told to nobody.
LETTERS: Mapping[str, str] = MappingProxyType(
    {"reached": "r", "message": "m", "full": "f", "failed": "b", "wrong": "w", "skipped": "s"}
)
_OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}
_TOLD = re.compile(r"([0-9a-f]{8})([a-z])")
_VISIT = re.compile(r"[A-Za-z0-9_-]{16}")
_REFERRAL = re.compile(r"[A-Za-z0-9._-]{1,32}")
KEPT = ("zip", *LEVELS, "exact", "told", "visit", "ref")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page's address, read. Anybody can write anything there, and is told no more by it than they could ask for.

    chosen, exact: divisions by level, as the visitor named them and as a street address told. told: outcome by the key of an
    official, in the order in which it was told. at: the key of the official whom they want to call next, "" for whoever is
    next. visit: by which their answers are known. referral: the code of who sent them, "" for nobody.
    """

    zip: str
    chosen: Mapping[str, str]
    exact: Mapping[str, str]
    told: Mapping[str, str]
    at: str
    visit: str
    referral: str


def read_visit() -> Visit:
    """The address of this request."""
    asked = request.args
    answers = {str(level): asked[level] for level in LEVELS if asked.get(level)}
    by_address = set(asked.get("exact", "").split("."))
    visit = asked.get("visit", "")
    return Visit(
        zip=asked.get("zip", "").strip(),
        chosen={level: division for level, division in answers.items() if level not in by_address},
        exact={level: division for level, division in answers.items() if level in by_address},
        told={key: _OUTCOMES[letter] for key, letter in _TOLD.findall(asked.get("told", "")) if letter in _OUTCOMES},
        at=asked.get("at", ""),
        visit=visit if _VISIT.fullmatch(visit) else "",
        referral=read_referral(asked.get("ref", "")),
    )


def read_referral(given: str) -> str:
    """The code of who sent a visitor; "" for what is none."""
    return given if _REFERRAL.fullmatch(given) else ""


def as_visit(given: str) -> str:
    """By what the answers of a visit are known: what was given it before, else something new that says nothing of anybody."""
    return given if _VISIT.fullmatch(given) else secrets.token_urlsafe(12)


def official_key(id: str) -> str:
    """A short name of an official in the address."""
    return f"{crc32(id.encode()):08x}"


def told_in_address(told: Mapping[str, str]) -> str:
    """What was told, as the address has it."""
    return "-".join(f"{key}{LETTERS[outcome]}" for key, outcome in told.items())


def kept_values(language: Language) -> dict[str, str]:
    """What the address of a campaign's page holds for this visitor."""
    return {name: value for name, value in request.args.items() if name in KEPT} | {"lang": language}


def page_of(campaign: Campaign, language: Language, changed: Mapping[str, str] = MappingProxyType({})) -> str:
    """The address of a campaign's page for this visitor. `changed`: what is other than in the address now, "" for no more."""
    values = kept_values(language) | dict(changed)
    written = urlencode({name: value for name, value in values.items() if value})
    return f"{request.path}?{written}"
