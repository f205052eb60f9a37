"""Whom the double stands for: the ways of a company that speaks as Twilio does, where they are not Twilio's."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from tests.twilio_double.errors import Shape

Name = Literal["twilio", "signalwire"]


@dataclass(frozen=True, kw_only=True)
class Company:
    """`api`: before "/2010-04-01" in its paths. `refusal`: the shape in which it refuses credentials, or too many requests."""

    api: str
    signature_header: str
    agent: str
    refusal: Shape
    uuids: bool

    def sid(self, kind: str, raw: bytes) -> str:
        """An id of sixteen bytes; `kind` as Twilio begins those of messages and calls."""
        return str(UUID(bytes=raw)) if self.uuids else kind + raw.hex()


COMPANIES: dict[Name, Company] = {
    "twilio": Company(api="", signature_header="X-Twilio-Signature", agent="TwilioProxy/1.1", refusal="twilio", uuids=False),
    # How its refusals look is not documented: a page of HTML is what a client understands least.
    "signalwire": Company(
        api="/api/laml", signature_header="X-SignalWire-Signature", agent="SignalWire", refusal="html", uuids=True
    ),
}
