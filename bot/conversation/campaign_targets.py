"""Whom a campaign calls at a place: its targets there, who is named, and no more than it asks of one supporter.

Everything that shows or calls officials of a campaign asks here, so that a page, a preview and a call list name the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.campaigns import Campaign
from bot.campaigns.model import NamedTarget
from bot.locale.flaws import flaw
from bot.officials.directory import NOTHING, Directory, Official
from bot.officials.divisions import place_slug
from bot.officials.finding import Finding, Target
from bot.officials.office_lines import dialable_lines
from bot.officials.roles import ROLES
from bot.yaml_files.yaml_reading import FileProblem, YamlFile


def find_targets(
    campaign: Campaign,
    directory: Directory,
    zip: str,
    today: date,
    *,
    chosen_divisions: Mapping[str, str] = NOTHING,
    geocoded_divisions: Mapping[str, str] = NOTHING,
) -> Finding:
    """The officials of a campaign at a ZIP code: its targets, those of its further roles for whom somebody is on record there,
    and the seats that it names. The divisions are those of Directory.find()."""
    find = partial(directory.find, zip, chosen_divisions=chosen_divisions, geocoded_divisions=geocoded_divisions, today=today)
    found = _on_record(campaign, find)
    most = campaign.most_calls
    if most is not None and len(roles := _roles_within(found.targets, most)) < len(found.targets):
        found = find(roles)  # so that nothing is asked about who is left out
    if not found.states:
        return found
    targets = [*found.targets, *_named_targets(campaign, directory, found.targets, today)]
    return replace(found, targets=tuple(targets if most is None else _at_most(targets, most, zip)))


def _on_record(campaign: Campaign, find: Callable[[tuple[str, ...]], Finding]) -> Finding:
    """The targets, and of the further roles those for whom somebody is on record there."""
    found = find(campaign.roles)
    if campaign.more_targets is None:
        return found
    states = {found.state} if found.state else set(found.states)
    if states.issubset(campaign.more_targets.not_in):
        return find(campaign.targets)
    known = [target for target in found.targets if target.role in campaign.targets or target.choices or _callable(target)]
    return replace(found, targets=tuple(known))


def _roles_within(targets: Sequence[Target], most: int) -> tuple[str, ...]:
    """The roles until there are as many officials as one is asked to call."""
    for n in range(len(targets)):
        if _count(targets[:n]) >= most:
            return tuple(target.role for target in targets[:n])
    return tuple(target.role for target in targets)


def _count(targets: Sequence[Target]) -> int:
    return len({official.id for target in targets for official in _callable(target)})


def _named_targets(campaign: Campaign, directory: Directory, own: Sequence[Target], today: date) -> Iterator[Target]:
    """The seats that are named and that somebody can be called for; whom a supporter calls already is called once."""
    known = {official.id for target in own for official in target.officials}
    for named in campaign.named_targets:
        target = _holders(directory, named, today)
        officials = tuple(official for official in _callable(target) if official.id not in known)
        known.update(official.id for official in officials)
        if officials:
            yield replace(target, officials=officials)


def _holders(directory: Directory, named: NamedTarget, today: date) -> Target:
    target = directory.seat(named.role, named.division, today)
    if named.name is None:
        return target
    wanted = place_slug(named.name)
    return replace(target, officials=tuple(each for each in target.officials if place_slug(each.name or "") == wanted))


def _at_most(targets: Sequence[Target], most: int, zip: str) -> Iterator[Target]:
    """The targets with no more officials than one is asked to call. Where not all of an office fit, whom a ward elects comes
    first, and of those at large each ZIP code begins with another, so that not all supporters call the same few."""
    left = most
    for target in targets:
        officials = _callable(target)
        if not officials:
            yield target
        elif len(officials) <= left:
            left -= len(officials)
            yield target
        elif left:
            own, others = [each for each in officials if each.ward], [each for each in officials if not each.ward]
            first = int(zip) % len(others) if others else 0
            yield replace(target, officials=tuple([*own, *others[first:], *others[:first]][:left]))
            left = 0


def _callable(target: Target) -> list[Official]:
    return [official for official in target.officials if dialable_lines(official.lines)]


def callable_officials(found: Finding) -> list[Official]:
    """The officials who can be called, in the campaign's order, each once."""
    return list({official.id: official for target in found.targets for official in _callable(target)}.values())


def seat_problems(directory: Directory, campaign: Campaign, source: YamlFile, today: date) -> Iterator[FileProblem]:
    """The seats that a campaign names and nobody can be called for today, at their places in its file.

    A campaign that is live goes on without them: who holds a seat changes by itself.
    """
    for n, named in enumerate(campaign.named_targets):
        if named.role not in ROLES or _callable(_holders(directory, named, today)):
            continue
        others = [each.name for each in _callable(directory.seat(named.role, named.division, today)) if each.name]
        if named.name and others:
            known = ", ".join(others)
            wrong = flaw("seat_other_name", role=named.role, place=named.place, name=named.name, known=known)
            yield source.problem(("named_targets", n, "name"), wrong)
        else:
            yield source.problem(("named_targets", n, "division"), flaw("seat_empty", role=named.role, place=named.place))
