"""What Twilio's error codes mean to us, besides those that it shares with others (bot/providers/laml/errors.py).

From their error dictionary (https://www.twilio.com/docs/api/errors). It changes; what is not in the table is held, and told.
"""

from bot.providers.laml.errors import SHARED, ErrorMeaning, ErrorMeanings, each_means

MEANINGS: ErrorMeanings = {
    **SHARED,
    # --- The number we text or call ---
    "21211": ErrorMeaning(cause="recipient", sms_reachable=False, voice_reachable=False),  # no phone number
    # Not reachable from our number; no mobile number.
    **each_means(("21612", "21614", "21635"), ErrorMeaning(cause="recipient", sms_reachable=False)),
    # Blocked for this number by what an account may switch on: made-up traffic, its hours of the night, one who sues.
    **each_means(("30450", "30610", "30640"), ErrorMeaning(cause="recipient")),
    "30011": ErrorMeaning(cause="recipient"),  # takes no pictures
    # No number, or one that nobody can call. Not among them is what may be the account's own fault, and ends when that is
    # mended: countries it may not call (13227, 21215), a number it has not verified while on trial (21219), and 21216, which
    # is a blocked number as well as an account without an approved customer profile, that may call nobody at all.
    # https://support.twilio.com/hc/en-us/articles/49801363547675-Error-21216-Number-Is-Blocked-on-Outbound-Calls
    **each_means(("13224", "13225", "21202", "21214", "21217"), ErrorMeaning(cause="recipient", voice_reachable=False)),
    # --- What we say ---
    # A picture's web site does not answer, or not well; it is no picture.
    **each_means(
        ("11205", "11210", "11215", "11220", "11235", "11236", "11237"),
        ErrorMeaning(cause="content", action="pause_broadcast"),
    ),
    "30019": ErrorMeaning(cause="content"),  # too large for this recipient's carrier
    # --- The number or service we send from ---
    "30004": ErrorMeaning(cause="sender"),  # blocked
    # Missing, not ours, not verified, without numbers, takes no texts, or it may not text there.
    **each_means(
        ("21408", "21606", "21608", "21658", "21659", "21660", "21661", "21701", "21703", "21704", "21705", "21712"),
        ErrorMeaning(cause="sender", action="pause_broadcast"),
    ),
    # Toll-free and not verified; of a campaign that is suspended, of none, or not yet of one that the carriers know.
    **each_means(("30032", "30033", "30034", "30035"), ErrorMeaning(cause="sender", action="pause_broadcast")),
    # Not known to one carrier yet, or the recipient's number has just moved to it. Where many meet it, the alert pauses
    # (bot/broadcasts/auto_pause.py).
    "30024": ErrorMeaning(cause="sender", action="retry_later"),
    # --- The account ---
    # Wrong credentials, or it is suspended; not active, may not do it, does not exist, may send nothing.
    **each_means(
        ("20003", "10001", "20005", "20006", "20403", "20404", "30037"), ErrorMeaning(cause="account", action="pause_all")
    ),
    "30010": ErrorMeaning(cause="account", action="pause_broadcast"),  # dearer than the account lets a text be
    # As many in 24 hours as the account may send.
    "63038": ErrorMeaning(cause="account", action="pause_limit"),
    "20429": ErrorMeaning(cause="account", action="back_off"),  # "requests that receive 429 aren't processed"
    # Ten hours of segments, more than the account may have waiting; it waited for longer than it may, and was not sent.
    **each_means(("30001", "30036"), ErrorMeaning(cause="account", action="cool_down")),
    # --- Nobody knows ---
    # Of the way to the carrier. Their page on the second: "failed and not retried to avoid duplicate message delivery".
    **each_means(("30017", "30410", "30500"), ErrorMeaning(action="hold")),
}
