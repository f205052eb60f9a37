"""What a supporter's words say about being texted. Pure rules; the ledger that keeps the answers is a table in models."""

from typing import Literal

from bot.engine.reading import plain

Wish = Literal["stop", "start", "help"]

EVERYTHING = "*"  # the programme of a stop: every text and call that we start

# Twilio's default lists (support article 223134027, REVOKE and OPTOUT since 2025). The carrier or Twilio answers these
# by itself on most numbers, but a short code and the simulator leave them to us.
CARRIER_WORDS: dict[str, Wish] = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), "stop"),
    **dict.fromkeys(("START", "YES", "UNSTOP"), "start"),
    **dict.fromkeys(("HELP", "INFO"), "help"),
}
# Ours on top: a Spanish speaker's words, and plain ways to say stop that the carrier does not know; one who is asked
# to stop has to, whatever the words (47 CFR 64.1200(a)(10) names "opt out" among them).
OWN_WORDS: dict[str, Wish] = {
    **dict.fromkeys(("OPT OUT", "STOP ALL", "PLEASE STOP", "STOP PLEASE", "PARAR", "ALTO", "NO MAS"), "stop"),
    "AYUDA": "help",
}

_WISHES: dict[str, Wish] = {plain(word): wish for word, wish in (CARRIER_WORDS | OWN_WORDS).items()}


def read_wish(text: str, *, stopped: bool) -> Wish | None:
    """The wish a whole message states, in any case and punctuation; None for everything else.

    YES is a wish to start only for someone who stopped: to anyone else it is an answer to a question.
    """
    word = plain(text)
    if word == "yes" and not stopped:
        return None
    return _WISHES.get(word)
