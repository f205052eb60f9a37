"""The picture that goes with a shared address: title, ask, keyword and number on the campaign's color.

Pillow draws it, in the letters of Lato. Both are loaded by who asks first, which takes some 20 MB.
"""

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import structlog

from bot.campaigns.logos import Logo
from bot.logging_setup import describe_error

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

log = structlog.get_logger()
WIDTH, HEIGHT = 1200, 630  # what the sites that show such pictures ask for
MARGIN, GAP = 72, 26
SIZES = ((92, 44), (80, 40), (68, 36), (58, 32))  # of the title and the text, tried in this order
FOOT_SIZE = 40
LEADING = 1.2
INNER = WIDTH - 2 * MARGIN
LOGO_BOX = (280, 96)
NO_CHARACTER = "\uffff"  # what no font has: drawn as the box in place of a missing letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What the picture says. `color`, `ink`: the ground and what is written on it, as #rrggbb; `foot`: how to join."""

    name: str
    title: str
    text: str
    foot: str
    color: str
    ink: str
    logo: Logo | None = None


@lru_cache(maxsize=64)
def draw_picture(sharing: Sharing) -> bytes:
    """The picture as PNG. Letters that the font has not are left out; a logo is shown where it is a PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), sharing.color)
    draw = ImageDraw.Draw(image)
    top, foot = _draw_head(image, draw, sharing), HEIGHT - MARGIN - FOOT_SIZE
    for font, lines in _fit(_known(sharing.title, True), _known(sharing.text, False), foot - 2 * GAP - top):
        for line in lines:
            draw.text((MARGIN, top), line, font=font, fill=sharing.ink)
            top += round(font.size * LEADING)
        top += GAP
    draw.line((MARGIN, foot - GAP, WIDTH - MARGIN, foot - GAP), fill=sharing.ink, width=2)
    draw.text((MARGIN, foot), _known(sharing.foot, True), font=_font(True, FOOT_SIZE), fill=sharing.ink)
    written = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(written, "PNG")
    return written.getvalue()


def _draw_head(image: "Image", draw: "ImageDraw", sharing: Sharing) -> int:
    """The logo on white, or the name. Gives where what comes next begins."""
    logo = _open_logo(sharing.logo)
    if logo is None:
        draw.text((MARGIN, MARGIN), _known(sharing.name, True), font=_font(True, FOOT_SIZE), fill=sharing.ink)
        return MARGIN + FOOT_SIZE + 2 * GAP
    box = (MARGIN, MARGIN, MARGIN + logo.width + GAP, MARGIN + logo.height + GAP)
    draw.rounded_rectangle(box, radius=12, fill="#ffffff")
    image.paste(logo, (MARGIN + GAP // 2, MARGIN + GAP // 2), logo)
    return box[3] + GAP


def _open_logo(logo: Logo | None) -> "Image | None":
    from PIL import Image, UnidentifiedImageError

    if logo is None or logo.kind != "png":
        return None
    try:
        picture = Image.open(io.BytesIO(logo.content), formats=["PNG"]).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        log.warning("logo_not_drawn", **describe_error(error))
        return None
    scale = min(LOGO_BOX[0] / picture.width, LOGO_BOX[1] / picture.height)
    return picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))


def _fit(title: str, text: str, height: int) -> "list[tuple[FreeTypeFont, list[str]]]":
    """Title and text in the largest letters in which they fit into so many pixels; in the smallest the text is cut."""
    for title_size, text_size in SIZES:
        bold, plain = _font(True, title_size), _font(False, text_size)
        lines, more = _lines(title, bold), _lines(text, plain)
        left = height - round(title_size * LEADING) * len(lines) - GAP
        room = left // round(text_size * LEADING)
        if len(more) <= room:
            break
    if 0 < room < len(more):
        more[room - 1] = _cut(f"{more[room - 1]}...", plain)
    return [(bold, lines), (plain, more[: max(room, 0)])]


def _lines(text: str, font: "FreeTypeFont") -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= INNER:
            lines[-1] = longer
        else:
            lines.append(_cut(word, font))
    return lines


def _cut(line: str, font: "FreeTypeFont") -> str:
    """A line that fits: of one too long the end goes."""
    if font.getlength(line) <= INNER:
        return line
    line = line.removesuffix("...")
    while line and font.getlength(f"{line}...") > INNER:
        line = line[:-1]
    return f"{line.rstrip()}..."


def _known(text: str, bold: bool) -> str:
    """A text without the letters that the font has not."""
    return "".join(letter for letter in text if letter.isspace() or _has(letter, bold))


@lru_cache(maxsize=1024)
def _has(letter: str, bold: bool) -> bool:
    font = _font(bold, FOOT_SIZE)
    return bytes(font.getmask(letter)) != bytes(font.getmask(NO_CHARACTER))


@cache
def _font(bold: bool, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    letters = files("font_lato") / "files" / ("Lato-Bold.ttf" if bold else "Lato-Regular.ttf")
    return ImageFont.truetype(io.BytesIO(letters.read_bytes()), size)
