"""What an organizer does in the console meanwhile: opens pages, pauses alerts, and lets them go on."""

import random
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.chaos.browser import Browser
from tests.chaos.stage import Stage

PAGES = (
    *("/", "/figures", "/alerts", "/alerts/{alert}", "/alerts/{alert}/progress", "/supporters", "/supporters?q=smith"),
    *("/supporters/import", "/inbox", "/results", "/alerts/{alert}/failures.csv"),
)
RUNNING = re.compile(r"<tr>\s*<td[^>]*>(\d+)</td>")  # the alerts on the page Today
HOLDS = (2.5, 4.0)  # seconds that one is paused


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The alert was paused from when to when, in seconds since 1970 by the double's clock: from when its page said so until
    somebody let it go on."""

    since: float
    until: float


@dataclass
class Organizer:
    """`gap`: seconds between two pages, the least and the most; `holds_each`: between two pauses."""

    stage: Stage
    browser: Browser
    rng: random.Random
    gap: tuple[float, float]
    holds_each: float
    holds: list[Hold] = field(default_factory=list)

    def click_about(self, alert: int, over: threading.Event) -> None:
        """Until all is over."""
        next_hold = self.stage.double_time() + self.rng.uniform(0.3, 0.7) * self.holds_each
        while not over.wait(self.rng.uniform(*self.gap)):
            if self.stage.double_time() >= next_hold:
                self._hold(alert, over)
                next_hold = self.stage.double_time() + self.rng.uniform(0.5, 1.5) * self.holds_each
            # A pause may hold though its press was not answered, or come later than it was pressed.
            if self.browser.get(self.rng.choice(PAGES).format(alert=alert)).status:
                self._let_go_on()

    def _hold(self, alert: int, over: threading.Event) -> None:
        """Press a button that pauses, wait, and let all that is paused go on."""
        everything = self.rng.random() < 0.3
        self.browser.get("/" if everything else f"/alerts/{alert}")
        self.browser.post("/pause" if everything else f"/alerts/{alert}/pause")
        paused, since = self._is_paused(alert), self.stage.double_time()
        over.wait(self.rng.uniform(*HOLDS))
        if paused:
            self.holds.append(Hold(since=since, until=self.stage.double_time()))
        self._let_go_on()

    def _is_paused(self, alert: int) -> bool:
        return _resumes(alert) in self.browser.get(f"/alerts/{alert}").text

    def _let_go_on(self) -> None:
        for id in self._running():
            if self._is_paused(id):
                self.browser.post(f"/alerts/{id}/resume")

    def _running(self) -> Sequence[int]:
        return [int(id) for id in RUNNING.findall(self.browser.get("/").text)]


def _resumes(alert: int) -> str:
    """What a page has that lets it go on."""
    return f'/alerts/{alert}/resume"'
