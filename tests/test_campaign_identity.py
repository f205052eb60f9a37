"""What a campaign's page wears: which colors and logos are taken, and what the checker says of the others."""

import base64
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaigns.colors import DARK_CARD, LEAST_CONTRAST, PAPER, contrast, palette_of, readable_color
from bot.campaigns.logos import LARGEST, LONGEST, Logo, logo_text, read_logo
from bot.locale.flaws import Flaw
from tests.campaign_files import GOOD, problems

ROOT = Path(__file__).parent.parent
SHAPE = '<path d="M0 0h9v9H0z" fill="url(#g)"/>'
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def svg(inner: str = SHAPE, head: str = 'viewBox="0 0 90 30"', before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{inner}</svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 1, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + rows + b"".join(more) + chunk(b"IEND", b"")


TAKEN = [
    pytest.param(svg(), ("svg", 90, 30), id="an SVG"),
    pytest.param(
        svg(before='<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n'), ("svg", 90, 30), id="with a head"
    ),
    pytest.param(svg(head='width="80px" height="20"'), ("svg", 80, 20), id="with a size and no box"),
    pytest.param(svg('<style>.a{fill:url(#g)}</style><use xlink:href="#a"/>'), ("svg", 90, 30), id="that points into itself"),
    pytest.param(svg("<title>Contact us @ home</title>"), ("svg", 90, 30), id="with a title"),
    pytest.param(base64.b64encode(png()).decode(), ("png", 2, 1), id="a PNG"),
    pytest.param("\n".join(re.findall(".{1,20}", base64.b64encode(png()).decode())), ("png", 2, 1), id="a PNG on many lines"),
]


@pytest.mark.parametrize(("text", "expected"), TAKEN)
def test_logo_that_is_a_plain_picture_is_taken(text: str, expected: tuple[str, int, int]) -> None:
    logo = read_logo(text)
    assert isinstance(logo, Logo) and (logo.kind, logo.width, logo.height) == expected


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED = [
    pytest.param(svg("<script>alert(1)</script>"), "holds <script>", id="script"),
    pytest.param(svg('<g onload="alert(1)"/>'), "holds the script onload", id="handler"),
    pytest.param(svg('<g ONCLICK="alert(1)"/>'), "holds the script onclick", id="handler in capitals"),
    pytest.param(svg('<a href="https://evil.example"><path/></a>'), "holds <a>", id="link"),
    pytest.param(svg('<use href="https://evil.example/x.svg#a"/>'), "holds an address in href", id="use from elsewhere"),
    pytest.param(svg('<use xlink:href="data:image/svg+xml,x"/>'), "holds an address in href", id="use of data"),
    pytest.param(svg('<path fill="url(https://evil.example/a)"/>'), "holds an address in fill", id="fill from elsewhere"),
    pytest.param(
        svg("<path style=\"fill:url( 'https://evil.example' )\"/>"), "holds an address in style", id="style attribute"
    ),
    pytest.param(svg("<style>@import 'https://evil.example'</style>"), "holds a style that leads elsewhere", id="import"),
    pytest.param(svg("<style>a{b:u\\72l(x)}</style>"), "holds a style that leads elsewhere", id="escapes in a style"),
    pytest.param(svg('<image href="#a"/>'), "holds <image>", id="picture"),
    pytest.param(svg("<foreignObject/>"), "holds <foreignObject>", id="a page in it"),
    pytest.param(svg('<animate attributeName="href"/>'), "holds <animate>", id="animation"),
    pytest.param(svg("<text>Trees</text>"), "holds <text>", id="letters in whatever font"),
    pytest.param(svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>'), "holds <script>", id="script of another kind"),
    pytest.param(svg(before=BOMB), "has a document type", id="entities"),
    pytest.param(svg(before='<?xml-stylesheet href="https://evil.example"?>'), "has a document type", id="style sheet"),
    pytest.param(svg("<path"), "is not whole", id="half an SVG"),
    pytest.param("<html></html>", "is no SVG", id="a page"),
    pytest.param(svg(head=""), "does not say how large it is", id="without a size"),
    pytest.param(svg(head='viewBox="0 0 nan nan"'), "does not say how large it is", id="with no numbers"),
    pytest.param(svg(head='viewBox="0 0 0 0"'), "does not say how large it is", id="of nothing"),
    pytest.param(svg(f"<title>{'x' * LONGEST}</title>"), "at most", id="too long"),
    pytest.param("trees.svg", "is neither an SVG nor a PNG", id="a name"),
    pytest.param(base64.b64encode(b"\xff\xd8\xff\xe0 a photograph").decode(), "is neither an SVG nor a PNG", id="a JPEG"),
    pytest.param(base64.b64encode(png()[:-6]).decode(), "is a PNG with a part missing", id="half a PNG"),
    pytest.param(base64.b64encode(png()[:-20] + png()[-12:]).decode(), "is a PNG with a part missing", id="its middle gone"),
    pytest.param(base64.b64encode(png() + b"<script>" + png()[-12:]).decode(), "is a PNG with a part missing", id="more in it"),
    pytest.param(base64.b64encode(png(LARGEST + 1, 2)).decode(), "has 2,001 by 2 pixels", id="too many pixels"),
    pytest.param(base64.b64encode(png(0, 0)).decode(), "has 0 by 0 pixels", id="no pixels"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_logo_that_is_more_than_a_picture_is_refused_with_the_mend(tmp_path: Path, text: str, why: str) -> None:
    found = read_logo(text)
    assert isinstance(found, Flaw) and why in found.what and found.mend
    indented = "\n".join(f"    {line}" for line in text.splitlines())
    told = problems(tmp_path, {"trees.yaml": f"{GOOD}identity:\n  logo: |\n{indented}\n"})
    assert [line.partition(": ")[2] for line in told] == [f"identity.logo: {found.what}; {found.mend}"]


@given(st.binary(max_size=300))
def test_logo_of_any_bytes_is_a_picture_or_told(content: bytes) -> None:
    assert isinstance(read_logo(logo_text(content)), Logo | Flaw)


@given(st.text(max_size=200))
def test_logo_of_any_text_in_an_svg_is_a_picture_or_told(inner: str) -> None:
    assert isinstance(read_logo(svg(inner)), Logo | Flaw)


@pytest.mark.parametrize(
    "content", [png(), svg().encode(), b"\xef\xbb\xbf" + svg().encode()], ids=["png", "svg", "svg with a mark"]
)
def test_logo_that_was_chosen_as_a_file_is_what_the_campaigns_file_holds(content: bytes) -> None:
    logo = read_logo(logo_text(content))
    assert isinstance(logo, Logo) and logo.content == content.removeprefix(b"\xef\xbb\xbf")


COLOR_MISTAKES = [
    ("green", "'green' is not written as it must be; write it as #rrggbb in quotes, like \"#0b5f4b\""),
    ("#0b5", "'#0b5' is not written as it must be; write it as #rrggbb in quotes, like \"#0b5f4b\""),
    (
        "#ff8c00",
        "#ff8c00 on the page has a contrast of 2.2 to 1, 4.5 at least, and cannot be read by all; take a darker one: #ad5f00",
    ),
]


@pytest.mark.parametrize(("color", "told"), COLOR_MISTAKES)
def test_color_that_cannot_be_read_is_told_with_the_nearest_that_can(tmp_path: Path, color: str, told: str) -> None:
    (line,) = problems(tmp_path, {"trees.yaml": f'{GOOD}identity:\n  color: "{color}"\n'})
    assert f"identity.color: {told}" in line


@given(COLORS)
def test_color_nearest_to_any_can_be_read_by_day_and_in_the_dark(color: str) -> None:
    palette = palette_of(readable_color(color, PAPER))
    assert contrast(palette.accent, PAPER) >= LEAST_CONTRAST
    assert contrast(palette.dark_accent, DARK_CARD) >= LEAST_CONTRAST
    assert contrast(palette.on_accent, palette.accent) >= LEAST_CONTRAST
    assert contrast(palette.on_dark_accent, palette.dark_accent) >= LEAST_CONTRAST


@given(COLORS)
def test_color_that_can_be_read_stays_as_it_is(color: str) -> None:
    if contrast(color, PAPER) >= LEAST_CONTRAST:
        assert readable_color(color, PAPER) == color


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5f4b", "#0b5f4b", 1.0)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == expected


def test_grounds_are_those_of_the_style_sheet() -> None:
    style = (ROOT / "bot/web/public/static/page.css").read_text(encoding="utf-8")
    day, dark = style.split("prefers-color-scheme: dark", 1)
    assert f"--paper: {PAPER};" in day and f"--card: {DARK_CARD};" in dark
