"""A database that has been in use for long: many supporters, each with turns behind them, made by the database itself."""

from typing import NamedTuple

from sqlalchemy import create_engine, text

from bot.storage.database import Database, allow_seconds, wait_at_most

PAGE = 50_000  # so that SQLite's log is taken into its file meanwhile, and not by the first who texts
OWNER = "turns_supporter_id_fkey"
LONG_AGO = "2026-01-23 18:00:00.000000"


class _Dialect(NamedTuple):
    """How a database is prepared for a large page, counts from :first to :last, and makes up a number's ciphertext."""

    prepare: str
    counting: str
    phone: str


_DIALECTS = {
    "sqlite": _Dialect(
        prepare="PRAGMA cache_size = -500000",
        counting="RECURSIVE people(id) AS (SELECT :first UNION ALL SELECT id + 1 FROM people WHERE id < :last)",
        phone="randomblob(28)",
    ),
    "postgresql": _Dialect(
        prepare="SET LOCAL statement_timeout = 0",
        counting="people(id) AS (SELECT generate_series(CAST(:first AS int), CAST(:last AS int)))",
        phone="sha224(people.id::text::bytea)",
    ),
}
_SUPPORTERS = (
    "INSERT INTO supporters (id, phone, language, zip, told, campaign, textable, stopped, only_called, created_at) "
    "WITH {counting} SELECT id, {phone}, 'en', '98402', '{{}}', 'neighbors', true, false, false, :at FROM people"
)
# Their replies and states are gone by then, as bot/people/turn_receipts.py sees to.
_TURNS = (
    "INSERT INTO turns (key, supporter_id, number, reply, at) WITH {counting}, "
    "turns_of_one(number) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9)) "
    "SELECT 'SM' || people.id || '-' || number, people.id, number, '', :at FROM people CROSS JOIN turns_of_one"
)


def fill(database: Database, many: int) -> None:
    """Make supporters 1 to `many`, each with nine turns, in an empty database."""
    postgresql = database.url.get_backend_name() == "postgresql"
    if postgresql:
        _run(database, f"ALTER TABLE turns DROP CONSTRAINT {OWNER}")  # else each turn's supporter is looked up
    for first in range(1, many + 1, PAGE):
        _fill_page(database, first, min(first + PAGE - 1, many))
    if postgresql:
        _run(
            database,
            f"ALTER TABLE turns ADD CONSTRAINT {OWNER} FOREIGN KEY (supporter_id) REFERENCES supporters ON DELETE CASCADE",
            f"SELECT setval(pg_get_serial_sequence('supporters', 'id'), {many})",
        )
        tidying = create_engine(database.url, isolation_level="AUTOCOMMIT")
        with tidying.connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE supporters, turns")  # as it comes by itself, in the midst of a measure
        tidying.dispose()


def _run(database: Database, *statements: str) -> None:
    with database.write() as connection:
        allow_seconds(connection, 0)
        for statement in statements:
            connection.exec_driver_sql(statement)


def _fill_page(database: Database, first: int, last: int) -> None:
    dialect = _DIALECTS[database.url.get_backend_name()]
    with database.write() as connection:
        wait_at_most(connection, None)
        connection.exec_driver_sql(dialect.prepare)
        for template in (_SUPPORTERS, _TURNS):
            statement = text(template.format(counting=dialect.counting, phone=dialect.phone))
            connection.execute(statement, {"first": first, "last": last, "at": LONG_AGO})
