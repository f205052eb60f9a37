"""Keeps the last good version of each file that people write in the database, and gives it back. Not which one serves."""

from collections.abc import Collection, Mapping
from datetime import datetime

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from bot.logging_setup import describe_error
from bot.models import FileVersion
from bot.storage.database import Database, upsert_row
from bot.yaml_files import FileKind

log = structlog.get_logger()
KEY = ("kind", "name")


class FileVersions:
    """The versions of one installation. Nothing here raises: a database that is away takes no file's place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def texts(self, kind: FileKind) -> Mapping[str, str]:
        """Name -> text; none while the database is away or has no such table yet."""
        try:
            return self._read(kind)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("file_versions_not_read", kind=kind, **describe_error(error))
            return {}

    def keep(self, kind: FileKind, good: Mapping[str, str], there: Collection[str] | None, now: datetime) -> bool:
        """Keep the texts of files that serve as they are, and let go of those whose file is gone. False where that failed.

        there: the names of all files, whatever their state; None where the folder itself could not be read.
        """
        try:
            before = self._read(kind)
            changed = {name: text for name, text in good.items() if before.get(name) != text}
            gone = [] if there is None else [name for name in before if name not in there]
            if not changed and not gone:
                return True
            with self._database.write() as connection:
                for name, text in changed.items():
                    upsert_row(connection, FileVersion, {"kind": kind, "name": name, "text": text, "accepted_at": now}, KEY)
                if gone:
                    connection.execute(delete(FileVersion).where(FileVersion.kind == kind, FileVersion.name.in_(gone)))
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("file_versions_not_kept", kind=kind, **describe_error(error))
            return False
        return True

    def _read(self, kind: FileKind) -> dict[str, str]:
        with self._database.read() as connection:
            rows = connection.execute(select(FileVersion.name, FileVersion.text).where(FileVersion.kind == kind))
            return {row.name: row.text for row in rows}
