"""From a street address to divisions, through a geocoder on the web; the address goes no further. No officials, no ZIP tables.

To plug in another geocoder, write its dialect (as census.py and geocodio.py do) and name it in RESOLVERS; or write a Resolver.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.config import GeocoderName, Settings
from bot.geocoding import census, geocodio
from bot.geocoding.asking import Geocoder
from bot.geocoding.geocoder import Resolved, Resolver, Unresolved

__all__ = ["RESOLVERS", "Resolved", "Resolver", "Unresolved", "make_resolver"]

Clock = Callable[[], datetime]

RESOLVERS: Mapping[GeocoderName, Callable[[Settings, Clock], Resolver | None]] = {
    "census": lambda settings, clock: Geocoder(census.Census(), settings.geocoder_url or census.URL, clock),
    "geocodio": lambda settings, clock: Geocoder(
        geocodio.Geocodio(settings.geocoder_key), settings.geocoder_url or geocodio.URL, clock
    ),
    "none": lambda settings, clock: None,
}


def make_resolver(settings: Settings, clock: Clock) -> Resolver | None:
    """The resolver of this installation; None where addresses are not to be asked for."""
    return RESOLVERS[settings.geocoder](settings, clock)
