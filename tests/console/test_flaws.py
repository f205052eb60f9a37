"""What checks find wrong, told in the organizer's language: in the editor, in an alert, and among what needs a person."""

import re
import shutil
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from bot.locale.console_phrases import CONSOLE_LANGUAGES, console_catalogue
from tests.campaign_files import spoiled
from tests.conftest import ONE_DATABASE, ROOT, SHIPPED_CAMPAIGNS, Bot, Start, data_with
from tests.console.conftest import Organizers, Visitor
from tests.flow_files import findings
from tests.flow_files import spoiled as spoiled_flow
from tests.test_campaigns_check import MISTAKES
from tests.test_flows_check import RULE_BREAKS
from tests.test_flows_shape import SHAPES

BOT = Path(__file__).resolve().parents[2] / "bot"
# Codes are written as they are, or end in what a {placeholder} of the code stands for.
WRITTEN = re.compile(r'"((?:[a-z]|\{[a-z]+\})[a-z0-9_{}.]+)"')
ENGLISH = re.compile(r"; (?:write|add|take|shorten|name|keep|choose|did you mean|translate|make|set|start) ")


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_every_mistake_of_a_campaign_is_told_in_spanish_in_the_editor(bot: Bot, owner: Visitor) -> None:
    owner.get("/?lang=es")
    wrong, typed = [], {"act": "look", "based_on": 1}
    for old, new in dict.fromkeys((str(case.values[0]), str(case.values[1])) for case in MISTAKES):
        text = spoiled((old, new))
        page = unescape(owner.post("/campaigns/sanctuary/text", {**typed, "text": text}).get_data(as_text=True))
        for problem in bot.parts.served_campaigns.check("sanctuary", text).problems:
            if problem.found.said("es") not in page:
                wrong.append(f"not told: {problem.found.said('es')}")
        wrong += ENGLISH.findall(page)
    assert not wrong and len(MISTAKES) > 40


ALERTS = [
    pytest.param({"texts.es": "Hola {nadie}"}, "{nadie} no es un dato; use uno de {official}", id="words"),
    pytest.param({"audience.place": "Nowhere, WA"}, "Nowhere, WA no es un lugar de nuestras tablas", id="place"),
    pytest.param({"audience.state": "ZZ"}, "ZZ no es un estado; escriba sus dos letras", id="state"),
    pytest.param({"picture": "http://a.example/b.png"}, "no empieza con https://", id="picture"),
    pytest.param({"zone": "Pacific", "expires": "soon"}, "o un plazo como 24 hours", id="time"),
]


@pytest.mark.parametrize(("fields", "said"), ALERTS)
def test_mistake_of_an_alert_is_told_in_spanish(owner: Visitor, fields: dict[str, object], said: str) -> None:
    owner.get("/?lang=es")
    page = owner.post("/alerts/check", {"campaign": "SANCTUARY", "texts.en": "Vote", "texts.es": "Voten", **fields})
    assert said in page.get_data(as_text=True) and not ENGLISH.search(page.get_data(as_text=True))


FLOW_MISTAKES = [*RULE_BREAKS, *SHAPES]
QUOTED = re.compile(r"`[^`]*`|\([^)]*\)")  # words of files and of the readers of formats


def test_every_mistake_of_a_flow_has_words_in_spanish(tmp_path: Path) -> None:
    unsaid = []
    for flow, old, new in (map(str, case.values[:3]) for case in FLOW_MISTAKES):
        for found in findings(tmp_path, **spoiled_flow(flow, old, new)):
            told = found.said("es")
            if told == str(found) or ENGLISH.search(told) or re.search(r"\b(?:is|the|has|not|of)\b", QUOTED.sub("", told)):
                unsaid.append(told)
    assert not unsaid and len(FLOW_MISTAKES) > 60


def test_findings_of_flow_files_are_told_in_spanish(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", folder)
    start(flows_dir=folder).parts.files.keep(datetime.now(UTC))
    text = (folder / "text.yaml").read_text()
    (folder / "text.yaml").write_text(
        text.replace("hello: {say: hello, then: place}", "hello: {say: hello_there, then: place}")
    )
    (folder / "place.yaml").write_text("channels: sms\n")
    (folder / "call.yaml").write_text("a: b: c\n")
    with (folder / "intents" / "en.yaml").open("a") as table:
        table.write("more_help: [a, b]\n")
    owner = Organizers(start(flows_dir=folder)).signed_in("owner")
    page = unescape(owner.get("/flows?lang=es").get_data(as_text=True))
    for said in (
        "text.hello.say: nombra el texto `hello_there`, que no está; agréguelo debajo de `texts:`",
        "place.channels: es 'sms'; escriba una lista de sms y voice",
        "call.yaml:1: no es YAML",
        "more_help: no es un texto; escriba sus frases debajo de `|`, una por línea",
    ):
        assert said in page, said
    at_node = owner.get("/flows/text?from=").get_data(as_text=True).partition('id="node-hello"')[2].partition("</li>")[0]
    assert 'class="finding">text.hello.say: nombra el texto' in at_node


def test_broken_file_is_told_in_spanish_among_what_needs_a_person(start: Start, tmp_path: Path) -> None:
    data = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS)
    (data / "campaigns" / "parks.yaml").write_text("keyword: PARKS\nstate: draft\n")
    owner = Organizers(start(data_dir=data)).signed_in("owner")
    page = owner.get("/?lang=es").get_data(as_text=True)
    assert "parks.yaml" in page and "flask campaigns check" in page
    assert "cannot be used" not in page and "it is not in use" not in page


def test_every_code_has_its_sentences_and_every_sentence_its_code() -> None:
    codes = {key.split(".")[1] for key in console_catalogue("en") if key.startswith("flaws.")}
    for language in CONSOLE_LANGUAGES:
        told = console_catalogue(language)
        assert not [code for code in codes if f"flaws.{code}.what" not in told or f"flaws.{code}.mend" not in told]
    sources = [path.read_text(encoding="utf-8") for path in BOT.rglob("*.py")]
    named = {found for source in sources for found in re.findall(r'\bflaw\(\s*"([a-z0-9_]+)"', source)}
    assert sorted(named - codes) == []
    patterns = {re.sub(r"\{[^}]*\}", "[a-z0-9_]+", each) for source in sources for each in WRITTEN.findall(source)}
    known = re.compile("|".join(sorted(each.replace(".", r"\.") for each in patterns if "_" in each or len(each) > 4)))
    assert [code for code in codes if not known.fullmatch(code) and not known.fullmatch(code.removesuffix("_or_span"))] == []
