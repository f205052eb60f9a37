"""Why somebody gets no text, as rows, reports and counts name it."""

STOPPED = "stopped"
NOT_TEXTABLE = "not textable"
ERASED = "erased"
