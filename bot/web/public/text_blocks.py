"""Paragraphs and lists of a text that came from a campaign's file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text on the page: a paragraph (one item) or a list."""

    kind: str  # "p" | "ul"
    items: tuple[str, ...]


def text_blocks(text: str) -> tuple[Block, ...]:
    """A text's paragraphs (between empty lines) and lists (lines that start with "- "); other lines continue the one above."""
    found: list[tuple[str, list[str]]] = []
    fresh = True
    for line in text.splitlines():
        words = line.strip()
        if not words:
            fresh = True
        elif words.startswith("- "):
            if fresh or found[-1][0] != "ul":
                found.append(("ul", []))
            found[-1][1].append(words[2:])
            fresh = False
        elif fresh:
            found.append(("p", [words]))
            fresh = False
        else:
            found[-1][1][-1] += f" {words}"
    return tuple(Block(kind, tuple(items)) for kind, items in found)
