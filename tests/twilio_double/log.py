"""Every message the double accepted, in that order: about 90 bytes each, so that a million are no burden."""

import json
import secrets
import zlib
from array import array
from collections import Counter, OrderedDict
from collections.abc import Iterator
from hashlib import blake2b

from tests.twilio_double.company import Company

STATUSES = ("accepted", "queued", "sent", "delivered", "undelivered", "failed")
STATUS = {name: number for number, name in enumerate(STATUSES)}
BUCKETS = 1 << 20
BLOCK = 64
UNPACKED = 256  # blocks


def body_hash(body: str) -> int:
    """64 bits that stand for a body; shown as 16 hexadecimal digits."""
    return int.from_bytes(blake2b(body.encode(), digest_size=8).digest())


class Texts:
    """Bodies and callback URLs, packed 64 together: those of a broadcast differ in a name or two."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[tuple[str, str]] = []
        self._unpacked: OrderedDict[int, list[tuple[str, str]]] = OrderedDict()

    def add(self, body: str, callback: str) -> None:
        self._open.append((body, callback))
        if len(self._open) == BLOCK:
            self._packed.append(zlib.compress(json.dumps(self._open).encode(), 1))
            self._open = []

    def __getitem__(self, index: int) -> tuple[str, str]:
        number, place = divmod(index, BLOCK)
        if number == len(self._packed):
            return self._open[place]
        block = self._unpacked.pop(number, None) or json.loads(zlib.decompress(self._packed[number]))
        self._unpacked[number] = block
        if len(self._unpacked) > UNPACKED:
            self._unpacked.popitem(last=False)
        body, callback = block[place]
        return body, callback


class Log:
    """A message is its place in these columns. Times are seconds since 1970; 0 says not yet."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self.to = array("q")
        self.sender = array("H")
        self.by_service = array("B")
        self.hash = array("Q")
        self.segments = array("B")
        self.status = array("B")
        self.error = array("H")
        self.arrived = array("d")
        self.accepted = array("d")
        self.sent = array("d")
        self.updated = array("d")
        self.has_callback = array("B")
        self.texts = Texts()
        self.media: dict[int, list[str]] = {}  # of picture messages, the addresses
        # The messages of one number hang together: the newest in its bucket, each then pointing to the one before.
        self._newest = array("i", [-1]) * BUCKETS
        self._before = array("i")
        self._named: dict[int, str] = {}  # place in the log: the id of an earlier life
        self._key = secrets.token_bytes(16)  # no seed: two doubles on one database must not give the same ids
        self.statuses: Counter[str] = Counter()
        self.recipients = 0
        self.repeats = 0
        self.all_segments = 0

    def __len__(self) -> int:
        return len(self.to)

    def add(
        self,
        to: int,
        body: str,
        hash: int,
        sender: int,
        by_service: bool,
        segments: int,
        callback: str,
        arrived: float,
        now: float,
    ) -> int:
        """Its place in the log."""
        index = len(self.to)
        known = again = False
        for earlier in self.sent_to(to):
            known = True
            again = again or self.hash[earlier] == hash
        self.recipients += not known
        self.repeats += again
        self.all_segments += segments
        status = "accepted" if by_service else "queued"
        self.statuses[status] += 1
        self.to.append(to)
        self.sender.append(sender)
        self.by_service.append(by_service)
        self.hash.append(hash)
        self.segments.append(segments)
        self.status.append(STATUS[status])
        self.error.append(0)
        self.arrived.append(arrived)
        self.accepted.append(now)
        self.sent.append(0.0)
        self.updated.append(now)
        self.has_callback.append(bool(callback))
        self.texts.add(body, callback)
        self._before.append(self._newest[_bucket(to)])
        self._newest[_bucket(to)] = index
        return index

    def sent_to(self, to: int) -> Iterator[int]:
        """The messages for a number, newest first."""
        index = self._newest[_bucket(to)]
        while index >= 0:
            if self.to[index] == to:
                yield index
            index = self._before[index]

    def move(self, index: int, status: str, now: float, error: int = 0) -> None:
        self.statuses[STATUSES[self.status[index]]] -= 1
        self.statuses[status] += 1
        self.status[index] = STATUS[status]
        self.error[index] = error
        self.updated[index] = now
        if status == "sent":
            self.sent[index] = now

    def rename(self, index: int, sid: str) -> None:
        self._named[index] = sid

    def sid(self, index: int) -> str:
        """Twilio's id of a message. It can be read backwards, so none has to be kept."""
        if index in self._named:
            return self._named[index]
        raw = index.to_bytes(4)
        proof = blake2b(raw, digest_size=16, key=self._key).digest()
        hidden = bytes(a ^ b for a, b in zip(raw, self._key, strict=False))
        return self._company.sid("SM", proof[:12] + hidden)

    def find(self, sid: str) -> int | None:
        for index, name in self._named.items():
            if name == sid:
                return index
        try:
            raw = bytes(a ^ b for a, b in zip(bytes.fromhex(sid.replace("-", "")[-8:]), self._key, strict=False))
        except ValueError:
            return None
        index = int.from_bytes(raw)
        return index if index < len(self) and self.sid(index) == sid else None


def _bucket(to: int) -> int:
    return (to * 0x9E3779B97F4A7C15 >> 32) & (BUCKETS - 1)
