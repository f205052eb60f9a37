"""The tables of results: counts kept where things change, of nobody. What is counted when: bot/results.

A `day` is one of the organization's (RESULTS_ZONE), as "2026-11-23". `campaign` is empty where there is none. Rows may be there
with 0 in them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class CallDay(Table):
    """Calls put through on a day: `state` where the caller lived then ("" unknown), `status` and `outcome` as a call has them
    ("" nothing told), `seconds` of all together."""

    __tablename__ = "call_days"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(2), primary_key=True)
    status: Mapped[str] = mapped_column(String(16), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    n: Mapped[int]
    seconds: Mapped[int] = mapped_column(BigInteger())


class CallHour(Table):
    """Calls put through in an hour (0 to 23) of a day: all, those connected, those in which somebody was reached."""

    __tablename__ = "call_hours"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[int] = mapped_column(SmallInteger(), primary_key=True)
    n: Mapped[int]
    connected: Mapped[int]
    reached: Mapped[int]


class CallOfficial(Table):
    """Calls to an official in a week, which is named by its Monday. By days there would be as many rows as calls."""

    __tablename__ = "call_officials"

    week: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    official: Mapped[str] = mapped_column(String(128), primary_key=True)
    n: Mapped[int]
    connected: Mapped[int]
    reached: Mapped[int]
    seconds: Mapped[int] = mapped_column(BigInteger())


class TextDay(Table):
    """Texts of a day. `what`: sent, delivered, failed (of those we started); replies, not_understood, joined, left (turns)."""

    __tablename__ = "text_days"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    n: Mapped[int]


class FunnelDay(Table):
    """Supporters who came to a step of a campaign for the first time on a day: begun, zip, list, called, connected, reached."""

    __tablename__ = "funnel_days"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    n: Mapped[int]


class ReferralDay(Table):
    """What visitors did on a day whom a referral code had sent to a campaign's page. `what`: rung (their phone rang, once they
    had proved that it is theirs), signed_up (were asked whether they want alerts). Calls have the code themselves."""

    __tablename__ = "referral_days"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    referral: Mapped[str] = mapped_column(String(32), primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    n: Mapped[int]


class ResultMark(Table):
    """Up to when something was counted: `turns`."""

    __tablename__ = "result_marks"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    until: Mapped[datetime]
