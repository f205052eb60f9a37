"""The pages of alerts: from the first word to the last delivery, once, by whoever may, and refused in words otherwise."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from bot.broadcasts.lifecycle import broadcast_status
from bot.models import AuditEntry, Broadcast, Organizer
from bot.outbox.delivery_counts import count_differences
from tests.conftest import ONE_DATABASE, Bot, Start
from tests.console.conftest import Organizers, Visitor, prove_phone, text_of
from tests.subscribers import People

WORDS = {"campaign": "SANCTUARY", "texts.en": "The council votes tonight.", "texts.es": "El concejo vota esta noche."}
HIDDEN = re.compile(r'name="(token|number)" value="([^"]+)"')
HOSTILE = "<script>alert(1)</script> \u202eevil =cmd()"


@pytest.fixture
def people(bot: Bot) -> People:
    """Three subscribers in Tacoma."""
    return subscribers(bot)


def subscribers(bot: Bot) -> People:
    people = People(bot)
    for name in ("Ann", "Ben", "Cem"):
        people.add(name)
    return people


def hidden(visitor: Visitor, path: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(HIDDEN.findall(visitor.get(path).get_data(as_text=True)))


def write(visitor: Visitor, **fields: str) -> int:
    """A new draft; its id."""
    answer = visitor.post("/alerts", {"token": hidden(visitor, "/alerts/new")["token"], **WORDS, **fields})
    assert answer.status_code == 303
    return int(re.findall(r"/alerts/(\d+)", answer.headers["Location"])[0])


def preview(visitor: Visitor, id: int) -> None:
    """Have the preview made, by a worker."""
    assert visitor.post(f"/alerts/{id}/preview").status_code == 303
    visitor.bot.parts.workers.jobs["preview_alert"].do(id)


def send(visitor: Visitor, id: int, recipients: str = "3", number: str = "", **more: str) -> str:
    """Press the button that sends; what its page shows then."""
    number = number or hidden(visitor, f"/alerts/{id}").get("number", "1")
    answer = visitor.post(f"/alerts/{id}/send", {"number": number, "recipients": recipients, **more})
    return text_of(visitor.get(f"/alerts/{id}") if answer.status_code == 303 else answer)


def work(bot: Bot, seconds: float = 3) -> None:
    """Make what rows are due and send for a while."""
    with bot.parts.database.read() as connection:
        ids = connection.execute(select(Broadcast.id).where(Broadcast.state == "sending")).scalars().all()
    for id in ids:
        bot.parts.previewer.make_page(id, bot.clock())
    bot.parts.alert_dispatcher.work(seconds)


def state(bot: Bot, id: int) -> str:
    with bot.parts.database.read() as connection:
        return str(connection.execute(select(Broadcast.state).where(Broadcast.id == id)).scalar_one())


def how_many(bot: Bot) -> int:
    with bot.parts.database.read() as connection:
        return len(connection.execute(select(Broadcast.id)).all())


# --- From the first word to the last delivery -------------------------------------------------------------------------------


def test_form_says_which_pictures_it_takes(owner: Visitor) -> None:
    owner.get("/?lang=es")
    assert "termina en .jpg, .jpeg, .png o .gif" in owner.get("/alerts/new").get_data(as_text=True)


def test_alert_goes_from_its_words_to_its_recipients(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    assert "Make the whole preview first" in text_of(owner.get(f"/alerts/{id}"))
    preview(owner, id)
    shown = text_of(owner.get(f"/alerts/{id}"))
    assert "will get it 3" in shown
    assert "···-0000" in shown
    assert "+1253" not in shown and "253-555" not in shown
    assert "The council votes tonight." in shown
    assert "being sent" in send(owner, id)
    work(bot)
    assert "100 % done: 3 of 3" in text_of(owner.get(f"/alerts/{id}"))
    with bot.parts.database.read() as connection:
        assert count_differences(connection, id) == []
        acts = connection.execute(select(AuditEntry.act).where(AuditEntry.thing == f"alert {id}")).scalars().all()
    assert {"alert_written", "alert_sent"} <= set(acts)
    assert "3 / 3" in text_of(owner.get("/alerts"))


def test_alert_is_held_goes_on_and_ends(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    send(owner, id)
    assert "Within a second nothing more leaves" in text_of(
        owner.get(owner.post(f"/alerts/{id}/pause").headers["Location"][8:])
    )
    work(bot, 1)
    assert state(bot, id) == "paused"
    assert "An organizer paused" in text_of(owner.get(f"/alerts/{id}"))
    owner.post(f"/alerts/{id}/resume")
    assert state(bot, id) == "sending"
    owner.post(f"/alerts/{id}/cancel")
    assert state(bot, id) == "cancelled"
    owner.post(f"/alerts/{id}/resume")
    assert "cannot be done: the alert is cancelled" in text_of(owner.get(f"/alerts/{id}"))


def test_alert_of_a_later_time_waits_for_it(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner, **{"at.day": "2026-11-24", "at.time": "12:00", "zone": "America/Los_Angeles"})
    preview(owner, id)
    assert "scheduled" in send(owner, id)
    assert state(bot, id) == "scheduled"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_progress_tells_only_news_and_ends_by_itself(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    send(owner, id)
    first = owner.get(f"/alerts/{id}/progress")
    assert (first.status_code, first.headers["X-Poll"]) == (200, "2")
    mark = first.headers["X-Mark"]
    assert owner.get(f"/alerts/{id}/progress", X_Fragment=mark).status_code == 204
    owner.post(f"/alerts/{id}/pause")
    assert owner.get(f"/alerts/{id}/progress", X_Fragment=mark).headers["X-Poll"] == "10"
    owner.post(f"/alerts/{id}/cancel")
    last = owner.get(f"/alerts/{id}/progress", X_Fragment=mark)
    assert last.headers["X-Done"] == "1"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_alert_goes_on_when_its_organizer_is_demoted(bot: Bot, people: People, organizers: Organizers) -> None:
    organizer = organizers.signed_in("organizer")
    id = write(organizer)
    preview(organizer, id)
    send(organizer, id)
    with bot.parts.database.write() as connection:
        connection.execute(update(Organizer).where(Organizer.id == organizer.person).values(role="viewer"))
    assert organizer.post(f"/alerts/{id}/cancel", token="").status_code in (400, 403)
    work(bot)
    with bot.parts.database.read() as connection:
        found = broadcast_status(connection, id)
    assert found is not None and found.gone == 3


# --- One alert ----------------------------------------------------------------------------------------------------------------


def test_form_that_is_sent_twice_begins_one_draft(bot: Bot, owner: Visitor) -> None:
    form = {"token": hidden(owner, "/alerts/new")["token"], **WORDS}
    where = {owner.post("/alerts", form).headers["Location"] for _ in range(3)}
    assert len(where) == 1
    assert how_many(bot) == 1


def test_button_that_is_pressed_by_many_at_once_sends_one_alert(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    token, number = owner.token(), hidden(owner, f"/alerts/{id}")["number"]
    form: dict[str, object] = {"number": number, "recipients": "3"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: owner.post(f"/alerts/{id}/send", form, token).status_code, range(4)))
    assert set(answers) <= {303, 503}
    work(bot)
    work(bot, 1)
    with bot.parts.database.read() as connection:
        found = broadcast_status(connection, id)
        acts = connection.execute(select(AuditEntry.act).where(AuditEntry.act == "alert_sent")).all()
    assert found is not None and (found.total, len(acts), how_many(bot)) == (3, 1, 1)


def test_old_tab_does_not_send_what_was_changed_since(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    old = hidden(owner, f"/alerts/{id}")["number"]
    owner.post(f"/alerts/{id}", {"number": old, **WORDS, "texts.en": "Other words."})
    assert "changed since this page was loaded" in send(owner, id, number=old)
    assert "preview first" in send(owner, id, number=str(int(old) + 1))
    assert state(bot, id) == "draft"


def test_second_of_two_who_save_is_told_the_difference_and_loses_nothing(owner: Visitor, organizers: Organizers) -> None:
    id = write(owner)
    other = organizers.signed_in("organizer")
    number = hidden(owner, f"/alerts/{id}/edit")["number"]
    other.post(f"/alerts/{id}", {"number": number, **WORDS, "texts.en": "Theirs."})
    answer = owner.post(f"/alerts/{id}", {"number": number, **WORDS, "texts.en": "Mine."})
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "- Theirs." in shown and "+ Mine." in shown
    assert owner.post(f"/alerts/{id}", {"number": str(int(number) + 1), **WORDS, "texts.en": "Mine."}).status_code == 303


# --- A second person ----------------------------------------------------------------------------------------------------------


def test_alert_to_many_needs_a_second_person(start: Start) -> None:
    bot = start(approve_above=2)
    subscribers(bot)
    organizers = Organizers(bot)
    author, second = organizers.signed_in("organizer", "Author"), organizers.signed_in("organizer", "Second")
    id = write(author)
    preview(author, id)
    number = hidden(author, f"/alerts/{id}")["number"]
    assert "a second person has to approve it" in send(author, id)
    assert author.post(f"/alerts/{id}/approve", {"number": number}).status_code == 409
    assert second.post(f"/alerts/{id}/approve", {"number": number}).status_code == 303
    assert "Approved by Second" in text_of(author.get(f"/alerts/{id}"))
    author.post(f"/alerts/{id}", {"number": number, **WORDS, "texts.en": "Changed."})
    preview(author, id)
    assert "a second person has to approve it" in send(author, id)
    second.post(f"/alerts/{id}/approve", {"number": str(int(number) + 1)})
    assert "being sent" in send(author, id)


# --- Refused in words ---------------------------------------------------------------------------------------------------------

MISTAKES = [
    pytest.param({"campaign": ""}, "Choose the campaign", id="no campaign"),
    pytest.param({"texts.es": ""}, "Words in Spanish: is missing", id="a language without words"),
    pytest.param({"texts.en": "Call {mayor}"}, "{mayor} is no placeholder", id="no such placeholder"),
    pytest.param({"audience.state": "Pacific"}, "States: Pacific is no state", id="no such state"),
    pytest.param({"audience.zip": "98x"}, "ZIP codes: 98x begins no ZIP code", id="no ZIP code"),
    pytest.param({"audience.joined_since": "2027-01-01"}, "is still to come", id="a day to come"),
    pytest.param(
        {"at.day": "2027-03-14", "at.time": "02:30", "zone": "America/New_York"},
        "left out by the clocks of America/New_York: summer time begins",
        id="a time that there is not",
    ),
    pytest.param({"at.day": "2026-11-24", "at.time": "12:00"}, "add your time zone", id="a time nowhere"),
    pytest.param({"at.day": "2026-02-31", "at.time": "12:00", "zone": "UTC"}, "is no time", id="a day that there is not"),
    pytest.param({"expires": "6 parsecs"}, "Is no use after: 6 parsecs is no time", id="no span"),
    pytest.param({"picture": "http://127.0.0.1/x.jpg"}, "does not begin with https", id="a picture of nowhere"),
]


@pytest.mark.parametrize(("fields", "said"), MISTAKES)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_mistake_stands_at_its_field_while_one_types_and_once_saved(owner: Visitor, fields: dict[str, str], said: str) -> None:
    assert said in text_of(owner.post("/alerts/check", {**WORDS, **fields})).replace("&#39;", "'")
    id = write(owner, **fields)
    assert said in text_of(owner.get(f"/alerts/{id}/edit"))
    assert "Something is to mend first" in text_of(owner.post(f"/alerts/{id}/send", {"number": "1", "recipients": "3"}))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_time_that_the_clocks_show_twice_is_asked_about(bot: Bot, owner: Visitor) -> None:
    bot.clock.now = bot.clock.now.replace(month=10, day=20)
    when = {"at.day": "2026-11-01", "at.time": "01:30", "zone": "America/New_York"}
    id = write(owner, **when)
    assert "The clocks show this time twice on that day. Choose which one is meant: EDT or EST." in text_of(
        owner.get(f"/alerts/{id}/edit")
    )
    for which, hour in (("EDT", 5), ("EST", 6)):
        other = write(owner, **when, **{"at.which": which})
        assert f"Starts 2026-11-01 {hour:02}:30 UTC" in text_of(owner.get(f"/alerts/{other}"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_audience_of_nobody_is_not_sent(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner, **{"audience.state": "WY"})
    assert "in the audience 0" in text_of(owner.post("/alerts/check", {**WORDS, "audience.state": "WY"}))
    preview(owner, id)
    assert "Nobody would get it" in text_of(owner.get(f"/alerts/{id}"))
    assert "Nobody would get it" in text_of(owner.post(f"/alerts/{id}/send", {"number": "1", "recipients": "0"}))
    assert state(bot, id) == "draft"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_sending_again_what_may_have_arrived_is_chosen_and_told(bot: Bot, people: People, owner: Visitor) -> None:
    told = {}
    for unsure in ("", "again"):
        id = write(owner, unsure=unsure)
        preview(owner, id)
        told[unsure] = text_of(owner.get(f"/alerts/{id}"))
    assert "is not sent again" in told[""] and "a few may get it twice" in told["again"]
    send(owner, id)
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Broadcast.resend_unknown).where(Broadcast.id == id)).scalar_one() is True


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_same_words_to_the_same_people_within_a_day_are_asked_about(bot: Bot, people: People, owner: Visitor) -> None:
    first = write(owner)
    preview(owner, first)
    send(owner, first)
    work(bot)
    id = write(owner)
    preview(owner, id)
    assert f"Alert {first}" in text_of(owner.get(f"/alerts/{id}")) and "has the same words" in text_of(
        owner.get(f"/alerts/{id}")
    )
    assert "the same people had the same words within a day" in send(owner, id)
    assert state(bot, id) == "draft"
    send(owner, id, again="yes")
    assert state(bot, id) == "sending"


@pytest.mark.parametrize("typed", ["", "2", "all", "3000"])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_other_number_than_that_of_recipients_does_not_send(bot: Bot, people: People, owner: Visitor, typed: str) -> None:
    id = write(owner)
    preview(owner, id)
    assert "another number was typed" in send(owner, id, recipients=typed)
    assert state(bot, id) == "draft"


@pytest.mark.parametrize(
    "path", ["/alerts/999999", "/alerts/99999999999999999999", "/alerts/999999/edit", "/alerts/999999/progress"]
)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_id_of_no_alert_is_said_in_words(owner: Visitor, path: str) -> None:
    answer = owner.get(path)
    assert (answer.status_code, "There is no such alert" in text_of(answer)) == (404, True)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_organizer_of_one_campaign_sees_no_other(bot: Bot, people: People, owner: Visitor, organizers: Organizers) -> None:
    id = write(owner)
    bound = organizers.bound_to("trust_act")
    for answer in (bound.get(f"/alerts/{id}"), bound.post(f"/alerts/{id}/cancel"), bound.get(f"/alerts/new?like={id}")):
        assert (answer.status_code, "another campaign" in text_of(answer)) == (403, True)
    assert "The council votes" not in text_of(bound.get("/alerts"))
    assert bound.post("/alerts", {"token": "x" * 43, **WORDS}).status_code == 403
    assert how_many(bot) == 1


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_hostile_words_are_text_everywhere(owner: Visitor) -> None:
    id = write(owner, **{"texts.en": HOSTILE, "audience.state": HOSTILE, "zone": HOSTILE * 500})
    for path in ("/alerts", f"/alerts/{id}", f"/alerts/{id}/edit"):
        page = owner.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert owner.get(path).status_code == 200


# --- Test to oneself, what failed, what it led to -----------------------------------------------------------------------------


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_test_goes_to_ones_own_phone_alone(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    assert "Enter your phone" in text_of(owner.get(f"/alerts/{id}"))
    refused = owner.post(f"/alerts/{id}/test", {"phone": people.phone("Ann")})
    assert (refused.status_code, bot.count("messages")) == (422, 0), "a number that is sent along gets nothing"
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    prove_phone(owner, phone)
    phone.messages()
    assert owner.post(f"/alerts/{id}/test", {"phone": people.phone("Ann")}).status_code == 303
    assert f"on its way to (253) ···-{phone.number[-4:]}" in text_of(owner.get(f"/alerts/{id}"))
    assert len(phone.messages()) == 1 and state(bot, id) == "draft"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_reasons_are_a_list_without_numbers(bot: Bot, people: People, owner: Visitor) -> None:
    people.add("Dan", stopped=True)
    id = write(owner)
    preview(owner, id)
    assert "said STOP 1" in text_of(owner.get(f"/alerts/{id}"))
    send(owner, id)
    work(bot)
    answer = owner.get(f"/alerts/{id}/failures.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.get_data(as_text=True).splitlines()[1:] == ["Left out,said STOP,stopped,,,1"]


def test_what_it_led_to_is_counted_for_a_week(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    send(owner, id)
    work(bot)
    people.called("Ann", "reached", at=bot.clock(), alert=id)
    bot.parts.workers.jobs["count_result"].do(id)
    shown = text_of(owner.get(f"/alerts/{id}"))
    assert "called an official 1 calls 1 put through 1 spoke with somebody 1" in shown
    printed = bot.app.test_cli_runner().invoke(args=["broadcast", "results", str(id)]).output
    assert re.search(r"called an official +1", printed)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_another_like_it_begins_with_its_words(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    page = owner.get(f"/alerts/new?like={id}&again=not_called").get_data(as_text=True)
    assert "The council votes tonight." in page
    assert '<option value="never" selected>' in page


def test_who_did_not_call_is_written_to_from_the_page_of_an_alert(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    send(owner, id)
    work(bot)
    people.called("Ann", "reached", at=bot.clock() + timedelta(minutes=5))
    people.add("Dee")
    page = owner.get(f"/alerts/{id}").get_data(as_text=True)
    link = re.search(r'href="/console(/alerts/new[^"]+)">Write to those who did not call', page)
    assert link
    form = owner.get(unescape(link[1])).get_data(as_text=True)
    chosen = f'<option value="{id}" selected>{id}, 2026-11-23: The council votes tonight.</option>'
    assert form.count(chosen) == 1 and form.index('id="audience.no_call_since"') < form.index(chosen)
    counts = {}
    for field in ("audience.no_call_since", "audience.alert", "except.alert", "except.no_call_since"):
        live = owner.post("/alerts/check", {**WORDS, field: str(id)}).get_data(as_text=True)
        counts[field] = int(re.findall(r"<dd>(\d+)</dd>", live)[0])
    assert list(counts.values()) == [2, 3, 1, 2]
    spanish = text_of(owner.get(f"/alerts/{id}?lang=es"))
    assert "Escribir a quienes no llamaron" in spanish


@pytest.mark.parametrize("value", ["7", "1, 2", "<b>", "99999999999"])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_alert_that_has_not_begun_is_no_audience(owner: Visitor, value: str) -> None:
    id = write(owner, **{"audience.alert": value, "except.no_call_since": value})
    shown = text_of(owner.get(f"/alerts/{id}/edit"))
    assert "is no alert of this campaign that has begun" in shown and "<b>" not in shown


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_alert_of_another_campaign_is_no_audience(bot: Bot, people: People, owner: Visitor) -> None:
    id = write(owner)
    preview(owner, id)
    send(owner, id)
    other = {**WORDS, "campaign": "TRUST", "audience.alert": str(id)}
    assert f"{id} is no alert of this campaign" in text_of(owner.post("/alerts/check", other))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_viewer_sees_figures_and_no_draft_to_change(bot: Bot, people: People, owner: Visitor, organizers: Organizers) -> None:
    id = write(owner)
    viewer = organizers.signed_in("viewer")
    shown = text_of(viewer.get(f"/alerts/{id}"))
    assert "Send it now" not in shown and "···-" not in shown
    assert viewer.get("/alerts/new").status_code == 403
    assert "Sanctuary cities and states" in text_of(viewer.get("/alerts"))
