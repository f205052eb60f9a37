"""How Twilio speaks what it has in common with others."""

from bot.providers.laml.dialect import Dialect
from bot.providers.twilio.errors import MEANINGS

TWILIO = Dialect(
    prefix="/twilio",
    signature_header="X-Twilio-Signature",
    errors=MEANINGS,
    # Twilio repeats a callback that we answered with 503, or not at all: docs/deploy.md says the same of webhooks.
    repeats="#rc=3&rp=5xx,ct,rt",
    zip_classes=("$OOV_CLASS_POSTALCODE", "$OOV_CLASS_DIGIT_SEQUENCE"),
    # The model for numbers speaks no Spanish of the Americas, and a language that a model does not know breaks the call.
    zip_models={"en-US": "numbers_and_commands", "es-US": "experimental_utterances"},
)
