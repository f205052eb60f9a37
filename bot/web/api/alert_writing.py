"""An alert as a program writes it, into the form in which the console keeps it, and back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.broadcasts import dates
from bot.broadcasts.alert_form import LONGEST, ReadForm, form_values, read_form
from bot.broadcasts.broadcast_rows import BroadcastRow
from bot.broadcasts.drafts import WrittenDraft
from bot.campaigns import Campaign
from bot.runtime import Parts
from bot.web.api.alert_shapes import AlertGiven, AlertShown, WhomGiven
from bot.web.api.problems import Mistake, Problem
from bot.yaml_files.yaml_reading import FileProblem, Value

LISTED = ("state", "zip", "place", "division", "official", "alert", "no_call_since")
SINGLE = ("language", "called")


def check_alert(built: Parts, given: AlertGiven, now: datetime) -> tuple[dict[str, str], Campaign]:
    """The form of an alert, and its campaign. Raises Problem with every mistake."""
    form = write_form(given)
    campaign = built.campaigns.named(given.campaign)
    if campaign is not None:
        form["campaign"] = campaign.keyword
    mistakes = [
        Mistake(pointer=f"/{name.replace('.', '/')}", detail=f"is longer than {LONGEST:,} characters in all")
        for name, value in form.items()
        if len(value) > LONGEST
    ]
    mistakes += mistakes_of(read_form(form, built.previewer.around(now)))
    if mistakes or campaign is None:
        said = "; ".join(f"{each.pointer}: {each.detail}" for each in mistakes[:3])
        raise Problem("unfit", said, mistakes)
    return form, campaign


def mistakes_of(read: ReadForm) -> list[Mistake]:
    """What is wrong with a form, each at its place in the body."""
    return [_mistake(problem) for problem in read.problems]


def _mistake(problem: FileProblem) -> Mistake:
    return Mistake(pointer=f"/{problem.key.replace('.', '/')}", detail=str(problem.found))


def write_form(given: AlertGiven) -> dict[str, str]:
    """The fields of the console's form."""
    form = {"campaign": given.campaign, "certainty": given.certainty, "unsure": given.unsure}
    form |= {f"texts.{language}": text for language, text in given.texts.items()}
    form |= {f"audience.{key}": value for key, value in _whom(given.audience).items()}
    form |= {f"except.{key}": value for key, value in _whom(given.leave_out).items()}
    form |= {
        f"fallbacks.{name}.{language}": word for name, words in given.fallbacks.items() for language, word in words.items()
    }
    optional = {"picture": given.picture, "official": given.official, "zone": given.zone}
    form |= {name: value for name, value in optional.items() if value}
    if given.at or given.expires:
        form["zone"], zone = _zone(given.zone)
        if given.at:
            local = given.at.astimezone(zone)
            form |= {"at.day": f"{local:%Y-%m-%d}", "at.time": f"{local:%H:%M}", "at.which": f"{local:%Z}"}
        if given.expires:
            form["expires"] = f"{given.expires.astimezone(zone):%Y-%m-%d %H:%M %Z}"
    return form


def _zone(written: str | None) -> tuple[str, ZoneInfo]:
    """The zone as it is written, or the world's: a wrong one is told with the other mistakes."""
    try:
        return written or "UTC", ZoneInfo(dates.zone_named(written or "UTC"))
    except dates.InvalidDateTime:
        return written or "UTC", ZoneInfo("UTC")


def _whom(given: WhomGiven) -> dict[str, str]:
    found = {key: "\n".join(map(str, values)) for key in LISTED if (values := getattr(given, key))}
    found |= {key: value for key in SINGLE if (value := getattr(given, key))}
    return found | ({"joined_since": given.joined_since.isoformat()} if given.joined_since else {})


def show_alert(row: BroadcastRow, written: WrittenDraft | None) -> AlertShown:
    """An alert as it is answered."""
    draft = row.state == "draft"
    values = form_values(written.form) if written is not None and not row.texts else _row_values(row)
    return AlertShown(
        id=row.id,
        campaign=row.campaign,
        state=row.state,
        reason=row.reason,
        version=written.number if written is not None else None,
        approved=written is not None and written.is_approved,
        texts=_words(values.get("texts")),
        pictures=_pictures(values.get("picture"), row, _words(values.get("texts"))),
        audience=_conditions(values.get("audience")),
        leave_out=_conditions(values.get("except")),
        certainty=str(values.get("certainty") or "sure"),
        unsure=str(values.get("unsure") or "leave"),
        official=str(values["official"]) if values.get("official") else None,
        fallbacks=_fallbacks(values.get("fallbacks")),
        at=_written_at(values) if draft else None,
        zone=str(values["zone"]) if values.get("zone") else None,
        created_at=row.created_at,
        starts_at=None if draft else row.starts_at,
        expires_at=None if draft else row.expires_at,
        ended_at=row.ended_at,
    )


def _row_values(row: BroadcastRow) -> dict[str, Value]:
    """An alert that went out, with the keys of a file."""
    fallbacks: dict[str, dict[str, Value]] = {}
    for key, words in row.fallbacks.items():
        name, _, language = key.partition(".")
        fallbacks.setdefault(name, {})[language] = words
    filter = row.audience_filter
    return {
        "texts": dict[str, Value](row.texts),
        "audience": _row_whom(filter.get("audience", {})),
        "except": _row_whom(filter.get("except", {})),
        "certainty": filter.get("certainty", "sure"),
        "unsure": "again" if row.resend_unknown else "leave",
        "official": filter.get("official", ""),
        "zone": filter.get("zone", ""),
        "fallbacks": dict[str, Value](fallbacks),
    }


def _row_whom(whom: Mapping[str, object]) -> dict[str, Value]:
    return {key: tuple(map(str, value)) if isinstance(value, list) else str(value) for key, value in whom.items()}


def _words(value: Value) -> dict[str, str]:
    return {key: str(each) for key, each in value.items()} if isinstance(value, dict) else {}


def _pictures(value: Value, row: BroadcastRow, languages: Iterable[str]) -> dict[str, str]:
    """By language; in a draft one address stands for all."""
    if row.state != "draft":
        return dict(row.pictures or {})
    return dict.fromkeys(languages, str(value)) if value else {}


def _conditions(value: Value) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        return {}
    return {key: [str(one) for one in (each if isinstance(each, tuple) else (each,))] for key, each in value.items()}


def _fallbacks(value: Value) -> dict[str, dict[str, str]]:
    return {name: _words(words) for name, words in value.items()} if isinstance(value, dict) else {}


def _written_at(values: Mapping[str, Value]) -> datetime | None:
    """When a draft is to go out; None where it says nothing, or nothing that is a time."""
    try:
        return dates.read_local_moment(str(values.get("at", "")), dates.zone_named(str(values.get("zone") or "UTC")))
    except dates.InvalidDateTime:
        return None
