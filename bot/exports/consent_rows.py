"""The consent ledger as rows: who agreed to or withdrew what, in which words, by which way."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.exports.export_request import ExportRequest
from bot.exports.row_pages import ExportSource
from bot.models import Consent, Supporter
from bot.tabular.saved_tables import Row

COLUMNS = ("phone", "campaign", "act", "words", "channel", "source", "at", "list_source", "list_consented_at")


def consent_rows(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """The entries of all supporters, person by person, as COLUMNS. `campaign` is * for all texts and calls that we start.

    The ledger knows people by a key that cannot be turned back, so it is read by the numbers that there are: a stop of
    somebody who was forgotten is of nobody, and not in it.
    """
    entries = select(
        *(Consent.person, Consent.programme, Consent.act, Consent.words, Consent.channel, Consent.source, Consent.at),
        *(Consent.proof, Consent.given_at),
    ).where(*source.between(Consent.at, request))
    if request.campaign:
        entries = entries.where(Consent.programme == request.campaign)
    for page in source.pages(select(Supporter.id, Supporter.phone).where(Supporter.phone.is_not(None)), Supporter.id):
        phones = [phone for row in page if (phone := source.phone(row.phone))]
        persons = {source.phone_cipher.person_key(phone.number): phone for phone in phones}
        with source.read() as connection:
            of_them = entries.where(Consent.person.in_(list(persons))).order_by(Consent.person, Consent.id)
            rows = connection.execute(of_them).all() if persons else []
        for row in rows:
            said = (row.programme, row.act, row.words, row.channel, row.source, row.at, row.proof, row.given_at)
            yield persons[bytes(row.person)], *said
