"""What SignalWire's error codes mean to us, besides those that it shares with others (bot/providers/laml/errors.py).

From its list of codes (https://developer.signalwire.com/rest/compatibility-api/overview/error-codes) and its page on messages
that do not arrive. A code that both name may mean another thing: 30001 is a queue that is full elsewhere, here a text that
waited in one for too long.
"""

from bot.providers.laml.errors import SHARED, ErrorMeaning, ErrorMeanings, each_means

MEANINGS: ErrorMeanings = {
    **SHARED,
    # --- The number we text or call ---
    "21217": ErrorMeaning(cause="recipient", sms_reachable=False, voice_reachable=False),  # no phone number, for both
    "30001": ErrorMeaning(action="retry_once"),  # it waited in the queue for longer than it may (four hours)
    # Blocked, or opted out: which of them is not told, so that nobody is taken for one who said stop.
    "30004": ErrorMeaning(cause="recipient"),
    # --- What we say ---
    "53603": ErrorMeaning(cause="content", action="pause_broadcast"),  # a picture that cannot be worked with
    # --- The number we send from ---
    # Not verified, takes no texts, not among those of a campaign that the carriers know.
    **each_means(("21210", "21601", "21717"), ErrorMeaning(cause="sender", action="pause_broadcast")),
    # --- The account ---
    # A trial or a plan that may not do it, no money, suspended.
    **each_means(("10001", "10002", "4001"), ErrorMeaning(cause="account", action="pause_all")),
    "21219": ErrorMeaning(cause="account", action="pause_broadcast"),  # a trial texts numbers that were verified, and no others
}
