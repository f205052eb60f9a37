"""Where a real account is set, nobody works in the console without a second factor."""

from tests.conftest import Bot
from tests.console.conftest import AGENT, Organizers


def test_live_console_wants_a_second_factor_first(live: Bot) -> None:
    organizers = Organizers(live)
    id = organizers.enter("owner", "Ana")
    client = live.app.test_client()
    base = {"base_url": "https://bot.example.org", "headers": {"User-Agent": AGENT}}
    page = client.get(f"/console{organizers.link(id)}", **base).get_data(as_text=True)
    action = page.partition('action="')[2].partition('"')[0]
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    same_site = {"User-Agent": AGENT, "Referer": "https://bot.example.org/console/"}
    entered = client.post(action, base_url="https://bot.example.org", headers=same_site, data={"csrf_token": token})
    assert entered.status_code == 303
    sent = client.get("/console/", **base)
    assert sent.status_code == 303 and sent.headers["Location"].endswith("/me/second-factor")
