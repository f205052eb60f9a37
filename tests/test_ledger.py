"""The consent ledger: rows are added and never changed, what follows is always what they come to, and older rows catch up."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from bot.contacts.confirmation import confirmation_texts
from bot.contacts.contact_rows import Contact
from bot.contacts.import_contacts import load_contacts
from bot.contacts.staging import Staging
from bot.models import Consent, Delivery, Subscription, Supporter, Unanswered
from bot.outbox.delivery_results import DeliveryUpdate
from bot.people import ledger
from bot.people.backfill import PAGE, backfill_columns
from bot.people.ledger import FOLLOWS, Act, State
from bot.providers.laml.errors import send_error
from bot.providers.protocol import StatusUpdate
from bot.providers.twilio.errors import MEANINGS
from bot.reading import EVERYTHING
from tests.carrier import one, sid
from tests.conftest import ROOT, Bot, wiped
from tests.test_sign_ups import done

NUMBERS = ("+12535550142", "+12065550111")


def ledger_of(bot: Bot) -> list[tuple[Any, ...]]:
    with bot.parts.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(Consent).order_by(Consent.id)).all()]


# What is said, and what the ledger then has: (programme, act, source).
SAID: dict[str, tuple[list[str], list[tuple[str, str, str]]]] = {
    "JOIN": (["JOIN"], [("sanctuary", "granted", "keyword")]),
    "JOIN after STOP lifts it, in two rows": (
        ["STOP", "JOIN"],
        [(EVERYTHING, "withdrawn", "keyword"), (EVERYTHING, "granted", "keyword"), ("sanctuary", "granted", "keyword")],
    ),
    "START after STOP": (["STOP", "START"], [(EVERYTHING, "withdrawn", "keyword"), (EVERYTHING, "granted", "keyword")]),
    "START of who never stopped": (["START"], []),
    "STOP twice": (["STOP", "STOP"], [(EVERYTHING, "withdrawn", "keyword")]),
    "MY DATA and HELP": (["MY DATA", "HELP"], []),
    "MY DATA and HELP of who stopped": (["STOP", "MY DATA", "HELP"], [(EVERYTHING, "withdrawn", "keyword")]),
    "FORGET after JOIN": (["JOIN", "FORGET", "FORGET"], []),
    "FORGET after JOIN and STOP": (["JOIN", "STOP", "FORGET", "FORGET"], [(EVERYTHING, "withdrawn", "keyword")]),
    "FORGET after STOP and START": (["STOP", "START", "FORGET", "FORGET"], []),
    "any other word": (["alerts please", "yes", "ok"], []),
}


@pytest.mark.parametrize("case", SAID)
def test_what_the_ledger_has_of_what_is_said(case: str, bot: Bot) -> None:
    said, expected = SAID[case]
    phone = bot.phone(NUMBERS[0])
    for body in ("SANCTUARY 98402", *said):
        phone.text(body)
    assert [(row[2], row[3], row[6]) for row in ledger_of(bot)] == expected


def test_start_brings_back_to_every_subscription_there_was(bot: Bot) -> None:
    phone = bot.phone(NUMBERS[0])
    for body in ("SANCTUARY 98402", "JOIN", "STOP", "START"):
        phone.text(body)
    assert follows(bot) == {NUMBERS[0]: (False, {"sanctuary": "active"})}


def test_stop_that_the_provider_took_is_kept_and_met_with_silence(bot: Bot) -> None:
    phone = bot.phone(NUMBERS[0])
    phone.text("SANCTUARY 98402")
    assert phone.text("STOP", OptOutType="STOP").said == []
    assert phone.text("START", OptOutType="START").said == []
    assert [(row[3], row[6]) for row in ledger_of(bot)] == [("withdrawn", "carrier"), ("granted", "carrier")]


def test_stop_seen_in_a_refused_text_is_kept_in_silence_and_once(bot: Bot) -> None:
    phone = bot.phone(NUMBERS[0])
    phone.text("SANCTUARY 98402")
    carrier_stops(bot, NUMBERS[0])
    carrier_stops(bot, NUMBERS[0])
    assert [(row[2], row[3], row[4], row[6]) for row in ledger_of(bot)] == [(EVERYTHING, "withdrawn", "21610", "carrier")]
    assert follows(bot) == {NUMBERS[0]: (True, {})}


# --- What follows from an act, as a table that is written down twice ------------------------------------------------------


@pytest.mark.parametrize("before", [None, "pending", "active", "left"])
@pytest.mark.parametrize("act", ["granted", "withdrawn", "claimed"])
def test_what_an_act_makes_of_a_subscription(before: State | None, act: Act) -> None:
    own_word = {"granted": "active", "withdrawn": "left"}
    assert FOLLOWS[before, act] == own_word.get(act, before or "pending")


def test_page_on_consent_has_the_same_table() -> None:
    page = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (nothing|pending|active|left) \| (\w+) \| (\w+) \| (\w+) \|$", page, re.MULTILINE)
    acts = ("claimed", "granted", "withdrawn")
    told = {
        (None if before == "nothing" else before, act): after
        for before, *row in found
        for act, after in zip(acts, row, strict=True)
    }
    assert told == FOLLOWS


# --- Any interleaving -----------------------------------------------------------------------------------------------------


def texts(body: str) -> Callable[[Bot, str], None]:
    return lambda bot, number: say(bot, number, body)


def say(bot: Bot, number: str, body: str) -> None:
    assert bot.phone(number).text(body).status == 200


def stops_at_the_carrier(bot: Bot, number: str) -> None:
    bot.phone(number).text("STOP", OptOutType="STOP")


def carrier_stops(bot: Bot, number: str) -> None:
    """A text to the number fails since they stopped."""
    with bot.parts.database.write() as connection:
        supporter = connection.execute(
            select(Supporter.id).where(Supporter.phone == bot.parts.phone_cipher.encrypt(number))
        ).scalar()
        if supporter is None:
            return
        values = {"state": "sent", "text": "x", "zone": "", "attempts": 1, "created_at": bot.clock(), "supporter_id": supporter}
        made = connection.execute(insert(Delivery).values(**values)).inserted_primary_key
    assert made is not None
    bot.parts.callbacks.save(
        DeliveryUpdate(
            id=int(made[0]),
            attempt=1,
            update=StatusUpdate(provider_id=sid(), status="failed", error=send_error(MEANINGS, "21610", known=True)),
        )
    )


def imports(programme: str) -> Callable[[Bot, str], None]:
    def run(bot: Bot, number: str) -> None:
        campaign = bot.parts.campaigns.get(programme)
        assert campaign is not None
        with Staging(bot.parts.phone_cipher) as staging:
            staging.add(
                Contact(line=2, phone=number, language=None, zip=None, proof="Fair", given_at=datetime(2026, 11, 1, tzinfo=UTC))
            )
            asks = confirmation_texts(campaign, "Patchline", "")
            load_contacts(bot.parts.database, staging, campaign, asks, bot.clock(), lambda problem: None)

    return run


VISITORS = count(1)


def signs_up_for(programme: str) -> Callable[[Bot, str], None]:
    def run(bot: Bot, number: str) -> None:
        address = f"10.2.{'.'.join(map(str, divmod(next(VISITORS), 250)))}"
        sent = bot.app.test_client().post(f"/c/{programme}", data={"phone": number}, environ_base={"REMOTE_ADDR": address})
        assert sent.status_code == 303
        done(bot)

    return run


ACTS: dict[str, Callable[[Bot, str], None]] = {
    "SANCTUARY": texts("SANCTUARY 98402"),
    "TRUST": texts("TRUST"),
    "JOIN": texts("JOIN"),
    "1": texts("1"),
    "STOP": texts("STOP"),
    "START": texts("START"),
    "MY DATA": texts("MY DATA"),
    "FORGET": lambda bot, number: bot.phone(number).forget(),
    "STOP at the carrier": stops_at_the_carrier,
    "refused by the carrier": carrier_stops,
    "import to sanctuary": imports("sanctuary"),
    "import to trust-act": imports("trust-act"),
    "the form for sanctuary": signs_up_for("sanctuary"),
}


def follows(bot: Bot) -> dict[str, tuple[bool, dict[str, str]]]:
    """What the tables say: number -> stopped, programme -> state."""
    with bot.parts.database.read() as connection:
        supporters = connection.execute(select(Supporter.id, Supporter.phone, Supporter.stopped)).all()
        subscriptions = connection.execute(select(Subscription)).all()
    return {
        bot.parts.phone_cipher.decrypt(row.phone): (
            row.stopped,
            {each.programme: each.state for each in subscriptions if each.supporter_id == row.id},
        )
        for row in supporters
    }


def folded(bot: Bot, number: str) -> tuple[bool, dict[str, str]]:
    """The same by the ledger's rows alone, worked out here, row by row."""
    stopped, states = False, dict[str, str]()
    for row in ledger_of(bot):
        _, person, programme, act, *_ = row
        if bytes(person) != bot.parts.phone_cipher.person_key(number):
            continue
        if programme == EVERYTHING:
            stopped = act == "withdrawn"
        elif act == "claimed":
            states.setdefault(programme, "pending")
        else:
            states[programme] = "active" if act == "granted" else "left"
    return stopped, states


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(NUMBERS)), max_size=14))
def test_any_interleaving_keeps_the_promises_of_the_ledger(lasting: Bot, acts: list[tuple[str, str]]) -> None:
    bot = wiped(lasting)
    before: list[tuple[Any, ...]] = []
    for act, number in acts:
        states = follows(bot)
        ACTS[act](bot, number)
        rows = ledger_of(bot)
        if act == "FORGET":
            kept = [row for row in rows if bytes(row[1]) == bot.parts.phone_cipher.person_key(number)]
            assert [(row[2], row[3]) for row in kept] in ([], [(EVERYTHING, "withdrawn")]), "only a stop is left"
            others = [row for row in before if bytes(row[1]) != bot.parts.phone_cipher.person_key(number)]
            assert all(row in rows for row in others)
        else:
            assert rows[: len(before)] == before, "rows are added, never changed"
        now = follows(bot)
        assert {each: folded(bot, each) for each in now} == now, "what follows is what the ledger comes to"
        if act.startswith(("import", "the form")):
            programme = act.rpartition(" ")[2]
            was = states.get(number, (False, {}))
            became = now.get(number, (False, {}))[1].get(programme)
            assert became == was[1].get(programme, None if folded(bot, number)[0] else "pending"), "a claim begins, no more"
        before = rows
    # One question a supporter and programme at most.
    duplicates = one(
        bot,
        "SELECT count(*) FROM (SELECT supporter_id, campaign FROM deliveries JOIN broadcasts ON broadcasts.id = broadcast_id "
        "WHERE supporter_id IS NOT NULL GROUP BY supporter_id, campaign HAVING count(*) > 1) AS twice",
    )
    assert duplicates == 0


# --- Supporters of an older version ---------------------------------------------------------------------------------------


def older(bot: Bot) -> None:
    """As an older version left them: nothing follows from the ledger, and nobody has a zone."""
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(zone=None, stopped=False))
        connection.execute(Subscription.__table__.delete())


def test_supporters_of_an_older_version_get_what_follows_once(bot: Bot) -> None:
    told = {
        NUMBERS[0]: ("SANCTUARY 98402", "JOIN", "STOP"),
        NUMBERS[1]: ("SANCTUARY 10001", "JOIN"),
        "+12535550199": ("hello",),
    }
    for number, bodies in told.items():
        for body in bodies:
            bot.phone(number).text(body)
    expected, zones = follows(bot), everyones_zones(bot)
    assert set(zones) == {"America/Los_Angeles", "America/Los_Angeles|America/New_York"}
    older(bot)
    assert backfill_columns(bot.parts.database, bot.parts.phone_cipher) == 3
    assert (follows(bot), everyones_zones(bot)) == (expected, zones)
    assert backfill_columns(bot.parts.database, bot.parts.phone_cipher) == 0
    # With other tables all are worked out anew; what follows from the ledger stays.
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(zone="America/New_York", zone_table=0))
    assert backfill_columns(bot.parts.database, bot.parts.phone_cipher) == 3
    assert (follows(bot), everyones_zones(bot)) == (expected, zones)


def everyones_zones(bot: Bot) -> list[str | None]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(select(Supporter.zone).order_by(Supporter.id)).scalars())


def test_more_than_a_page_of_them_catches_up_whole(bot: Bot) -> None:
    encrypt = bot.parts.phone_cipher.encrypt
    made = [
        {
            "phone": encrypt(f"+1206{number:07d}"),
            "chosen_divisions": {},
            "sms_reachable": True,
            "stopped": False,
            "created_at": bot.clock.now,
        }
        for number in range(2 * PAGE + 1)
    ]
    with bot.parts.database.write() as connection:
        connection.execute(insert(Supporter), made)
        entry = ledger.LedgerEntry(
            programme=EVERYTHING, act="withdrawn", words="STOP", channel="sms", source="keyword", at=bot.clock.now
        )
        ledger.write_entries(connection, bot.parts.phone_cipher.person_key("+12060000700"), None, [entry])
    assert backfill_columns(bot.parts.database, bot.parts.phone_cipher) == 2 * PAGE + 1
    assert one(bot, "SELECT count(*) FROM supporters WHERE zone IS NULL") == 0
    assert [number for number, (stopped, _) in follows(bot).items() if stopped] == ["+12060000700"]


def test_withheld_numbers_have_no_zone_and_are_left_alone(bot: Bot) -> None:
    bot.phone().dial(withheld=True)
    assert backfill_columns(bot.parts.database, bot.parts.phone_cipher) == 0


def test_texts_that_wait_for_an_answer_get_their_owner_where_they_can_be_opened(bot: Bot) -> None:
    phone_cipher = bot.parts.phone_cipher
    forms = {f"{number:08}": phone_cipher.encrypt_form({"From": f"+1206{number:07d}"}) for number in range(PAGE + 1)} | {
        "odd": b"odd"
    }
    with bot.parts.database.write() as connection:
        kept = {"path": "/twilio/sms", "error": "Fault", "at": bot.clock.now}
        connection.execute(insert(Unanswered), [{"id": id, "form": form, **kept} for id, form in forms.items()])
    for _ in range(2):
        assert backfill_columns(bot.parts.database, phone_cipher) == 0
        with bot.parts.database.read() as connection:
            owners = {row.id: row.person for row in connection.execute(select(Unanswered.id, Unanswered.person))}
        expected = {id: phone_cipher.person_key(f"+1206{id[1:]}") for id in forms if id != "odd"} | {"odd": None}
        assert {id: person and bytes(person) for id, person in owners.items()} == expected


def test_migrating_catches_up(bot: Bot, tmp_path: Path) -> None:
    bot.phone(NUMBERS[0]).text("SANCTUARY 98402")
    older(bot)
    assert bot.app.test_cli_runner().invoke(args=["migrate"]).exit_code == 0
    assert everyones_zones(bot) == ["America/Los_Angeles"]
