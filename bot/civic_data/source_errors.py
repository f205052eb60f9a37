"""A source that is not as its makers describe it is a DataError that names the file. Knows no format."""

import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ruamel.yaml.error import YAMLError

from bot.officials.tables import DataError

# What reading someone else's file may run into: a broken file, a key that is gone, a date that is none.
SURPRISES = (
    *(YAMLError, tarfile.TarError, zlib.error, LookupError, TypeError, ValueError, AttributeError, EOFError, OSError),
    RecursionError,
)


class SourceError(DataError):
    """A source cannot be used; the others may do without it. source: its name."""

    def __init__(self, source: str, message: str) -> None:
        super().__init__(message)
        self.source = source


@contextmanager
def reading_source(*paths: Path, source: str = "") -> Iterator[None]:
    """While these files are read, all of one source where it is named. Raises SourceError in place of any surprise."""
    try:
        yield
    except DataError:
        raise
    except SURPRISES as surprise:
        names = ", ".join(path.name for path in paths)
        what = " ".join(str(surprise).split())[:200]
        raise SourceError(
            source,
            f"{names}: not as we know it ({type(surprise).__name__}: {what}); fetch it anew, or see what its makers changed",
        ) from surprise
