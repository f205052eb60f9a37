"""Sentences are understood by the tables of intents, and only what is clear does anything."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.flow_files import load_flows
from bot.conversation.intent_files import intent_reader, load_intents
from bot.engine.flow import FlowErrors
from bot.reading.incoming import IncomingText
from bot.reading.intents import NO_MEANING, Example, IntentReader, Meaning, sentence_words
from tests.conftest import ONE_DATABASE, ROOT, Bot
from tests.greetings import GREETINGS
from tests.opt_out import CORPUS, LISTS, Line

FLOWS = load_flows(ROOT / "flows")
READER = intent_reader(load_intents(ROOT / "flows" / "intents", FLOWS))


@pytest.fixture(scope="module", params=ONE_DATABASE)
def lasting(request: pytest.FixtureRequest, bots: Callable[[str], Bot]) -> Bot:
    return bots(request.param)


@pytest.fixture
def flask(bot: Bot) -> FlaskCliRunner:
    return bot.app.test_cli_runner()


def read(text: str) -> Meaning:
    return READER.read(sentence_words(IncomingText(text)))


# --- Reading --------------------------------------------------------------------------------------------------------------

# What somebody writes, the intent, and whether it is clear enough for what is done at once. None stands in the tables.
SENTENCES = [
    ("could you pls tell me wich words i should use when they answer", "script", True),
    ("wat do i sya to the mayor", "script", True),
    ("ok lets go, conect me w the office pls", "call", True),
    ("so who would represent me, all of them", "list", False),
    ("their mailbox was totally full today", "full", True),
    ("spoke with a really kind staffer at the office", "reached", True),
    ("por favor me puede decir qué palabras digo cuando contesten", "script", True),
    ("ya hablé con una señorita de la oficina del alcalde", "reached", True),
    ("no contesto nadie en esa oficina", "failed", False),
    ("eso me va a costar dinero o es gratis", "is_free", True),
]


@pytest.mark.parametrize(("text", "intent", "sure"), SENTENCES)
def test_sentence_that_no_table_has_is_understood(text: str, intent: str, sure: bool) -> None:
    meaning = read(text)
    assert (meaning.intent, meaning.sure or not sure) == (intent, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "blah",
        "9",
        "98402",
        "12 34",
        "mm",
        "x",
        "🗽",
        "😂😂😂",
        "asdfgh qwerty",
        "🍕🍕",
        "²³",
        "١٢٣٤٥",
        "a b c d",
        "https://example.org/x",
    ],
)
def test_text_that_asks_for_nothing_means_nothing(text: str) -> None:
    assert not read(text).intent


@pytest.mark.parametrize(
    "text", ["My mom called me yesterday", "the mayor is a jerk", "el bus llegó tarde otra vez", "who won the game"]
)
def test_words_of_an_intent_that_ask_for_nothing_do_nothing(text: str) -> None:
    assert not read(text).sure


def test_phrase_of_a_table_means_its_intent_however_it_is_written() -> None:
    assert read("  WHAT   DO I SAY!! ") == read("what do i say")
    assert read("que les digo").intent == read("¿Qué les digo?").intent == "script"


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    meaning = read(text)
    assert meaning.intent == "" or meaning.likely[0] == meaning.intent
    assert len(meaning.likely) <= 3


def test_long_text_is_read_by_its_beginning() -> None:
    assert read("what do i say " * 1000) == read("what do i say " * 15)


def test_reader_without_examples_understands_nothing() -> None:
    assert IntentReader([]).read(("hello",)) == NO_MEANING


def test_one_example_is_enough_to_teach_a_phrase() -> None:
    taught = IntentReader([Example(words=("water", "please"), intent="drink", language="en")])
    assert taught.read(("water", "please")).intent == "drink"


def test_language_is_that_of_most_words_and_none_where_both_have_them() -> None:
    assert read("quiero saber quién me representa").language == "es"
    assert read("who represents me please").language == "en"
    assert read("no").language == ""


@pytest.mark.parametrize(
    "line", [line for line in CORPUS if line.meant == "doubt" and line.file in LISTS], ids=lambda line: line.where
)
def test_doubt_is_asked_about_before_a_sentence_is_answered(line: Line) -> None:
    """Nothing of the corpus of doubts may pass for another intent: a stop would be lost."""
    meaning = read(line.text)
    asks_for = [word for word in FLOWS["text"].words if meaning.intent in word.means and not word.after_stop]
    assert not (meaning.beyond_doubt and asks_for)


# --- In a conversation ----------------------------------------------------------------------------------------------------

# After SANCTUARY 98402, in one text: nothing rings, no home moves, nobody is skipped.
ASKED_OF_NOBODY = [
    pytest.param("call me script next list learn more move who campaigns help", id="ten intents at once"),
    pytest.param(
        "hello bonjour hallo ciao 你好 こんにちは привет مرحبا שלום olá salut namaste " * 10, id="hello in many languages"
    ),
    pytest.param("🙂🙃😀" * 200, id="emoji"),
    pytest.param(
        "I was thinking about the call that my mother made to the mayor in 1998 and how nobody answered " * 10,
        id="a wall of text",
    ),
    pytest.param("nine eight one oh one is where the party is", id="a ZIP in words in a sentence"),
    pytest.param("the parade had ٩٨١٠١ people", id="digits of another alphabet"),
    pytest.param("we were ９８１０１ people", id="full-width digits"),
]


@pytest.mark.parametrize("text", ASKED_OF_NOBODY)
def test_text_that_is_not_clear_does_nothing(bot: Bot, text: str) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    answered = phone.text(text[:1600])
    assert not phone.rings
    assert "Next:" not in answered.text
    assert "98402" in phone.text("MY DATA").text


def test_hello_of_any_language_is_answered_and_does_nothing(bot: Bot) -> None:
    wrong = [language for language, said in GREETINGS if not greets_and_goes_on(bot, said)]
    assert wrong == []


def greets_and_goes_on(bot: Bot, said: str) -> bool:
    """Is it answered with the keywords, and of no effect on who is in a campaign?"""
    phone = bot.phone()
    stranger = phone.text(said).text
    joined = phone.text("SANCTUARY 98402").text
    answered = phone.text(said).text
    return (
        ("SANCTUARY" in stranger or "SANTUARIO" in stranger)
        and "Tacoma (98402)" in joined
        and bool(answered)
        and not phone.rings
        and "Reply STOP" not in answered
        and "Responda STOP" not in answered
        and "98402" in phone.text("MY DATA").text
    )


def test_stop_in_a_wall_of_text_is_obeyed(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    wall = "I like the campaign and I called twice and told my friends about it. " * 10 + "But please stop texting me."
    assert "unsubscribed" in phone.text(wall).text


def test_sentence_delivered_twice_is_answered_alike_and_does_one_thing(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    once = phone.text("please connect me now", MessageSid="SM" + "7" * 32)
    again = phone.text("please connect me now", MessageSid="SM" + "7" * 32)
    assert once.raw == again.raw
    assert phone.rings
    assert bot.count("deliveries") == 1


# Each speaks of a deed and asks for none, or may ask for something else.
NO_DEEDS = [
    *("llámame amor", "llámame mi vida", "qué sigue", "what's the next step", "and what is next?", "y luego qué sigue"),
    *("no need to connect me", "don't connect me to anyone", "I never asked to be connected", "no me conecten con nadie"),
]


@pytest.mark.parametrize("text", NO_DEEDS)
def test_deed_that_was_guessed_is_not_done(bot: Bot, text: str) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text(text)
    assert not phone.rings
    assert bot.count("deliveries") == 0
    assert "Bob Ferguson" in phone.text("SCRIPT").text  # the first of the list, still


@pytest.mark.parametrize("text", ["ok call me please", "hola, llámeme ya por favor", "um so can you connect me"])
def test_deed_that_was_asked_for_in_a_sentence_is_done(bot: Bot, text: str) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text(text)
    assert phone.rings


@pytest.mark.parametrize("text", ["bye", "Bye!", "adiós", "ok bye", "chao"])
def test_good_bye_is_answered_with_one_line_that_names_stop(bot: Bot, text: str) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    said = phone.text(text).text
    assert ("Take care!" in said or "Cuidese" in said) and "STOP" in said
    assert "Good!" in phone.text("yes").text.replace("¡Bien!", "Good!")  # no yes to a question whether they want no more


@pytest.mark.parametrize("text", ["olá", "ola", "xin chào", "kia ora"])
def test_word_that_languages_share_sets_none(bot: Bot, text: str) -> None:
    assert "Text a word to begin" in bot.phone().text(text).text


def test_first_word_sets_a_language_until_a_sentence_is_in_another(bot: Bot) -> None:
    phone = bot.phone()
    assert "¡Hola!" in phone.text("hola").text
    assert "Cual es su codigo postal" in phone.text("SANCTUARY").text
    phone.text("98402")
    assert "Most calls take" in phone.text("how long does this take").text
    assert "Governor" in phone.text("LIST").text


def test_sentence_in_spanish_is_answered_in_spanish_where_no_language_was_chosen(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    assert "Sus funcionarios" in phone.text("quiénes son mis representantes").text
    chose = bot.phone()
    chose.text("SANCTUARY 98402")
    chose.text("ENGLISH")
    assert "Your officials" in chose.text("quiénes son mis representantes").text


# --- The tables as files --------------------------------------------------------------------------------------------------


def folder_with(tmp_path: Path, change: Callable[[Path], None]) -> Path:
    """The shipped flows with their tables of intents, of which something was changed."""
    folder = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", folder)
    change(folder / "intents")
    return folder


def add(line: str, file: str = "en.yaml") -> Callable[[Path], None]:
    def change(intents: Path) -> None:
        path = intents / file
        path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")

    return change


def replace_first(old: str, new: str) -> Callable[[Path], None]:
    def change(intents: Path) -> None:
        path = intents / "en.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    return change


WRONG = [
    pytest.param(
        replace_first("\nscript: |\n", "\nscript: |\n  patch me through this minute\n  Patch me THROUGH this minute!\n"),
        "",
        id="a phrase twice under one intent",
    ),
    pytest.param(
        replace_first("\nnext: |\n", "\nnext: |\n  what do i say\n"),
        "`what do i say` stands under",
        id="a phrase under two intents",
    ),
    pytest.param(
        add("dance: |\n  let us dance\n"), "dance: is an intent that no flow knows", id="an intent that no flow knows"
    ),
    pytest.param(add("more_help: [a, b]\n"), "more_help: is not a text; write its phrases a line each below `|`", id="a list"),
    pytest.param(
        replace_first("\nscript: |\n", "\nscript: |\n  ...\n"), "`...` has no letter, digit or emoji; take it out", id="no word"
    ),
    pytest.param(
        lambda intents: (intents / "xx.yaml").write_text("call: |\n  ring me\n", encoding="utf-8") and None,
        "xx.yaml: is the table of no language; name it after a language: en.yaml, es.yaml",
        id="no language",
    ),
    pytest.param(add("\tx: y\n"), "is not YAML", id="no YAML"),
]


@pytest.mark.parametrize(("change", "problem"), WRONG)
def test_check_tells_what_is_wrong_with_a_table(
    flask: FlaskCliRunner, tmp_path: Path, change: Callable[[Path], None], problem: str
) -> None:
    checked = flask.invoke(args=["flows", "check", str(folder_with(tmp_path, change))])
    assert (checked.exit_code == 0) == (not problem)
    assert problem in checked.output


def test_phrase_under_two_intents_is_told_with_both_places(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, replace_first("\nnext: |\n", "\nnext: |\n  what do i say\n"))
    with pytest.raises(FlowErrors) as wrong:
        load_intents(folder / "intents", FLOWS)
    (problem,) = wrong.value.problems
    assert "script" in problem and "next" in problem
    assert problem.count("en.yaml:") == 2


# --- The command ----------------------------------------------------------------------------------------------------------


def test_command_tells_what_a_text_is_taken_for_and_why(flask: FlaskCliRunner) -> None:
    told = flask.invoke(args=["flows", "understand", "wat do i say to the mayor"])
    assert told.exit_code == 0
    assert "script: leads by" in told.output and "most like: " in told.output
    assert "stop: " in flask.invoke(args=["flows", "understand", "stop texting me"]).output
    assert "nothing that is clear" in flask.invoke(args=["flows", "understand", "blah"]).output


def test_report_holds_the_tables_to_their_floors(flask: FlaskCliRunner) -> None:
    report = flask.invoke(args=["flows", "understand", "--report"])
    assert report.exit_code == 0, report.output
    assert "en: understood 9" in report.output and "es: understood 9" in report.output


@pytest.mark.parametrize("arguments", [[], ["hello", "--report"]])
def test_command_wants_a_text_or_the_report(flask: FlaskCliRunner, arguments: list[str]) -> None:
    told = flask.invoke(args=["flows", "understand", *arguments])
    assert told.exit_code == 2
    assert "give a text in quotes, or --report" in told.output
