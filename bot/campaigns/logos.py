"""A campaign's logo, as it stands in its file: the text of an SVG, or a PNG in base64. What it may hold, and how large it is.

An SVG is a program as much as a picture: only shapes and their colors are let through, by a list of what may be there.
"""

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from xml.etree import ElementTree

from bot.locale.flaws import Flaw, flaw

LONGEST = 32_000  # bytes of either: it is loaded by every visitor
LARGEST = 2_000  # pixels of a PNG, either way
PNG_BEGINS, PNG_ENDS = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"

SVG = "{http://www.w3.org/2000/svg}"
# What editors write about a file; browsers draw nothing of it.
INERT = (
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://creativecommons.org/ns#}",
    "{http://purl.org/dc/elements/1.1/}",
)
SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "symbol", "defs"}
PAINT = {"linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "style"}
ELEMENTS = SHAPES | PAINT | {"title", "desc", "metadata"}
# An address that leads anywhere but to a part of the same picture, in an attribute or a style.
_AWAY = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@|\\|expression|javascript:", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture that may be shown. `width`, `height`: its own, in pixels; of an SVG rather its shape."""

    kind: Literal["svg", "png"]
    content: bytes
    width: int
    height: int

    @property
    def mimetype(self) -> str:
        return "image/svg+xml" if self.kind == "svg" else "image/png"


NEITHER = flaw("logo_neither")


@lru_cache(maxsize=32)
def read_logo(text: str) -> Logo | Flaw:
    """The logo that stands in a campaign's file, or why there is none in it."""
    text = text.strip()
    if text.startswith("<"):
        return _too_long(len(text.encode())) or _read_svg(text)
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return NEITHER
    return _too_long(len(content)) or _read_png(content)


def logo_text(content: bytes) -> str:
    """A picture's bytes as a campaign's file holds them; what is no SVG is for read_logo() to refuse."""
    text = content.decode("utf-8-sig", "replace").strip()
    return text if text.startswith("<") else base64.b64encode(content).decode()


def _too_long(size: int) -> Flaw | None:
    if size <= LONGEST:
        return None
    return flaw("logo_long", takes=f"{size:,}", most=f"{LONGEST:,}")


def _read_png(content: bytes) -> Logo | Flaw:
    if not content.startswith(PNG_BEGINS):
        return NEITHER
    if not content.endswith(PNG_ENDS) or len(content) < 45 or content[12:16] != b"IHDR" or not _is_whole(content):
        return flaw("logo_cut")
    width, height = struct.unpack(">II", content[16:24])
    if not 0 < max(width, height) <= LARGEST or not min(width, height):
        return flaw("logo_large", width=f"{width:,}", height=f"{height:,}", most=f"{LARGEST:,}")
    return Logo(kind="png", content=content, width=width, height=height)


def _is_whole(content: bytes) -> bool:
    """Do all chunks of a PNG follow each other, each with its checksum?"""
    at = len(PNG_BEGINS)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        end = at + 12 + length
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            return False
        at = end
    return at == len(content)


def _read_svg(text: str) -> Logo | Flaw:
    # Entities are what makes a small file a huge one, or reads another; a logo needs none.
    if re.search(r"<!(?!--)(?!\[CDATA\[)", text) or "<?xml-stylesheet" in text:
        return flaw("logo_doctype")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return flaw("logo_no_xml")
    if root.tag != f"{SVG}svg":
        return flaw("logo_no_svg")
    if wrong := next(_not_let_through(root), None):
        return wrong
    if (size := _size_of(root)) is None:
        return flaw("logo_no_size")
    return Logo(kind="svg", content=text.encode(), width=size[0], height=size[1])


def _not_let_through(root: ElementTree.Element) -> Iterator[Flaw]:
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.startswith(INERT):
            continue  # a comment, or what an editor wrote about the file
        name = element.tag.removeprefix(SVG)
        if name not in ELEMENTS:
            yield flaw("logo_element", part=f"<{name.rpartition('}')[2][:30]}>")
        if name == "style" and _AWAY.search(element.text or ""):
            yield flaw("logo_style")
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].casefold()
            if plain.startswith("on"):
                yield flaw("logo_script", part=plain[:30])
            if (plain == "href" and not value.strip().startswith("#")) or (
                not plain.startswith("aria-") and _AWAY.search(value)
            ):
                yield flaw("logo_address", part=plain[:30])


def _size_of(root: ElementTree.Element) -> tuple[int, int] | None:
    given = [_NUMBER.match(root.get(name, "")) for name in ("width", "height")]
    sizes = [float(found[1]) for found in given if found]
    if len(sizes) < 2:
        box = root.get("viewBox", "").replace(",", " ").split()
        try:
            sizes = [float(part) for part in box[2:]] if len(box) == 4 else []
        except ValueError:
            return None
    if len(sizes) < 2 or not all(0 < size < 100_000 for size in sizes):
        return None
    return max(1, round(sizes[0])), max(1, round(sizes[1]))
