"""ZIP codes as people say them and recognisers write them down read back; and none is made up."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reading.answers import plain_text
from bot.reading.incoming import IncomingText
from bot.reading.spoken_digits import read_spoken_number, read_spoken_zip

SAID = [
    # digit by digit
    "nine eight four oh two", "nine eight four zero two", "9 8 4 0 2", "9 8 4 O 2", "9-8-4-0-2", "Nine, eight, four, oh, two.",
    "niner eight four oh two", "nine 8 four 0 two", "nueve ocho cuatro cero dos", "nueve, ocho, cuatro, cero, dos.",
    # in pairs, in hundreds, as one number
    "ninety-eight four-oh-two", "ninety eight four oh two", "ninety eight 402", "98 402", "984 02", "9 84 02", "98,402",
    "nine eighty four oh two", "nine eighty-four zero two", "ninety eight four hundred two", "98 four hundred and two",
    "ninety eight four hundred oh two", "nine hundred eighty four oh two", "ninety eight thousand four hundred two",
    "ninety-eight thousand four hundred and two", "98 thousand 402", "98 thousand four hundred two",
    "noventa y ocho cuatro cero dos", "noventa ocho cuatro cero dos", "noventa y ocho cuatrocientos dos",
    "noventa y ocho mil cuatrocientos dos", "98 mil 402", "98 mil cuatrocientos dos", "nueve ochenta y cuatro cero dos",
    "novecientos ochenta y cuatro cero dos",
    # with what goes around it
    "98402 pound", "98402#", "98402 pound sign", "98402 numeral", "um nine eight four oh two", "nine eight um four oh two",
    "uh, it's nine eight four oh two", "my zip is nine eight four oh two", "my zip code is 98402", "it's 98402", "okay 98402",
    "the zip is ninety eight four oh two, thanks", "nine eight four oh two please", "oh, nine eight four oh two",
    "mi código postal es nueve ocho cuatro cero dos", "eh, es el noventa y ocho cuatro cero dos, gracias", "98402 por favor",
    # the four more, and twice the same
    "nine eight four oh two dash one two three four", "98402-1234", "9 8 4 0 2 1 2 3 4",
    "nueve ocho cuatro cero dos guion 1 2 3 4",
    "nine eight four oh two, nine eight four oh two", "98402 98402",
    # what a recogniser writes for a digit
    "nine eight for oh two", "nine eight four oh to", "nine ate four oh too",
]  # fmt: skip
SAID_OTHERS: dict[str, str | None] = {
    "triple nine oh one": "99901",
    "nine triple oh one": "90001",
    "double nine four oh two": "99402",
    "doble nueve cuatro cero dos": "99402",
    "oh two one three nine": "02139",
    "zero two one thirty nine": "02139",
    "cero cero nueve cero uno": "00901",
    "ten oh oh one": "10001",
    "ten thousand one": "10001",
    "diez mil uno": "10001",
    "one oh oh oh one": "10001",
    "twenty thousand nine": "20009",
    "veinte mil nueve": "20009",
    "sixty thousand": "60000",
    "thirty three one twelve": "33112",
    "noventa y ocho mil": "98000",
    "three three one twelve": "33112",
    "treinta y tres uno doce": "33112",
    "veintiuno dos cero uno": "21201",
    "dieciséis quinientos uno": "16501",
    "diez y seis quinientos uno": "16501",
    "eleven two oh one": "11201",
    "seventy seven oh oh two": "77002",
    "setenta y siete cero cero dos": "77002",
}
NONE = [
    "", "um", "zip code", "nine eight four oh", "nine eight four oh two one", "nine", "ninety eight", "98 4",
    "to 9840", "9840 to",
    "nine eight four oh two or nine eight four oh five", "nine eight four oh two and nine eight four oh five",
    "nine eight four oh two no wait nine eight one oh one", "98402 or 98405", "nueve ocho cuatro cero dos o 98405",
    "I need one thing nine eight four oh two", "twelve Main Street nine eight four oh two", "open nine to five",
    "one two three",
    "nine eight four oh two eleven", "two five three five five five oh one oh oh", "253-555-0100", "nine eight forty oh two",
    "nine thousand two", "nine hundred", "mil", "a thousand", "ninety eight forty two",
    "tengo dos hijos nueve ocho cuatro cero dos",
]  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_zip_is_read_however_it_is_said(said: str) -> None:
    assert IncomingText(said).zip == "98402"


@pytest.mark.parametrize(("said", "zip"), SAID_OTHERS.items(), ids=SAID_OTHERS)
def test_other_zips_are_read(said: str, zip: str | None) -> None:
    assert IncomingText(said).zip == zip


@pytest.mark.parametrize("said", NONE, ids=str)
def test_no_zip_is_made_up(said: str) -> None:
    assert IncomingText(said).zip is None


NUMBERS = {
    "twelve": "12", "twenty one": "21", "veintiuno": "21", "veinte y uno": "21", "um four": "4", "district four": None,
    "four or five": None, "": None, "nine": "9", "treinta": "30",
}  # fmt: skip


@pytest.mark.parametrize(("said", "number"), NUMBERS.items(), ids=str)
def test_one_number_is_read_where_nothing_else_is_said(said: str, number: str | None) -> None:
    assert read_spoken_number(said.split()) == number


# How a ZIP code is said, for the properties: written here by its own rules, not by those that read it.
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ENGLISH_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
ENGLISH_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SPANISH = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
SPANISH_TEENS = ["diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"]
SPANISH_TWENTIES = [
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
SPANISH_TENS = ["-", "-", "-", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
SPANISH_HUNDREDS = [
    "-",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]


def english_pair(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens < 2:
        return ENGLISH_TEENS[unit] if tens else ENGLISH[unit]
    return f"{ENGLISH_TENS[tens]} {ENGLISH[unit]}" if unit else ENGLISH_TENS[tens]


def english_number(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    said = [f"{english_pair(thousands)} thousand"] if thousands else []
    said += [f"{ENGLISH[hundreds]} hundred"] if hundreds else []
    return " ".join([*said, *([english_pair(small)] if small else [])])


def spanish_pair(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens < 3:
        return (SPANISH, SPANISH_TEENS, SPANISH_TWENTIES)[tens][unit]
    return f"{SPANISH_TENS[tens]} y {SPANISH[unit]}" if unit else SPANISH_TENS[tens]


def spanish_number(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    said = [f"{spanish_pair(thousands)} mil"] if thousands else []
    said += ["cien" if rest == 100 else SPANISH_HUNDREDS[hundreds]] if hundreds else []
    return " ".join([*said, *([spanish_pair(small)] if small else [])])


def digits_in(words: list[str]) -> Callable[[str], str]:
    return lambda digits: " ".join(words[int(digit)] for digit in digits)


def pairs_in(pair: Callable[[int], str], digits: Callable[[str], str]) -> Callable[[str], str]:
    """ "ninety-eight four oh two": the first two as a pair where nobody could hear them as two numbers."""

    def said(zip: str) -> str:
        first = int(zip[:2])
        as_pair = (first >= 11 and first % 10) or first == 10
        return f"{pair(first) if as_pair else digits(zip[:2])} {digits(zip[2:])}"

    return said


def zip_with_oh(zip: str) -> str:
    return digits_in(ENGLISH)(zip).replace("zero", "oh")


STYLES: dict[str, Callable[[str], str]] = {
    "signs": lambda zip: " ".join(zip),
    "digits": digits_in(ENGLISH),
    "with oh": zip_with_oh,
    "pairs": pairs_in(english_pair, zip_with_oh),
    "number": lambda zip: english_number(int(zip)) if zip[0] != "0" else zip_with_oh(zip),
    "digitos": digits_in(SPANISH),
    "pares": pairs_in(spanish_pair, digits_in(SPANISH)),
    "numero": lambda zip: spanish_number(int(zip)) if zip[0] != "0" else digits_in(SPANISH)(zip),
}
ZIPS = st.integers(0, 99999).map("{:05}".format)


@pytest.mark.parametrize("style", STYLES)
@given(zip=ZIPS)
def test_every_zip_said_in_each_style_reads_back(style: str, zip: str) -> None:
    said = STYLES[style](zip)
    assert read_spoken_zip(plain_text(said).split()) == zip, said
    assert IncomingText(f"um, my zip is {said}").zip == zip


@example(first="90000", second="00100", style="number", between="y")
@example(first="16100", second="10000", style="number", between="y")
@example(first="16100", second="10000", style="numero", between="y")
@given(first=ZIPS, second=ZIPS, style=st.sampled_from(sorted(STYLES)), between=st.sampled_from(["or", "no wait", "y", "o el"]))
def test_two_zips_are_no_zip(first: str, second: str, style: str, between: str) -> None:
    read = IncomingText(f"{STYLES[style](first)} {between} {STYLES[style](second)}").zip
    assert read is None or first == second
