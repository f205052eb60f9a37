"""Where a request comes from: a page of this very server, or one of somebody else."""

from typing import Literal
from urllib.parse import urlsplit

from flask import request

from bot.runtime import parts


def site_of_page() -> Literal["ours", "other", "unknown"]:
    """Whose page posts this. Browsers say it in Sec-Fetch-Site, older ones in Origin; what is no browser need say nothing."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return "ours" if site == "same-origin" else "other"
    origin = request.headers.get("Origin", "null")
    if origin == "null":  # what a page says that sends no referrer, as ours (Fetch standard, "append a request Origin header")
        return "unknown"
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return "other"
    # Behind a proxy the Host may be rewritten; the public address is ours as well.
    return "ours" if host in {request.host, urlsplit(parts().settings.url).netloc} else "other"
