"""What goes on a poster: the code that a phone's camera reads, as a picture to print. It writes the text that joins a campaign.

`segno` draws it; it is loaded where one is asked for.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

BORDER = 4  # modules of white around a code (ISO/IEC 18004): without it cameras take longer
PNG_SCALE = 24  # pixels a module: some 900 across, sharp at ten centimetres on paper
PictureKind = Literal["svg", "png"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePicture:
    """A code as a picture. `size`: its width and height in modules, border included."""

    content: bytes
    mimetype: str
    size: int


def text_link_code(number: str, keyword: str) -> str:
    """What a camera reads as "write this text": SMSTO, which iPhones and Androids both know (as ZXing's list has it)."""
    return f"SMSTO:{number}:{keyword}"


@lru_cache(maxsize=64)
def draw_code(content: str, kind: PictureKind) -> CodePicture:
    """The code that says `content`; a quarter of it may be torn or wet (error correction Q)."""
    import segno

    code, written = segno.make_qr(content, error="q"), io.BytesIO()
    if kind == "svg":
        code.save(
            written, kind="svg", border=BORDER, dark="#000000", light="#ffffff", svgclass=None, lineclass=None, omitsize=True
        )
    else:
        code.save(written, kind="png", border=BORDER, scale=PNG_SCALE, dark="#000000", light="#ffffff")
    size = code.symbol_size(border=BORDER)[0]
    return CodePicture(content=written.getvalue(), mimetype="image/svg+xml" if kind == "svg" else "image/png", size=int(size))
