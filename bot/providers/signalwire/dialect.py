"""How SignalWire speaks what it has in common with others. What could not be made sure of is left out: docs/providers.md."""

from bot.providers.laml.dialect import Dialect
from bot.providers.signalwire.errors import MEANINGS

SIGNALWIRE = Dialect(prefix="/signalwire", signature_header="X-SignalWire-Signature", errors=MEANINGS, api_path="api/laml/")
