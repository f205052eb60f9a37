"""Supporters: adding those who agreed elsewhere, finding, stopping and forgetting them. Whole numbers only one at a time, and
only for keys of the scope `supporters`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from bot.accounts.api_keys import Scope
from bot.contacts.added_contacts import add_contact
from bot.contacts.contact_rows import Contact, read_mobile, read_proof, read_zip
from bot.locale import Language
from bot.people.erasure import find_unowned_texts
from bot.people.forgetting import forget_person
from bot.people.stopping import BY_PROGRAM, stop_person
from bot.people.supporter_details import SupporterDetails, find_supporter, subscriptions_of
from bot.people.supporter_search import (
    Cursor,
    SupporterFilter,
    SupporterRow,
    find_by_phone,
    read_place,
    subscription_states,
    supporters_page,
)
from bot.runtime import Parts
from bot.tabular.cells import CellError
from bot.telephony import NORTH_AMERICAN, read_number
from bot.web.api.cursors import read_cursor, write_cursor
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall, ExampleRequest, Operation, not_found
from bot.web.api.problems import Mistake, Problem
from bot.web.api.shapes import Line, Moment, Nothing, OneWanted, PageWanted, Shape, Slug

Value = TypeVar("Value")
ANY_SCOPE: tuple[Scope, ...] = ("supporters", "supporters:add")
CLOSED = "An organizer cancelled today's questions to those who are added; ask them, or add it tomorrow"
Place = Annotated[str, Field(min_length=2, max_length=5, pattern=r"^([A-Za-z]{2}|[0-9]{2,5})$")]
State = Literal["active", "pending", "left", "stopped"]


class ConsentGiven(Shape):
    """That they agreed. `source`: where, as somebody could look it up; `at`: when."""

    source: Line = Field(examples=["Sign-up form on example.org/library"])
    at: Moment


class SupporterGiven(Shape):
    """Somebody who agreed elsewhere to get a campaign's alerts."""

    phone: Line = Field(examples=["+12535550142"])
    campaign: Slug
    consent: ConsentGiven
    language: Language | None = None
    zip: Line | None = None


class AddedShown(Shape):
    """What became of it: `asked` once by text, `pending` (asked before, and has not answered), `active` (gets the alerts
    already), `left` or `stopped` (stays so). A key without the scope `supporters` is told `taken` and no more."""

    outcome: Literal["taken", "asked", "pending", "active", "left", "stopped"]


class SubscriptionShown(Shape):
    """Somebody's standing in a campaign's alerts."""

    campaign: str
    state: str


class SupporterListed(Shape):
    """A supporter in a list. `phone`: masked, "" for one that nobody can read."""

    id: int
    phone: str
    language: str | None
    zip: str | None
    stopped: bool
    subscriptions: list[SubscriptionShown]
    created_at: datetime


class SupporterPage(Shape):
    """A part of the list: of a place in the order of ZIP codes, else the newest first."""

    data: list[SupporterListed]
    next_cursor: str | None


class SupporterShown(SupporterListed):
    """A supporter, with the whole number in `phone`."""


class SupportersWanted(PageWanted):
    """`place`: a state, a ZIP code, or its first digits. `state`: of the subscription to the campaign's alerts, or stopped."""

    place: Place | None = None
    campaign: Slug | None = None
    state: State | None = None
    language: Language | None = None


class NumberGiven(Shape):
    """A phone number."""

    phone: Line = Field(examples=["+12535550142"])


class StoppedShown(Shape):
    """They get no text and no call that we start, whether or not we knew them."""

    stopped: Literal[True] = True


def _add(call: ApiCall[Nothing, SupporterGiven]) -> ApiAnswer:
    given, built = call.body, call.built
    campaign = built.campaigns.get(given.campaign)
    if campaign is None or campaign.state != "live":
        raise _wrong("campaign", "is no campaign that is live; GET /campaigns has all")
    if given.consent.at > call.now:
        raise _wrong("consent/at", "is in the future; write when they agreed")
    contact = Contact(
        line=0,
        phone=_read("phone", read_mobile, given.phone),
        language=given.language,
        zip=_read("zip", read_zip, given.zip or ""),
        proof=_read("consent/source", read_proof, given.consent.source),
        given_at=given.consent.at,
    )
    outcome = add_contact(call.connection, built.phone_cipher, built.settings.organization, campaign, contact, call.now)
    if outcome == "closed":
        raise Problem("not_now", CLOSED)
    call.record("supporter_added", f"campaign {campaign.id}")
    shown = AddedShown(outcome=outcome if call.key.may(("supporters",)) else "taken")
    return ApiAnswer(body=shown, then=lambda: built.workers.enqueue("start_alerts"))


def _read(name: str, read: Callable[[str], Value], written: str) -> Value:
    try:
        return read(written)
    except CellError as problem:
        # Nothing of what was sent is repeated: it may be a number.
        said = str(problem).replace(f"{written[:40]!r} ", "")
        raise _wrong(name, said if written[:20] not in said else "cannot be read") from None


def _wrong(name: str, detail: str) -> Problem:
    return Problem("unfit", f"{name}: {detail}", [Mistake(pointer=f"/{name}", detail=detail)])


def _number(written: str) -> str:
    """A whole number, E.164. Raises Problem."""
    phone = read_number(written)
    if phone is None or not (NORTH_AMERICAN.fullmatch(phone) or not phone.startswith("+1")):
        raise _wrong("phone", "is no phone number with its area code; write it like +12535550142")
    return phone


def _list(call: ApiCall[SupportersWanted, Nothing]) -> ApiAnswer:
    wanted, built = call.wanted, call.built
    zips = read_place(wanted.place or "")
    if zips is None:
        detail = "is no state and no ZIP code; write WA, 98402 or the first digits of one"
        raise Problem("unfit", f"place: {detail}", [Mistake(pointer="#place", detail=detail)])
    if wanted.campaign is not None and built.campaigns.get(wanted.campaign) is None:
        detail = "there is no such campaign; GET /campaigns has all"
        raise Problem("unfit", f"campaign: {detail}", [Mistake(pointer="#campaign", detail=detail)])
    found = SupporterFilter(zips=zips, campaign=wanted.campaign or "", state=wanted.state or "", language=wanted.language or "")
    # A cursor goes on with the list that it is of: by place, or by age.
    list_id = f"supporters {wanted.place or ''}"
    after = Cursor.read(read_cursor(built, list_id, wanted))
    campaigns = [each.id for each in built.campaigns]
    rows, more = supporters_page(call.connection, found, campaigns, after, wanted.limit)
    states = subscription_states(call.connection, [row.id for row in rows])
    shown = [_listed(row, row.masked(built.phone_cipher), states.get(row.id, ())) for row in rows]
    return ApiAnswer(body=SupporterPage(data=shown, next_cursor=write_cursor(built, list_id, str(more)) if more else None))


def _listed(row: SupporterRow, phone: str, states: Sequence[tuple[str, str]]) -> SupporterListed:
    return SupporterListed(
        id=row.id,
        phone=phone,
        language=row.language,
        zip=row.zip,
        stopped=row.stopped,
        subscriptions=[SubscriptionShown(campaign=campaign, state=state) for campaign, state in states],
        created_at=row.created_at,
    )


def _one(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    return ApiAnswer(body=_opened(call, call.wanted.id))


def _by_number(call: ApiCall[Nothing, NumberGiven]) -> ApiAnswer:
    id = find_by_phone(call.connection, call.built.phone_cipher, _number(call.body.phone))
    if id is None:
        raise not_found("No supporter has this number")
    return ApiAnswer(body=_opened(call, id))


def _opened(call: ApiCall[OneWanted, Nothing] | ApiCall[Nothing, NumberGiven], id: int) -> SupporterShown:
    """A supporter with their whole number. Who opens it is written into the log, as where a page is."""
    found = _found(call, id)
    call.record("supporter_opened", f"supporter {id}")
    return SupporterShown(
        id=found.id,
        phone=found.number(call.built.phone_cipher),
        language=found.language,
        zip=found.zip,
        stopped=found.stopped,
        subscriptions=[
            SubscriptionShown(campaign=each.programme, state=each.state) for each in subscriptions_of(call.connection, id)
        ],
        created_at=found.created_at,
    )


def _found(call: ApiCall[OneWanted, Nothing] | ApiCall[Nothing, NumberGiven], id: int) -> SupporterDetails:
    found = find_supporter(call.connection, id)
    if found is None:
        raise not_found("No supporter has this id")
    return found


def _stop(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    number = _readable(call.built, _found(call, call.wanted.id))
    if stop_person(call.connection, call.built.phone_cipher.person_key(number), call.wanted.id, BY_PROGRAM, call.now):
        call.record("supporter_stopped", f"supporter {call.wanted.id}")
    return ApiAnswer(body=StoppedShown())


def _stop_number(call: ApiCall[Nothing, NumberGiven]) -> ApiAnswer:
    phone, cipher = _number(call.body.phone), call.built.phone_cipher
    known = find_by_phone(call.connection, cipher, phone)
    if stop_person(call.connection, cipher.person_key(phone), known, BY_PROGRAM, call.now):
        call.record("supporter_stopped", f"supporter {known}" if known else "number")
    return ApiAnswer(body=StoppedShown())


def _forget(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    built, id = call.built, call.wanted.id
    number = _readable(built, _found(call, id))
    unowned = find_unowned_texts(built.database, built.phone_cipher, number)
    person = built.phone_cipher.person_key(number)
    forget_person(call.connection, id, person, unowned, call.now, at_provider=built.settings.erase_at_provider == "on")
    call.record("supporter_forgotten", f"supporter {id}")
    return ApiAnswer()


def _readable(built: Parts, found: SupporterDetails) -> str:
    number = found.number(built.phone_cipher)
    if not number:
        raise Problem("not_now", "Their number is withheld, or another PHONE_KEY encrypted it: nobody can be told by it")
    return number


OPERATIONS: Sequence[AnyOperation] = (
    Operation(
        id="list_supporters",
        method="GET",
        path="/supporters",
        about="Supporters, with masked numbers.",
        scopes=("supporters",),
        do=_list,
        wanted=SupportersWanted,
        body=Nothing,
        answer=SupporterPage,
        problems=("unfit",),
        example=ExampleRequest(wanted={"campaign": "sanctuary", "state": "active"}),
    ),
    Operation(
        id="add_supporter",
        method="POST",
        path="/supporters",
        about="Add somebody who agreed elsewhere: they are asked once by text, and get alerts when they answer yes.",
        scopes=ANY_SCOPE,
        do=_add,
        wanted=Nothing,
        body=SupporterGiven,
        answer=AddedShown,
        status=202,
        holds="writer",
        needs_key=True,
        problems=("unfit", "not_now"),
        example=ExampleRequest(
            body={
                "phone": "+12535550142",
                "campaign": "sanctuary",
                "consent": {"source": "Sign-up form on example.org/sanctuary", "at": "2026-11-02T18:30:00Z"},
                "zip": "98402",
            }
        ),
    ),
    Operation(
        id="find_supporter",
        method="POST",
        path="/supporters/find",
        about="The supporter with a number. It is posted, so that it is in no log; that they were looked at is in ours.",
        scopes=("supporters",),
        do=_by_number,
        wanted=Nothing,
        body=NumberGiven,
        answer=SupporterShown,
        holds="writer",
        problems=("unfit", "not_found"),
        example=ExampleRequest(body={"phone": "+12535550142"}),
    ),
    Operation(
        id="stop_number",
        method="POST",
        path="/supporters/stop",
        about="Stop all that we start to a number, whether or not we know it. A stop is always taken.",
        scopes=ANY_SCOPE,
        do=_stop_number,
        wanted=Nothing,
        body=NumberGiven,
        answer=StoppedShown,
        holds="writer",
        problems=("unfit",),
        example=ExampleRequest(body={"phone": "+12535550143"}),
    ),
    Operation(
        id="get_supporter",
        method="GET",
        path="/supporters/{id}",
        about="A supporter, with the whole number. That they were looked at is in the log.",
        scopes=("supporters",),
        do=_one,
        wanted=OneWanted,
        body=Nothing,
        answer=SupporterShown,
        holds="writer",
        example=ExampleRequest(wanted={"id": 1}),
    ),
    Operation(
        id="stop_supporter",
        method="POST",
        path="/supporters/{id}/stop",
        about="Stop all that we start to a supporter.",
        scopes=("supporters",),
        do=_stop,
        wanted=OneWanted,
        body=Nothing,
        answer=StoppedShown,
        holds="writer",
        problems=("not_now",),
        example=ExampleRequest(wanted={"id": 1}),
    ),
    Operation(
        id="forget_supporter",
        method="DELETE",
        path="/supporters/{id}",
        about="Erase a supporter, as FORGET by text does. A stop stays, under an irreversible key.",
        scopes=("supporters",),
        do=_forget,
        wanted=OneWanted,
        body=Nothing,
        status=204,
        holds="writer",
        problems=("not_now",),
        example=ExampleRequest(wanted={"id": 1}),
    ),
)
