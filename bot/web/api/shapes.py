"""The kinds of values that requests and answers are made of, as pydantic and the description of the API have them."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

# The kind of mistake that no schema tells: the value has the right shape, and there is nothing like it.
UNFIT = "unfit"

DIGITS = re.compile(r"[0-9]{1,10}")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.IGNORECASE | re.ASCII)
RFC_3339_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEARS = range(2000, 2200)  # what is reckoned with others of these is still a time
LARGEST_ID = 2**31 - 1


class Shape(BaseModel):
    """What all requests and answers share: nothing is taken for something else, and nothing unknown is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)


class Nothing(Shape):
    """A request without parameters, or without a body."""


def unfit(what: str) -> PydanticCustomError:
    """A mistake that no schema tells. A validator raises it."""
    return PydanticCustomError(UNFIT, "{what}", {"what": what})


def _whole(value: object) -> object:
    """Digits, as an address has them; and 1.0 of JSON is as whole as 1."""
    if isinstance(value, str) and DIGITS.fullmatch(value):
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _moment(value: object) -> object:
    if not isinstance(value, str) or not RFC_3339.fullmatch(value):
        raise ValueError("write a time after RFC 3339, like 2026-11-30T18:00:00Z")
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        raise ValueError("there is no such time; write one after RFC 3339, like 2026-11-30T18:00:00Z") from None


def _in_reach(value: datetime) -> datetime:
    if value.year not in YEARS:
        raise unfit(f"the year is not between {YEARS[0]} and {YEARS[-1]}")
    return value.astimezone(UTC)


def _day(value: object) -> object:
    if not isinstance(value, str) or not RFC_3339_DAY.fullmatch(value):
        raise ValueError("write a day like 2026-11-30")
    return date.fromisoformat(value)


def _day_in_reach(value: date) -> date:
    if value.year not in YEARS:
        raise unfit(f"the year is not between {YEARS[0]} and {YEARS[-1]}")
    return value


# One line, or a text of several: without characters that nobody types, which databases and terminals stumble over.
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
Words = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*$")]
Slug = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Zip = Annotated[str, Field(pattern=r"^[0-9]{5}$")]
Whole = BeforeValidator(_whole)  # behind the bounds, or the description lacks them
Id = Annotated[int, Field(ge=1, le=LARGEST_ID), Whole]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    AfterValidator(_in_reach),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation"),
]
Day = Annotated[
    date,
    BeforeValidator(_day),
    AfterValidator(_day_in_reach),
    WithJsonSchema({"type": "string", "format": "date"}, mode="validation"),
]


class PageWanted(Shape):
    """Which part of a list: `cursor` as the answer before gave it."""

    limit: Annotated[int, Field(ge=1, le=100), Whole] = 20
    cursor: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_.-]*$")] = ""


class OneWanted(Shape):
    """One thing, by its id."""

    id: Id
