"""What must hold of the lists in the end: the double's log, our rows and what organizers were told, against who is on them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.contacts.import_contacts import NEW, UNTOLD
from bot.models import Broadcast, Delivery, Subscription, Supporter
from bot.people.no_text_reasons import STOPPED
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from tests.chaos.books import ENDED, GRACE_SECONDS, SHOWN, WENT_OUT, KeptDelivery, agree, in_the_log
from tests.chaos.cast import Cast, PeopleList
from tests.chaos.imports import ImportTold
from tests.twilio_double.client import Row

NO_REASONS = ("cancelled", "expired")  # of a question: who was not asked by it is to be asked by another


@dataclass(frozen=True, slots=True)
class Question:
    """A row of deliveries of a question; `broadcast`: the id of that."""

    broadcast: int
    row: KeptDelivery


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """A supporter; `state`: of their subscription, "" for none."""

    to: str
    state: str


@dataclass
class ImportBooks:
    """What was found. `rows`: of the lists; `asked`: who has the question."""

    rows: int = 0
    asked: int = 0
    duplicates: int = 0
    lost: int = 0
    to_stopped: int = 0
    breaches: list[str] = field(default_factory=list)


def questions(database: Database, phone_cipher: PhoneCipher) -> list[Question]:
    """All deliveries of all questions to who is on a list."""
    query = (
        select(Delivery.broadcast_id, Delivery.id, Supporter.phone, Delivery.state, Delivery.error, Delivery.provider_id)
        .join(Supporter, Supporter.id == Delivery.supporter_id)
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(Broadcast.kind == "confirmation")
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        Question(
            row.broadcast_id,
            KeptDelivery(row.id, phone_cipher.decrypt(row.phone), row.state, row.error or "", row.provider_id or ""),
        )
        for row in rows
    ]


def kept_people(database: Database, phone_cipher: PhoneCipher, campaign: str) -> list[KeptPerson]:
    """All supporters."""
    of = (Subscription.supporter_id == Supporter.id) & (Subscription.programme == campaign)
    query = select(Supporter.phone, Subscription.state).outerjoin(Subscription, of).where(Supporter.phone.is_not(None))
    with database.read() as connection:
        return [KeptPerson(phone_cipher.decrypt(row.phone), row.state or "") for row in connection.execute(query)]


def audit_imports(
    cast: Cast,
    log: Iterable[Row],
    questions: Iterable[Question],
    people: Sequence[KeptPerson],
    told: Mapping[str, ImportTold],
    stopped: Mapping[str, float],
    joined: Iterable[str],
    unreached: Set[str],
) -> ImportBooks:
    """`stopped`: when whose STOP was acknowledged, in seconds since 1970; `joined`: whose JOIN was; `unreached`: of the crowd,
    to whom the carrier took no alert, so that they may be active no more by the time of a list."""
    messages: dict[str, list[Row]] = {}
    for row in log:
        messages.setdefault(row.to, []).append(row)
    rows: dict[str, list[KeptDelivery]] = {}
    of_question = Counter[int]()
    for question in questions:
        rows.setdefault(question.row.to, []).append(question.row)
        of_question[question.broadcast] += 1
    books = ImportBooks(rows=sum(len(each.people) + len(each.repeated) + len(each.refusing) for each in cast.lists))
    found: dict[str, list[str]] = {}
    for to in sorted(cast.asked):
        got, mine = messages.get(to, []), rows.get(to, [])
        books.asked += bool(got)
        books.duplicates += max(0, len(got) - 1)
        late = [each for each in got if each.arrived > stopped.get(to, float("inf")) + GRACE_SECONDS]
        books.to_stopped += len(late)
        for kind in _breaches(got, mine, late, to in stopped):
            books.lost += kind == LOST
            states = ", ".join(f"{each.id} {each.state} {each.error}".strip() for each in mine)
            found.setdefault(kind, []).append(f"{to}: deliveries {states or 'none'}, in the log {in_the_log(got)}")
    for to in sorted({*cast.refusing, *cast.erased}):
        if messages.get(to) or rows.get(to):
            books.to_stopped += 1
            found.setdefault("a question to who said no", []).append(to)
    _audit_people(cast, people, stopped, joined, found)
    for each in cast.lists:
        for kind in _report_breaches(each, told.get(each.name), stopped, set(joined), unreached, of_question):
            found.setdefault(kind, []).append(each.name)
    for kind, places in found.items():
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        books.breaches.append(f"{len(places)} x {kind}: {'; '.join(places[:SHOWN])}{more}")
    return books


LOST = "neither a question nor a reason"


def _breaches(got: Sequence[Row], mine: Sequence[KeptDelivery], late: Sequence[Row], said_stop: bool) -> Iterator[str]:
    """What is wrong with one who is to be asked."""
    if len(got) > 1:
        yield "more than one question"
    if late:
        yield "a question after STOP"
    if any(each.state not in (*WENT_OUT, *ENDED) for each in mine):
        yield "a question that is not at its end"
    ids = {each.sid: each for each in got}
    for each in mine:
        if each.state in WENT_OUT and each.provider_id not in ids:
            yield "asked by the books, not in the log"
        elif each.provider_id in ids and not agree(each, ids[each.provider_id]):
            yield "the books say something else than the log of a question"
    if got and not ids.keys() & {each.provider_id for each in mine}:
        yield "a question that the books do not have"
    if not got and not said_stop and not any(each.error and each.error not in NO_REASONS for each in mine):
        yield LOST


def _audit_people(
    cast: Cast,
    people: Sequence[KeptPerson],
    stopped: Mapping[str, float],
    joined: Iterable[str],
    found: dict[str, list[str]],
) -> None:
    """Each is there once, and whoever joined gets the alerts."""
    there = Counter(each.to for each in people)
    found |= {"somebody who is there twice": twice} if (twice := sorted(to for to, n in there.items() if n > 1)) else {}
    if missing := sorted(to for to in cast.asked if not there[to] and to not in stopped):
        found["somebody of a list who is not there"] = missing
    states = {each.to: each.state for each in people}
    if unheard := sorted(to for to in joined if states.get(to) != "active"):
        found["a JOIN that was acknowledged and is lost"] = unheard


def _report_breaches(
    people: PeopleList,
    told: ImportTold | None,
    stopped: Mapping[str, float],
    joined: Set[str],
    unreached: Set[str],
    of_question: Counter[int],
) -> Iterator[str]:
    """What is wrong with what an organizer was told of a list. Who texts meanwhile may be counted as either."""
    if told is None:
        yield "a list that was never imported"
        return
    counts = Counter(told.counts)
    total = sum(n for outcome, n in counts.items() if outcome != UNTOLD)
    if total != len(people.people):
        yield f"a report that counts {total} of {len(people.people)} people"
    fresh, lost = set(people.fresh), len(unreached & set(people.active))
    actives = len(people.active) - lost, len(people.active) + len(fresh & joined)
    stops = len(people.stopped), len(people.stopped) + len(fresh & stopped.keys()) + lost
    for outcome, (least, most) in {"active": actives, STOPPED: stops}.items():
        if not least <= counts[outcome] <= most:
            yield f"a report that counts {counts[outcome]} {outcome}, of whom there are {least} to {most}"
    asked = of_question[told.question] if told.question is not None else 0
    if counts[NEW] != asked:
        yield f"a report that counts {counts[NEW]} to be asked, and {asked} rows of that"
