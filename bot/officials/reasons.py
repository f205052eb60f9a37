"""Why an office has nobody to call, in words: one row a reason, for the terminal, for a text or a call, and for the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.officials.finding import Target

OPEN = "open"  # not a reason of the directory's: a question waits for its answer, and nothing is guessed


@dataclass(frozen=True, slots=True)
class Reason:
    """The words for one reason; `said` and `page`, by language, may name {place}, {office} and {zip}."""

    terminal: str
    said: Mapping[str, str]
    page: Mapping[str, str]


# Where a campaign says it in its own words, as it knows who else can help; and where a conversation never comes to it, as it
# asks for another ZIP code first.
NOTHING: Mapping[str, str] = {}

REASONS: Mapping[str, Reason] = {
    OPEN: Reason(
        "a question is open",
        {
            "en": "Which one is yours depends on where in {zip} you live: {office}. Text MOVE {zip} to choose.",
            "es": "Depende de en qué parte de {zip} vive usted: {office}. Envíe MUDAR {zip} para elegir.",
        },
        {
            "en": "Answer the question above, and we can tell you.",
            "es": "Responda la pregunta de arriba y se lo podremos decir.",
        },
    ),
    "no_such_office": Reason(
        "nobody is elected to this office there",
        {
            "en": "{place} elects nobody to {office}.",
            "es": "{place} no elige a nadie para {office}.",
        },
        {
            "en": "There is no such office where you live.",
            "es": "Donde usted vive no existe este cargo.",
        },
    ),
    "not_in_place": Reason(
        "outside the places on record",
        {
            "en": "You told us that you live outside city limits, so there is no number for {office}.",
            "es": "Usted nos dijo que vive fuera de los límites de la ciudad: no hay número para {office}.",
        },
        {
            "en": "You told us that you live in none of these places, so this office is not yours to call.",
            "es": "Nos dijo que no vive en ninguno de estos lugares, así que no le corresponde llamar a esta oficina.",
        },
    ),
    "vacant": Reason(
        "the seat has no member on record",
        {
            "en": "The seat is vacant now: {office}.",
            "es": "El cargo está vacante ahora: {office}.",
        },
        {
            "en": "The seat is vacant now.",
            "es": "El cargo está vacante.",
        },
    ),
    "term_ended": Reason(
        "a term is over and no successor is on record",
        {
            "en": "We do not know yet who was elected to {office}.",
            "es": "Aún no sabemos a quién se eligió para {office}.",
        },
        {
            "en": "The term of the person on record is over, and we know of no successor.",
            "es": "El mandato de la persona registrada ha terminado y no conocemos a quien le sucede.",
        },
    ),
    "since_election": Reason(
        "elected anew since our records were made: not known who sits there now",
        {
            "en": "There was an election since our list was made, so we cannot say who sits now in {office}.",
            "es": "Hubo elecciones desde que se hizo nuestra lista: no sabemos quién ocupa ahora {office}.",
        },
        {
            "en": "There was an election since our list was made, so we cannot say who holds the seat now.",
            "es": "Hubo elecciones desde que se hizo nuestra lista, así que no sabemos quién ocupa ahora el escaño.",
        },
    ),
    "stale": Reason(
        "the data is too old to name anyone; run: flask data update",
        {
            "en": "Our list is too old to say who sits now in {office}.",
            "es": "Nuestra lista es demasiado antigua para decir quién ocupa ahora {office}.",
        },
        {
            "en": "Our list is too old to say who holds the seat now.",
            "es": "Nuestra lista es demasiado antigua para decir quién ocupa ahora el escaño.",
        },
    ),
    "new_maps": Reason(
        "the districts have new lines: only an address tells which",
        {
            "en": "The districts of {place} have new lines, and {zip} alone does not tell which is yours: {office}.",
            "es": "Los distritos de {place} cambiaron y {zip} por sí solo no dice cuál es el suyo: {office}.",
        },
        {
            "en": "The districts have new lines, and a ZIP code alone does not tell which one is yours.",
            "es": "Los distritos cambiaron, y un código postal por sí solo no dice cuál es el suyo.",
        },
    ),
    "no_lines": Reason(
        "no table tells which district this ZIP lies in",
        {
            "en": "We have no map that tells which district {zip} lies in: {office}.",
            "es": "No tenemos un mapa que diga en qué distrito está {zip}: {office}.",
        },
        {
            "en": "We have no map that tells which district this ZIP code lies in.",
            "es": "No tenemos un mapa que diga en qué distrito está este código postal.",
        },
    ),
    "po_box": Reason(
        "a ZIP of PO boxes: it tells no district and no city",
        {
            "en": "{zip} is a ZIP code of PO boxes, so it does not tell where you live. Text MOVE and your home ZIP code.",
            "es": "{zip} es de apartados de correo y no dice dónde vive. Envíe MUDAR y el ZIP de su casa.",
        },
        {
            "en": "This ZIP code is for post office boxes, so it does not tell where you live. Try the ZIP code of your home.",
            "es": "Este código postal es de apartados de correo y no dice dónde vive. Pruebe con el de su casa.",
        },
    ),
    "unique": Reason(
        "a ZIP of one organization: it tells no district and no city",
        {
            "en": "{zip} is one organization's ZIP code, so it does not tell where you live. Text MOVE and your home ZIP code.",
            "es": "{zip} es de una sola organización y no dice dónde vive. Envíe MUDAR y el ZIP de su casa.",
        },
        {
            "en": "This ZIP code belongs to one organization, so it does not tell where you live. Try the one of your home.",
            "es": "Este código postal es de una sola organización y no dice dónde vive. Pruebe con el de su casa.",
        },
    ),
    "military": Reason(
        "a military post: it tells no state",
        NOTHING,
        {
            "en": "This ZIP code is for military mail and belongs to no state. Try the ZIP code of your home in the country.",
            "es": "Este código postal es de correo militar y no es de ningún estado. Pruebe con el de su casa en el país.",
        },
    ),
    "abroad": Reason(
        "a country of its own, served by the US post office",
        NOTHING,
        {
            "en": "This ZIP code lies in a country of its own, which elects nobody here. Try the one where you vote.",
            "es": "Este código postal está en otro país, que aquí no elige a nadie. Pruebe con el del lugar donde vota.",
        },
    ),
    "no_area": Reason(
        "no map has this ZIP: it tells no district and no city",
        {
            "en": "We have no map of {zip}, so we can tell only who represents the whole state.",
            "es": "No tenemos un mapa de {zip}; solo sabemos quién representa a todo el estado.",
        },
        {
            "en": "We have no map of this ZIP code, so we can tell only who represents the whole state.",
            "es": "No tenemos un mapa de este código postal; solo sabemos quién representa a todo el estado.",
        },
    ),
    "no_record": Reason("nobody on record", NOTHING, NOTHING),
    "no_list": Reason("no local list has been loaded", NOTHING, NOTHING),
    "unknown_zip": Reason("no such ZIP in use", NOTHING, NOTHING),
}


def why_missing(target: Target, form: str) -> Mapping[str, str]:
    """Why there is nobody to call for a target, by language, as a `page` shows it or else as it is said; empty where a campaign
    has its own words for that."""
    reason = REASONS.get(OPEN if target.choices else target.reason)
    if reason is None:
        return NOTHING
    return reason.page if form == "page" else reason.said
