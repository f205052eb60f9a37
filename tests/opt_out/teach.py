"""Teaches the reader of stops: `python -m tests.opt_out.teach` writes bot/reading/stop_weights.tsv.

What it learns from are the lists of texts in this folder, but for those that it is to be tried on, the patterns in taught/, and
what people ask for in flows/intents and machines write of themselves, which is no stop. The method is logistic regression over
the features of bot/reading/stop_features.py, by scikit-learn, which is needed for nothing else: `pip install
scikit-learn==1.9.1`. The same texts give the same file.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import yaml

from bot.reading.answers import plain_text
from bot.reading.stop_features import text_features
from bot.reading.stop_likelihood import ALWAYS, FILE, SCALE
from tests.opt_out import BUILT, FOLDER, LISTS, UNSEEN, read_file
from tests.test_auto_replies import MACHINES

INTENTS = FOLDER.parents[1] / "flows" / "intents"
# What asks to be erased may be a stop as well; it is nothing that a stop may not be like.
NO_LESSON = frozenset({"forget"})
MEANT = ("doubt", "none", "stop")
WRITTEN_OUT = 100  # texts of a pattern, or as many as every word of it needs
STRENGTH = 1.0  # of what is learned, against forgetting (C of logistic regression)
LIST_WEIGHT = 3.0  # of a text of the lists that are read as they are meant
PATTERN_WEIGHT = 0.5  # of a text of a pattern, against one that somebody wrote
SEEN_AT_LEAST = 2
LEAST_WEIGHT = 0.05

_PART = re.compile(r"\(((?:[^()]|\(\w\))*)\)|(<\w+>)|([^()<]+)")
_NAME = re.compile(r"<(\w+)>")


def patterns(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a file of patterns, and what is meant by each."""
    names: dict[str, list[str]] = {}
    meant = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name, _, words = line[1:].partition(" = ")
            names[name] = words.split("|")
        elif line.startswith("== "):
            meant = line.removeprefix("== ").partition(":")[0]
        elif line and not line.startswith("#"):
            yield from ((text, meant) for text in write_out(line, names))


def write_out(pattern: str, names: dict[str, list[str]]) -> list[str]:
    """Some texts of a pattern: always the same ones, and each of its words at least once."""
    parts = [found[1].split("|") if found[1] is not None else names[found[2][1:-1]] if found[2] else [found[3]]
             for found in _PART.finditer(pattern)]  # fmt: skip
    parts = [[*_words_of(part, names)] for part in parts]
    possible = 1
    for part in parts:
        possible *= len(part)
    orders = [sorted(part, key=lambda word, at=at: crc32(f"{pattern} {at} {word}".encode())) for at, part in enumerate(parts)]
    wanted = min(possible, max(WRITTEN_OUT, 2 * max(map(len, parts))))
    texts: dict[str, None] = {}
    for number in range(6 * wanted):
        chosen = [order[(number + crc32(f"{pattern} {number // len(order)} {at}".encode())) % len(order)]
                  for at, order in enumerate(orders)]  # fmt: skip
        text = re.sub(r" ([,.;?!])", r"\1", " ".join("".join(chosen).split()))
        if text:
            texts[text] = None
        if len(texts) >= wanted:
            break
    return list(texts)


def _words_of(part: Sequence[str], names: dict[str, list[str]]) -> Iterator[str]:
    for words in part:
        if named := _NAME.search(words):
            yield from _words_of([words[: named.start()] + word + words[named.end() :] for word in names[named[1]]], names)
        else:
            yield words


def lessons() -> list[tuple[str, str, float]]:
    """All that it is taught, without the built halves: texts, what is meant, and how much each counts; none twice."""
    found: dict[str, tuple[str, str, float]] = {}
    unseen = {line.text for name in UNSEEN for line in read_file(name)}
    for line in (line for name in LISTS for line in read_file(name)):
        found.setdefault(line.text.casefold(), (line.text, line.meant if line.meant in MEANT else "none", LIST_WEIGHT))
    for path in (*INTENTS.glob("*.yaml"), *(INTENTS / "phrases").glob("*.yaml")):
        for intent, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if intent not in NO_LESSON:
                for text in (text for text in texts.splitlines() if text not in unseen):
                    found.setdefault(text.casefold(), (text, "none", 1.0))
    for text in MACHINES:
        found.setdefault(text.casefold(), (text, "none", LIST_WEIGHT))
    for path in sorted((FOLDER / "taught").glob("*.txt")):
        for text, meant in patterns(path):
            found.setdefault(text.casefold(), (text, meant, PATTERN_WEIGHT))
    return list(found.values())


def built() -> list[tuple[str, str, float]]:
    """The halves and lists that it is built on."""
    return [(line.text, line.meant, 1.0) for name in BUILT for line in read_file(name)]


class Teacher:
    """Turns texts into rows of features, and learns from some of them."""

    def __init__(self, texts: Iterable[tuple[str, str, float]]) -> None:
        from scipy.sparse import csr_matrix

        self.texts = list(texts)
        known = [text_features(text, plain_text(text)) for text, _, _ in self.texts]
        seen = Counter(feature for features in known for feature in features)
        self.features = sorted(feature for feature, times in seen.items() if times >= SEEN_AT_LEAST)
        number = {feature: at for at, feature in enumerate(self.features)}
        columns = [sorted(number[feature] for feature in features if feature in number) for features in known]
        ends = [0]
        for row in columns:
            ends.append(ends[-1] + len(row))
        flat = [column for row in columns for column in row]
        self.rows = csr_matrix(([1.0] * len(flat), flat, ends), shape=(len(known), len(self.features)))

    def learn(self, rows: Sequence[int]):  # type: ignore[no-untyped-def]
        """The regression that some of the texts teach."""
        from sklearn.linear_model import LogisticRegression

        learned = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-5)
        learned.fit(self.rows[rows], [self.texts[row][1] for row in rows], sample_weight=[self.texts[row][2] for row in rows])
        assert tuple(learned.classes_) == MEANT
        return learned


def teach() -> None:
    """Write the weights: how much more each feature speaks for a stop, and for a doubt, than for neither."""
    teacher = Teacher([*lessons(), *built()])
    learned = teacher.learn(range(len(teacher.texts)))
    doubt, none, stop = learned.coef_
    counts = Counter(meant for _, meant, _ in teacher.texts)
    said = f"{counts['stop']} stops, {counts['doubt']} doubts, {counts['none']} others"
    always = (learned.intercept_[2] - learned.intercept_[1], learned.intercept_[0] - learned.intercept_[1])
    lines = [
        "# How much each feature of a text (stop_features.py) speaks for a stop, and for a doubt, against neither: in",
        f"# thousandths of a logarithm. Made by `python -m tests.opt_out.teach` from {len(teacher.texts)} texts: {said}.",
        "\t".join((ALWAYS, *map(str, map(_whole, always)))),
    ]
    for at, feature in enumerate(teacher.features):
        weights = (stop[at] - none[at], doubt[at] - none[at])
        if max(map(abs, weights)) >= LEAST_WEIGHT:
            lines.append("\t".join((feature, *map(str, map(_whole, weights)))))
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines) - 2} features, {FILE.stat().st_size // 1024} KB")


def _whole(weight: float) -> int:
    return round(float(weight) * SCALE)


if __name__ == "__main__":
    teach()
