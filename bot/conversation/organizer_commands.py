"""What an organizer texts: ALERT and its words, PAUSE, RESUME, and the one-time codes that send or resume; VERIFY and the code
that proves that the phone is theirs. From every other phone these are words like any other. What is said in reply is in
flows/text.yaml.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.broadcasts import lifecycle
from bot.broadcasts.alert_file import PlanErrors, given_plan
from bot.broadcasts.alert_texts import CampaignNotLive
from bot.broadcasts.broadcast_rows import AudienceRow
from bot.broadcasts.lifecycle import Draft
from bot.broadcasts.pictures import NAMED_KINDS
from bot.broadcasts.preview import Preview
from bot.broadcasts.repeats import Repeat
from bot.conversation.context import ConversationContext
from bot.conversation.saving import ConcurrentTurn
from bot.conversation.session import Session
from bot.engine.events import Started
from bot.engine.placeholders import PLACEHOLDERS
from bot.locale import LANGUAGES, SOURCE, count_phrase, language_name, phrase
from bot.models import Broadcast
from bot.people import organizers
from bot.people.organizers import Code, KnownOrganizer
from bot.reading.answers import plain_text
from bot.reading.incoming import IncomingText
from bot.yaml_files.yaml_reading import Value

MOST_TOLD = 3  # alerts of a campaign that are told of at once
PREVIEW_SECONDS = 9.0  # the provider waits fifteen for a turn
PICTURE = frozenset(map(plain_text, ("PICTURE", "IMAGEN", "FOTO")))
NO_CODE = Code(key=None, until=None, tries=0)
CODE = re.compile(r"\d{6}")
VERBS: Mapping[str, str] = {
    plain_text(word): verb
    for verb, words in {
        "verify": ("VERIFY", "VERIFICAR"),
        "alert": ("ALERT", "ALERTA"),
        "pause": ("PAUSE", "PAUSA"),
        "resume": ("RESUME", "REANUDAR"),
    }.items()
    for word in words
}


class LastAlert(NamedTuple):
    """The alert that an organizer wrote last from their phone, and the code it waits for."""

    id: int
    state: str
    campaign: str
    audience_filter: AudienceRow
    texts: Mapping[str, str]
    expires_at: datetime
    fallbacks: Mapping[str, str]
    pictures: Mapping[str, str] | None
    code: bytes | None
    code_until: datetime | None
    tries: int


_LAST = (
    select(
        Broadcast.id,
        Broadcast.state,
        Broadcast.campaign,
        Broadcast.audience_filter,
        Broadcast.texts,
        Broadcast.expires_at,
        Broadcast.fallbacks,
        Broadcast.pictures,
        Broadcast.code,
        Broadcast.code_until,
        Broadcast.tries,
    )
    .where(Broadcast.organizer_id == bindparam("organizer"))
    .order_by(Broadcast.id.desc())
    .limit(1)
)
# Wrong codes that came for any of their drafts.
_TRIED = select(func.sum(Broadcast.tries)).where(
    Broadcast.organizer_id == bindparam("organizer"), Broadcast.created_at > bindparam("since")
)
_IN_STATE = (
    select(Broadcast.id)
    .where(
        Broadcast.kind == "alert",
        Broadcast.campaign == bindparam("campaign"),
        Broadcast.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(Broadcast.id)
)


MAY_SEND = ("owner", "organizer")  # roles that send alerts, in the console and by phone


@dataclass(frozen=True, slots=True)
class Order:
    """What a text asks for, if an organizer wrote it: verify, send (with a code), alert (with its words), pause, resume."""

    verb: str
    words: str = ""


def read_order(text: IncomingText) -> Order | None:
    """The order in a text; None where it is none, whoever wrote it."""
    if CODE.fullmatch(text.clean):
        return Order("send", text.clean)
    if not text.words or text.words[0] not in VERBS:
        return None
    first, *rest = text.clean.split(maxsplit=1)[:2]
    verb, words = VERBS.get(plain_text(first)), rest[0].strip() if rest else ""
    fits = {"verify": bool(CODE.fullmatch(words)), "alert": True, "pause": not words, "resume": not words}
    return Order(verb, words) if verb and fits[verb] else None


def obey_organizer(context: ConversationContext, session: Session, text: IncomingText) -> Started | None:
    """Do what an organizer texts; what they are answered, or None for a text that is no order, or not theirs to give."""
    order = read_order(text)
    if order is None or session.supporter.phone is None or session.supporter.stopped:
        return None
    organizer = session.reads.ask(
        partial(organizers.find_organizer, phone_cipher=context.phone_cipher, phone=session.supporter.phone)
    )
    if order.verb == "verify":
        return _verify(context, session, organizer, order.words)
    if organizer is None or organizer.verified_at is None or organizer.role not in MAY_SEND:
        return None
    session.off_thread_reply = True
    return ORDERS[order.verb](context, session, organizer, order.words)


def _verify(context: ConversationContext, session: Session, organizer: KnownOrganizer | None, said: str) -> Started | None:
    """`organizer`: who was entered with this phone. It is theirs by their code, else whose claim to it this code proves."""
    phone, cipher = session.supporter.phone, context.phone_cipher
    assert phone is not None
    claims = session.reads.ask(partial(organizers.find_claims, phone_cipher=cipher, phone=phone))
    if organizer is None and not claims:
        return None
    session.off_thread_reply = True
    code = Code(key=organizer.code, until=organizer.code_until, tries=organizer.tries) if organizer else NO_CODE
    entered = code.answer(cipher, phone, said, session.now)
    if organizer and entered == "right":
        mark = partial(organizers.mark_verified, phone_cipher=cipher, id=organizer.id, phone=phone, now=session.now)
        session.effects.orders.append(mark)
        return Started("verified")
    proven_of = organizer.id if organizer and organizer.verified_at else None
    answers = {
        claim.id: Code(key=claim.code, until=claim.until, tries=claim.tries).answer(cipher, phone, said, session.now)
        for claim in claims
    }
    for id, answer in answers.items():
        if answer == "right" and proven_of in (None, id):
            prove = partial(organizers.prove_claim, phone_cipher=cipher, id=id, phone=phone, now=session.now)
            session.effects.orders.append(partial(_surely, prove))
            return Started("verified")
    wrong = [id for id, answer in answers.items() if answer == "wrong"]
    session.effects.orders += [partial(organizers.claimed_wrong, id=id) for id in wrong]
    if organizer and entered == "wrong":
        session.effects.orders.append(partial(organizers.answered_wrong, id=organizer.id))
    return Started("unverified")


def _alert(context: ConversationContext, session: Session, organizer: KnownOrganizer, words: str) -> Started | None:
    picture, words = split_picture(words)
    if not words:
        return Started("alert_how")
    campaign = context.campaigns.get(organizer.campaign)
    languages = campaign.languages if campaign else LANGUAGES
    # Whoever reads another language gets the same words: there is nobody here who could translate them.
    values: dict[str, Value] = {"campaign": organizer.campaign, "texts": {language: words for language in languages}}
    if picture:
        values["picture"] = picture
    try:
        draft = replace(given_plan(values, context.previewer.around(session.now)), organizer=organizer.id)
    except PlanErrors as errors:
        problem = errors.problems[0]
        if problem.key.partition(".")[0] == "picture":
            return _unfit(session, str(problem.found), "organizer.picture", **NAMED_KINDS)
        return _unfit(session, str(problem.found), MENDS.get(problem.found.code, "alert_mend.not_live"))
    found = _preview(context, session, draft)
    if found is None:
        return _unfit(session, phrase("organizer.slow", SOURCE), "organizer.slow")
    session.alert = _in_words(found, session.speaks)
    if not found.preview.recipients:
        return Started("alert_nobody")
    if 0 < context.approve_above < found.preview.recipients:
        session.problem = phrase("organizer.approval", session.speaks, most=f"{context.approve_above:,}")
        return Started("alert_unfit")
    session.effects.orders.append(partial(_write_draft, draft=draft, key=_fresh_code(context, session), now=session.now))
    return Started("alert_drafted")


def split_picture(words: str) -> tuple[str, str]:
    """The address of a picture and an alert's words: "PICTURE https://... Come at six." has both. Without one, "" and all."""
    first, address, rest = (*words.split(maxsplit=2), "", "", "")[:3]
    is_picture = plain_text(first) in PICTURE and address.lower().startswith("http")
    return (address, rest) if is_picture else ("", words)


class LookedAt(NamedTuple):
    """What a draft will be, and the alert that it would repeat, None for none."""

    preview: Preview
    repeat: Repeat | None


def _preview(context: ConversationContext, session: Session, draft: Draft) -> LookedAt | None:
    """What a draft will be; None where that takes too long. Raises CampaignNotLive."""
    asked = ("preview", draft.campaign, draft.expires_at, *draft.texts.items(), *draft.pictures.items())
    found = session.slow.get(asked, partial(_try_preview, context, draft, session.now))
    if isinstance(found, CampaignNotLive):
        raise found
    return found


def _try_preview(context: ConversationContext, draft: Draft, now: datetime) -> LookedAt | CampaignNotLive | None:
    try:
        found = context.previewer.preview_within(PREVIEW_SECONDS, draft, now)
        if found is None:
            return None
        with context.database.page_read() as connection:
            return LookedAt(found, context.previewer.repeat(connection, draft, now))
    except CampaignNotLive as why:
        return why
    except (OperationalError, PoolTimeout):
        return None


def _unfit(session: Session, why: str, key: str, **values: str) -> Started:
    """`why`: as the command line says it, with all that is known; `key`: the mend alone, for who speaks another language."""
    told = why if session.speaks == SOURCE else phrase(key, session.speaks, **values)
    session.problem = told[: PLACEHOLDERS["problem"].longest]
    return Started("alert_unfit")


def _fresh_code(context: ConversationContext, session: Session) -> bytes:
    """The key of a new one-time code, which they are told."""
    assert session.supporter.phone is not None
    session.code = organizers.fresh_code()
    return context.phone_cipher.code_key(session.supporter.phone, session.code)


def _write_draft(connection: Connection, draft: Draft, key: bytes, now: datetime) -> None:
    """Write the draft down under its code; that of an earlier one holds no more."""
    theirs = update(Broadcast).where(Broadcast.organizer_id == draft.organizer, Broadcast.state == "draft")
    connection.execute(theirs.values(code=None))
    id = lifecycle.create_broadcast(connection, draft, now)
    connection.execute(update(Broadcast).where(Broadcast.id == id).values(code=key, code_until=now + organizers.VALID))


def _take_code(context: ConversationContext, session: Session, organizer: KnownOrganizer, said: str) -> Started | None:
    """A code: it lets go what is paused, or sends the last draft, whichever it was given for."""
    assert session.supporter.phone is not None
    theirs = {"organizer": organizer.id, "since": session.now - organizers.DAY}
    row = session.reads.ask(lambda connection: connection.execute(_LAST, theirs).first())
    last = LastAlert._make(row) if row else None
    tried = session.reads.ask(lambda connection: connection.execute(_TRIED, theirs).scalar()) or 0
    if last is None and organizer.code is None:
        return None
    to_resume = Code(key=organizer.code, until=organizer.code_until, tries=organizer.tries, most=organizers.TRIES_A_DAY)
    if (resuming := to_resume.answer(context.phone_cipher, session.supporter.phone, said, session.now)) == "right":
        session.effects.orders.append(partial(organizers.mark_code_used, id=organizer.id))
        return _move(
            context, session, organizer, "alert_resumed", ("paused",), partial(lifecycle.resume_broadcast, now=session.now)
        )
    holds = last is not None and last.state == "draft" and tried < organizers.TRIES_A_DAY
    to_send = Code(key=last.code, until=last.code_until, tries=last.tries) if last is not None and holds else NO_CODE
    sending = to_send.answer(context.phone_cipher, session.supporter.phone, said, session.now)
    if last is not None and sending == "right":
        return _send(context, session, last)
    if resuming == "wrong":
        session.effects.orders.append(partial(organizers.answered_wrong, id=organizer.id))
    if last is not None and sending == "wrong":
        more = update(Broadcast).where(Broadcast.id == last.id).values(tries=Broadcast.tries + 1)
        session.effects.orders.append(lambda connection: connection.execute(more))
    return Started("alert_wrong_code" if "wrong" in (resuming, sending) else "alert_late")


def _send(context: ConversationContext, session: Session, last: LastAlert) -> Started:
    draft = Draft(
        campaign=last.campaign,
        audience_filter=last.audience_filter,
        texts=last.texts,
        expires_at=last.expires_at,
        fallbacks=last.fallbacks,
        pictures=last.pictures or {},
    )
    try:
        found = _preview(context, session, draft)
    except CampaignNotLive as why:
        return _unfit(session, str(why), "alert_mend.not_live")
    told_at = last.code_until - organizers.VALID if last.code_until else session.now
    if found and found.repeat and told_at < found.repeat.at <= session.now:  # it went out since they were asked
        session.alert, key = _in_words(found, session.speaks), _fresh_code(context, session)
        asked = update(Broadcast).where(Broadcast.id == last.id)
        asked = asked.values(code=key, code_until=session.now + organizers.VALID)
        session.effects.orders.append(lambda connection: connection.execute(asked))
        return Started("alert_drafted")
    session.alert = in_words(found.preview, session.speaks) if found else ""  # they have seen it once, and wait for it to leave
    session.effects.orders.append(partial(_surely, partial(lifecycle.start_broadcast, id=last.id, now=session.now)))
    return Started("alert_leaves")


def _pause(context: ConversationContext, session: Session, organizer: KnownOrganizer, _: str) -> Started | None:
    return _move(context, session, organizer, "alert_paused", ("sending", "scheduled"), lifecycle.pause_broadcast)


def _resume(context: ConversationContext, session: Session, organizer: KnownOrganizer, _: str) -> Started | None:
    """Nothing goes on before the code comes back: the number that texts this may be faked."""
    if not _told_of(context, session, organizer, ("paused",)):
        return Started("alert_none")
    given_at = organizer.code_until - organizers.VALID if organizer.code_until else None
    tries = organizer.tries if given_at and session.now < given_at + organizers.DAY else 0
    key = _fresh_code(context, session)
    if tries < organizers.TRIES_A_DAY:  # else no code is taken until a day after the last
        session.effects.orders.append(partial(organizers.give_code, id=organizer.id, key=key, tries=tries, now=session.now))
    return Started("alert_to_resume")


def _move(
    context: ConversationContext,
    session: Session,
    organizer: KnownOrganizer,
    done: str,
    states: tuple[str, ...],
    move: Callable[..., bool],
) -> Started:
    """Pause or resume all alerts of the organizer's campaign that are in these states."""
    ids = _told_of(context, session, organizer, states)
    session.effects.orders += [partial(_surely, partial(move, id=id)) for id in ids]
    return Started(done if ids else "alert_none")


def _surely(move: Callable[[Connection], bool], connection: Connection) -> None:
    """Make a move that the reply tells of; where a terminal was quicker, the turn is done anew."""
    if not move(connection):
        raise ConcurrentTurn


def _told_of(
    context: ConversationContext, session: Session, organizer: KnownOrganizer, states: tuple[str, ...]
) -> Sequence[int]:
    """The alerts of the organizer's campaign in these states; they are told how far these are."""
    asked = {"campaign": organizer.campaign, "states": states}
    ids = session.reads.ask(lambda connection: connection.execute(_IN_STATE, asked).scalars().all())
    found = [session.reads.ask(partial(lifecycle.broadcast_status, id=id)) for id in ids[-MOST_TOLD:]]
    session.alert = " ".join(_so_far(status, session.speaks) for status in found if status)
    return ids


ORDERS: Mapping[str, Callable[[ConversationContext, Session, KnownOrganizer, str], Started | None]] = {
    "alert": _alert,
    "send": _take_code,
    "pause": _pause,
    "resume": _resume,
}


# What can be wrong with an alert from a phone, by how it is mended.
MENDS: Mapping[str, str] = {
    "alert_placeholder": "alert_mend.known",
    "brace": "alert_mend.braces",
    "short_link": "alert_mend.whole_link",
    "alert_characters": "alert_mend.shorten",
    "alert_segments": "alert_mend.shorten",
    "alert_segments_ucs2": "alert_mend.shorten",
}


# --- In a few words -------------------------------------------------------------------------------------------------------


def _in_words(found: LookedAt, language: str) -> str:
    """A preview in words, and that the same words were sent before: the code is then asked for that."""
    repeats = [phrase("organizer.repeat", language)] if found.repeat and found.preview.recipients else []
    return " ".join([in_words(found.preview, language), *repeats])


def in_words(found: Preview, language: str) -> str:
    """A preview as short as a text has to be."""
    held = sum(found.held.values()) + found.pending
    said = []
    if found.recipients:
        cost = found.cost
        sent_as = ("pictures", cost.pictures) if cost.pictures else ("segments", cost.segments)
        people, parts = (
            count_phrase(f"organizer.{name}", count, language) for name, count in (("people", found.recipients), sent_as)
        )
        minutes = max(1, round(found.seconds / 60))
        dollars = f"{cost.dollars:.2f}"
        said.append(phrase("organizer.alert", language, people=people, segments=parts, dollars=dollars, minutes=minutes))
    if found.quiet:
        said.append(count_phrase("organizer.quiet", found.quiet, language))
    for other, read in found.languages.items():
        if other != language and read.recipients:
            name = language_name(other, language)
            said.append(count_phrase("organizer.others", read.recipients, language, other=name))
    if held:
        said.append(count_phrase("organizer.held", held, language))
    return " ".join([*said, *([phrase("organizer.cap", language)] if found.over_cap else [])])


def _so_far(status: lifecycle.Status, language: str) -> str:
    name = "organizer.so_far" if status.total else "organizer.none_yet"
    return phrase(name, language, gone=f"{status.gone:,}", total=f"{status.total:,}")
