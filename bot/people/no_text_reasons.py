"""Why somebody gets no text, whatever it says, as rows and reports name it. More for alerts: broadcasts/eligibility.py."""

STOPPED = "stopped"
NOT_TEXTABLE = "not textable"
ERASED = "erased"
UNREADABLE = "unreadable"  # another PHONE_KEY encrypted their number
