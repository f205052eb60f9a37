"""What differs between the companies that speak the same forms and markup: a value each has, light to import."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.providers.laml.errors import ErrorMeanings


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A company's way of it.

    `prefix`: of our webhooks' paths, as "/twilio". `signature_header`: which header of a webhook has its signature. `errors`:
    its table of codes. `repeats`: ends the address of a callback that is to be repeated where we could not take it, "" where
    it cannot be asked for. `api_path`: what stands before "2010-04-01/Accounts" in its API's paths, with a slash at its end.

    Of its recogniser of speech, by language as spoken: `zip_classes`, tokens for what a ZIP code sounds like; `zip_models`, the
    model that hears one best. Without them it chooses.
    """

    prefix: str
    signature_header: str
    errors: ErrorMeanings
    repeats: str = ""
    api_path: str = ""
    zip_classes: tuple[str, ...] = ()
    zip_models: Mapping[str, str] = field(default_factory=dict)

    @property
    def signature_key(self) -> str:
        """The header as WSGI names it."""
        return f"HTTP_{self.signature_header.upper().replace('-', '_')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAccount:
    """Whom an API lets in. `url`: of its host, without a slash at the end; `sid`: the account's id in its paths."""

    url: str
    sid: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAddresses:
    """To whom a webhook has to be, by what is set up: `account`, `numbers` (E.164, short codes) and `services` of numbers,
    whose own numbers are not known here. Empty: not known."""

    account: str = ""
    numbers: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def stranger(self, form: Mapping[str, str]) -> str:
        """What of a webhook is another's: "account" or "number"; "" where it is ours."""
        account = form.get("AccountSid", "")
        if account and self.account and account != self.account:
            return "account"
        ours = form.get("From" if form.get("Direction", "").startswith("outbound") else "To", "")
        service = form.get("MessagingServiceSid", "")
        if not ours or not self.numbers or ours in self.numbers or service in self.services or (self.services and not service):
            return ""
        return "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupSite:
    """What set-up compares an account with: our public address, and our number there (E.164, "" for none).

    `unset`: fields of a number's resource that have to be empty, as an application or a trunk in them comes before webhooks.
    """

    dialect: Dialect
    account: ApiAccount
    public_url: str
    number: str
    unset: tuple[str, ...] = ()
