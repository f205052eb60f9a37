"""A connection to PostgreSQL that waits for an answer so long and no longer, whatever the server's own limits would do."""

from typing import TypeVar

import psycopg
from psycopg.abc import PQGen

from bot.storage.silent_database import Silence

BESIDE_SECONDS = 0.75  # that the server's own limit has, to be told by the server
Result = TypeVar("Result")


class ServerSilent(psycopg.OperationalError):
    """The server gave no answer, and the connection is closed."""


class BoundedConnection(psycopg.Connection[tuple[object, ...]]):
    """`patience`: seconds for each statement, None for as long as it takes. `usual_patience`: what a pool gives it back."""

    usual_patience: float | None = None
    patience: float | None = None
    silence = Silence()

    def wait(self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None) -> Result:
        """Raises ServerSilent."""
        limit = timeout if timeout is not None else self.patience
        if limit is None:
            return super().wait(gen, interval)
        try:
            result = super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if timeout is None and type(error).__name__ == "_WaitTimeout":  # public nowhere
                self.pgconn.finish()
                self.silence.met()
                raise ServerSilent("the server said nothing in time") from None
            raise
        if self.silence.in_a_row:
            self.silence.over()
        return result


def connect(silence: Silence, seconds: float, *args: str, **more: object) -> BoundedConnection:
    """A connection whose statements may take so many seconds by the server's own limit; 0 for as long as they take.

    Raises psycopg.OperationalError where there is none within its `connect_timeout`, and what silence.check() raises.
    """
    silence.check()  # who asks may have waited for this connection since before it fell silent
    try:
        connection = BoundedConnection.connect(*args, **more)  # type: ignore[arg-type]
    except psycopg.errors.ConnectionTimeout:
        silence.met()
        raise
    connection.silence = silence
    connection.patience = connection.usual_patience = seconds + BESIDE_SECONDS if seconds else None
    return connection
