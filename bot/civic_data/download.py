"""One file from an address: whole, of the right kind and within bounds, or a DataError that says why not. Knows no tables."""

import gzip
import tarfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.officials.tables import DataError

STALLED = 20.0  # seconds without a byte
PIECE = 1 << 16
MOST_UNPACKED = 1 << 30  # a small file that unpacks to more than this is no list of officials
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
AGAIN = "nothing was changed; try again later"
LOOK = "or look at it in a browser"

OnBytes = Callable[[int, int | None], None]  # bytes so far, bytes in all (None: not announced)


class _OnlyHttps(HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl).scheme != "https":
            fp.close()
            raise DataError(f"{req.full_url}: sends us on to {newurl}, which is not https; nothing was changed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_address(address: str) -> None:
    """Raises DataError for an address that is neither https nor on this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise DataError(f"{address}: not https; what travels in the open can be changed on the way")


def download_file(address: str, path: Path, *, most: int, seconds: float, on_bytes: OnBytes) -> date | None:
    """Save what is at an address; the day its server says it was last changed, None where it does not say.

    Raises DataError for anything but the whole file, of at most `most` bytes, within `seconds`.
    """
    check_address(address)
    request = Request(address, headers={"User-Agent": "Patchline (flask data update)", "Accept-Encoding": "identity"})
    deadline = time.monotonic() + seconds
    try:
        with build_opener(_OnlyHttps()).open(request, timeout=min(seconds, STALLED)) as answer:
            if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
                raise DataError(f"{address}: a web page came instead of the file; {AGAIN}, {LOOK}")
            length = answer.headers.get("Content-Length")
            total = int(length) if length and length.isdecimal() else None
            done = 0
            with path.open("wb") as file:
                while piece := answer.read1(PIECE):
                    done += len(piece)
                    if done > most or (total or 0) > most:
                        raise DataError(f"{address}: larger than {most:,} bytes; nothing was changed, look at the address")
                    if time.monotonic() > deadline:
                        raise DataError(f"{address}: not done after {seconds:g} seconds; {AGAIN}")
                    file.write(piece)
                    on_bytes(done, total)
            if total is not None and done != total:
                raise DataError(f"{address}: cut off, {done:,} of {total:,} bytes came; {AGAIN}")
            return _changed(answer.headers.get("Last-Modified"))
    except HTTPError as error:
        error.close()
        raise DataError(f"{address}: answered {error.code} {error.reason}; {AGAIN}, {LOOK}") from None
    except (TimeoutError, URLError, HTTPException, OSError) as error:
        raise DataError(f"{address}: {_why(error)}; {AGAIN}") from None


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, HTTPException):
        return "cut off"
    return f"cannot be fetched ({reason})"


def _changed(header: str | None) -> date | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC).date() if header else None
    except ValueError:
        return None


def prove_file(path: Path, said: str) -> None:
    """Raises DataError, which begins with `said`, unless the file is whole and of the kind that its name says."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise DataError(f"{said}: a web page instead of the file; {AGAIN}, {LOOK}")
    if not head:
        raise DataError(f"{said}: empty; {AGAIN}")
    if path.suffix == ".gz":
        _prove_packed(path, said)
    else:
        _prove_text(path, said)


def _prove_packed(path: Path, said: str) -> None:
    unpacked, end = 0, b""
    try:
        with gzip.open(path) as packed:
            while piece := packed.read(1 << 20):
                unpacked += len(piece)
                end = (end + piece)[-1024:]
                if unpacked > MOST_UNPACKED:
                    raise DataError(f"{said}: unpacks to more than {MOST_UNPACKED:,} bytes; nothing was changed")
    except EOFError:
        raise DataError(f"{said}: cut off before its end; {AGAIN}") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{said}: not a gzip file ({error}); {AGAIN}") from None
    # A tar archive ends in two empty blocks.
    if path.name.endswith(".tar.gz") and end.strip(b"\0"):
        raise DataError(f"{said}: the archive in it is cut off before its end; {AGAIN}")


def _prove_text(path: Path, said: str) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{said}: not text ({error.reason} at byte {error.start}); {AGAIN}") from None
    if not text.endswith("\n"):
        raise DataError(f"{said}: cut off in the middle of its last line; {AGAIN}")


def packed_on(path: Path) -> date | None:
    """The day of a tar archive: its newest file's. An archive that GitHub makes has the day of the commit."""
    try:
        with tarfile.open(path) as archive:
            newest = max((member.mtime for member in archive), default=0)
    except (tarfile.TarError, EOFError, OSError):
        return None
    return datetime.fromtimestamp(newest, UTC).date() if newest else None
