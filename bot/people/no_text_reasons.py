"""Why somebody gets no text, whatever it says, as rows and reports name it. More for alerts: broadcasts/eligibility.py."""

STOPPED = "stopped"
IN_DOUBT = "in doubt"  # asked whether they want no more texts, and have not said
NOT_TEXTABLE = "not textable"
ERASED = "erased"
NO_ZONE = "no zone"  # nobody knows what time it is where they live
UNREADABLE = "unreadable"  # another PHONE_KEY encrypted their number


def text_refusals(*, readable: bool, stopped: bool, in_doubt: bool, sms_reachable: bool, zone: str | None) -> tuple[str, ...]:
    """All that keeps texts which we start from somebody, the gravest first; none where they may be texted.

    `readable`: is their number known, and encrypted with our key?
    """
    holds = {STOPPED: stopped, IN_DOUBT: in_doubt, UNREADABLE: not readable, NOT_TEXTABLE: not sms_reachable, NO_ZONE: not zone}
    return tuple(reason for reason, found in holds.items() if found)
