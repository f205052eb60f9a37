"""A supporter's phone at a bot with a real provider: what it texts comes as that company posts and signs it. Holds no test."""

from dataclasses import dataclass
from xml.etree import ElementTree

from tests.carrier import LiveProvider, post
from tests.conftest import Bot


@dataclass(frozen=True)
class Heard:
    """What came back: the texts in it."""

    said: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.said)


@dataclass(frozen=True)
class LivePhone:
    bot: Bot
    provider: LiveProvider
    number: str

    def text(self, body: str, **more: str) -> Heard:
        """Text the bot; further fields are `more`."""
        form = {"MessageSid": self.provider.sid(), "From": self.number, "To": self.provider.ours, "Body": body, **more}
        answered = post(self.bot, f"{self.provider.prefix}/sms", form)
        assert answered.status_code == 200, answered.text
        return Heard([element.text or "" for element in ElementTree.fromstring(answered.data)])
