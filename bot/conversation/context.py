"""What a conversation can ask: the officials, the campaigns, the flows, and how this installation is called."""

from dataclasses import dataclass, field

from bot.broadcasts.previewer import Previewer
from bot.campaign_versions.serving import ServedCampaigns
from bot.campaigns import Campaigns
from bot.conversation.line_history import WellLines
from bot.conversation.reply_budgets import ReplyBudgets
from bot.conversation.taught_intents import TaughtIntents
from bot.engine.flow import Flows
from bot.geocoding import Resolver
from bot.officials.serving import Directories
from bot.rate_limit import RateLimit, RateLimits
from bot.reading.intents import IntentReader
from bot.results.days import Days
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

# Street addresses that one phone may have looked up: room for slips and for a household, none for using this number as a
# geocoder. Callers who withhold their number cannot be told apart, so theirs are for all of them together.
ADDRESS_LOOKUPS = RateLimit(name="address lookups", each="5/hour; 10/day", together="30/hour; 100/day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationContext:
    """Built once by bot/assembly and handed to every turn. `resolver`: None where no street address is asked for; `number` is
    ours, E.164; `url` the public address; `previewer`: for who sends alerts by text; `rate_limits`: of addresses looked up;
    `reply_cap`, `replies_an_hour`: texts that one number is answered; `reply_budgets`: that all of a country are;
    `confirm_stop`: are the provider's own words for stop answered? `days`: by which results are counted; `approve_above`:
    recipients above which an alert is not sent from a phone, 0 for none; `trust_caller_ids`: every caller's number counts as
    theirs; `well_lines` spares asking how lines did."""

    database: Database
    phone_cipher: PhoneCipher
    directories: Directories
    resolver: Resolver | None
    served_campaigns: ServedCampaigns
    flows: Flows
    taught_intents: TaughtIntents
    organization: str
    contact: str
    number: str
    url: str
    previewer: Previewer
    keep_texts_days: int
    keep_conversations_days: int
    rate_limits: RateLimits
    reply_cap: int
    replies_an_hour: int
    reply_budgets: ReplyBudgets
    confirm_stop: bool
    days: Days
    approve_above: int = 0
    erase_at_provider: bool = False
    trust_caller_ids: bool = False
    well_lines: WellLines = field(default_factory=WellLines)

    @property
    def campaigns(self) -> Campaigns:
        """The campaigns, as they are at this moment."""
        return self.served_campaigns.current

    @property
    def intents(self) -> IntentReader:
        """What sentences mean, as it is at this moment."""
        return self.taught_intents.current
