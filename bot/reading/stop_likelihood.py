"""How likely a text is to ask for no more texts, by weights that were taught.

It is logistic regression (https://web.stanford.edu/~jurafsky/slp3/5.pdf): the weights of a text's features are added up. The
same text is always read the same. How the weights are made: tests/opt_out/teach.py.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.reading.stop_features import text_features

FILE = Path(__file__).resolve().parent / "stop_weights.tsv"
SCALE = 1000  # the file's weights are thousandths
ALWAYS = "^^"  # what every text has


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """How likely a text is a stop, and how likely one that has to be asked about, each 0 to 1."""

    stop: float
    doubt: float

    @property
    def neither(self) -> float:
        """How likely it says nothing about being texted."""
        return 1 - self.stop - self.doubt


def how_likely(text: str, said: str) -> Likelihood:
    """What a text is likely to be; `said`: plain(text)."""
    weights = weights_by_feature()
    stop, doubt = weights[ALWAYS]
    for feature in text_features(text, said):
        if weight := weights.get(feature):
            stop += weight[0]
            doubt += weight[1]
    return _shares(stop / SCALE, doubt / SCALE)


def _shares(stop: float, doubt: float) -> Likelihood:
    most = max(stop, doubt, 0.0)
    stops, doubts, neither = math.exp(stop - most), math.exp(doubt - most), math.exp(-most)
    total = stops + doubts + neither
    return Likelihood(stop=stops / total, doubt=doubts / total)


@cache
def weights_by_feature() -> Mapping[str, tuple[int, int]]:
    """The weights of every feature, in thousandths: for a stop, and for a doubt."""
    weights = {}
    pairs: dict[tuple[int, int], tuple[int, int]] = {}  # of 68,000 only 28,000 differ, and one of each is kept
    with FILE.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                feature, stop, doubt = line.rsplit("\t", 2)
                pair = (int(stop), int(doubt))
                weights[feature] = pairs.setdefault(pair, pair)
    return weights
