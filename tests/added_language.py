"""A language that was added by its files alone: `python -m tests.added_language`, run inside a copy of the project.

The made-up language xx is English with capitals and small letters exchanged in every word that is not all capitals, so that a
sentence which is still English can be seen. It takes Spanish's place in the flows' choices and in the keywords; then every
conversation of tests/flows that is held in Spanish is held in it, and the public pages are read. Prints what was said in
English, and ends with 1 if anything was.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[A-Za-z]{4,}")
LETTERS = re.compile(r"[^\W\d_]+")
KEPT = re.compile(r"\{\w*\}|\S*(?:://|@|/)\S*")  # placeholders and addresses
TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
PAGES = ("/", "/c/sanctuary", "/c/sanctuary?zip=98402", "/c/sanctuary?zip=10001", "/c/sanctuary?zip=20500", "/c/nothing")


def _exchanged(word: re.Match[str]) -> str:
    return word[0] if word[0].isupper() and len(word[0]) > 1 else word[0].swapcase()


def marked(text: str) -> str:
    """The text in xx: "Reply CALL" -> "rEPLY CALL"."""
    kept = [*KEPT.finditer(text), None]
    out, at = [], 0
    for match in kept:
        end = match.start() if match else len(text)
        out += [LETTERS.sub(_exchanged, text[at:end]), match[0] if match else ""]
        at = match.end() if match else end
    return "".join(out)


def translated(value: Any) -> Any:
    """Texts in xx, however they are nested."""
    if isinstance(value, str):
        return marked(value)
    if isinstance(value, dict):
        return {key: translated(each) for key, each in value.items()}
    return [translated(each) for each in value] if isinstance(value, list) else value


def english(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from english(each)
    elif isinstance(value, list):
        for each in value:
            yield from english(each)


def add_to(node: Any, *, words_understood: bool, vocabulary: list[str]) -> None:
    """Give every mapping of languages in a file its xx: what is said in English marked, what is understood as in Spanish."""
    if isinstance(node, list):
        for each in node:
            add_to(each, words_understood=words_understood, vocabulary=vocabulary)
    if not isinstance(node, dict):
        return
    if "en" in node and "es" in node:
        understood = words_understood and isinstance(node["en"], list)
        if not understood:
            vocabulary += english(node["en"])
        node["xx"] = node["es"] if understood else translated(node["en"])
    elif node.get("language") == "es":
        node["language"] = "xx"
    for key, each in node.items():
        if key not in ("en", "es", "xx"):
            add_to(each, words_understood=words_understood, vocabulary=vocabulary)


def add_language() -> set[str]:
    """Write the catalogue, and xx into flows and campaigns; the words that would show English."""
    yaml, vocabulary = YAML(typ="safe", pure=True), list[str]()
    yaml.allow_unicode, yaml.width = True, 10_000
    source = HERE / "bot" / "locale" / "en.yaml"
    catalogue = yaml.load(source.read_text(encoding="utf-8"))
    fixed = {name: catalogue.pop(name) for name in ("language", "grammar")}
    vocabulary += english({name: section for name, section in catalogue.items() if name != "state"})
    fixed["language"] |= {"name": "mARKED", "written_as": ["marked"]}
    (HERE / "bot" / "locale" / "xx.yaml").write_text("")
    with (HERE / "bot" / "locale" / "xx.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(fixed | translated(catalogue), file)
    console = HERE / "bot" / "locale" / "console"
    (console / "xx").mkdir()
    copies = [(path, console / "xx" / path.name) for path in (console / "en").glob("*.yaml")]
    copies += [(path, path.with_name("xx.yaml")) for path in (HERE / "bot" / "providers").rglob("en.yaml")]
    for path, copy in copies:
        sentences = yaml.load(path.read_text(encoding="utf-8"))
        vocabulary += english(sentences)
        with copy.open("w", encoding="utf-8") as file:
            yaml.dump(translated(sentences), file)
    for path in (HERE / "flows").glob("*.yaml"):
        flow = yaml.load(path.read_text(encoding="utf-8"))
        add_to(flow, words_understood=True, vocabulary=vocabulary)
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(flow, file)
    for path in [*(HERE / "data" / "campaigns").glob("*.yaml"), *(HERE / "tests" / "transcript_data").glob("*.yaml")]:
        campaign = yaml.load(path.read_text(encoding="utf-8"))
        if not {"en", "es"} <= set(campaign["languages"]):
            continue
        keyword = campaign["words"]["es"].pop("keyword", None)
        add_to(campaign, words_understood=False, vocabulary=vocabulary)
        words = campaign["words"]["xx"]
        words.pop("keyword", None)
        for mine, theirs in zip(words["topics"], campaign["words"]["en"]["topics"], strict=True):
            mine["key"] = theirs["key"]
        campaign["words"]["xx"] = words | ({"keyword": keyword} if keyword else {})
        campaign["languages"] = [*campaign["languages"], "xx"]
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(campaign, file)
    return {word for text in vocabulary for word in WORD.findall(KEPT.sub(" ", text)) if not word.isupper()}


def leaks(said: str, vocabulary: set[str]) -> list[str]:
    return sorted({word for word in WORD.findall(KEPT.sub(" ", said)) if word in vocabulary})


def main() -> int:
    if (HERE / ".git").exists():
        sys.exit("This writes into flows and campaigns: run it in a copy of the project, as tests/test_added_language.py does.")
    vocabulary = add_language()
    # Only now: the catalogues are read when the bot is imported.
    from tests.added_language_talks import said_in_xx

    found = []
    names, talks = said_in_xx(PAGES)
    vocabulary -= {word for name in names for word in WORD.findall(name)}
    count = 0
    for where, said in talks:
        count += 1
        if left := leaks(TAG.sub(" ", said), vocabulary):
            found.append(f"{where}: {', '.join(left)}: {' '.join(TAG.sub(' ', said).split())[:200]}")
    print("\n".join(found) or f"{count} texts, no English")
    return 1 if found or count < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
