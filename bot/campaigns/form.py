"""A campaign as a form: its file's data as fields by the keys they stand at, and back. Pure; no text of a file is touched.

A field is named by its key: "words.en.title", "targets.0". Keys that no form knows stay as they are, mistakes and all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.campaigns.model import FORMS, OPENINGS
from bot.campaigns.starting import first_body, first_office, first_words, starter_languages
from bot.locale import LANGUAGES
from bot.yaml_files.yaml_reading import KeyPath, Value

Fields = Mapping[str, str]
Data = dict[str, Value]
MOST = 60  # entries of one list in a form


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignForm:
    """The fields of a campaign with what stands in them; `languages`, `roles`: whose words there are fields for."""

    fields: Fields
    languages: tuple[str, ...]
    roles: tuple[str, ...]
    more_roles: tuple[str, ...]
    worded_roles: tuple[str, ...]
    named: int
    stances: int
    topics: int

    def get(self, *key: str | int) -> str:
        """What stands in a field, "" for nothing."""
        return self.fields.get(".".join(map(str, key)), "")


def form_of(data: Mapping[str, Value]) -> CampaignForm:
    """The form of a file's data, whatever it holds."""
    fields = dict(_flatten((), data))
    words = _mapping(data.get("words"))
    for language in words:
        own = _mapping(words[language])
        fields[f"words.{language}.more.names"] = "\n".join(_strings(_mapping(own.get("more")).get("names")))
        for n, topic in enumerate(_tuple(own.get("topics"))):
            fields[f"words.{language}.topics.{n}.words"] = ", ".join(_strings(_mapping(topic).get("words")))
    fields["aliases"] = " ".join(_strings(data.get("aliases")))
    fields["more_targets.not_in"] = " ".join(_strings(_mapping(data.get("more_targets")).get("not_in")))
    languages = tuple(language for language in _strings(data.get("languages")) if language in LANGUAGES)
    stances = _tuple(data.get("stances"))
    for n, record in enumerate(stances):
        for part in ("place", "source"):
            if (whole := fields.pop(f"stances.{n}.{part}", None)) is not None and languages:
                fields[f"stances.{n}.{part}.{languages[0]}"] = whole
        if _mapping(record).get("in_practice") is True and _mapping(record).get("stance") == "has":
            fields[f"stances.{n}.stance"] = "in_practice"
    targets, more = _strings(data.get("targets")), _strings(_mapping(data.get("more_targets")).get("roles"))
    named = _tuple(data.get("named_targets"))
    return CampaignForm(
        fields=fields,
        languages=languages,
        roles=targets,
        more_roles=more,
        worded_roles=tuple(dict.fromkeys((*targets, *more, *_roles_of(named)))),
        named=len(named),
        stances=len(stances),
        topics=max((len(_tuple(_mapping(own).get("topics"))) for own in words.values()), default=0),
    )


def data_of(fields: Fields, before: Mapping[str, Value], organization: str) -> Data:
    """The data that a form says, on top of what there was. Roles and languages that are new get words to begin with; those that
    are gone lose theirs."""
    data = dict(before)
    languages = _listed(fields, "languages") or _strings(before.get("languages"))
    targets = _listed(fields, "targets") or _strings(before.get("targets"))
    more = _listed(fields, "more_targets.roles")
    if "more_targets.not_in" not in fields:
        more = _strings(_mapping(before.get("more_targets")).get("roles"))
    _take(data, "keyword", fields, "keyword", str.upper)
    _take(data, "aliases", fields, "aliases", _words_in)
    if "hotline" in fields:
        _set(data, "hotline", True if fields["hotline"] == "true" else False if before.get("hotline") is False else None)
    _set(data, "languages", languages)
    _set(data, "targets", targets)
    if "more_targets.not_in" in fields:
        not_in = _words_in(_text(fields, "more_targets.not_in"))
        _set(data, "more_targets", {"roles": more, **({"not_in": not_in} if not_in else {})} if more else None)
    old_named, named_rows = _tuple(before.get("named_targets")), _rows(fields, "named_targets")
    named = tuple(filter(None, (_named(fields, n, _entry(old_named, n)) for n in named_rows))) if named_rows else old_named
    _set(data, "named_targets", named)
    _take(data, "most_calls", fields, "most_calls", _number)
    _take(data, "lines", fields, "lines", lambda typed: None if typed == "capitol" and "lines" not in before else typed)
    _take(data, "stances_stale_after_years", fields, "stances_stale_after_years", _number)
    old, rows = _tuple(before.get("stances")), _rows(fields, "stances")
    stances = (_stance(fields, n, languages, _entry(old, n)) for n in rows)
    _set(data, "stances", tuple(each for each in stances if each) if rows else old)
    roles = tuple(dict.fromkeys((*targets, *more, *_roles_of(named))))
    _set(data, "identity", _parts(fields, "identity", ("name", "color", "logo"), _mapping(before.get("identity"))))
    words, written = dict(_mapping(before.get("words"))), _mapping(before.get("words"))
    for language in [each for each in words if each in LANGUAGES and each not in languages]:
        del words[language]
    for language in languages:
        if f"words.{language}.title" in fields or language in written:
            own = _words(fields, language, _mapping(written.get(language)))
        elif language in starter_languages():
            first = next(iter(languages))
            title, ask = _text(fields, f"words.{first}.title"), _text(fields, f"words.{first}.ask")
            own = first_words(language, title, ask, roles, organization)
        else:
            own = {}
        words[language] = _fit_roles(own, language, roles)
    _set(data, "words", words)
    return data


def _words(fields: Fields, language: str, before: Mapping[str, Value]) -> Data:
    own, at = dict(before), f"words.{language}"
    _take(own, "keyword", fields, f"{at}.keyword", str.upper)
    for name in ("title", "ask"):
        _take(own, name, fields, f"{at}.{name}")
    _set(own, "intro", _forms(fields, f"{at}.intro", _mapping(before.get("intro"))))
    _set(own, "unknown", _parts(fields, f"{at}.unknown", ("city",), _mapping(before.get("unknown"))))
    script = dict(_mapping(before.get("script")))
    _set(script, "greeting", _forms(fields, f"{at}.script.greeting", _mapping(script.get("greeting"))))
    for part, names in (("opening", OPENINGS), ("body", _names(fields, f"{at}.script.body"))):
        inner = dict(_mapping(script.get(part)))
        for name in names:
            _set(inner, name, _forms(fields, f"{at}.script.{part}.{name}", _mapping(inner.get(name))))
        _set(script, part, inner)
    _set(own, "script", script)
    offices = dict(_mapping(before.get("offices")))
    for role in _names(fields, f"{at}.offices"):
        office = dict(_mapping(offices.get(role)))
        _take(office, "name", fields, f"{at}.offices.{role}.name")
        missing = _parts(fields, f"{at}.offices.{role}.missing", ("sms", "voice"), _mapping(office.get("missing")))
        _set(office, "missing", missing)
        _set(offices, role, office)
    _set(own, "offices", offices)
    old, rows = _tuple(before.get("topics")), _rows(fields, f"{at}.topics")
    topics = (_topic(fields, f"{at}.topics.{n}", _entry(old, n)) for n in rows)
    _set(own, "topics", tuple(each for each in topics if each) if rows else old)
    more = dict(_mapping(before.get("more")))
    _take(more, "lead", fields, f"{at}.more.lead")
    _take(more, "names", fields, f"{at}.more.names", lambda typed: _pieces(typed, "\n"))
    _set(own, "more", more)
    _set(own, "programme", _parts(fields, f"{at}.programme", ("name", "frequency"), _mapping(before.get("programme"))))
    return own


def _fit_roles(own: Data, language: str, roles: Sequence[str]) -> Data:
    """Words for the roles there are, and for no other."""
    script = dict(_mapping(own.get("script")))
    body, offices = _mapping(script.get("body")), _mapping(own.get("offices"))
    known, ask = language in starter_languages(), str(own.get("ask", ""))
    script["body"] = {role: body.get(role) or (first_body(language, ask) if known else {}) for role in _in_order(body, roles)}
    return {
        **own,
        "script": script,
        "offices": {
            role: offices.get(role) or (first_office(language, role) if known else {}) for role in _in_order(offices, roles)
        },
    }


def _in_order(written: Mapping[str, Value], roles: Sequence[str]) -> list[str]:
    """The roles, those that are written in the order of the file."""
    return [*(role for role in written if role in roles), *(role for role in dict.fromkeys(roles) if role not in written)]


def _named(fields: Fields, n: int, before: Mapping[str, Value]) -> Data:
    seat = dict(before)
    for name in ("role", "division", "name"):
        _take(seat, name, fields, f"named_targets.{n}.{name}")
    return seat


def _roles_of(named: Iterable[Value]) -> list[str]:
    return [role for each in named if isinstance(role := _mapping(each).get("role"), str)]


def _stance(fields: Fields, n: int, languages: Sequence[str], before: Mapping[str, Value]) -> Data:
    at, record = f"stances.{n}", dict(before)
    division, said = _text(fields, f"{at}.division"), _text(fields, f"{at}.stance")
    _set(record, "division", division)
    places = {part: _per_language(fields, f"{at}.{part}", languages) for part in ("place", "source")}
    if not division and not any(places.values()):
        return {}
    _set(record, "place", places["place"])
    _set(record, "stance", "has" if said == "in_practice" else said)
    _set(record, "in_practice", True if said == "in_practice" else False if before.get("in_practice") is False else None)
    _take(record, "recorded", fields, f"{at}.recorded", _number)
    _set(record, "source", places["source"])
    return record


def _per_language(fields: Fields, at: str, languages: Sequence[str]) -> Value:
    """One text for all languages where only the first has one."""
    given = {language: text for language in languages if (text := _text(fields, f"{at}.{language}"))}
    return next(iter(given.values())) if given and list(given) == list(languages)[:1] else {**given}


def _topic(fields: Fields, at: str, before: Mapping[str, Value]) -> Data:
    topic = dict(before)
    for name in ("key", "title", "sms", "page"):
        _take(topic, name, fields, f"{at}.{name}")
    _take(topic, "words", fields, f"{at}.words", lambda typed: _pieces(typed, ","))
    return topic if any(topic.get(name) for name in ("title", "sms", "page")) else {}


def _forms(fields: Fields, at: str, before: Mapping[str, Value]) -> Data:
    return _parts(fields, at, FORMS, before)


def _parts(fields: Fields, at: str, names: Sequence[str], before: Mapping[str, Value]) -> Data:
    found = dict(before)
    for name in names:
        _take(found, name, fields, f"{at}.{name}")
    return found


def _take(data: Data, name: str, fields: Fields, at: str, read: Callable[[str], Value] = str) -> None:
    """Put what a field says in; a form without that field changes nothing."""
    if at in fields:
        _set(data, name, read(_text(fields, at)))


def _words_in(typed: str) -> tuple[str, ...]:
    return tuple(typed.upper().replace(",", " ").split())


def _pieces(typed: str, between: str) -> tuple[str, ...]:
    return tuple(filter(None, (piece.strip() for piece in typed.split(between))))


def _set(data: Data, name: str, value: Value) -> None:
    """Put a value in; nothing there takes the key out. What says the same but for white space stays as it is."""
    if value is None or value == "" or value == () or value == {}:
        data.pop(name, None)
    elif not (isinstance(value, str) and isinstance(data.get(name), str) and _same(str(data[name]), value)):
        data[name] = value


def _same(one: str, other: str) -> bool:
    return one.strip().replace("\r\n", "\n") == other.strip()


def _text(fields: Fields, name: str) -> str:
    """What was typed; browsers end lines with two characters."""
    return fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _number(typed: str) -> Value:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed


def _rows(fields: Fields, at: str) -> list[int]:
    numbers = {name[len(at) + 1 :].partition(".")[0] for name in fields if name.startswith(f"{at}.")}
    return sorted(int(number) for number in numbers if number.isdecimal() and int(number) < MOST)


def _names(fields: Fields, at: str) -> list[str]:
    return list(dict.fromkeys(name[len(at) + 1 :].partition(".")[0] for name in fields if name.startswith(f"{at}.")))


def _listed(fields: Fields, at: str) -> tuple[str, ...]:
    """The entries of an ordered list, without those that are empty and those that are there twice."""
    return tuple(dict.fromkeys(filter(None, (_text(fields, f"{at}.{n}") for n in _rows(fields, at)))))


def _flatten(key: KeyPath, value: Value | Mapping[str, Value]) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [leaf for name, child in value.items() for leaf in _flatten((*key, name), child)]
    if isinstance(value, tuple):
        return [leaf for n, child in enumerate(value) for leaf in _flatten((*key, n), child)]
    if isinstance(value, bool):
        return [(".".join(map(str, key)), "true" if value else "false")]
    return [(".".join(map(str, key)), "" if value is None else str(value))]


def _mapping(value: Value | Mapping[str, Value]) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _tuple(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def _entry(entries: Sequence[Value], n: int) -> Mapping[str, Value]:
    return _mapping(entries[n]) if n < len(entries) else {}


def _strings(value: Value) -> tuple[str, ...]:
    return tuple(each for each in _tuple(value) if isinstance(each, str))
