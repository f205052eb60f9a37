"""The inbox: found, grouped, answered by hand within consent and quiet hours, marked; and phrases that are taught."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update

from bot import create_app
from bot.models import AuditEntry, NotUnderstood, Supporter
from bot.simulation.phone import Phone
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor, text_of
from tests.test_workers import wait_for

HOSTILE = "<script>alert(x)</script> =cmd \u202eabc " + "x" * 300
HARMFUL = "call me now"  # as what is done at once


@pytest.fixture
def captain(organizers: Organizers) -> Visitor:
    return organizers.signed_in("captain", "Bo")


def wrote(bot: Bot, *texts: str, first: str = "SANCTUARY 98402") -> Phone:
    phone = bot.phone()
    for words in (first, *texts):
        phone.text(words)
    return phone


def ids(bot: Bot) -> list[int]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(select(NotUnderstood.id).order_by(NotUnderstood.id)).scalars())


def states(bot: Bot) -> list[str]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(select(NotUnderstood.state).order_by(NotUnderstood.id)).scalars())


def answer(visitor: Visitor, id: int, words: str = "We meet on Friday at six.", last_answer: int = 0, **more: int) -> int:
    fields = {"words": words, "last_answer": last_answer, "until": id, **more}
    return visitor.post(f"/inbox/{id}/answer", fields).status_code


def masked(phone: Phone) -> str:
    return f"(253) ···-{phone.number[-4:]}"


def test_inbox_shows_phrases_the_newest_first_and_equal_ones_together(bot: Bot, captain: Visitor) -> None:
    one, two = wrote(bot, "Blorp!", "moonlight sonata"), wrote(bot, "blorp")
    shown = text_of(captain.get("/inbox"))
    assert shown.index("blorp") < shown.index("moonlight sonata") and "Blorp!" not in shown
    assert "2 people" in shown and masked(one) in shown and one.number[2:] not in shown
    same = text_of(captain.get(f"/inbox/{ids(bot)[-1]}/same"))
    assert masked(one) in same and masked(two) in same


@pytest.mark.parametrize(
    ("place", "found"),
    [("waiting", {"blorp", "zonk", "a real person please"}), ("mine", {"zonk"}), ("starred", {"blorp"}), ("done", {"grumble"})],
)
def test_inbox_is_filtered(place: str, found: set[str], bot: Bot, captain: Visitor) -> None:
    for words in ("blorp", "zonk", "grumble", "a real person please"):
        wrote(bot, words)
    starred, mine, done, _ = ids(bot)
    captain.post(f"/inbox/{starred}/star", {"starred": "yes"})
    captain.post(f"/inbox/{mine}/assign", {"to": captain.person})
    captain.post(f"/inbox/{done}/done", {"until": done})
    shown = text_of(captain.get(f"/inbox?place={place}"))
    assert "Everybody&#39;s 3 Mine 1 Starred" in shown
    assert {words for words in ("blorp", "zonk", "grumble", "a real person please") if words in shown} == found


def test_inbox_is_filtered_by_campaign(bot: Bot, captain: Visitor) -> None:
    wrote(bot, "blorp")
    wrote(bot, first="zonk")
    shown = text_of(captain.get("/inbox?campaign=sanctuary"))
    assert "blorp" in shown and "zonk" not in shown


def test_inbox_is_paged_by_key(bot: Bot, captain: Visitor) -> None:
    wrote(bot, "blorp")
    with bot.parts.database.write() as connection:
        first = connection.execute(select(NotUnderstood)).one()._asdict()
        cipher = bot.parts.phone_cipher
        rows = [
            {**first, "id": 1000 + n, "text": cipher.encrypt_words(f"words {n:03}"), "phrase": cipher.phrase_key(str(n))}
            for n in range(120)
        ]
        connection.execute(insert(NotUnderstood), rows)
    seen, address = [], "/inbox"
    for _ in range(3):
        page = captain.get(address).get_data(as_text=True)
        seen += re.findall(r"words (\d{3})", page)
        older = re.search(r'href="/console(/inbox\?place=waiting&amp;before=\d+)">', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert [int(each) for each in seen] == [*range(119, -1, -1)] and not address


def test_today_says_how_many_wait_to_who_may_read_them(bot: Bot, captain: Visitor, organizers: Organizers) -> None:
    wrote(bot, "blorp")
    assert "1 text waits in the inbox." in text_of(captain.get("/"))
    assert "in the inbox" not in text_of(organizers.signed_in("viewer").get("/"))


def test_thread_shows_what_is_kept_with_our_replies_and_a_masked_number(bot: Bot, captain: Visitor) -> None:
    phone = wrote(bot, "blorp", "can I talk to a human")
    shown = text_of(captain.get(f"/inbox/{ids(bot)[0]}"))
    assert masked(phone) in shown and phone.number[5:8] + "-" not in shown
    assert "Sorry, I did not get that" in shown and "can I talk to a human" in shown and "asks for a person" in shown


def test_who_reads_a_thread_is_in_the_log_without_its_words(bot: Bot, captain: Visitor, owner: Visitor) -> None:
    wrote(bot, "blorp")
    captain.get(f"/inbox/{ids(bot)[0]}")
    log = text_of(owner.get("/audit"))
    assert "Bo Captain read a thread of the inbox supporter 1" in log and "blorp" not in log


def test_answer_by_hand_goes_out_as_a_text_and_is_told_in_the_log_without_its_words(bot: Bot, captain: Visitor) -> None:
    phone = wrote(bot, "what about friday?", "blorp")
    assert answer(captain, ids(bot)[0], until=ids(bot)[-1]) == 303
    bot.parts.outbox.wait()
    assert phone.messages() == ["We meet on Friday at six."]
    assert states(bot) == ["done", "done"]
    shown = text_of(captain.get(f"/inbox/{ids(bot)[0]}"))
    assert "We meet on Friday at six." in shown and "Bo," in shown and "delivered" in shown
    with bot.parts.database.read() as connection:
        acts = connection.execute(select(AuditEntry).where(AuditEntry.act == "answered_by_hand")).all()
        kept = connection.exec_driver_sql("SELECT * FROM answers_by_hand").all()
    assert [(row.who, row.after) for row in acts] == [("Bo", "1")] and "Friday" not in repr(acts) + repr(kept)


def test_reply_to_an_answer_is_in_the_thread_understood_or_not(bot: Bot, captain: Visitor) -> None:
    phone = wrote(bot, "blorp")
    answer(captain, ids(bot)[0])
    phone.text("LIST")
    shown = text_of(captain.get("/inbox"))
    assert "LIST" in shown and "after an answer" in shown


@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("stopped", 422, "They said STOP"),
        ("night", 422, "Texts go out from 09:00 to 20:00"),
        ("not textable", 422, "Their phone takes no texts"),
        ("empty", 422, "Write something first"),
        ("long", 422, "800 characters at most"),
        ("overtaken", 409, "Nothing was sent"),
    ],
)
def test_answer_is_refused_with_its_reason_and_the_words_stay(
    what: str, status: int, said: str, bot: Bot, captain: Visitor
) -> None:
    phone = wrote(bot, "blorp")
    words, last, id = "We meet on Friday.", 0, ids(bot)[0]
    if what == "stopped":
        phone.text("STOP")
    elif what == "night":
        bot.clock.set("2026-11-24T06:00:00+00:00")  # 22:00 in Tacoma
    elif what == "not textable":
        with bot.parts.database.write() as connection:
            connection.execute(update(Supporter).values(sms_reachable=False))
    elif what == "overtaken":
        assert answer(captain, id, "First.") == 303
    words = {"empty": "  ", "long": "x" * 801}.get(what, words)
    sent = bot.count("deliveries")
    found = captain.post(f"/inbox/{id}/answer", {"words": words, "last_answer": last, "until": id})
    assert found.status_code == status and said in text_of(found) and words in found.get_data(as_text=True)
    assert bot.count("deliveries") == sent


def test_caller_who_never_texted_is_not_texted(bot: Bot, captain: Visitor) -> None:
    phone = bot.phone()
    phone.dial()
    phone.press("1")
    phone.say("operator")
    found = captain.get(f"/inbox/{ids(bot)[0]}")
    assert "They have only ever called" in text_of(found)
    assert answer(captain, ids(bot)[0]) == 422 and bot.count("deliveries") == 0


def test_second_press_sends_nothing(bot: Bot, captain: Visitor) -> None:
    phone = wrote(bot, "blorp")
    assert [answer(captain, ids(bot)[0]) for _ in range(2)] == [303, 409]
    bot.parts.outbox.wait()
    assert len(phone.messages()) == 1


def test_what_came_after_the_page_was_opened_stays_waiting(bot: Bot, captain: Visitor) -> None:
    phone = wrote(bot, "blorp")
    seen = ids(bot)[0]
    phone.text("zonk")
    captain.post(f"/inbox/{seen}/done", {"until": seen})
    assert states(bot) == ["done", "waiting"]


def test_same_words_of_everybody_are_done_at_once_and_opened_singly(bot: Bot, captain: Visitor) -> None:
    for _ in range(3):
        wrote(bot, "blorp")
    last = ids(bot)[-1]
    captain.post(f"/inbox/{last}/done", {"all": "yes"})
    assert states(bot) == ["done"] * 3
    captain.post(f"/inbox/{last}/open")
    assert states(bot) == ["done", "done", "waiting"]


def test_text_is_given_to_who_may_answer_it_and_to_nobody_else(bot: Bot, captain: Visitor, organizers: Organizers) -> None:
    wrote(bot, "blorp")
    id, viewer = ids(bot)[0], organizers.enter("viewer", "Vi")
    assert captain.post(f"/inbox/{id}/assign", {"to": viewer}).status_code == 400
    assert captain.post(f"/inbox/{id}/assign", {"to": 999999}).status_code == 400
    assert captain.post(f"/inbox/{id}/assign", {"to": captain.person}).status_code == 303
    assert "Bo" in text_of(captain.get("/inbox?place=mine"))
    assert captain.post(f"/inbox/{id}/assign", {"to": ""}).status_code == 303
    assert "Nothing of yours waits" in text_of(captain.get("/inbox?place=mine"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_hostile_words_are_text_on_every_page(bot: Bot, owner: Visitor) -> None:
    wrote(bot, HOSTILE)
    id = ids(bot)[0]
    for path in ("/inbox", f"/inbox/{id}", f"/inbox/{id}/same", f"/inbox/teach?phrase_of={id}"):
        page = owner.get(path).get_data(as_text=True)
        assert "<script>alert" not in page and "&lt;script&gt;" in page and "\u202e" not in page


def test_who_is_erased_is_gone_from_the_inbox(bot: Bot, captain: Visitor) -> None:
    phone = wrote(bot, "blorp")
    id = ids(bot)[0]
    answer(captain, id)
    for _ in range(2):
        phone.text("FORGET")
    assert captain.get(f"/inbox/{id}").status_code == 404 and answer(captain, id) == 404
    assert bot.count("answers_by_hand") == bot.count("not_understood") == 0


def test_answers_by_hand_are_erased_as_other_words_are(bot: Bot, captain: Visitor) -> None:
    wrote(bot, "blorp")
    answer(captain, ids(bot)[0])
    bot.clock.now += timedelta(days=31)
    assert "answers_by_hand: 1 erased" in bot.app.test_cli_runner().invoke(args=["privacy", "erase"]).output


# --- Teaching ---------------------------------------------------------------------------------------------------------


def teach(visitor: Visitor, phrase: str, intent: str = "hours", language: str = "en") -> tuple[int, str]:
    found = visitor.post("/inbox/teach", {"phrase": phrase, "intent": intent, "language": language})
    return found.status_code, text_of(found)


def taught(bot: Bot) -> int:
    with bot.parts.database.read() as connection:
        return int(connection.execute(text("SELECT max(id) FROM taught_phrases")).scalar() or 0)


@pytest.mark.parametrize(
    ("phrase", "intent", "said"),
    [
        ("", "hours", "Write at least one word"),
        ("what time do they knock off at 12 Oak Street", "hours", "number or an address"),
        ("my cousin 2535550142 wants to know", "hours", "number or an address"),
        ("when do they knock off", "", "Choose what it asks for"),
        ("when do they knock off", "no_such_intent", "Choose what it asks for"),
        ("x" * 161, "hours", "160 characters"),
        ("what do i say to the person who answers", "hours", "for something else already"),
        ("what do i say to the person who answers", "script", "knows this phrase already"),
    ],
)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_phrase_is_refused_as_a_draft(phrase: str, intent: str, said: str, bot: Bot, owner: Visitor) -> None:
    status, shown = teach(owner, phrase, intent)
    assert status == 422 and said in shown and bot.count("taught_phrases") == 0


def not_understood_after(bot: Bot, phrase: str) -> int:
    """How many sentences the inbox has once somebody in a conversation wrote this."""
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text(phrase)
    return bot.count("not_understood")


def test_phrase_is_tried_put_in_use_by_a_press_and_understood_everywhere_within_seconds(bot: Bot, owner: Visitor) -> None:
    phrase = "are they done for the day yet at that place"
    other = Bot(create_app(bot.parts.settings, clock=bot.clock), bot.clock)  # another process that serves
    assert not_understood_after(other, phrase) == 1
    assert teach(owner, phrase)[0] == 303
    draft = taught(bot)
    trial = text_of(owner.post(f"/inbox/teach/{draft}/try"))
    assert "when offices are open" in trial and "Put it in use" in trial
    other.parts.taught_intents.look()
    assert not_understood_after(other, phrase) == 2  # a draft is used by nobody
    assert owner.post(f"/inbox/teach/{draft}/use").status_code == 303
    assert "in every process within two seconds" in text_of(owner.get("/inbox/teach"))
    assert not_understood_after(bot, phrase) == 2  # here at once
    other.parts.taught_intents.watching.start()
    wait_for(lambda: len(other.parts.taught_intents.examples) == len(bot.parts.taught_intents.examples))
    assert not_understood_after(other, phrase) == 2
    # Taken out, it is understood no more.
    assert owner.post(f"/inbox/teach/{draft}/remove").status_code == 303 and bot.count("taught_phrases") == 0
    other.parts.taught_intents.look()
    assert not_understood_after(other, phrase) == 3 and not_understood_after(bot, phrase) == 4
    other.parts.finish_work()
    other.parts.database.close()


def test_phrase_that_does_harm_cannot_be_put_in_use(bot: Bot, owner: Visitor) -> None:
    teach(owner, HARMFUL, "forget")
    found = owner.post(f"/inbox/teach/{taught(bot)}/use")
    assert found.status_code == 422 and "cannot be put in use" in text_of(found)
    assert bot.parts.taught_intents.examples == bot.parts.files.intents.examples


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_captain_reads_and_answers_and_does_not_teach(bot: Bot, captain: Visitor) -> None:
    wrote(bot, "blorp")
    assert "Teach" not in text_of(captain.get(f"/inbox/{ids(bot)[0]}"))
    assert teach(captain, "anything at all")[0] == 403
