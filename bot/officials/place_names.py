"""Names of places as the Census Bureau writes them, taken apart: the name people use, and the kind of place."""

import re
from collections.abc import Mapping

# The Census writes what a place is after its name ("Tacoma city"). Longest first: "city" ends many of them.
KINDS = (
    "city and borough",
    "consolidated government",
    "metropolitan government",
    "unified government",
    "metro township",
    "urban county",
    "municipality",
    "corporation",
    "borough",
    "village",
    "city",
    "town",
)
_KIND = re.compile(rf"^(?P<name>.+?) (?P<kind>{'|'.join(KINDS)})(?: \(balance\))?$")

# What people call a place whose Census name is another. The id follows from this name.
NAMES: Mapping[tuple[str, str], str] = {
    ("CA", "El Paso de Robles (Paso Robles) city"): "Paso Robles",
    ("CA", "San Buenaventura (Ventura) city"): "Ventura",
    ("GA", "Macon-Bibb County"): "Macon",
    ("ID", "Boise City city"): "Boise",
    ("KY", "Lexington-Fayette urban county"): "Lexington",
    ("MT", "Anaconda-Deer Lodge County"): "Anaconda",
}


def split_name(state: str, written: str) -> tuple[str, str]:
    """("WA", "Tacoma city") -> ("Tacoma", "city"). Massachusetts has cities named "Agawam Town": they are called Agawam."""
    match = _KIND.match(written)
    name, kind = (match["name"], match["kind"]) if match else (written, "consolidated")
    if state == "MA":
        name = name.removesuffix(" Town")
    return NAMES.get((state, written), name), kind
