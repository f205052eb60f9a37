"""A small campaign that is right, for tests to spoil in one place at a time."""

from collections.abc import Iterable
from pathlib import Path

from bot.campaigns import CampaignErrors, Campaigns, load_campaigns

ROLES = ("governor", "mayor", "council")
RESERVED = frozenset({"STOP", "NEXT"})
PUBLIC_URL = "https://bot.example.org"

GOOD = """\
keyword: TREES
aliases: [ARBOLES]
state: live
languages: [en, es]
targets: [governor, mayor]
stances:
  - division: ocd-division/country:us/state:wa
    place: Washington
    stance: has
    recorded: 2019
    source: {en: The law of 2019, es: La ley de 2019}
words:
  en:
    title: Trees for all
    ask: Plant a tree for every child.
    intro: {sms: We ask for trees., voice: We ask for trees., page: We ask for trees.}
    unknown: {city: this community}
    script:
      greeting:
        sms: "Call {official}, {phone}: I live in {city}, ZIP {zip}."
        voice: "I live in {city}, ZIP {zip}. This is for {official}."
        page: "I live in {city}, ZIP {zip}. This is for {official}."
      opening:
        has:
          sms: "{place} said yes in {since}."
          voice: "{place} said yes in {since}."
          page: "{place} said yes in {since}."
        had: {sms: "In {since} {place} said so.", voice: "In {since} {place} said so.", page: "In {since} {place} said so."}
        unknown: {sms: Say yes., voice: Say yes., page: Say yes.}
      body:
        governor: {sms: "Plant. {link}", voice: Plant., page: Plant.}
        mayor: {sms: "Plant. {link}", voice: Plant., page: Plant.}
    offices:
      governor: {name: the office of the governor, missing: {sms: "None in {state}.", voice: "None in {state}."}}
      mayor: {name: the mayor's office, missing: {sms: "None in {city}.", voice: "None in {city}."}}
    topics:
      - {key: shade, title: Shade, sms: "Trees give shade. {link}", page: Trees give shade.}
    more: {lead: "To follow:", names: [The Tree People]}
    programme: {name: Tree alerts, frequency: 1 msg a month}
  es:
    title: Árboles para todos
    ask: Plante un árbol por cada niño.
    intro: {sms: Pedimos árboles., voice: Pedimos árboles., page: Pedimos árboles.}
    unknown: {city: esta comunidad}
    script:
      greeting:
        sms: "Llame al {phone} ({official}): vivo en {city}, ZIP {zip}."
        voice: "Vivo en {city}, código postal {zip}. Mensaje para {official}."
        page: "Vivo en {city}, código postal {zip}. Mensaje para {official}."
      opening:
        has:
          sms: "{place} dijo que sí en {since}."
          voice: "{place} dijo que sí en {since}."
          page: "{place} dijo que sí en {since}."
        had: {sms: "En {since} {place} dijo sí.", voice: "En {since} {place} dijo sí.", page: "En {since} {place} dijo sí."}
        unknown: {sms: Diga que sí., voice: Diga que sí., page: Diga que sí.}
      body:
        governor: {sms: "Plante. {link}", voice: Plante., page: Plante.}
        mayor: {sms: "Plante. {link}", voice: Plante., page: Plante.}
    offices:
      governor: {name: la gobernación, missing: {sms: "Nada en {state}.", voice: "Nada en {state}."}}
      mayor: {name: la alcaldía, missing: {sms: "Nada en {city}.", voice: "Nada en {city}."}}
    topics:
      - {key: shade, title: Sombra, sms: "Los árboles dan sombra. {link}", page: Los árboles dan sombra.}
    more: {lead: "A quién seguir:", names: [The Tree People]}
    programme: {name: Alertas, frequency: 1 mensaje al mes}
stances_stale_after_years: 10
"""


def spoiled(*changes: tuple[str, str], text: str = GOOD) -> str:
    """The good file with each first piece replaced by the second; a piece must be there."""
    for old, new in changes:
        assert old in text, f"{old!r} is not in the file"
        text = text.replace(old, new, 1)
    return text


def load(folder: Path, files: dict[str, str | bytes]) -> Campaigns:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_campaigns(folder, roles=ROLES, reserved=RESERVED, public_url=PUBLIC_URL)


def problems(folder: Path, files: dict[str, str | bytes]) -> Iterable[str]:
    try:
        load(folder, files)
    except CampaignErrors as errors:
        return [str(problem) for problem in errors.problems]
    return []
