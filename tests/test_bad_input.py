"""What no flow expects: broken forms, impossible numbers, steps out of order, a database that is away, faults of ours."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from bot import create_app
from bot.config import Settings
from bot.simulation.phone import Phone
from tests.carrier import LIVE, OURS, PUBLIC, contents, headers, one, post, rows, running, sid, sign
from tests.conftest import EACH_DATABASE, Bot, Clock, Start


@pytest.fixture(scope="module", params=EACH_DATABASE)
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A live bot for all forms of this module: each comes from a number of its own."""
    with running(request.param, tmp_path_factory.mktemp("live"), **LIVE) as bot:
        yield bot


def number(bot: Bot) -> str:
    bot.phones += 1
    return f"+1253555{bot.phones:04d}"


def said(answered: TestResponse) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(answered.data).iter() if element.tag in {"Message", "Say"}]


def text(bot: Bot, **fields: str) -> TestResponse:
    return post(bot, "/twilio/sms", {"MessageSid": sid(), "From": number(bot), "To": OURS} | fields)


BODIES = [
    pytest.param({}, id="no body field"),
    pytest.param({"Body": ""}, id="an empty body"),
    pytest.param({"Body": "", "NumMedia": "1", "MediaUrl0": "https://api.twilio.com/x"}, id="a photo without a word"),
    pytest.param({"Body": " \n\t "}, id="white space"),
    pytest.param({"Body": "🗽" * 1600}, id="1,600 emoji"),
    pytest.param({"Body": "a" * 20_000}, id="20,000 letters"),
    pytest.param({"Body": "9" * 1600}, id="1,600 digits"),
    pytest.param({"Body": "SANC\x00TUARY\x00"}, id="NUL"),
    pytest.param({"Body": "\u202eSANCTUARY\u200f 98402\u2066"}, id="right-to-left marks"),
    pytest.param({"Body": "\ufffd\ufffe\uffff"}, id="no characters at all"),
    pytest.param({"Body": "\x1b[31m\x07"}, id="terminal codes"),
    pytest.param({"Body": "<Message>&amp;]]></Message>"}, id="markup"),
    pytest.param({"Body": "'; DROP TABLE supporters; --"}, id="SQL"),
    pytest.param({"Body": "{script} {0} %s ${x}"}, id="placeholders"),
    pytest.param({"Body": "²³ ⅷ ٩٨٤٠٢"}, id="digits of other alphabets"),
    pytest.param({"Body": "K1A 0B1"}, id="a Canadian postal code"),
]


@pytest.mark.parametrize("fields", BODIES)
def test_any_body_gets_an_answer_that_says_what_to_do(live: Bot, fields: dict[str, str]) -> None:
    answered = text(live, **fields)
    assert (answered.status_code, answered.mimetype) == (200, "text/xml")
    assert "SANCTUARY" in "".join(said(answered)) or "ZIP" in "".join(said(answered))


@pytest.mark.parametrize("fields", BODIES)
def test_any_body_in_the_middle_of_a_conversation_too(live: Bot, fields: dict[str, str]) -> None:
    who = number(live)
    text(live, From=who, Body="SANCTUARY 98402")
    for _ in range(3):
        answered = text(live, From=who, **fields)
        assert answered.status_code == 200
        assert 1 <= len(said(answered)) <= 10
        assert all(0 < len(message) <= 1600 for message in said(answered))


def test_marks_and_nul_do_not_hide_a_keyword(live: Bot) -> None:
    for body in ("\u202eSANCTUARY\u200f 98402", "SANC\x00TUARY 98402", "“Sanctuary!” 98402-1234", "sanctuary ９８４０２"):
        assert "Tacoma" in "".join(said(text(live, Body=body))), repr(body)


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f", b"\x80abc"],
    ids=["a byte-order mark", "a lone surrogate", "half a letter", "half an emoji", "a stray byte"],
)
@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "bare"])
def test_bytes_that_are_no_utf8_do_no_harm(live: Bot, raw: bytes, escaped: bool) -> None:
    form = {"MessageSid": sid(), "From": number(live), "To": OURS, "Body": raw.decode("utf-8", "replace")}
    body = urlencode(form | {"Body": "?"}).replace("%3F", "").encode() + (quote(raw).encode() if escaped else raw)
    answered = live.app.test_client().post("/twilio/sms", data=body, headers=headers(sign(f"{PUBLIC}/twilio/sms", form)))
    # Signed over other characters than we read, it may as well be refused; it may not fail.
    assert answered.status_code in {200, 403}


SILENT = [
    pytest.param("whatsapp:+12535550123", id="WhatsApp"),
    pytest.param("rcs:+12535550123", id="RCS"),
    pytest.param("messenger:123456", id="Messenger"),
    pytest.param("72345", id="a short code"),
    pytest.param("VERIFY", id="a name"),
    pytest.param("", id="nobody"),
    pytest.param("+", id="a plus"),
    pytest.param("+1253555", id="too short"),
    pytest.param("+" + "9" * 40, id="too long"),
    pytest.param("2535550123", id="no plus"),
    pytest.param("sip:someone@example.org", id="SIP"),
    pytest.param("client:browser", id="a browser"),
]


@pytest.mark.parametrize("sender", SILENT)
def test_who_cannot_be_texted_gets_no_reply_and_leaves_no_trace(live: Bot, sender: str) -> None:
    before = rows(live)
    answered = text(live, From=sender, Body="SANCTUARY 98402")
    assert (answered.status_code, said(answered)) == (200, [])
    assert rows(live) == before


WITHHELD = ["anonymous", "Anonymous", "+266696687", "+86282452253", "+7378742833", "+2562533", "+8656696", "", "restricted"]


@pytest.mark.parametrize("sender", WITHHELD)
def test_withheld_callers_are_served_without_being_known(live: Bot, sender: str) -> None:
    live.clock.now += timedelta(minutes=20)  # they share the limits of an hour
    call = {"CallSid": sid("CA"), "From": sender, "To": OURS, "Direction": "inbound", "CallStatus": "ringing"}
    for path, more in (("", {}), ("/1", {"Digits": "1"}), ("/2", {"Digits": "98402"})):
        answered = post(live, f"/twilio/voice{path}", call | more)
        assert answered.status_code == 200
    assert any("Ferguson" in sentence or "governor" in sentence.lower() for sentence in said(answered))
    dialled = ElementTree.fromstring(post(live, "/twilio/voice/3", call | {"Digits": "1"}).data).find("Dial")
    assert dialled is not None and dialled.get("callerId") == OURS
    assert (
        one(
            live,
            "SELECT count(DISTINCT s.id) FROM turns t JOIN supporters s ON s.id = t.supporter_id "
            "WHERE t.call = :call AND s.phone IS NULL",
            call=call["CallSid"],
        )
        == 1
    )
    ended = post(live, "/twilio/voice/status", call | {"CallStatus": "completed"})
    assert (ended.status_code, ended.data) == (204, b"")


ABROAD = [
    pytest.param("+16135550123", id="Canada"),
    pytest.param("+18765550123", id="Jamaica"),
    pytest.param("+447700900123", id="the United Kingdom"),
    pytest.param("+525555550123", id="Mexico"),
    pytest.param("+19005550123", id="a 900 number"),
]


@pytest.mark.parametrize("sender", ABROAD)
def test_numbers_abroad_are_answered_but_nothing_is_started_towards_them(live: Bot, sender: str) -> None:
    before = live.count("deliveries")
    for body in ("SANCTUARY 98402", "CALL"):
        answered = text(live, From=sender, Body=body)
        assert answered.status_code == 200
    call = {"CallSid": sid("CA"), "From": sender, "To": OURS, "Direction": "inbound", "CallStatus": "in-progress"}
    for path, digits in (("", ""), ("/1", "1"), ("/2", "98402"), ("/3", "9")):
        answered = post(live, f"/twilio/voice{path}", call | {"Digits": digits})
        assert answered.status_code == 200
    assert live.count("deliveries") == before


@pytest.mark.parametrize(
    ("opt_out", "body", "granted"),
    [
        ("STOP", "STOP", False),
        ("STOP", "stop", False),
        ("STOP", "ADIOS", False),
        ("START", "START", True),
        ("START", "VOLVER", True),
        ("HELP", "HELP", None),
        ("HELP", "QUIEN ES", None),
    ],
    ids=[
        "stop",
        "stop in small letters",
        "a stop word of the account's own",
        "start",
        "a start word of its own",
        "help",
        "a help word of its own",
    ],
)
def test_what_the_provider_answered_is_recorded_in_silence(live: Bot, opt_out: str, body: str, granted: bool | None) -> None:
    who = number(live)
    text(live, From=who, Body="SANCTUARY 98402")
    if granted:
        text(live, From=who, Body="STOP")
    before = live.count("consents")
    answered = text(live, From=who, Body=body, OptOutType=opt_out)
    assert (answered.status_code, said(answered)) == (200, [])
    assert live.count("consents") - before == (0 if granted is None else 1)
    if granted is not None:
        assert one(live, "SELECT act FROM consents ORDER BY id DESC LIMIT 1") == ("granted" if granted else "withdrawn")


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/twilio/sms", {"From": "+12535550123", "Body": "hi"}, 400),
        ("/twilio/sms", {"MessageSid": "", "From": "+12535550123", "Body": "hi"}, 400),
        ("/twilio/sms", {"MessageSid": "SM\0", "From": "+12535550123", "Body": "hi"}, 400),
        ("/twilio/sms", {"MessageSid": "S" * 65, "From": "+12535550123", "Body": "hi"}, 400),
        ("/twilio/voice", {"From": "+12535550123"}, 400),
        ("/twilio/voice/1", {"From": "+12535550123", "Digits": "1"}, 400),
        ("/twilio/voice/status", {"From": "+12535550123", "CallStatus": "completed"}, 400),
        ("/twilio/messages/1/status", {"MessageStatus": "sent"}, 400),
        ("/twilio/messages/1/status", {"MessageSid": "SM1", "MessageStatus": "sent"}, 204),
        ("/twilio/messages/1/status", {"MessageSid": "SM1", "MessageStatus": "no such status"}, 204),
        ("/twilio/messages/1/status", {"MessageSid": "SM1"}, 204),
        (f"/twilio/messages/{10**30}/status", {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "x" * 99}, 204),
        ("/twilio/messages/-1/status", {"MessageSid": "SM1", "MessageStatus": "sent"}, 404),
        ("/twilio/voice/two", {"CallSid": "CA1"}, 404),
        ("/twilio/voice/-1", {"CallSid": "CA1"}, 404),
        ("/twilio/other", {"CallSid": "CA1"}, 404),
    ],
)
def test_forms_that_are_no_webhook_are_told_apart(live: Bot, path: str, fields: dict[str, str], status: int) -> None:
    before = contents(live)
    answered = post(live, path, fields)
    assert answered.status_code == status
    assert contents(live) == before


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/voice", "/twilio/voice/1", "/twilio/voice/status"])
def test_other_methods_are_not_allowed(live: Bot, path: str, method: str) -> None:
    assert live.app.test_client().open(path, method=method).status_code == 405


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("application/json", b'{"MessageSid": "SM1", "From": "+12535550123", "Body": "hi"}'),
        ("text/plain", b"MessageSid=SM1&From=%2B12535550123&Body=hi"),
        (None, b"MessageSid=SM1&From=%2B12535550123&Body=hi"),
        ("application/x-www-form-urlencoded", b""),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
    ],
    ids=["JSON", "plain text", "no type", "nothing", "multipart without a boundary", "half a multipart"],
)
def test_what_is_no_form_is_refused(live: Bot, kind: str | None, data: bytes) -> None:
    before = rows(live)
    given = {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/sms", {})} | ({"Content-Type": kind} if kind else {})
    assert live.app.test_client().post("/twilio/sms", data=data, headers=given).status_code in {400, 403}
    assert rows(live) == before


def test_multipart_form_that_is_signed_is_as_good_as_any(live: Bot) -> None:
    form = {"MessageSid": sid(), "From": number(live), "To": OURS, "Body": "SANCTUARY 98402"}
    given = {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/sms", form)}
    answered = live.app.test_client().post("/twilio/sms", data=form, headers=given, content_type="multipart/form-data")
    assert "Tacoma" in "".join(said(answered))


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "forged"])
def test_body_of_a_megabyte_is_refused_at_once(live: Bot, signed: bool) -> None:
    form = {"MessageSid": sid(), "From": number(live), "Body": "a" * 1_000_000}
    before, started = rows(live), time.perf_counter()
    answered = live.app.test_client().post(
        "/twilio/sms", data=urlencode(form), headers=headers(sign(f"{PUBLIC}/twilio/sms", form) if signed else "x")
    )
    assert answered.status_code == 413
    assert time.perf_counter() - started < 1
    assert rows(live) == before


def test_thousand_fields_are_read_or_refused_at_once(live: Bot) -> None:
    form = {"MessageSid": sid(), "From": number(live), "Body": "hi"} | {f"Field{n}": "" for n in range(3000)}
    started = time.perf_counter()
    assert post(live, "/twilio/sms", form).status_code in {200, 413}
    assert time.perf_counter() - started < 1


def call(bot: Bot) -> dict[str, str]:
    """A call in which the caller is asked for a ZIP: turn 2."""
    form = {"CallSid": sid("CA"), "From": number(bot), "To": OURS, "Direction": "inbound", "CallStatus": "in-progress"}
    assert post(bot, "/twilio/voice", form).status_code == 200
    assert "ZIP" in "".join(said(post(bot, "/twilio/voice/1", form | {"Digits": "1"})))
    return form


STEPS = [
    pytest.param("/twilio/voice/0", {"Digits": "1"}, "Para español", id="the very first turn again"),
    pytest.param("/twilio/voice/1", {"Digits": "2"}, "ZIP", id="a stale turn with other keys"),
    pytest.param("/twilio/voice/7", {"Digits": "98402"}, "ZIP", id="a turn to come"),
    pytest.param(f"/twilio/voice/{2**64}", {"Digits": "98402"}, "ZIP", id="a turn beyond 64 bits"),
    pytest.param(f"/twilio/voice/{10**200}", {"Digits": "98402"}, "ZIP", id="a turn of 200 digits"),
    pytest.param(
        "/twilio/voice/2", {"DialCallStatus": "completed", "DialCallDuration": "9"}, "ZIP", id="a Dial that never was"
    ),
    pytest.param("/twilio/voice/2", {"DialCallStatus": "no such word"}, "ZIP", id="a Dial status unheard of"),
    pytest.param("/twilio/voice/2", {"Digits": "*#*#"}, "ZIP", id="stars and hashes"),
    pytest.param("/twilio/voice/2", {"SpeechResult": "a" * 9000, "Confidence": "x"}, "ZIP", id="a very long speech"),
    pytest.param("/twilio/voice/2", {"Digits": "", "SpeechResult": ""}, "ZIP", id="silence"),
]


@pytest.mark.parametrize(("path", "fields", "hears"), STEPS)
def test_step_out_of_order_asks_again(live: Bot, path: str, fields: dict[str, str], hears: str) -> None:
    form = call(live)
    answered = post(live, path, form | fields)
    assert answered.status_code == 200
    assert hears in "".join(said(answered))
    assert "action" in answered.get_data(as_text=True)


def test_step_of_a_call_we_know_nothing_of_begins_one(live: Bot) -> None:
    form = {"CallSid": sid("CA"), "From": number(live), "To": OURS, "Direction": "inbound", "CallStatus": "in-progress"}
    answered = post(live, "/twilio/voice/5", form | {"Digits": "1"})
    assert answered.status_code == 200
    assert "Para español" in "".join(said(answered))


@pytest.mark.parametrize("seconds", ["", "x", "²", "-5", "9" * 30, "1.5"])
def test_keys_pressed_or_nonsense_during_a_patched_call_do_no_harm(live: Bot, seconds: str) -> None:
    form = call(live)
    post(live, "/twilio/voice/2", form | {"Digits": "98402"})
    assert b"<Dial" in post(live, "/twilio/voice/3", form | {"Digits": "1"}).data
    answered = post(live, "/twilio/voice/4", form | {"Digits": "1"})
    assert answered.status_code == 200 and b"Gather" in answered.data
    assert b"<Dial" in post(live, "/twilio/voice/5", form | {"Digits": "1"}).data
    answered = post(live, "/twilio/voice/6", form | {"DialCallStatus": "completed", "DialCallDuration": seconds})
    assert answered.status_code == 200 and b"Gather" in answered.data


# --- A database that is locked or away ------------------------------------------------------------------------------


def impatient(url: str) -> str:
    """The same database for one who waits a moment only."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return f"{url}?timeout=0.2"
    options = f"{parsed.query['options']} -c lock_timeout=200"
    return parsed.update_query_dict({"options": options}).render_as_string(hide_password=False)


LOCK = {
    "sqlite": "UPDATE supporters SET zip = zip",
    "postgresql": "LOCK TABLE supporters IN ACCESS EXCLUSIVE MODE",
}


def test_locked_database_loses_nothing(start: Start, database_url: str) -> None:
    bot, other = start(database_url=impatient(database_url)), start()
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    caller = bot.phone()
    caller.dial()
    before = contents(bot)
    form = {"MessageSid": sid(), "From": phone.number, "To": OURS, "Body": "SCRIPT"}
    with other.parts.database.write() as connection:
        connection.exec_driver_sql(LOCK[other.parts.database.url.get_backend_name()])
        heard = caller.press("1")
        assert (heard.status, heard.goes_on) == (200, False)
        assert "We are sorry" in heard.text and "Lo sentimos" in heard.text
        assert phone.post("/twilio/sms", form).status == 503
        assert phone.post("/twilio/sms", form).status == 503
        assert (
            caller.post("/twilio/voice/status", {"CallSid": sid("CA"), "From": caller.number, "CallStatus": "completed"}).status
            == 503
        )
    assert contents(bot) == before
    answered = phone.post("/twilio/sms", form)
    assert answered.status == 200 and "98402" in answered.text
    assert phone.post("/twilio/sms", form).raw == answered.raw
    assert bot.count("turns") == len(before["turns"]) + 1


def test_database_that_nobody_answers_for_is_an_apology(tmp_path: Path) -> None:
    nobody = "postgresql://nobody@127.0.0.1:1/none"
    bot = Bot(create_app(Settings.load(database_url=nobody, instance_dir=tmp_path)), Clock())
    assert bot.phone().text("SANCTUARY 98402").status == 503
    heard = bot.phone().dial()
    assert (heard.status, heard.goes_on) == (200, False)
    assert "We are sorry" in heard.text
    assert bot.app.test_client().get("/healthz").status_code == 200
    assert bot.app.test_client().get("/readyz").status_code == 503


def test_tables_that_are_not_there_yet_are_an_apology_until_they_are(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    bot = start()
    phone, caller = bot.phone(), bot.phone()
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE turns RENAME TO elsewhere")
    form = {"MessageSid": sid(), "From": phone.number, "To": OURS, "Body": "SANCTUARY 98402"}
    assert phone.post("/twilio/sms", form).status == 503
    assert caller.dial().status == 200
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO turns")
    assert {name: count for name, count in rows(bot).items() if count} == {}
    assert "Tacoma" in phone.post("/twilio/sms", form).text
    assert phone.number not in capfd.readouterr().err


# --- A fault of ours ------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(bot: Bot) -> Phone:
    """A phone whose conversation is not what our code can read: a genuine fault."""
    phone = bot.phone("+12535550177")
    phone.text("SANCTUARY 98402")
    damage(bot)
    return phone


def damage(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("UPDATE turns SET state = '{broken'")


def mend(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM turns")


def test_fault_of_ours_is_a_polite_answer_a_kept_text_and_a_line_in_the_log(
    capfd: pytest.CaptureFixture[str], bot: Bot, broken: Phone
) -> None:
    heard = broken.text("my secret words 98402")
    assert heard.status == 200
    reference = re.search(r"\(([0-9a-f]{8})\)", heard.text)
    assert reference is not None
    for trace in ("Traceback", "Error", "File", ".py", "broken"):
        assert trace not in heard.text
    log = capfd.readouterr().err
    assert reference[1] in log and "JSONDecodeError" in log
    for private in ("my secret words", "98402", broken.number, broken.number[2:], "{broken", "char 1"):
        assert private not in log
    form = one(bot, "SELECT form FROM unanswered WHERE id = :id", id=reference[1])
    assert b"secret" not in bytes(form) and broken.number.encode() not in bytes(form)
    opened = bot.parts.phone_cipher.decrypt_form(bytes(form))
    assert (opened["From"], opened["Body"]) == (broken.number, "my secret words 98402")


def test_fault_delivered_again_is_the_same_answer_and_kept_once(bot: Bot, broken: Phone) -> None:
    form = {"MessageSid": sid(), "From": broken.number, "To": OURS, "Body": "LIST"}
    first = broken.post("/twilio/sms", form)
    assert broken.post("/twilio/sms", form).raw == first.raw
    assert bot.count("unanswered") == 1
    assert broken.text("LIST").raw != first.raw
    assert bot.count("unanswered") == 2


def test_text_that_cannot_even_be_kept_is_asked_for_again(start: Start) -> None:
    bot = start()
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    damage(bot)
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE unanswered")
    heard = phone.text("LIST")
    assert (heard.status, heard.raw) == (503, b"Please send it again.")


def test_fault_in_a_call_is_an_apology(bot: Bot) -> None:
    phone = bot.phone()
    phone.dial()
    damage(bot)
    heard = phone.press("1")
    assert (heard.status, heard.goes_on) == (200, False)
    assert "We are sorry" in heard.text
    assert bot.count("unanswered") == 0


def run(bot: Bot, *arguments: str) -> tuple[int, str]:
    result = bot.app.test_cli_runner().invoke(args=["messages", *arguments])
    return result.exit_code, result.output


def test_kept_texts_are_listed_and_answered_later(bot: Bot, broken: Phone) -> None:
    heard = broken.text("SCRIPT")
    reference = re.search(r"\(([0-9a-f]{8})\)", heard.text)[1]  # type: ignore[index]
    status, shown = run(bot, "list")
    assert (status, reference in shown, "JSONDecodeError" in shown) == (0, True, True)
    assert broken.number not in shown and "SCRIPT" not in shown

    status, shown = run(bot, "replay", reference)
    assert status == 1 and "still fails: JSONDecodeError" in shown
    assert bot.count("unanswered") == 1

    mend(bot)
    broken.messages()
    status, shown = run(bot, "replay", reference)
    assert (status, shown.splitlines()[-1]) == (0, f"{reference}  answered; reply sent")
    assert "98402" in "".join(broken.messages())
    assert bot.count("unanswered") == 0
    assert run(bot, "list") == (0, "none\n")


def test_all_kept_texts_are_answered_in_their_order(bot: Bot, broken: Phone) -> None:
    for body in ("SANCTUARY", "60614", "SCRIPT"):
        broken.text(body)
    mend(bot)
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("UPDATE supporters SET zip = NULL")
    status, shown = run(bot, "replay", "--all")
    assert (status, shown.count("answered; reply sent")) == (0, 3)
    assert "60614" in "".join(broken.messages()[-2:])  # the words for them, and what to reply afterwards


def test_text_answered_meanwhile_is_not_answered_twice(bot: Bot, broken: Phone) -> None:
    form = {"MessageSid": sid(), "From": broken.number, "To": OURS, "Body": "SCRIPT"}
    broken.post("/twilio/sms", form)
    mend(bot)
    assert "98402" in broken.post("/twilio/sms", form).text
    status, shown = run(bot, "replay", "--all")
    assert (status, "was answered already" in shown) == (0, True)
    assert broken.messages() == []
    assert bot.count("unanswered") == 0


def test_forget_that_failed_erases_when_it_is_replayed(bot: Bot, broken: Phone) -> None:
    broken.forget()
    mend(bot)
    status, shown = run(bot, "replay", "--all")
    assert (status, "nothing to reply" in shown) == (0, True)
    # The question whether they are sure went out; the pace of our own numbers, and how many texts a day had, are of nobody.
    assert {name: count for name, count in rows(bot).items() if count and name != "text_days"} == {"turns": 1}


def test_stop_that_failed_holds_when_it_is_replayed(bot: Bot, broken: Phone) -> None:
    broken.text("STOP")
    mend(bot)
    assert "reply skipped (stopped)" in run(bot, "replay", "--all")[1]
    assert one(bot, "SELECT act FROM consents") == "withdrawn"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("replay",), "name the references"),
        (("replay", "--all", "abc"), "name the references"),
        (("replay", "abcd1234"), "no text waits under abcd1234"),
    ],
    ids=["nothing named", "both", "unknown"],
)
def test_replaying_needs_to_know_what(bot: Bot, arguments: tuple[str, ...], says: str) -> None:
    status, shown = run(bot, *arguments)
    assert status != 0 and says in shown
