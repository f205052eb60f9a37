"""Names of places and counties as the Census Bureau writes them, taken apart: the name people use, and the kind."""

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


# How the Census ends the name of a county, or of what has the rank of one -> how its id begins. A city that lies in no county
# (of Virginia, Baltimore, St. Louis) has that of the place that it is.
COUNTY_KINDS: Mapping[str, str] = {
    " County": "county",
    " Parish": "parish",
    " City and Borough": "borough",
    " Borough": "borough",
    " Municipality": "borough",
    " Census Area": "census_area",
    " city": "place",
}
CARSON_CITY = ("NV", "Carson City")  # a city in no county, and its own name
# Connecticut and Rhode Island have counties that elect nobody, and the Census has replaced Connecticut's by regions.
NO_COUNTIES = frozenset({"CT", "RI"})


def split_county(state: str, written: str) -> tuple[str, str]:
    """("WA", "Pierce County") -> ("Pierce", "county"), ("VA", "Fairfax city") -> ("Fairfax", "place"); ("", "") for what
    elects nobody as a county does."""
    if state in NO_COUNTIES:
        return "", ""
    if (state, written) == CARSON_CITY:
        return written, "place"
    kinds = ((end, kind) for end, kind in COUNTY_KINDS.items() if written.endswith(end))
    return next(((written.removesuffix(end), kind) for end, kind in kinds), ("", ""))
