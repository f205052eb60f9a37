"""The single words that are a wish by themselves: the provider's, and ours on top of them."""

from typing import Literal

# "doubt": they may want no more texts, and have to be asked.
Wish = Literal["stop", "doubt", "start", "help"]

EVERYTHING = "*"  # the programme of a stop: every text and call that we start

# The words that providers of texts answer by themselves on most numbers (REVOKE and OPTOUT since 2025); a short code and the
# simulator leave them to us.
PROVIDER_WORDS: dict[str, Wish] = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), "stop"),
    **dict.fromkeys(("START", "YES", "UNSTOP"), "start"),
    **dict.fromkeys(("HELP", "INFO"), "help"),
}
# Ours on top: a Spanish speaker's words, and plain ways to say stop that the provider does not know; one who is asked
# to stop has to, whatever the words (47 CFR 64.1200(a)(10) names "opt out" among them).
OWN_WORDS: dict[str, Wish] = {
    **dict.fromkeys(("OPT OUT", "STOP ALL", "PLEASE STOP", "STOP PLEASE", "PARAR", "ALTO", "NO MAS"), "stop"),
    "AYUDA": "help",
}
