"""The catalogues: the same keys and placeholders in every language, no sentence left in the code, a language by its file."""

import re
from pathlib import Path

import pytest

from bot.locale import CATALOGUES, LANGUAGES, SOURCE, article, contract, count_phrase, language_name, phrase
from bot.locale.catalogues import FOLDER, CatalogueError, catalogue_differences, read_catalogue
from bot.telephony import sms_text
from tests.conftest import ROOT

OTHERS = [language for language in LANGUAGES if language != SOURCE]
# Who may name a language: the catalogues, and the reading of what people write.
MAY_NAME = ("bot/locale/", "bot/reading/")
NAMES_A_LANGUAGE = re.compile(r"""["']es["']|spanish|_es\b""")


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_have_the_same_keys_and_placeholders(language: str) -> None:
    assert catalogue_differences(CATALOGUES[language], CATALOGUES[SOURCE]) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(("  home: ", "  house: "), "page.home is missing; translate it", id="a key that is missing"),
        pytest.param(("  home: ", "  house: "), "page.house is no key of en.yaml; take it out", id="a key too many"),
        pytest.param(("{official}.", "{person}."), "value.ask_for names ['person']; write ['official'] in braces", id="a name"),
    ],
)
def test_catalogue_differences_name_key_and_mend(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    copy = tmp_path / "xx.yaml"
    copy.write_text((FOLDER / "en.yaml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    assert f"xx.yaml: {problem}" in catalogue_differences(read_catalogue(copy), CATALOGUES[SOURCE])


def test_catalogue_without_its_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.yaml").write_text("page: {home: x}\n")
    with pytest.raises(CatalogueError, match=r"xx\.yaml: 'language' is missing"):
        read_catalogue(tmp_path / "xx.yaml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_sentences_need_no_tidying(language: str) -> None:
    sentences = [s for p in CATALOGUES[language].phrases.values() for s in ([p] if isinstance(p, str) else p.values())]
    assert [sentence for sentence in sentences if not sentence.strip() or "  " in sentence] == []
    assert all(sms_text(sentence) for sentence in sentences)


def test_phrases_are_counted_named_and_drawn_together() -> None:
    assert [count_phrase("organizer.people", count, "es") for count in (1, 2, 1400)] == [
        "1 persona",
        "2 personas",
        "1,400 personas",
    ]
    assert (language_name("en", "es"), language_name("es", "en")) == ("inglés", "Spanish")
    assert contract("la oficina de el gobernador llama a el alcalde", "es") == "la oficina del gobernador llama al alcalde"
    assert (article("f", "es"), article("", "es"), article("f", "en")) == ("la ", "", "")
    assert phrase("choice.more", "en", names="Ada Moss", count=2) == "Ada Moss and 2 more"


def test_languages_are_named_by_their_catalogues_and_by_reading_alone() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith((*MAY_NAME, "bot/migrations/"))
        and NAMES_A_LANGUAGE.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
