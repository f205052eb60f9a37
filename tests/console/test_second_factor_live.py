"""Where a real account is set: nobody works in the console without a second factor, and sessions end soon."""

from datetime import timedelta

from werkzeug.test import Client

from tests.conftest import Bot
from tests.console.conftest import AGENT, Organizers

SITE = "https://bot.example.org"


def enter(live: Bot, link: str) -> Client:
    """A browser in which a link was used."""
    client = live.app.test_client()
    page = client.get(f"/console{link}", base_url=SITE, headers={"User-Agent": AGENT}).get_data(as_text=True)
    action = page.partition('action="')[2].partition('"')[0]
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    same_site = {"User-Agent": AGENT, "Referer": f"{SITE}/console/"}
    assert client.post(action, base_url=SITE, headers=same_site, data={"csrf_token": token}).status_code == 303
    return client


def open_page(client: Client, path: str) -> tuple[int, str]:
    """The status of a page, and where it sends on to."""
    answer = client.get(f"/console{path}", base_url=SITE, headers={"User-Agent": AGENT})
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0]


def test_live_console_wants_a_second_factor_first(live: Bot) -> None:
    organizers = Organizers(live)
    client = enter(live, organizers.link(organizers.enter("owner", "Ana")))
    assert open_page(client, "/") == (303, "/console/me/second-factor")


def test_live_session_ends_after_half_an_hour_without_use_and_after_twelve_hours(live: Bot) -> None:
    organizers = Organizers(live)
    id = organizers.enter("owner", "Ana")
    used, unused = enter(live, organizers.link(id)), enter(live, organizers.link(id))
    moment = live.clock.now
    for minutes in range(25, 12 * 60, 25):
        live.clock.now = moment + timedelta(minutes=minutes)
        assert open_page(used, "/me") == (200, ""), f"{minutes} minutes later"
        if minutes == 50:
            assert open_page(unused, "/me") == (303, "/console/sign-in")
    live.clock.now = moment + timedelta(hours=12)
    assert open_page(used, "/me") == (303, "/console/sign-in")
