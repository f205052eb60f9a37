"""What people do with their phones meanwhile: they text STOP, JOIN once they are asked, and call their officials."""

import http.client
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urlsplit
from xml.etree import ElementTree

from bot.providers.laml.forms import PROVEN
from tests.chaos.stage import OURS, PUBLIC, Stage
from tests.twilio_double.carriage import signature

AGAIN_SECONDS = 0.3  # until who got no answer tries again
POSTS = 4  # of a webhook that was not answered, or with an error: Twilio repeats it three times (docs/deploy.md)
TIMEOUT = 15.0
MOST_STEPS = 12  # of a call, until a line of theirs rings
Form = dict[str, str]


@dataclass
class Phones:
    """`seconds`: about how long all of it takes; `over`: set when the run is; `stopped`, `joined`: number -> when their text
    was acknowledged, in seconds since 1970 by the clock of the double; `called`: who was put through to an office."""

    stage: Stage
    seconds: float
    over: threading.Event
    goes_on: Callable[[], bool]
    stopped: dict[str, float] = field(default_factory=dict)
    joined: dict[str, float] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)

    def text_stop(self, texters: Sequence[str]) -> None:
        """One after the other; who gets no answer texts again."""
        for number in texters:
            if self.over.wait(self.seconds / (len(texters) + 1)):
                return
            if self._text(number, "STOP", lambda: not self.over.is_set()):
                self.stopped[number] = self.stage.double_time()

    def text_join(self, joiners: Sequence[str]) -> None:
        """Each once the question is there; who has none by the end never texts."""
        waiting = list(joiners)
        while waiting and self.goes_on():
            ended = self.over.wait(1.0)
            for number in [each for each in waiting if self.stage.double.messages(each)]:
                waiting.remove(number)
                if self._text(number, "JOIN", self.goes_on):
                    self.joined[number] = self.stage.double_time()
            if ended:
                return

    def talk(self, talkers: Sequence[str], campaign: str) -> None:
        """One after the other says where they live and something that nobody understands, and calls an official; who is cut
        off calls again. Who is left when all is over does so at once."""
        for number in talkers:
            self.over.wait(self.seconds / (len(talkers) + 1))
            for words in (f"{campaign} 98402", "blorp zweb"):
                self._text(number, words, self.goes_on)
            while self.goes_on():
                if self._call(number):
                    self.called.append(number)
                    break
                time.sleep(AGAIN_SECONDS)

    def _text(self, number: str, words: str, goes_on: Callable[[], bool]) -> bool:
        """Until it is answered; False where there is no time for that."""
        while goes_on():
            if self.stage.double.inbound(number, words)["status"] == 200:
                return True
            time.sleep(AGAIN_SECONDS)
        return False

    def _call(self, number: str) -> bool:
        """A call: False where it broke off before a line of an office was answered and hung up again."""
        call = {"CallSid": f"CA{secrets.token_hex(16)}", "From": number, "To": OURS, "Direction": "inbound"}
        call |= {"AccountSid": self.stage.double.settings()["account"], "StirVerstat": PROVEN, "ApiVersion": "2010-04-01"}
        answer = self._post(f"{PUBLIC}/twilio/voice", call | {"CallStatus": "ringing"})
        for _ in range(MOST_STEPS):
            if answer is None or not answer.goes_on_at or answer.dials:
                break
            answer = self._post(answer.goes_on_at, call | {"CallStatus": "in-progress", "Digits": "1"})
        through = False
        if answer is not None and answer.dials:
            ended = {"CallStatus": "in-progress", "DialCallStatus": "completed", "DialCallDuration": "61"}
            through = self._post(answer.goes_on_at, call | ended) is not None
        self._post(f"{PUBLIC}/twilio/voice/status", call | {"CallStatus": "completed"})
        return through

    def _post(self, url: str, form: Form) -> "Answer | None":
        """As Twilio posts a webhook; None where it was answered with an error each time, or not at all."""
        where, token = urlsplit(urldefrag(url).url), self.stage.double.settings()["token"]
        headers = {
            "Host": where.netloc,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature(token, urldefrag(url).url, form),
        }
        for _ in range(POSTS):
            connection = http.client.HTTPConnection("127.0.0.1", self.stage.port, timeout=TIMEOUT)
            try:
                connection.request("POST", f"{where.path}?{where.query}".rstrip("?"), urlencode(form), headers)
                response = connection.getresponse()
                body = response.read()
                if response.status < 500:
                    return read_answer(body) if response.status == 200 else None
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(AGAIN_SECONDS)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a webhook of a call was answered: where the call goes on ("" where it ends), and whether a line rings."""

    goes_on_at: str = ""
    dials: bool = False


def read_answer(body: bytes) -> Answer:
    """Of the markup."""
    if not body.startswith(b"<?xml"):
        return Answer()
    elements = list(ElementTree.fromstring(body).iter())
    actions = [each.get("action", "") for each in elements if each.tag in ("Gather", "Dial")]
    return Answer(goes_on_at=actions[-1] if actions else "", dials=any(each.tag == "Number" for each in elements))
