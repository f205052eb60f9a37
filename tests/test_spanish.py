"""Spanish as a native would write it: no word that loses an accent and becomes another one, and usted throughout."""

import re

import pytest

from bot.telephony import sms_text
from tests.spanish_texts import all_spanish

WORD = re.compile(r"[^\W\d_]+")

# Words that are another one without the accents that GSM-7 lacks (á í ó ú), besides those that RULES finds.
OTHER_WORDS = frozenset(
    {
        *(
            "está",
            "están",
            "estás",
            "sí",
            "más",
            "aún",
            "mí",
            "cuál",
            "cuáles",
            "cómo",
            "cuándo",
            "dónde",
            "cuánto",
            "cuánta",
            "cuántos",
            "cuántas",
        ),
        *("sólo", "ésta", "ésa", "hacía", "sería", "sabía", "tenía", "amplía", "continúa", "actúa", "envía", "varía", "guía"),
        *("envió", "cambió", "inició", "anunció", "limpió", "copió", "negoció", "pronunció", "denunció", "estudió"),
        *("número", "números", "línea", "líneas", "página", "páginas", "público", "pública", "práctica", "prácticas"),
        *("última", "último", "límites", "órdenes", "título", "crédito", "ánimo", "término", "depósito", "válido", "árbitro"),
    }
)
RULES = (
    re.compile(r"\w*[^i\W]ó"),  # a preterite, and the present: habló, hablo
    re.compile(r"\w+ará[ns]?"),  # a future, and the subjunctive: llamará, llamara
)
# Such words that nobody takes for the other one: nouns beside an article, and what is asked.
UNMISTAKABLE = frozenset(
    {"más", "cuál", "cómo", "dónde", "número", "números", "línea", "página", "público", "límites", "órdenes", "última"}
)


def becomes_another_word(word: str) -> bool:
    """Is this another Spanish word once it is sent as a text?"""
    word = word.lower()
    lost = sms_text(word) != word
    return lost and (word in OTHER_WORDS or any(rule.fullmatch(word) for rule in RULES))


WORDS = [
    *(
        pytest.param(word, True, id=word)
        for word in ("habló", "dejó", "mudó", "falló", "está", "sí", "más", "llamará", "envió")
    ),
    # é is in GSM-7; the others are no word without their accent.
    *(pytest.param(word, False, id=word) for word in ("hablé", "esté", "qué", "pidió", "abrió", "recibirá", "código", "aquí")),
]


@pytest.mark.parametrize(("word", "other"), WORDS)
def test_word_that_becomes_another_without_its_accent_is_known(word: str, other: bool) -> None:
    assert becomes_another_word(word) == other


def test_no_spanish_text_needs_an_accent_that_texts_lack() -> None:
    found = {
        (where, word)
        for where, words, is_text in all_spanish()
        if is_text
        for word in WORD.findall(words)
        if becomes_another_word(word) and word.lower() not in UNMISTAKABLE
    }
    assert sorted(found) == []


def test_words_that_are_let_pass_are_used() -> None:
    used = {word.lower() for _, words, is_text in all_spanish() if is_text for word in WORD.findall(words)}
    assert UNMISTAKABLE - used == set()


# Who is addressed as tú: pronouns, verbs, and an imperative at the beginning of a sentence.
TU = re.compile(
    r"\b(?:tú|tu|tus|tuy[oa]s?|te|ti|contigo|os|vosotr[oa]s|vuestr[oa]s?)\b"
    r"|\b(?:eres|estás|tienes|quieres|puedes|debes|vives|necesitas|sabes|prefieres|llamas|deseas|has|ibas|fuiste|\w+aste|\w+iste)\b"
    r"|\b\w+[aei]rás\b"
    r"|(?:^|[.!?:;¡¿]\s*)(?:envía|responde|llama|oprime|marca|escribe|elige|pulsa|mira|busca|espera|haz|ven|pon|ten|di)\b",
    re.IGNORECASE,
)
NOT_TU = re.compile(r"\b(?:existe|consiste|insiste|asiste|contraste|ajuste|baste|gaste|este|oeste|triste)\b", re.IGNORECASE)

ADDRESSES = [
    *(
        pytest.param(text, True, id=text)
        for text in ("¿Dónde vives?", "Responde 1", "Pulsa: llama ya", "Te llamamos", "¿Hablaste?")
    ),
    *(
        pytest.param(text, False, id=text)
        for text in ("¿Dónde vive?", "Responda 1", "¿Para qué llama?", "Le llamamos", "Existe.")
    ),
]


@pytest.mark.parametrize(("text", "informal"), ADDRESSES)
def test_informal_address_is_known(text: str, informal: bool) -> None:
    assert bool(TU.search(NOT_TU.sub("", text))) == informal


def test_supporters_are_addressed_as_usted() -> None:
    found = [(where, match[0]) for where, words, _ in all_spanish() for match in TU.finditer(NOT_TU.sub("", words))]
    assert found == []
