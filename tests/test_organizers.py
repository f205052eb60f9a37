"""Organizers: who may send alerts from a phone, the code that proves it, and what they text."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, current_thread

import pytest
from sqlalchemy import event, text
from sqlalchemy.pool import Pool

from bot.broadcasts import lifecycle
from bot.locale import LANGUAGES
from bot.people.organizers import TRIES, TRIES_A_DAY
from bot.simulation.phone import Phone
from tests.carrier import contents, one
from tests.conftest import SHIPPED_CAMPAIGNS, Bot, Start, data_with

THEIRS = "+12065550142"


def flask(bot: Bot, *arguments: str) -> tuple[int, str]:
    result = bot.app.test_cli_runner().invoke(args=["organizers", *arguments])
    return result.exit_code, result.output


def enter(bot: Bot, phone: str = THEIRS) -> str:
    """An organizer of the first campaign; their code."""
    status, said = flask(bot, "add", phone, "--name", "Ana", "--campaign", "SANCTUARY")
    found = re.search(r"VERIFY (\d{6})", said)
    assert status == 0 and found, said
    return found[1]


def is_verified(bot: Bot) -> bool:
    return one(bot, "SELECT verified_at FROM organizers") is not None


@pytest.mark.parametrize("words", ["VERIFY {}", "verify  {}", "Verificar {}", "Verify: {}"])
def test_code_proves_that_the_phone_is_theirs(bot: Bot, words: str) -> None:
    code = enter(bot)
    assert not is_verified(bot)
    said = bot.phone(THEIRS).text(words.format(code)).text
    assert "this phone may send alerts now" in said
    assert is_verified(bot)


def test_code_holds_for_ten_minutes_three_tries_and_one_phone(bot: Bot) -> None:
    code = enter(bot)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert "VERIFY" not in bot.phone().text(f"VERIFY {code}").text
    for _ in range(3):
        assert "not the code" in bot.phone(THEIRS).text(f"VERIFY {wrong}").text
    assert "not the code" in bot.phone(THEIRS).text(f"VERIFY {code}").text
    assert not is_verified(bot)
    code = enter(bot)
    bot.clock.set("2026-11-23T18:20:00+00:00")
    assert "not the code" in bot.phone(THEIRS).text(f"VERIFY {code}").text
    assert not is_verified(bot)


def test_from_any_other_phone_these_are_words_like_any_other(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    for words in ("VERIFY 123456", "ALERT call now", "ALERT", "ALERTA", "PAUSE", "RESUME", "123456"):
        said = phone.text(words).text
        assert any(word in said for word in ("CALL", "JOIN", "STOP")), said
    assert bot.count("broadcasts") == 0


def test_conversation_stays_where_it_was(bot: Bot) -> None:
    code = enter(bot)
    phone = bot.phone(THEIRS)
    phone.text("SANCTUARY 98402")
    phone.text("SCRIPT")
    phone.text(f"VERIFY {code}")
    assert "reply 1 if you reached a person" in phone.text("1").text  # another text came between: they see the numbers again
    assert "noted" in phone.text("1").text


def test_nobody_is_shown_who_is_not_entered(bot: Bot) -> None:
    assert flask(bot, "list") == (0, "No organizers yet; enter one with: flask organizers add\n")
    code = enter(bot, "(206) 555-0142")
    assert "not yet" in flask(bot, "list")[1]
    bot.phone(THEIRS).text(f"VERIFY {code}")
    status, said = flask(bot, "list")
    assert status == 0 and "Ana" in said and "206-555-0142" in said and "2026-11-23" in said
    assert flask(bot, "remove", "206 555 0142") == (0, "removed\n")
    assert bot.count("organizers") == 0


def link_in(said: str) -> str:
    return said.partition("/console")[2].split()[0]


def test_owner_is_entered_without_a_phone_and_gets_a_link(bot: Bot) -> None:
    status, said = flask(bot, "add", "--name", "Ana", "--role", "owner", "--email", "ana@example.org")
    assert status == 0 and "VERIFY" not in said and link_in(said).startswith("/link/")
    status, said = flask(bot, "list")
    assert status == 0 and "Ana" in said and "owner" in said
    for who in ("ana", "ANA@example.org"):
        status, again = flask(bot, "link", who)
        assert status == 0 and link_in(again).startswith("/link/")
    assert flask(bot, "remove", "Ana")[0] != 0, "she is the only owner"
    flask(bot, "add", "--name", "Bo", "--role", "owner")
    assert flask(bot, "remove", "Ana") == (0, "removed\n")


def test_link_of_a_name_that_two_have_is_refused(bot: Bot) -> None:
    for _ in range(2):
        flask(bot, "add", "--name", "Ana")
    status, said = flask(bot, "link", "Ana")
    assert status != 0 and "several people have this name" in said


REFUSED = [
    pytest.param(["add", "--name", "Ana", "--campaign", "SANCTUARY"], "only one is given", id="campaign without phone"),
    pytest.param(["add", THEIRS, "--name", "Ana"], "only one is given", id="phone without campaign"),
    pytest.param(["add", "--name", "Ana", "--email", "ana"], "is no e-mail address", id="no e-mail"),
    pytest.param(["add", "--name", "Ana", "--role", "boss"], "'boss' is not one of", id="no role"),
    pytest.param(["link", "Ana"], "nobody has this name", id="nobody to link"),
    pytest.param(["add", "12", "--name", "Ana", "--campaign", "SANCTUARY"], "'12': is no phone number", id="no number"),
    pytest.param(["add", THEIRS, "--name", "Ana", "--campaign", "X"], "use one of SANCTUARY, TRUST", id="no campaign"),
    pytest.param(["add", THEIRS, "--name", "", "--campaign", "SANCTUARY"], "--name: is empty", id="no name"),
    pytest.param(["remove", THEIRS], "nobody has this name, e-mail or phone", id="nobody to remove"),
]


@pytest.mark.parametrize(("arguments", "says"), REFUSED)
def test_what_does_not_fit_is_said_with_the_mend(bot: Bot, arguments: list[str], says: str) -> None:
    status, said = flask(bot, *arguments)
    assert status != 0 and says in said
    assert bot.count("organizers") == 0


def test_number_lies_in_the_database_only_sealed(bot: Bot) -> None:
    enter(bot)
    with bot.parts.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM organizers").all()
    assert "2065550142" not in repr(rows)


def send(bot: Bot, campaign: str, words: str) -> None:
    arguments = ["broadcast", "send", "--campaign", campaign, "--text", f"en={words}", "--text", f"es={words}", "--yes"]
    result = bot.app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output


def test_answer_to_an_alert_enters_its_campaigns_conversation(bot: Bot) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "JOIN", "TRUST"):
        phone.text(words)
    phone.messages()
    send(bot, "SANCTUARY", "The council votes tonight. Reply CALL.")
    assert phone.messages() == ["Patchline, Sanctuary alerts: The council votes tonight. Reply CALL.\nReply STOP to cancel."]
    assert "Governor Bob Ferguson" in phone.text("SCRIPT").text
    assert "noted" in phone.text("1").text


def test_answer_to_an_alert_of_the_campaign_they_talk_about_is_an_answer_like_any_other(bot: Bot) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "JOIN", "SCRIPT"):
        phone.text(words)
    send(bot, "SANCTUARY", "The council votes tonight.")
    assert "reply 1 if you reached a person" in phone.text("1").text  # the alert came between: they see the numbers again
    assert "noted: Governor Bob Ferguson" in phone.text("1").text


def test_what_was_written_after_an_alert_is_no_answer_to_it_any_more(bot: Bot) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "JOIN", "TRUST"):
        phone.text(words)
    send(bot, "SANCTUARY", "The council votes tonight.")
    phone.text("TRUST")
    assert "Ferguson" not in phone.text("SCRIPT").text


def test_codes_cannot_be_guessed_by_asking_for_one_draft_after_another(bot: Bot) -> None:
    # Who fakes an organizer's number can text ALERT as often as they like, and never sees the answers.
    code = enter(bot)
    phone = bot.phone(THEIRS)
    for words in (f"VERIFY {code}", "SANCTUARY 98402", "JOIN"):
        phone.text(words)
    for _ in range(TRIES_A_DAY // TRIES):
        said = phone.text("ALERT come to city hall").text
        right = re.search(r"\b\d{6}\b", said)[0]  # type: ignore[index]
        for guess in range(TRIES):
            assert "not the code" in phone.text(f"{(int(right) + 1 + guess) % 10**6:06}").text
    said = phone.text("ALERT come to city hall").text
    right = re.search(r"\b\d{6}\b", said)[0]  # type: ignore[index]
    assert "There is no alert of yours that waits for a code" in phone.text(right).text
    assert not bot.app.test_cli_runner().invoke(args=["broadcast", "list"]).output.count("sending")
    bot.clock.set("2026-11-24T20:00:00+00:00")
    said = phone.text("ALERT come to city hall").text
    right = re.search(r"\b\d{6}\b", said)[0]  # type: ignore[index]
    assert "On its way" in phone.text(right).text


# --- Codes ------------------------------------------------------------------------------------------------------------------

WORDS = "ALERT come to city hall"


def verified(bot: Bot) -> Phone:
    """The phone of an organizer who gets the alerts as well."""
    phone = bot.phone(THEIRS)
    for words in (f"VERIFY {enter(bot)}", "SANCTUARY 98402", "JOIN"):
        phone.text(words)
    return phone


def code_in(said: str) -> str:
    found = re.search(r"\b\d{6}\b", said)
    assert found, said
    return found[0]


def wrong(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 10**6:06}"


def alert_state(bot: Bot) -> str:
    return str(one(bot, "SELECT state FROM broadcasts ORDER BY id DESC"))


def test_code_lies_nowhere_in_clear_and_a_webhook_that_comes_again_gets_the_same_answer(bot: Bot) -> None:
    code = enter(bot)
    bot.phone(THEIRS).text(f"VERIFY {code}")
    assert is_verified(bot) and code not in repr(contents(bot))
    phone = verified(bot)
    for words in (WORDS, "RESUME"):
        sid = f"SM{words.casefold().replace(' ', ''):0<32}"
        first = phone.text(words, MessageSid=sid)
        code = code_in(first.text)
        assert code not in repr(contents(bot))
        assert phone.text(words, MessageSid=sid).raw == first.raw
        phone.text(code)
        phone.text("PAUSE")


def test_nothing_goes_on_by_a_number_that_may_be_faked(bot: Bot) -> None:
    phone = verified(bot)
    phone.text(code_in(phone.text(WORDS).text))
    phone.text("PAUSE")
    said = phone.text("RESUME").text
    assert "To go on, reply" in said and alert_state(bot) == "paused"
    assert "not the code" in phone.text(wrong(code_in(said))).text and alert_state(bot) == "paused"
    assert "It goes on" in phone.text(code_in(said)).text and alert_state(bot) == "sending"
    phone.text("PAUSE")
    assert "waits for a code" in phone.text(code_in(said)).text and alert_state(bot) == "paused"
    said = phone.text("RESUME").text
    bot.clock.set("2026-11-23T18:20:00+00:00")
    assert "waits for a code" in phone.text(code_in(said)).text and alert_state(bot) == "paused"


def test_each_of_two_codes_does_what_it_was_given_for(bot: Bot) -> None:
    phone = verified(bot)
    phone.text(code_in(phone.text(WORDS).text))
    phone.text("PAUSE")
    to_resume, to_send = code_in(phone.text("RESUME").text), code_in(phone.text(WORDS).text)
    assert "On its way" in phone.text(to_send).text
    assert one(bot, "SELECT count(*) FROM broadcasts WHERE state = 'paused'") == 1
    assert "It goes on" in phone.text(to_resume).text
    assert one(bot, "SELECT count(*) FROM broadcasts WHERE state = 'sending'") == 2


REPEATED = {"en": "Some of them had these same words within a day!", "es": "estas mismas palabras hace menos de un dia!"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_words_within_a_day_are_asked_about_and_sent_where_the_code_says_so(bot: Bot, language: str) -> None:
    phone = verified(bot)
    phone.text({"en": "ENGLISH", "es": "ESPAÑOL"}[language])
    first = phone.text(WORDS).text
    assert REPEATED[language] not in first
    phone.text(code_in(first))
    phone.get_alerts()
    assert REPEATED[language] not in phone.text("ALERT bring a friend").text, "other words"
    again = phone.text("ALERT  Come to city HALL").text
    assert REPEATED[language] in again
    assert one(bot, "SELECT count(*) FROM broadcasts WHERE state IN ('sending', 'done')") == 1, "nothing leaves before the code"
    phone.text(code_in(again))
    assert one(bot, "SELECT count(*) FROM broadcasts WHERE state IN ('sending', 'done')") == 2
    bot.clock.now += timedelta(days=1)
    assert REPEATED[language] not in phone.text(WORDS).text


def test_same_words_that_left_after_the_question_are_asked_about_with_another_code(bot: Bot) -> None:
    phone = verified(bot)
    code = code_in(phone.text(WORDS).text)
    send(bot, "sanctuary", "come to city hall")
    asked = phone.text(code).text
    assert REPEATED["en"] in asked and code_in(asked) != code
    assert one(bot, "SELECT count(*) FROM broadcasts WHERE state IN ('sending', 'done')") == 1
    assert "On its way" in phone.text(code_in(asked)).text
    assert one(bot, "SELECT count(*) FROM broadcasts WHERE state IN ('sending', 'done')") == 2


def test_codes_cannot_be_guessed_by_asking_to_resume_again_and_again(bot: Bot) -> None:
    phone = verified(bot)
    phone.text(code_in(phone.text(WORDS).text))
    phone.text("PAUSE")
    for guess in range(TRIES_A_DAY):
        assert "not the code" in phone.text(wrong(code_in(phone.text("RESUME").text), guess + 1)).text
    assert "waits for a code" in phone.text(code_in(phone.text("RESUME").text)).text
    assert alert_state(bot) == "paused"
    bot.clock.set("2026-11-24T18:20:00+00:00")
    assert "It goes on" in phone.text(code_in(phone.text("RESUME").text)).text


@pytest.mark.parametrize("order", ["code", "PAUSE"])
def test_what_a_terminal_did_in_that_instant_is_what_is_told(bot: Bot, order: str) -> None:
    phone = verified(bot)
    code = code_in(phone.text(WORDS).text)
    if order == "PAUSE":
        phone.text(code)
    with ThreadPoolExecutor(1) as threads:
        with bot.parts.database.write() as connection:
            assert lifecycle.cancel_broadcast(connection, 1, bot.clock())
            answer = threads.submit(lambda: phone.text(code if order == "code" else order).text)
            time.sleep(1)  # it has read by now, and waits to write
        said = answer.result()
    assert ("no alert of your campaign" if order == "PAUSE" else "no alert of yours that waits for a code") in said
    assert alert_state(bot) == "cancelled"


COUNTS = [
    pytest.param("ENGLISH", 0, ["1 person, 1 segment, ", "1 of them later, when the day begins there."], id="one"),
    pytest.param("ENGLISH", 1, ["2 people, 2 segments, ", "2 of them later, when their day begins."], id="two"),
    pytest.param("ESPANOL", 0, ["1 persona, 1 segmento, ", "1 de ellas después, cuando alli empiece el dia."], id="una"),
    pytest.param("ESPANOL", 1, ["2 personas, 2 segmentos, ", "2 de ellas después, cuando empiece su dia."], id="dos"),
]


@pytest.mark.parametrize(("language", "others", "said"), COUNTS)
def test_who_gets_it_is_counted_as_people_say_it(bot: Bot, language: str, others: int, said: list[str]) -> None:
    phone = verified(bot)
    for _ in range(others):
        other = bot.phone()
        for words in ("SANCTUARY 98402", "JOIN"):
            other.text(words)
    phone.text(language)
    bot.clock.set("2026-11-24T05:00:00+00:00")  # nine in the evening in Seattle
    told = phone.text(WORDS).text
    assert all(words in told for words in said), told


PICTURES = [
    pytest.param("ALERT PICTURE {} Come", "1 person, 1 picture message, $0.03, 1 min.", "Come", id="English"),
    pytest.param("Alerta imagen {}\nVengan", "1 person, 1 picture message, $0.03, 1 min.", "Vengan", id="Spanish"),
]


@pytest.mark.parametrize(("words", "counted", "said"), PICTURES)
def test_organizer_sends_a_picture_along(bot: Bot, words: str, counted: str, said: str) -> None:
    phone, address = verified(bot), "https://example.org/rally.jpg"
    told = phone.text(words.format(address)).text
    assert counted in told
    assert phone.text(code_in(told)).text.startswith("On its way. 1 person, 1 picture message, $0.03")
    phone.get_alerts()
    assert phone.messages()[-1] == f"Patchline, Sanctuary alerts: {said}\nReply STOP to cancel."
    assert json.loads(one(bot, "SELECT CAST(media AS TEXT) FROM deliveries WHERE broadcast_id IS NOT NULL")) == [address]
    phone.text("ESPANOL")
    assert "1 persona, 1 mensaje con imagen, $0.03" in phone.text(words.format(address)).text


def test_organizer_who_gives_a_picture_without_words_is_told_how(bot: Bot) -> None:
    phone = verified(bot)
    assert phone.text("ALERT PICTURE https://example.org/rally.jpg").text == phone.text("ALERT").text


def test_alert_to_many_is_not_sent_from_a_phone(start: Start) -> None:
    bot = start(approve_above=1)
    phone, other = verified(bot), bot.phone()
    assert "1 person" in phone.text("ALERT Come to city hall").text
    for words in ("SANCTUARY 98402", "JOIN"):
        other.text(words)
    assert "to more than 1 people needs a second person" in phone.text("ALERT Come to city hall").text
    assert bot.count("broadcasts") == 1


def test_organizer_who_only_speaks_of_a_picture_sends_none(bot: Bot) -> None:
    assert "1 person, 1 segment" in verified(bot).text("ALERT Picture this: all of us at city hall").text


# --- What cannot be sent ------------------------------------------------------------------------------------------------


@contextmanager
def database_slow_to_count(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No preview gets a connection before the end, and nobody waits long for one."""
    ended = Event()

    def wait(*_: object) -> None:
        if current_thread().name.startswith("preview"):
            ended.wait(10)

    monkeypatch.setattr("bot.conversation.organizer_commands.PREVIEW_SECONDS", 0.01)
    event.listen(Pool, "checkout", wait)
    try:
        yield
    finally:
        ended.set()
        event.remove(Pool, "checkout", wait)


def test_preview_that_takes_too_long_is_told_and_nothing_is_drafted(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = verified(bot)
    with database_slow_to_count(monkeypatch):
        assert "to count who would get it takes too long now. Nothing was sent" in phone.text(WORDS).text
        assert bot.count("broadcasts") == 0
        phone.text("ESPANOL")
        assert "contar a quiénes les llegaria tarda demasiado. Nada ha salido" in phone.text(WORDS).text


def test_what_was_counted_once_leaves_though_counting_again_takes_too_long(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = verified(bot)
    code = code_in(phone.text(WORDS).text)
    with database_slow_to_count(monkeypatch):
        assert phone.text(code).text == "On its way. Text PAUSE to hold it."
    assert alert_state(bot) == "sending"


def test_database_that_gives_up_on_a_preview_is_told(start: Start, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        return  # it has no such limit
    bot = start(database_url=f"{database_url} -c lock_timeout=200")
    phone = verified(bot)
    with bot.parts.database.write() as connection:
        connection.execute(text("LOCK TABLE subscriptions IN ACCESS EXCLUSIVE MODE"))
        assert "takes too long now" in phone.text(WORDS).text


UNFIT = [
    pytest.param("call {mayor}", "{mayor} is no placeholder; use one of", "nombra entre llaves algo que no hay", id="a name"),
    pytest.param("call } now", "has a brace that is no placeholder", "tiene una llave que sobra", id="a brace"),
    pytest.param(
        "PICTURE http://example.org/a.jpg Come", "does not begin with https://", "un .jpg, .jpeg, .png o .gif", id="a picture"
    ),
    pytest.param("see bit.ly/abc", "has a short link (bit.ly)", "tiene un enlace corto", id="a short link"),
    pytest.param("call now " * 70, "4 at most; shorten it", "ocupa mas de 4 segmentos", id="too long"),
]


@pytest.mark.parametrize(("words", "english", "spanish"), UNFIT)
def test_organizer_is_told_in_their_language_what_is_wrong(bot: Bot, words: str, english: str, spanish: str) -> None:
    phone = verified(bot)
    assert english in phone.text(f"ALERT {words}").text
    phone.text("ESPANOL")
    said = phone.text(f"ALERTA {words}").text
    assert said.startswith("Esa alerta no se puede enviar:") and spanish in said


OTHERS = [
    pytest.param("ENGLISH", "ESPANOL", "1 of them reads Spanish, and gets these same words.", id="Spanish"),
    pytest.param("ESPANOL", "ENGLISH", "1 de ellas lee inglés y recibe las mismas palabras.", id="English"),
]


@pytest.mark.parametrize(("ours", "theirs", "said"), OTHERS)
def test_who_reads_another_language_is_told_of_with_the_code(bot: Bot, ours: str, theirs: str, said: str) -> None:
    phone, other = verified(bot), bot.phone()
    phone.text(ours)
    assert "same words" not in phone.text(WORDS).text and "mismas" not in phone.text(WORDS).text
    for words in ("SANCTUARY 98402", theirs, "JOIN"):
        other.text(words)
    told = phone.text(WORDS).text
    assert said in told and code_in(told)


def test_draft_whose_campaign_is_paused_meanwhile_is_not_sent(start: Start, tmp_path: Path) -> None:
    phone = verified(bot := start())
    code = code_in(phone.text(WORDS).text)
    data = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS)
    campaign = data / "campaigns" / "sanctuary.yaml"
    campaign.write_text(campaign.read_text().replace("state: live", "state: paused", 1))
    bot = start(data_dir=data)
    assert "cannot be sent: sanctuary is paused; set `state: live`" in bot.phone(THEIRS).text(code).text.replace("'", "`")
    assert alert_state(bot) == "draft"
