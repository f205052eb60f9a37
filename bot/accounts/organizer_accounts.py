"""The organizers who may sign in to the console: who they are, their password, second factor and role."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.accounts.passwords import hash_password
from bot.accounts.roles import Role, read_role
from bot.accounts.second_factor import matching_step, new_recovery_codes, plain_recovery_code
from bot.models import Organizer, OrganizerSession, Passkey, RecoveryCode
from bot.storage.encryption import PhoneCipher
from bot.telephony import read_number

MOST_PEOPLE = 500  # of one installation, shown on one page


class Person(NamedTuple):
    """An organizer. `has_app`, `has_passkey`: does an app give codes for them, do they have a passkey?"""

    id: int
    name: str
    role: Role
    campaign: str
    password: str | None
    has_app: bool
    has_passkey: bool

    @property
    def has_second(self) -> bool:
        """Do they have a second factor?"""
        return self.has_app or self.has_passkey


HAS_APP = Organizer.totp_secret.is_not(None).label("has_app")
HAS_PASSKEY = select(Passkey.id).where(Passkey.organizer_id == Organizer.id).exists().label("has_passkey")

# Columns as read_person() takes them.
PERSON_COLUMNS = (
    Organizer.id.label("person_id"),
    Organizer.name,
    Organizer.role,
    Organizer.campaign,
    Organizer.password,
    HAS_APP,
    HAS_PASSKEY,
)
_PERSON = select(*PERSON_COLUMNS)


class ListedPerson(NamedTuple):
    """An organizer as the list of people shows them."""

    id: int
    name: str
    role: Role
    campaign: str
    has_password: bool
    has_second: bool
    has_phone: bool
    verified: bool
    seen_at: datetime | None


def person_of_row(row: Sequence[object]) -> Person:
    """A row of organizers as a value."""
    id, name, role, campaign, password, has_app, has_passkey = row
    assert isinstance(id, int)
    return Person(
        id,
        str(name),
        read_role(str(role)),
        str(campaign),
        None if password is None else str(password),
        bool(has_app),
        bool(has_passkey),
    )


def find_person(connection: Connection, id: int) -> Person | None:
    """The organizer with this id."""
    row = connection.execute(_PERSON.where(Organizer.id == id)).first()
    return person_of_row(row) if row else None


def phone_of(connection: Connection, phone_cipher: PhoneCipher, id: int) -> str | None:
    """An organizer's own number, E.164; None where they gave none, or it does not open with this key."""
    encrypted = connection.execute(select(Organizer.phone).where(Organizer.id == id)).scalar()
    return None if encrypted is None else phone_cipher.decrypt_if_ours(encrypted)


def proven_phone_of(connection: Connection, phone_cipher: PhoneCipher, id: int) -> str | None:
    """An organizer's own number, once it has texted back its code."""
    proven = connection.execute(select(Organizer.verified_at).where(Organizer.id == id)).scalar() is not None
    return phone_of(connection, phone_cipher, id) if proven else None


def claimed_phone_of(connection: Connection, phone_cipher: PhoneCipher, id: int, now: datetime) -> str | None:
    """The number that an organizer says is theirs, while its code may still come from there."""
    claimed = select(Organizer.claimed_phone).where(Organizer.id == id, Organizer.claim_until > now)
    encrypted = connection.execute(claimed).scalar()
    return None if encrypted is None else phone_cipher.decrypt_if_ours(encrypted)


def find_by_login(connection: Connection, phone_cipher: PhoneCipher, login: str) -> Person | None:
    """The organizer whose e-mail or phone this is, as they type it."""
    if "@" in login:
        wanted = Organizer.email.in_(phone_cipher.email_encryptions(plain_email(login)))
    else:
        phone = read_number(login)
        if phone is None:
            return None
        wanted = Organizer.phone.in_(phone_cipher.encryptions(phone))
    row = connection.execute(_PERSON.where(wanted)).first()
    return person_of_row(row) if row else None


def compared_login(login: str) -> str:
    """What a login is compared by: however it is written, one person's is one."""
    return plain_email(login) if "@" in login else read_number(login) or plain_email(login)


def find_by_name(connection: Connection, name: str) -> Sequence[Person]:
    """The organizers of this name; more than one where a name is there twice."""
    rows = connection.execute(_PERSON.where(func.lower(Organizer.name) == name.lower()).limit(3))
    return [person_of_row(row) for row in rows]


def first_owner(connection: Connection) -> Person | None:
    """The owner who was there first."""
    row = connection.execute(_PERSON.where(Organizer.role == "owner").order_by(Organizer.id).limit(1)).first()
    return person_of_row(row) if row else None


def plain_email(written: str) -> str:
    """An address as it is compared."""
    return written.strip().casefold()


def is_email(written: str) -> bool:
    """Does it look like an address? Nothing is sent there, so it need not be more."""
    name, at, host = written.strip().rpartition("@")
    return bool(name and at and "." in host) and len(written) <= 254 and not any(map(str.isspace, written.strip()))


def add_person(
    connection: Connection,
    phone_cipher: PhoneCipher,
    *,
    name: str,
    role: Role,
    now: datetime,
    email: str = "",
    campaign: str = "",
) -> int:
    """Enter somebody who has no phone here; gives their id. Raises IntegrityError where the e-mail is somebody's."""
    added = connection.execute(
        insert(Organizer).values(
            name=name,
            role=role,
            email=phone_cipher.encrypt_email(plain_email(email)) if email else None,
            campaign=campaign,
            created_at=now,
        )
    )
    key = added.inserted_primary_key
    assert key is not None
    return int(key[0])


def set_email(connection: Connection, phone_cipher: PhoneCipher, id: int, email: str) -> None:
    """Give somebody an e-mail to sign in with. Raises IntegrityError where it is another's."""
    encrypted = phone_cipher.encrypt_email(plain_email(email))
    connection.execute(update(Organizer).where(Organizer.id == id).values(email=encrypted))


def set_role(connection: Connection, id: int, role: Role) -> bool:
    """Change what somebody may do, at once in all their sessions; False where nobody else would be an owner."""
    person = find_person(connection, id)
    if person is None or (person.role == "owner" and role != "owner" and not _is_other_owner(connection, id)):
        return False
    connection.execute(update(Organizer).where(Organizer.id == id).values(role=role))
    return True


def remove_person(connection: Connection, id: int) -> bool:
    """Take somebody out, and end their sessions; False where nobody else would be an owner."""
    person = find_person(connection, id)
    if person is None or (person.role == "owner" and not _is_other_owner(connection, id)):
        return False
    connection.execute(delete(Organizer).where(Organizer.id == id))
    return True


def _is_other_owner(connection: Connection, id: int) -> bool:
    # Held until the end: of two owners who take each other out at one moment, the second finds nobody else.
    owners = select(Organizer.id).where(Organizer.role == "owner").order_by(Organizer.id).with_for_update()
    return any(each != id for each in connection.execute(owners).scalars())


def set_password(connection: Connection, id: int, password: str, keep_session: int | None) -> None:
    """Change somebody's password, and end all their sessions but one."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(password=hash_password(password)))
    others = OrganizerSession.id != keep_session if keep_session is not None else OrganizerSession.id.is_not(None)
    connection.execute(delete(OrganizerSession).where(OrganizerSession.organizer_id == id, others))


def set_second_factor(connection: Connection, phone_cipher: PhoneCipher, id: int, secret: str, step: int) -> list[str]:
    """Keep the secret of somebody's app, of which the code of `step` was given; gives their recovery codes, new ones."""
    values = {"totp_secret": phone_cipher.encrypt_words(secret), "totp_step": step}
    connection.execute(update(Organizer).where(Organizer.id == id).values(**values))
    connection.execute(delete(RecoveryCode).where(RecoveryCode.organizer_id == id))
    codes = new_recovery_codes()
    keys = [{"organizer_id": id, "code": _recovery_key(phone_cipher, id, code)} for code in codes]
    connection.execute(insert(RecoveryCode), keys)
    return codes


def forget_second_factor(connection: Connection, id: int) -> None:
    """Take somebody's second factor away: they set up another one."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(totp_secret=None, totp_step=None))
    connection.execute(delete(RecoveryCode).where(RecoveryCode.organizer_id == id))
    connection.execute(delete(Passkey).where(Passkey.organizer_id == id))


def use_code(connection: Connection, phone_cipher: PhoneCipher, id: int, said: str, now: datetime) -> bool:
    """Is this a code of their app, or a recovery code? It is used up then."""
    query = select(Organizer.totp_secret, Organizer.totp_step).where(Organizer.id == id)
    row = connection.execute(query.with_for_update()).first()
    if row is None or row.totp_secret is None:
        return False
    step = matching_step(phone_cipher.decrypt_words(row.totp_secret), said, row.totp_step, now)
    if step is not None:
        connection.execute(update(Organizer).where(Organizer.id == id).values(totp_step=step))
        return True
    used = delete(RecoveryCode).where(
        RecoveryCode.organizer_id == id, RecoveryCode.code == _recovery_key(phone_cipher, id, said)
    )
    return bool(connection.execute(used).rowcount)


def recovery_codes_left(connection: Connection, id: int) -> int:
    """How many recovery codes somebody has left."""
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.organizer_id == id)
    return int(connection.execute(query).scalar_one())


def _recovery_key(phone_cipher: PhoneCipher, id: int, code: str) -> bytes:
    return phone_cipher.code_key(f"organizer {id}", plain_recovery_code(code))


def list_people(connection: Connection) -> Sequence[ListedPerson]:
    """All organizers, by name."""
    seen = (
        select(OrganizerSession.organizer_id, func.max(OrganizerSession.seen_at).label("seen_at"))
        .group_by(OrganizerSession.organizer_id)
        .subquery()
    )
    query = (
        select(
            Organizer.id,
            Organizer.name,
            Organizer.role,
            Organizer.campaign,
            Organizer.password.is_not(None).label("has_password"),
            HAS_APP,
            HAS_PASSKEY,
            Organizer.phone.is_not(None).label("has_phone"),
            Organizer.verified_at.is_not(None).label("verified"),
            seen.c.seen_at,
        )
        .outerjoin(seen, seen.c.organizer_id == Organizer.id)
        .order_by(Organizer.name, Organizer.id)
        .limit(MOST_PEOPLE)
    )
    return [
        ListedPerson(
            row.id,
            row.name,
            read_role(row.role),
            row.campaign,
            bool(row.has_password),
            bool(row.has_app or row.has_passkey),
            bool(row.has_phone),
            bool(row.verified),
            row.seen_at,
        )
        for row in connection.execute(query)
    ]
