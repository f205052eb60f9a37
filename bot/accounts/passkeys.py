"""Passkeys as a second factor (WebAuthn Level 3): a phone or a key proves that it is there. It gives no secret away."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select, update

from bot.accounts.sessions import device_in_words
from bot.models import Passkey

MOST_PASSKEYS = 10  # of one person


class Site(NamedTuple):
    """For whom passkeys are made: `host` and `origin` of the console's address, `name` as the browser shows it."""

    host: str
    origin: str
    name: str


class ListedPasskey(NamedTuple):
    """A passkey as its owner sees it."""

    id: bytes
    device: str
    created_at: datetime


def site_of(url: str, name: str) -> Site | None:
    """The site of an address; None where browsers make no passkeys: without https, but for this machine by its name."""
    found = urlsplit(url)
    host = found.hostname or ""
    if host == "localhost" or (found.scheme == "https" and not host.replace(".", "").isdigit()):
        return Site(host, f"{found.scheme}://{found.netloc}", name)
    return None


def list_passkeys(connection: Connection, organizer_id: int) -> Sequence[ListedPasskey]:
    """Somebody's passkeys, the oldest first."""
    query = (
        select(Passkey.id, Passkey.device, Passkey.created_at)
        .where(Passkey.organizer_id == organizer_id)
        .order_by(Passkey.created_at)
        .limit(MOST_PASSKEYS)
    )
    return [ListedPasskey._make(row) for row in connection.execute(query)]


def ask_for_new(site: Site, organizer_id: int, login: str, known: Sequence[ListedPasskey], challenge: bytes) -> str:
    """What the browser is told to make a passkey: JSON of PublicKeyCredentialCreationOptions."""
    # The library takes a fifth of a second to load: only who uses a passkey waits for it.
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return options_to_json(
        generate_registration_options(
            rp_id=site.host,
            rp_name=site.name,
            user_name=login,
            user_id=f"organizer {organizer_id}".encode(),
            challenge=challenge,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each.id) for each in known],
        )
    )


def keep_new(
    connection: Connection, site: Site, organizer_id: int, said: str, challenge: bytes, agent: str, now: datetime
) -> bool:
    """Keep the passkey that a browser made; False where what it says (JSON) does not answer the challenge."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    if len(list_passkeys(connection, organizer_id)) >= MOST_PASSKEYS:
        return False
    try:
        made = verify_registration_response(
            credential=said, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin
        )
    except (WebAuthnException, ValueError):
        return False
    connection.execute(
        insert(Passkey).values(
            id=made.credential_id,
            organizer_id=organizer_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            device=device_in_words(agent),
            created_at=now,
        )
    )
    return True


def ask_for_proof(site: Site, known: Sequence[ListedPasskey], challenge: bytes) -> str:
    """What the browser is told to prove that a passkey is there: JSON of PublicKeyCredentialRequestOptions."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    known_ids = [PublicKeyCredentialDescriptor(id=each.id) for each in known]
    return options_to_json(generate_authentication_options(rp_id=site.host, challenge=challenge, allow_credentials=known_ids))


def take_proof(connection: Connection, site: Site, organizer_id: int, said: str, challenge: bytes) -> bool:
    """Does what a browser says (JSON) prove that a passkey of this person is there? A copy, which counts behind, does not."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        credential = parse_authentication_credential_json(said)
    except (WebAuthnException, ValueError):
        return False
    own = (Passkey.id == credential.raw_id, Passkey.organizer_id == organizer_id)
    row = connection.execute(select(Passkey.public_key, Passkey.sign_count).where(*own).with_for_update()).first()
    if row is None:
        return False
    try:
        proof = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
        )
    except (WebAuthnException, ValueError):
        return False
    connection.execute(update(Passkey).where(*own).values(sign_count=proof.new_sign_count))
    return True


def remove_passkey(connection: Connection, organizer_id: int, id: bytes) -> bool:
    """Take a passkey away; False where that person has none with this id."""
    own = (Passkey.id == id, Passkey.organizer_id == organizer_id)
    return bool(connection.execute(delete(Passkey).where(*own)).rowcount)
