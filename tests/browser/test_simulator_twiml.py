"""How the simulator walks TwiML, also what our bot does not write today: documents handed to it in place of the server's."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Person

pytestmark = pytest.mark.browser

PUBLIC = "https://bot.example.org"  # the bot writes its public address; the page is elsewhere


@dataclass
class Bot:
    """Answers each path with a document and keeps what was posted to it."""

    documents: dict[str, str]
    posted: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        form = {name: values[0] for name, values in parse_qs(route.request.post_data or "", keep_blank_values=True).items()}
        self.posted.append((path, form))
        if path == "/twilio/voice/status":
            route.fulfill(status=204)
        else:
            route.fulfill(body=f"<Response>{self.documents[path]}</Response>", content_type="text/xml")

    def last(self, path: str) -> dict[str, str]:
        return [form for posted, form in self.posted if posted == path][-1]


def answered_by(page: Page, **documents: str) -> Bot:
    """`first` answers the call, `next` what its action leads to."""
    bot = Bot({"/twilio/voice": documents["first"], "/twilio/voice/1": documents.get("next", "<Say>next</Say><Hangup/>")})
    page.route(re.compile("/twilio/voice"), bot.answer)
    return bot


@pytest.mark.parametrize(
    ("gather", "keys", "posted"),
    [
        pytest.param('numDigits="2"', "12", {"Digits": "12"}, id="as many digits as asked for"),
        pytest.param("", "123#", {"Digits": "123", "FinishedOnKey": "#"}, id="pound ends the digits"),
        pytest.param('finishOnKey="*"', "1#2*", {"Digits": "1#2", "FinishedOnKey": "*"}, id="another key ends the digits"),
        pytest.param('finishOnKey="" numDigits="3"', "1#2", {"Digits": "1#2"}, id="no key ends the digits"),
        pytest.param('actionOnEmptyResult="true"', "#", {"Digits": "", "FinishedOnKey": "#"}, id="pound at once"),
    ],
)
def test_gather_posts_what_was_keyed_in(person: Person, gather: str, keys: str, posted: dict[str, str]) -> None:
    bot = answered_by(person.page, first=f'<Gather action="{PUBLIC}/twilio/voice/1" {gather}><Say>keys?</Say></Gather>')
    person.call()
    person.hears("keys?")
    person.press(keys)
    person.hears("next")
    form = bot.last("/twilio/voice/1")
    assert {name: form.get(name) for name in ("Digits", "FinishedOnKey")} == {"FinishedOnKey": None} | posted


def test_digits_that_are_not_finished_are_posted_after_the_timeout(person: Person) -> None:
    bot = answered_by(person.page, first=f'<Gather action="{PUBLIC}/twilio/voice/1" timeout="1" numDigits="5"/>')
    person.call()
    expect(person.state).to_contain_text("Listening")
    person.press("12")
    person.hears("next")
    assert bot.last("/twilio/voice/1")["Digits"] == "12"


def test_silence_goes_on_to_the_next_verb_unless_the_action_is_wanted(person: Person) -> None:
    bot = answered_by(
        person.page,
        first=f'<Gather action="{PUBLIC}/twilio/voice/1" timeout="1"/><Say>nobody there</Say><Hangup/><Say>never</Say>',
    )
    person.call()
    person.hears("nobody there")
    person.skip()
    expect(person.state).to_have_text("Not in a call")
    assert [path for path, _ in bot.posted] == ["/twilio/voice", "/twilio/voice/status"]
    expect(person.lines).to_have_count(1)


def test_key_stops_the_speech_and_what_would_have_followed(person: Person) -> None:
    prompt = "<Say>first</Say><Pause/><Say>second</Say>"
    answered_by(person.page, first=f'<Gather action="{PUBLIC}/twilio/voice/1" numDigits="1">{prompt}</Gather>')
    person.call()
    person.hears("first")
    person.press("1")
    person.hears("next")
    expect(person.lines).to_have_count(2)


def test_speech_is_only_heard_where_it_is_asked_for(person: Person) -> None:
    answered_by(
        person.page, first=f'<Gather action="{PUBLIC}/twilio/voice/1" input="dtmf" timeout="60"><Say>keys?</Say></Gather>'
    )
    person.call()
    person.hears("keys?")
    person.say("hello")
    expect(person.page.locator("#lines .note")).to_contain_text("Nobody is listening")


def test_redirect_leads_on(person: Person) -> None:
    bot = answered_by(person.page, first="<Pause length='1'/><Redirect>/twilio/voice/1</Redirect><Say>never</Say>")
    person.call()
    person.hears("next")
    assert bot.last("/twilio/voice/1")["CallStatus"] == "in-progress"


def test_unknown_verb_is_shown_as_an_error_and_passed_over(person: Person) -> None:
    answered_by(person.page, first="<Record/><Say>after it</Say>")
    person.call()
    person.hears("after it")
    person.page.locator("#log-panel summary").click()
    expect(person.page.locator("#log tr.problem")).to_contain_text("<Record>")


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("<Say>no end", id="broken XML"),
        pytest.param("<Redirect>https://elsewhere.example/</Redirect>", id="an address that is no webhook"),
    ],
)
def test_answer_that_cannot_be_walked_is_an_application_error(person: Person, document: str) -> None:
    answered_by(person.page, first=document)
    person.call()
    person.hears("application error")
    # Chromium's own report on broken XML brings an inline style along, which the page's rules refuse.
    assert all("inline style" in complaint for complaint in person.wrong)
    person.wrong.clear()


@pytest.mark.parametrize("outcome", ["busy", "no-answer", "failed"])
def test_dial_posts_what_became_of_the_line(person: Person, outcome: str) -> None:
    number = "<Number>+13609024111</Number>"
    bot = answered_by(person.page, first=f'<Dial action="{PUBLIC}/twilio/voice/1" callerId="+12535550100">{number}</Dial>')
    person.call()
    person.office("360-902-4111")
    person.line(outcome)
    person.hears("next")
    form = bot.last("/twilio/voice/1")
    assert form["DialCallStatus"] == outcome
    assert re.fullmatch(r"CA[0-9a-f]{32}", form["DialCallSid"])
    assert "DialCallDuration" not in form


def test_extension_that_is_dialled_is_shown(person: Person) -> None:
    number = '<Number sendDigits="ww4">+12535550100</Number>'
    answered_by(person.page, first=f'<Dial action="{PUBLIC}/twilio/voice/1">{number}</Dial>')
    person.call()
    expect(person.page.locator("#office-number")).to_have_text("253-555-0100 ext. 4")


@pytest.mark.parametrize(
    ("star", "ends"),
    [pytest.param("true", True, id="star ends the leg"), pytest.param("false", False, id="star is only a tone")],
)
def test_star_ends_a_connected_leg_only_where_asked(person: Person, star: str, ends: bool) -> None:
    bot = answered_by(
        person.page, first=f'<Dial action="{PUBLIC}/twilio/voice/1" hangupOnStar="{star}"><Number>+13609024111</Number></Dial>'
    )
    person.call()
    person.office("360-902-4111")
    person.line("answered")
    expect(person.state).to_contain_text("Connected")
    person.press("*")
    if not ends:
        expect(person.state).to_contain_text("Connected")
        person.line("completed")
    person.hears("next")
    form = bot.last("/twilio/voice/1")
    assert (form["DialCallStatus"], form["DialCallDuration"].isdigit()) == ("completed", True)


def test_line_nobody_picks_up_rings_out_and_a_talk_has_a_limit(person: Person) -> None:
    dial = '<Dial action="/twilio/voice/1" timeout="1" timeLimit="1"><Number>+13609024111</Number></Dial>'
    bot = answered_by(person.page, first=dial, next=dial.replace("/1", "/2"))
    bot.documents["/twilio/voice/2"] = "<Say>over</Say>"
    person.call()
    person.office("360-902-4111")
    expect(person.page.locator("#lines")).to_contain_text("no answer")
    person.line("answered")
    person.hears("over")
    assert bot.last("/twilio/voice/1")["DialCallStatus"] == "no-answer"
    assert bot.last("/twilio/voice/2")["DialCallStatus"] == "completed"


def test_caller_who_hangs_up_while_it_rings_still_ends_the_leg_and_then_the_call(person: Person) -> None:
    bot = answered_by(person.page, first=f'<Dial action="{PUBLIC}/twilio/voice/1"><Number>+13609024111</Number></Dial>')
    person.call()
    person.office("360-902-4111")
    person.page.get_by_role("button", name="Hang up", exact=True).click()
    expect(person.state).to_have_text("Not in a call")
    assert [path for path, _ in bot.posted] == ["/twilio/voice", "/twilio/voice/1", "/twilio/voice/status"]
    assert bot.last("/twilio/voice/1")["DialCallStatus"] == "canceled"
    assert bot.last("/twilio/voice/status")["CallStatus"] == "completed"


def test_call_carries_the_fields_that_twilio_sends(person: Person) -> None:
    bot = answered_by(person.page, first="<Say>hello</Say>")
    person.call()
    person.hears("hello")
    form = bot.last("/twilio/voice")
    assert re.fullmatch(r"CA[0-9a-f]{32}", form["CallSid"])
    assert re.fullmatch(r"AC[0-9a-f]{32}", form["AccountSid"])
    assert (form["CallStatus"], form["Direction"], form["To"]) == ("ringing", "inbound", "+12065550100")
    assert form["From"] == form["Caller"] == person.page.input_value("#number")
