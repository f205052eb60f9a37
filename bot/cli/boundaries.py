"""`flask officials import-boundaries | boundaries | remove-boundaries`: where wards lie. Rules are in bot/officials/local."""

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from bot.cli.officials import officials_cli
from bot.cli.terminal import count_noun, make_console, show_faults
from bot.engine.questions import join_ranges
from bot.officials import zip_info
from bot.officials.directory import Directory
from bot.officials.divisions import state_of
from bot.officials.handwritten import read_handwritten
from bot.officials.levels import PLACE
from bot.officials.local import ward_boundaries
from bot.officials.local.boundary_reading import MAX_BYTES, BoundaryError, CheckedBoundaries, check_boundaries
from bot.officials.local.list_cells import Places
from bot.officials.local.local_lists import LISTED, list_name
from bot.officials.local.ward_boundaries import Position, WardBoundaries
from bot.officials.roles import ROLES
from bot.runtime import local_folder, parts, settings, time_now
from bot.tabular.cells import CellError

BY_WARDS = [role for role, wards in LISTED.items() if wards and ROLES[role].level == PLACE]  # no county's districts yet


@officials_cli.command("import-boundaries")
@click.argument("file", metavar="FILE.geojson", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--place", required=True, metavar="PLACE", help='Whose wards these are: "Tacoma, WA".')
@click.option("--role", type=click.Choice(BY_WARDS), default=BY_WARDS[0], show_default=True, help="The office they elect.")
@click.option("--label", metavar="PROPERTY", default="", help="The property that has the wards' numbers or names.")
@click.option("--name", "written", metavar="NAME", default="", help="The name it is kept by; the file's, when left out.")
@click.option("--dry-run", is_flag=True, help="Only check the file.")
def import_boundaries(file: Path, place: str, role: str, label: str, written: str, dry_run: bool) -> None:
    """Load where the wards of a city lie, as its open data has them: then a street address tells somebody's ward.

    GeoJSON in WGS 84 (longitude and latitude), a polygon a ward. The council has to be listed by wards: by a list of yours
    or by the tables that ship. A later import of the same name replaces it whole. Exit status 1 where nothing was loaded;
    docs/local-lists.md says more.
    """
    name = written or list_name(file.stem)
    try:
        ward_boundaries.boundaries_path(local_folder(), name)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--name") from None
    checked = _check(file, name, place, role, label)
    new = checked.boundaries
    for warning in checked.warnings:
        click.echo(f"warning: {file.name}: {warning}", err=True)
    click.echo(f"{new.role} of {_place(new)}: districts {join_ranges(set(new.wards))}, by {new.label}")
    if dry_run:
        click.echo("a dry run: nothing was changed")
        return
    try:
        ward_boundaries.write_boundaries(local_folder(), new)
    except OSError as problem:
        raise click.ClickException(
            f"{local_folder()}: cannot be written ({problem.strerror}); give INSTANCE_DIR to this user"
        ) from None
    click.echo(f"the boundaries {new.name} are loaded; running servers take them over by themselves")


def _check(file: Path, name: str, place: str, role: str, label: str) -> CheckedBoundaries:
    """The boundaries in a file. Raises ClickException for what cannot be used."""
    directory = parts().directory
    try:
        named = Places(directory.areas).place(place)
    except CellError as problem:
        raise click.ClickException(f"--place: {problem}") from None
    office = directory.office(role, named.division)
    if office is None:
        raise click.ClickException(
            f"nobody is listed for the {role} of {named.name}; import its list first: flask officials import"
        )
    others = read_handwritten(settings().data_dir, local_folder(), parts().versions.texts).boundaries
    for other in others:
        if other.division == named.division and other.name != name:
            mend = f"write --name {other.name} to replace them, or: flask officials remove-boundaries {other.name}"
            raise click.ClickException(f"the wards of {named.name} are in the boundaries {other.name} already; {mend}")
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        return check_boundaries(
            content,
            name=name,
            office=office,
            place=named.name,
            label=label,
            middle=_middle(directory, named.division),
            today=time_now().date(),
        )
    except BoundaryError as problem:
        raise click.ClickException(f"{file.name}: {problem}") from None
    except OSError as problem:
        raise click.ClickException(f"{file}: cannot be read ({problem.strerror})") from None


def _middle(directory: Directory, division: str) -> Position | None:
    """The middle of the ZIP code that a place has most of."""
    zip = directory.areas.main_zips([division]).get(division, "")
    found = zip_info.find_zip(zip, even_retired=True) if zip else None
    return (found.longitude, found.latitude) if found else None


def _place(found: WardBoundaries) -> str:
    home = state_of(found.division)
    return f"{found.place}, {home.code}" if home else found.place


@officials_cli.command("boundaries")
def show_boundaries() -> None:
    """Show whose wards an address tells: which were imported, when, and what is wrong with any."""
    names = ward_boundaries.boundaries_names(local_folder())
    if not names:
        click.echo("no boundaries; flask officials import-boundaries --help says how")
        return
    found = read_handwritten(settings().data_dir, local_folder(), parts().versions.texts)
    serving = {each.name: each for each in found.boundaries}
    table = Table("boundaries", "wards", "of", "imported", "by", box=None)
    for name in names:
        table.add_row(*map(Text, _row(serving[name]) if name in serving else (name, "", "not in use", "", "")))
    make_console().print(table)
    show_faults([fault for fault in found.faults if fault.kind == "boundaries"])


def _row(found: WardBoundaries) -> tuple[str, ...]:
    listed = parts().directory.office(found.role, found.division)
    strange = [ward for ward in found.wards if listed is None or ward not in listed.wards]
    if strange:
        click.echo(f"warning: {found.name}: nobody is listed for {count_noun(len(strange), 'ward')} of it", err=True)
    return (
        found.name,
        join_ranges(set(found.wards)),
        f"{found.role} of {_place(found)}",
        str(found.imported),
        found.label,
    )


@officials_cli.command("remove-boundaries")
@click.argument("name", metavar="NAME")
def remove_boundaries_command(name: str) -> None:
    """Take boundaries out; `flask officials boundaries` shows them."""
    try:
        there = ward_boundaries.remove_boundaries(local_folder(), name)
    except (ValueError, OSError) as problem:
        raise click.ClickException(str(problem)) from None
    if not there:
        known = ", ".join(ward_boundaries.boundaries_names(local_folder())) or "none"
        raise click.ClickException(f"there are no boundaries {name}; there are: {known}")
    click.echo(f"the boundaries {name} are gone; running servers let go of them by themselves")
