"""What an owner enters of a connection, checked: one way for the page and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.connections.outside_request import LONGEST_ADDRESS, read_url
from bot.connections.receiver_rows import (
    ACTION_NETWORK,
    LONGEST_NAME,
    LONGEST_TAGS,
    PEOPLE_KINDS,
    RECEIVER_KINDS,
    NewReceiver,
)
from bot.notices.notice_kinds import BITS

Fault = Literal[
    "name_wrong", "kind_wrong", "address_wrong", "address_plain", "kinds_none", "key_missing", "numbers_needed", "tags_long"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredReceiver:
    """What was typed."""

    kind: str
    name: str
    address: str
    kinds: Sequence[str]
    with_numbers: bool
    key: str
    tags: str


def check_receiver(entered: EnteredReceiver, own_networks: bool) -> NewReceiver | Mapping[str, Fault]:
    """What is to be entered, or what is wrong, field -> fault. `own_networks`: some of our own may be reached, so that http is
    no mistake by itself: what the name means is looked at as it is asked."""
    faults: dict[str, Fault] = {}
    kind = next((each for each in RECEIVER_KINDS if each == entered.kind), None)
    if kind is None:
        faults["kind"] = "kind_wrong"
    if not 0 < len(entered.name) <= LONGEST_NAME:
        faults["name"] = "name_wrong"
    is_list = kind == "action_network"
    address = entered.address or (ACTION_NETWORK if is_list else "")
    parts = read_url(address)
    if parts is None or len(address) > LONGEST_ADDRESS:
        faults["address"] = "address_wrong"
    elif parts.scheme != "https" and not own_networks:
        faults["address"] = "address_plain"
    kinds = PEOPLE_KINDS if is_list else tuple(each for each in entered.kinds if each in BITS)
    if not kinds:
        faults["kinds"] = "kinds_none"
    if is_list and not entered.key:
        faults["key"] = "key_missing"
    if is_list and not entered.with_numbers:
        faults["with_numbers"] = "numbers_needed"
    if len(entered.tags) > LONGEST_TAGS:
        faults["tags"] = "tags_long"
    if faults or kind is None:
        return faults
    return NewReceiver(
        kind=kind,
        name=entered.name,
        address=address,
        kinds=kinds,
        with_numbers=entered.with_numbers,
        secret=entered.key if is_list else "",
        tags=entered.tags if is_list else "",
    )
