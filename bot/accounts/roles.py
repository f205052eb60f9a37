"""What organizers may do in the console, by their role."""

from typing import Literal, get_args

Role = Literal["owner", "organizer", "captain", "viewer"]

ROLES: tuple[Role, ...] = get_args(Role)  # who may most comes first


def read_role(written: str) -> Role:
    """The role of a row. Raises ValueError for what is none."""
    for role in ROLES:
        if role == written:
            return role
    raise ValueError(f"{written!r} is no role; use one of {', '.join(ROLES)}")
