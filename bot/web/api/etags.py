"""ETags: what stands for an answer as it is, so that a client is told whether it has changed."""

import hashlib

from bot.web.api.problems import Problem
from bot.web.api.shapes import Shape


def etag_of(body: bytes) -> str:
    """The ETag of an answer."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def names_etag(written: str, etag: str) -> bool:
    """Is this one of the ETags that a header names, or does it name any?"""
    named = [each.strip().removeprefix("W/") for each in written.split(",")]
    return etag in named or "*" in named


def check_etag(written: str, shape: Shape) -> None:
    """Raises Problem where a request was made of something that has changed since. `written`: its header If-Match."""
    etag = etag_of(shape.model_dump_json(by_alias=True).encode())
    if etag not in [each.strip() for each in written.split(",")]:
        raise Problem("stale", "It has changed since you read it, or If-Match names no ETag of it; read it again")
