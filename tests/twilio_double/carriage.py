"""What becomes of an accepted message: sent at its sender's pace, delivered or not, and told by signed callbacks."""

import asyncio
import base64
import contextlib
import hashlib
import heapq
import hmac
import uuid
from collections import Counter, deque
from urllib.parse import urlencode, urlsplit, urlunsplit

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from tests.twilio_double.account import Account, Form
from tests.twilio_double.log import STATUS, STATUSES
from tests.twilio_double.settings import is_loopback

SEND, END, POST = 0, 1, 2  # POST + the number of a status: tell that one
AGAIN = 0.05  # seconds from a post to its repetition, or to one that was held back
TICK = 0.002  # what is due within one is done at once


def signature(token: str, url: str, form: Form) -> str:
    """X-Twilio-Signature (reference 1.5). A fragment is neither sent nor signed (1.4)."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), hashlib.sha1)).decode()


class NotHere(Exception):
    """A webhook to another machine: never posted."""


class Carriage:
    """Runs on the loop that made it, until closed."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._due: list[tuple[float, int, int]] = []  # when, place in the log, what
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: deque[tuple[int, int]] = deque()  # place in the log, status
        self._posting: set[asyncio.Task[None]] = set()
        self._session = ClientSession(
            connector=TCPConnector(limit=0, force_close=False), trust_env=False, auto_decompress=False, cookie_jar=None
        )
        self.counts: Counter[str] = Counter()

    async def close(self) -> None:
        if self._timer:
            self._timer.cancel()
        for task in self._posting:
            task.cancel()
        await self._session.close()

    @property
    def busy(self) -> dict[str, int]:
        """What is still to come."""
        return {"events_ahead": len(self._due), "posts_waiting": len(self._waiting), "posts_under_way": len(self._posting)}

    def forget(self) -> None:
        """Nothing of what was accepted so far goes on."""
        self._due.clear()
        self._waiting.clear()
        for task in self._posting:
            task.cancel()
        self.counts.clear()

    def take(self, index: int, turn: float) -> None:
        """A message was accepted; its sender is free for it at `turn`."""
        account = self._account
        after = account.within(account.settings.callbacks.sent_after, "sent", index)
        self._at(max(account.log.accepted[index] + after, turn), index, SEND)

    # --- The life of a message ---------------------------------------------------------------------------------------

    def _at(self, when: float, index: int, what: int) -> None:
        heapq.heappush(self._due, (when, index, what))
        if self._due[0][0] == when:
            self._wake()

    def _wake(self) -> None:
        if self._timer:
            self._timer.cancel()
        wait = max(TICK, self._due[0][0] - self._account.clock())
        self._timer = asyncio.get_running_loop().call_later(wait, self._run)

    def _run(self) -> None:
        self._timer = None
        now = self._account.clock()
        while self._due and self._due[0][0] <= now:
            # Done at the time it was due: a timer that is late makes no sender look faster than it was.
            when, index, what = heapq.heappop(self._due)
            if what == SEND:
                self._send(index, when)
            elif what == END:
                self._end(index, when)
            else:
                self._waiting.append((index, what - POST))
        self._pump()
        if self._due and self._timer is None:
            self._wake()

    def _send(self, index: int, now: float) -> None:
        status, error = self._account.fates.get(index, ("delivered", 0))
        if status == "failed":
            del self._account.fates[index]
            self._change(index, status, now, error)
            return
        self._change(index, "sent", now)
        self._at(now + self._within("ends_after", index), index, END)

    def _end(self, index: int, now: float) -> None:
        status, error = self._account.fates.pop(index, ("delivered", 0))
        told = self._change(index, status, now, error)
        if self._hits("reorder", index, ""):
            self._tell(index, "sent", told + AGAIN)

    def _change(self, index: int, status: str, now: float, error: int = 0) -> float:
        """Move the message on and have it told; when it will be."""
        self._account.log.move(index, status, now, error)
        when = now + self._within("late", index, status)
        if not (status == "sent" and self._hits("reorder", index, "")):
            self._tell(index, status, when)
        return when

    def _tell(self, index: int, status: str, when: float) -> None:
        if not self._account.log.has_callback[index]:
            return
        if self._hits("drop", index, status):
            self.counts["dropped"] += 1
            return
        self._at(when, index, POST + STATUS[status])
        if self._hits("repeat", index, status):
            self._at(when + AGAIN, index, POST + STATUS[status])

    def _within(self, name: str, index: int, *about: object) -> float:
        return self._account.within(getattr(self._account.settings.callbacks, name), name, *self._who(index), *about)

    def _hits(self, name: str, index: int, status: str) -> bool:
        share = getattr(self._account.settings.callbacks, name)
        return share > 0 and self._account.draw(name, *self._who(index), status) < share

    def _who(self, index: int) -> tuple[int, int]:
        return self._account.log.to[index], self._account.log.hash[index]

    # --- Posting -----------------------------------------------------------------------------------------------------

    def _pump(self) -> None:
        while self._waiting and len(self._posting) < self._account.settings.callbacks.at_once:
            task = asyncio.create_task(self._post_status(*self._waiting.popleft()))
            self._posting.add(task)
            task.add_done_callback(self._posted)

    def _posted(self, task: asyncio.Task[None]) -> None:
        self._posting.discard(task)
        if not task.cancelled():
            self._pump()
            task.result()

    async def _post_status(self, index: int, status: int) -> None:
        """One status callback (reference 1.2)."""
        account = self._account
        sid, name = account.log.sid(index), STATUSES[status]
        form = {
            "MessageSid": sid,
            "SmsSid": sid,
            "MessageStatus": name,
            "SmsStatus": name,
            "To": f"+{account.log.to[index]}",
            "From": account.sender(index),
            "AccountSid": account.settings.account,
            "ApiVersion": "2010-04-01",
        }
        if service := account.log.by_service[index] and account.service(index):
            form["MessagingServiceSid"] = service
        if name in ("undelivered", "failed") and account.log.error[index]:
            form["ErrorCode"] = str(account.log.error[index])
        with contextlib.suppress(NotHere):
            await self.post(account.log.texts[index][1], form)

    async def post(self, url: str, form: Form) -> tuple[int, str] | None:
        """Sign and post a webhook: the answer's status and text, None when there was no answer. Raises NotHere."""
        settings = self._account.settings
        url = urlunsplit(urlsplit(url)._replace(fragment=""))
        headers = {
            "Host": urlsplit(url).netloc.rpartition("@")[2],
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": settings.ways.agent,
            settings.ways.signature_header: signature(settings.signing_key or settings.token, url, form),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
            "X-Home-Region": "us1",
        }
        address, body = self._address(url), urlencode(form)
        for _ in range(2):  # Twilio tries once more, but only when it could not connect (reference 1.4)
            try:
                return await self._request(address, body, headers)
            except ClientConnectorError:
                self.counts["not connected"] += 1
            except (ClientError, TimeoutError, OSError):
                break
        self.counts["failed"] += 1
        return None

    async def _request(self, address: URL, body: str, headers: dict[str, str]) -> tuple[int, str]:
        timeout = ClientTimeout(total=self._account.settings.callbacks.timeout)
        async with self._session.post(address, data=body, headers=headers, timeout=timeout, allow_redirects=False) as answer:
            text = await answer.text()
        self.counts["posted"] += 1
        self.counts[f"answered {answer.status}"] += 1
        return answer.status, text

    def _address(self, url: str) -> URL:
        """Where a webhook is posted: on this machine, or nowhere."""
        parts, to = urlsplit(url), self._account.settings.callbacks_to
        if to is not None:
            here = urlsplit(to)
            return URL(urlunsplit((here.scheme, here.netloc, parts.path, parts.query, "")), encoded=True)
        if not is_loopback(parts.hostname):
            self.counts["refused"] += 1
            raise NotHere(
                f"{parts.hostname!r} is another machine. Say where to post instead: --callbacks-to http://127.0.0.1:PORT"
            )
        return URL(url, encoded=True)
