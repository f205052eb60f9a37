"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for who lost theirs."""

import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DRIFT = 1  # steps that a phone's clock may be wrong
RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def new_factor_secret() -> str:
    """A secret for an authenticator app, in base 32."""
    return pyotp.random_base32()


def app_address(secret: str, name: str, organization: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=organization)


def matching_step(secret: str, said: str, last: int | None, now: datetime) -> int | None:
    """The time step of which this is the code, None where it is none. Of `last` and those before none counts any more: a code
    that was looked over somebody's shoulder is used up."""
    digits = "".join(each for each in said if each in "0123456789")
    totp, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for each in range(step - DRIFT, step + DRIFT + 1):
        if (last is None or each > last) and secrets.compare_digest(totp.generate_otp(each), digits):
            return each
    return None


def new_recovery_codes() -> list[str]:
    """Codes as people write them down: "abcd-efgh-jkmn"."""
    return ["-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(RECOVERY_CODES)]


def plain_recovery_code(said: str) -> str:
    """A recovery code without what people write between its letters."""
    return "".join(filter(str.isalnum, said.casefold()))
