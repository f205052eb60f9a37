"""One official, or the office of a seat: lines and how they do, what was corrected, and correcting it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.conversation.lines_to_check import count_calls
from bot.officials.corrections import check_correctable
from bot.officials.local.correction_file import add_correction, corrections_path
from bot.officials.overrides import Override, read_each
from bot.officials.phones import source_to_line
from bot.officials.records import Official
from bot.officials.tables import DataError
from bot.runtime import local_folder, parts
from bot.tabular.cells import CellError, read_source_cell
from bot.telephony import is_listed, readable_phone, split_line
from bot.web.console import visit
from bot.web.console.officials.find import seat_said
from bot.web.console.officials.shown import asked_day, official_name, place_said, read_health, shown_lines, source_said
from bot.web.console.visit import in_words, now, role_name, t

MOST = 120  # characters of a name, a party or a reason
OWN_LIST = "local/"  # how ids of people begin whom an organizer's list names

Changes = dict[str, str | bool | list[str]]
Troubles = dict[str, str]


def show(id: str) -> ResponseReturnValue:
    """The page of an official, by their id or that of a seat."""
    return _page(id)


def correct(id: str) -> ResponseReturnValue:
    """Correct the number, the name or the holder of an office; running processes take it over by themselves."""
    official, kind = _official(id), request.form.get("what", "")
    if official is None or kind not in KINDS or id.startswith(OWN_LIST):
        abort(400)
    trouble: Troubles = {}
    changes = KINDS[kind](official, trouble)
    source = _source(trouble)
    if trouble:
        return _page(id, kind, trouble), 422
    why = _words("why") or t(f"officials.because_{kind}")
    who, at = visit.actor(), now()
    try:
        check_correctable(parts().directory, id)
        with parts().database.write() as connection:
            thing, before = f"official {id}", _said({key: _held(official, key) for key in changes})
            record_act(connection, who, "official_corrected", thing, at, before=before, after=_said(changes))
            add_correction(local_folder(), id, changes, who=who.name, when=at.date(), why=why, source=source)
    except DataError as problem:
        return _page(id, kind, {"what": in_words(problem.found)}), 422
    phone = str(changes.get("phone", ""))
    unlisted = bool(phone) and not is_listed(split_line(source_to_line(phone) or "")[0])
    session["notice"] = t("officials.corrected") + (f" {t('officials.unlisted', number=phone)}" if unlisted else "")
    return redirect(url_for("officials.person", id=id), 303)


def corrections_of(id: str, role: str, division: str) -> Sequence[Override]:
    """What is corrected of an official, also by their seat, as the file has it at this moment."""
    path = corrections_path(local_folder())
    made = read_each(path).made if path.exists() else ()
    return [override for override in made if {id, f"{role}:{division}"} & {*override.ids}]


def _official(id: str) -> Official | None:
    return parts().directory.official(id, asked_day())


def _page(id: str, kind: str = "", trouble: Troubles | None = None) -> str:
    official = _official(id)
    if official is None:
        abort(404)
    with parts().database.page_read() as connection:
        counts = count_calls(connection, sorted({line.phone for line in official.lines}), now())
    return render_template(
        "officials/person.html",
        official=official,
        name=official_name(official),
        role=role_name(official.role),
        place=place_said(official),
        seat=seat_said(official),
        lines=shown_lines(official, read_health([official])),
        counts=counts,
        made=corrections_of(id, official.role, official.division),
        source=source_said(official.source),
        own_list=id.startswith(OWN_LIST),
        is_record=parts().directory.record(id) is not None,
        line_options=[(line.id, readable_phone(line.id)) for line in official.lines],
        kind=kind,
        trouble=trouble or {},
        typed=request.form,
        notice_text=session.pop("notice", ""),
    )


# --- What is corrected: the changes that a form asks for, and what is wrong with it ---------------------------------------


def _number(official: Official, trouble: Troubles) -> Changes:
    written = _words("phone")
    line = source_to_line(written) if written else None
    if line is None:
        trouble["phone"] = t("officials.phone_wrong")
        return {}
    return {"phone": readable_phone(line)}


def _not_theirs(official: Official, trouble: Troubles) -> Changes:
    chosen = request.form.get("line", "")
    if chosen not in {line.id for line in official.lines}:
        trouble["line"] = t("officials.line_wrong")
        return {}
    return {"not_theirs": [readable_phone(chosen)]}


def _name(official: Official, trouble: Troubles) -> Changes:
    name = _words("name")
    if not 0 < len(name) <= MOST:
        trouble["name"] = t("officials.name_wrong")
    return {"name": name}


def _vacant(official: Official, trouble: Troubles) -> Changes:
    return {"seat": "vacant"}


def _successor(official: Official, trouble: Troubles) -> Changes:
    """Everything that is the person's and not the office's: the gender too, as titles go by it."""
    name, gender, until = _words("successor"), request.form.get("gender", ""), request.form.get("term_end", "")
    if not 0 < len(name) <= MOST:
        trouble["successor"] = t("officials.name_wrong")
    if gender not in ("", "f", "m"):
        abort(400)
    changes: Changes = {"name": name, "party": _words("party")[:MOST], "gender": gender, "seat": ""}
    try:
        ends = date.fromisoformat(until) if until else None
    except ValueError:
        trouble["term_end"] = t("officials.day_wrong")
        return changes
    if ends is not None:
        changes["term_end"] = ends.isoformat()
    recorded = ends or official.term_end
    if recorded is not None and recorded <= now().date():
        trouble["term_end"] = t("officials.term_over")
    return changes


KINDS: Mapping[str, Callable[[Official, Troubles], Changes]] = {
    "phone": _number,
    "not_theirs": _not_theirs,
    "name": _name,
    "successor": _successor,
    "vacant": _vacant,
}


def _words(field: str) -> str:
    return " ".join(request.form.get(field, "").split())[: MOST * 4]


def _source(trouble: Troubles) -> str:
    try:
        source = read_source_cell(_words("source"))
    except CellError:
        source = ""
    if not source:
        trouble["source"] = t("officials.source_wrong")
    return source


def _held(official: Official, column: str) -> str:
    """What the record has in a column that is corrected."""
    if column in ("phone", "not_theirs"):
        return ", ".join(readable_phone(line.id) for line in official.lines)
    return str(getattr(official, column, None) or "")


def _said(values: Mapping[str, object]) -> str:
    shown = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in values.items()}
    return "; ".join(f"{key}: {value}" for key, value in shown.items() if value or key == "seat")
