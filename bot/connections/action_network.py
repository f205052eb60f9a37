"""Action Network's people and tags: who joins is a person there with the tags of their campaign, who stops is unsubscribed.

As its API (OSDI, version 2) has it: people are posted to the person signup helper, which finds them again by their number. Each
carries our own id, so that who had themselves erased here, and whose number we do not have any more, is found and unsubscribed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from bot.connections.outside_request import Answered, NoAnswer, Outside, OutsideRequest
from bot.connections.posting_rows import TEST, PostingResult, TakenPosting
from bot.connections.webhook import posting_result
from bot.notices.notice_kinds import JOINED
from bot.storage.encryption import PhoneCipher

MOST_BYTES = 1_000_000
CAMPAIGN = "{campaign}"  # in a tag: the campaign's id
LEFT = "{tag} (left)"  # the tag of who left one campaign's alerts
FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionNetwork:
    """An account there: its address and key, and where our people are told apart from others'."""

    outside: Outside
    address: str
    key: str
    system: str

    def ask(self, path: str, method: str = "GET", body: Mapping[str, object] | None = None) -> Answered | NoAnswer:
        """One request."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "OSDI-API-Token": self.key}
        sent = json.dumps(body).encode() if body is not None else b""
        url = path if path.startswith(self.address) else f"{self.address}{path}"
        return self.outside.ask(
            OutsideRequest(url=url, method=method, headers=headers, body=sent, most_bytes=MOST_BYTES),
        )

    def add_tags(self, tags: Sequence[str]) -> PostingResult:
        """Make the tags that are not there: a person gets no tag that is not."""
        result = PostingResult(status=200)
        for tag in tags:
            result = posting_result(self.ask("/tags", "POST", {"name": tag}))
            if result.error:
                break
        return result

    def identifier(self, supporter: object) -> str:
        """Our id of a supporter, as theirs of other systems are written."""
        return f"{self.system}:{supporter}"


def post_person(outside: Outside, phone_cipher: PhoneCipher, taken: TakenPosting) -> PostingResult:
    """Tell Action Network who joined or stopped."""
    account = ActionNetwork(
        outside=outside,
        address=phone_cipher.decrypt_secret(taken.address).rstrip("/"),
        key=phone_cipher.decrypt_secret(taken.secret),
        system=f"patchline-{phone_cipher.installation}",
    )
    if taken.kind == TEST:
        return posting_result(account.ask("/people?page=1"))
    data: Mapping[str, object] = json.loads(taken.body)["data"]
    if data["source"] == FORGOTTEN:
        return _unsubscribe_forgotten(account, data["supporter"])
    phone = phone_cipher.decrypt_if_ours(taken.phone) if taken.phone else None
    if phone is None:
        return PostingResult(status=200)  # of nobody any more: what follows of it tells of that
    tags = _tags(taken, data)
    made = account.add_tags(tags)
    if made.error:
        return made
    status = "unsubscribed" if taken.kind != JOINED and data["campaign"] is None else "subscribed"
    person: dict[str, object] = {
        "identifiers": [account.identifier(data["supporter"])],
        "phone_numbers": [{"number": phone.lstrip("+"), "status": status}],
    }
    if taken.zip:
        person["postal_addresses"] = [{"postal_code": taken.zip, "country": "US"}]
    if taken.language:
        person["languages_spoken"] = [taken.language]
    return posting_result(account.ask("/people/", "POST", {"person": person, "add_tags": tags}))


def _tags(taken: TakenPosting, data: Mapping[str, object]) -> list[str]:
    """The receiver's tags; those of a campaign only where it is about one."""
    campaign = data["campaign"]
    named = [tag.strip() for tag in taken.tags.splitlines() if tag.strip() and (campaign or CAMPAIGN not in tag)]
    tags = [tag.replace(CAMPAIGN, str(campaign)) for tag in named]
    if taken.kind == JOINED:
        return tags
    return [LEFT.format(tag=tag) for tag in tags] if campaign else []


def _unsubscribe_forgotten(account: ActionNetwork, supporter: object) -> PostingResult:
    ours = quote(f"identifier eq '{account.identifier(supporter)}'")
    found = account.ask(f"/people?filter={ours}")
    result = posting_result(found)
    if result.error or isinstance(found, NoAnswer):
        return result
    try:
        people = json.loads(found.body)["_embedded"]["osdi:people"]
        for person in people:
            numbers = [{"number": each["number"], "status": "unsubscribed"} for each in person["phone_numbers"]]
            address = person["_links"]["self"]["href"]
            result = posting_result(account.ask(address, "PUT", {"phone_numbers": numbers}))
            if result.error:
                return result
    except (ValueError, KeyError, TypeError):
        return replace(result, error="broken")
    return result
