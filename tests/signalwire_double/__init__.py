"""A double of SignalWire for tests and load: the one of Twilio with SignalWire's paths, ids, headers and keys. Holds no test.

    from tests.signalwire_double import running

    with running(callbacks_to="http://127.0.0.1:8000") as double:
        start(**SIGNALWIRE.live | {"signalwire_url": double.url})  # tests/carrier.py

What may be said to it is what tests/twilio_double says. It keeps no list of stops, as SignalWire keeps none. Where its ways are
not documented the double takes the harder one, as a refusal that is no JSON.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.twilio_double import Double
from tests.twilio_double import running as running_double

PROJECT = "0a1b2c3d-4e5f-6789-abcd-ef0123456789"
API_TOKEN = "PT" + "0f" * 24
SIGNING_KEY = "PSK_" + "1e" * 12
NUMBER = "+12065550177"


@contextmanager
def running(**settings: Any) -> Iterator[Double]:
    """A double of its own process, until the end of the block or of the process that started it."""
    known = {
        "company": "signalwire",
        "account": PROJECT,
        "token": API_TOKEN,
        "signing_key": SIGNING_KEY,
        "opt_out": "none",
        "senders": [{"number": NUMBER}],
    }
    with running_double(**{**known, **settings}) as double:
        yield double
