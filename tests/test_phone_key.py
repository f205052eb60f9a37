"""PHONE_KEY is changed while everybody goes on: nobody becomes a stranger, no stop is lost, the old key opens nothing more."""

import base64
import os
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, insert, select, text

from bot.keys import next_key
from bot.models import (
    AnswerByHand,
    NotUnderstood,
    Organizer,
    PageRequest,
    ProviderErasure,
    Receiver,
    Supporter,
    Table,
    Unanswered,
)
from bot.people.key_rotation import SEALED, renew_column
from bot.storage.encryption import PhoneCipher
from tests.conftest import Bot, Start

KNOWN = 6  # people who are there before
# Columns of bytes that hold no ciphertext: digests, and keys that stay when PHONE_KEY changes.
DIGESTS = {
    *("organizer_sessions.token", "organizer_sessions.browser", "organizer_sessions.network", "sign_in_links.token"),
    *(
        "recovery_codes.code",
        "passkeys.id",
        "passkeys.public_key",
        "api_keys.secret",
        "sheet_links.secret",
        "api_answers.key",
        "api_answers.request",
    ),
    *(
        "broadcasts.code",
        "organizers.code",
        "organizers.claim_code",
        "consents.person",
        "line_types.person",
        "calls.person",
        "line_reports.person",
    ),
    *("not_understood.phrase", "unanswered.person", "page_requests.code"),
}


def fresh_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(64)).decode()


def test_every_column_of_bytes_is_encrypted_anew_or_a_digest() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    sealed = {f"{table.__tablename__}.{name}" for table, name, _ in SEALED}
    assert columns == sealed | DIGESTS and not sealed & DIGESTS


def seal_everything(bot: Bot) -> None:
    """A value in each of the other columns."""
    cipher, now = bot.parts.phone_cipher, bot.clock()
    with bot.parts.database.write() as connection:
        someone = connection.execute(select(Supporter.id).limit(1)).scalar_one()
        organizer = {"email": cipher.encrypt_email("ana@example.org"), "totp_secret": cipher.encrypt_words("totp")}
        organizer["claimed_phone"] = cipher.encrypt("+12065550176")
        connection.execute(
            insert(Organizer).values(
                phone=cipher.encrypt("+12065550177"), name="Ana", campaign="", verified_at=now, created_at=now, **organizer
            )
        )
        asked = {"phone": cipher.encrypt("+12065550179"), "asked_at": now, "due_at": now}
        connection.execute(insert(ProviderErasure).values(**asked))
        secrets = {name: cipher.encrypt_secret(name) for name in ("address", "secret", "old_secret")}
        connection.execute(insert(Receiver).values(kind="webhook", name="CRM", wants=1, created_at=now, **secrets))
        form = cipher.encrypt_form({"From": "+12065550178"})
        connection.execute(insert(Unanswered).values(id="u1", path="/twilio/sms", form=form, error="", at=now))
        connection.execute(insert(PageRequest).values(sealed=form, at=now))
        words = {"text": cipher.encrypt_words("words"), "reply": cipher.encrypt_words("reply")}
        connection.execute(
            insert(NotUnderstood).values(supporter_id=someone, channel="sms", flow="text", node="start", at=now, **words)
        )
        answer = {"who": "Ana", "text": cipher.encrypt_words("answer"), "delivery_id": 1, "at": now}
        connection.execute(insert(AnswerByHand).values(supporter_id=someone, **answer))


def opened_by(bot: Bot, key: str) -> set[str]:
    """The columns in which something opens with this key."""
    cipher, found = PhoneCipher(key), set()
    with bot.parts.database.read() as connection:
        for table, name, kind in SEALED:
            values = connection.execute(select(getattr(table, name)).where(getattr(table, name).is_not(None))).scalars()
            found |= {f"{table.__tablename__}.{name}" for each in values if cipher.renew(each, kind) is not None}
    return found


def ids(bot: Bot) -> dict[str, int]:
    """number -> id of each supporter; none is there twice."""
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(Supporter.id, Supporter.phone)).all()
    numbers = {bot.parts.phone_cipher.decrypt(row.phone): row.id for row in rows}
    assert len(numbers) == len(rows)
    return numbers


def test_everybody_goes_on_while_the_key_is_changed(start: Start, tmp_path: Path) -> None:
    old = fresh_key()
    before = start(phone_key=old)
    people = [before.phone() for _ in range(KNOWN)]
    for phone in people:
        phone.text("SANCTUARY 98402")
        phone.text("JOIN")
    gone = before.phone()
    for body in ("SANCTUARY", "STOP", "FORGET", "FORGET"):
        gone.text(body)
    seal_everything(before)
    was = ids(before)
    new = before.app.test_cli_runner().invoke(args=["rotate-phone-key", "--new-key"]).stdout.strip()

    # Servers are restarted one after the other: two that write with different keys, and read both.
    late, bot = start(phone_key=old, other_phone_key=new), start(phone_key=new, other_phone_key=old)
    bot.phones = late.phones = before.phones
    strangers = [late.phone("+12535550301"), bot.phone("+12535550302")]
    turns = iter(
        [
            lambda: late.phone(people[0].number).text("MY DATA"),  # encrypted anew already
            lambda: bot.phone(people[KNOWN - 1].number).text("MY DATA"),  # not yet
            lambda: late.phone(people[KNOWN - 2].number).text("STOP"),
        ]
    )

    def meanwhile() -> None:
        heard = next(turns, lambda: None)()
        assert heard is None or heard.status == 200
        for phone in strangers:
            phone.text("SANCTUARY 98402")

    done = renew_column(bot.parts.database, bot.parts.phone_cipher, SEALED[0], page=2, after_page=meanwhile)
    assert (done.doubled, done.foreign) == (0, 0)
    said = bot.app.test_cli_runner().invoke(args=["rotate-phone-key"])
    assert (said.exit_code, said.stderr) == (0, "")
    assert "organizers.email: 1 encrypted anew" in said.stdout
    assert "supporters.phone: 0 encrypted anew" in bot.app.test_cli_runner().invoke(args=["rotate-phone-key"]).stdout

    after = start(phone_key=new)
    assert opened_by(after, old) == set()
    assert opened_by(after, new) == {f"{table.__tablename__}.{name}" for table, name, _ in SEALED}
    assert ids(after) == was | {
        number: id for number, id in ids(after).items() if number in {each.number for each in strangers}
    }
    assert len(ids(after)) == KNOWN + len(strangers)
    assert "98402" in after.phone(people[0].number).text("MY DATA").text
    assert after.phone(people[KNOWN - 2].number).text("STOP").text == "", "they stopped in the middle of it"
    assert "START" in after.phone(gone.number).text("SANCTUARY 98402").text, "they stopped, and were forgotten"
    assert after.parts.phone_cipher.installation == before.parts.phone_cipher.installation
    with after.parts.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM consents WHERE act = 'granted'")).scalar() == KNOWN


def test_number_of_the_other_key_is_nobody_new_to_a_list_or_a_form(start: Start) -> None:
    old = fresh_key()
    before = start(phone_key=old)
    phone = before.phone("+12535550142")
    phone.text("SANCTUARY 98402")
    bot = start(phone_key=next_key(old), other_phone_key=old)
    path = bot.parts.settings.instance_dir / "list.csv"
    path.write_text("phone,source,consented_at\n253-555-0142,Fair,11/02/2026\n", encoding="utf-8")
    said = bot.app.test_cli_runner().invoke(args=["contacts", "import", "--campaign", "sanctuary", str(path)])
    assert said.exit_code == 0, said.output
    assert len(ids(bot)) == 1


@pytest.mark.parametrize(
    ("present", "other", "says"),
    [
        (fresh_key(), fresh_key(), "OTHER_PHONE_KEY: does not belong to PHONE_KEY"),
        (fresh_key(), "c2hvcnQ=", "OTHER_PHONE_KEY: is no key"),
        (fresh_key(), "", "OTHER_PHONE_KEY: is not set"),
    ],
    ids=["a key of one's own", "no key", "none"],
)
def test_key_that_does_not_fit_is_refused(present: str, other: str, says: str, start: Start) -> None:
    try:
        said = start(phone_key=present, other_phone_key=other).app.test_cli_runner().invoke(args=["rotate-phone-key"]).stderr
    except Exception as problem:
        said = str(problem)
    assert says in said
