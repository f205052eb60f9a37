"""Who takes part in a run: the numbers of the crowd and of everybody else, and the lists that they are on. Pure."""

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from tests.crowd import phone

ZIP = "98402"
COLUMNS = ("phone", "source", "consented_at", "language", "zip", "opt_out")
LISTS = ("table.csv", "fair.csv")  # by the command, in the console
MUTE = 5  # of the crowd, who said STOP before
MOST_STOPS = 8  # by who is on the lists: with ten a question to few may pause by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A list that is imported; numbers by what follows of them. `fresh`: to be asked, unless the other list asks them;
    `active`: of the crowd, who get the alerts; `stopped`: who said STOP before; `refusing`: of whom a column says no;
    `repeated`: the fresh who have two rows."""

    name: str
    fresh: Sequence[str]
    active: Sequence[str]
    stopped: Sequence[str]
    refusing: Sequence[str]
    repeated: Sequence[str]

    @property
    def people(self) -> Sequence[str]:
        """Of whom the report counts what became of them."""
        return (*self.fresh, *self.active, *self.stopped)

    def as_csv(self, rng: random.Random) -> str:
        """The file, its rows in no order."""
        rows = [(each, "") for each in (*self.people, *self.repeated)] + [(each, "yes") for each in self.refusing]
        rng.shuffle(rows)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number, (to, no) in enumerate(rows):
            writer.writerow([to, "Library fair", "01/15/2026", ("English", "Spanish")[number % 2], ZIP, no])
        return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """`recipients`: the crowd, with ids from 1 on; of them `mute` said STOP before, as `erased` did, who are no supporters any
    more. Meanwhile `texters` text STOP, `joiners` JOIN once they are asked, `talkers` call their officials, and conversations
    start a text or a call for `callers`."""

    recipients: Sequence[str]
    mute: Sequence[str]
    erased: Sequence[str]
    texters: Sequence[str]
    callers: Sequence[str]
    talkers: Sequence[str]
    joiners: Sequence[str]
    lists: Sequence[PeopleList]

    @property
    def asked(self) -> frozenset[str]:
        """Who is to be asked by a list."""
        return frozenset(chain.from_iterable(each.fresh for each in self.lists))

    @property
    def refusing(self) -> frozenset[str]:
        """Who is on a list, and never to be asked."""
        return frozenset(chain.from_iterable(each.refusing for each in self.lists))

    def ids(self) -> Mapping[str, int]:
        """Number -> id, of the crowd."""
        return {to: id for id, to in enumerate(self.recipients, 1)}


def choose_cast(recipients: int, stops: int, callers: int, talkers: int, listed: int, rng: random.Random) -> Cast:
    """Everybody, for two lists of `listed` rows each (none for 0)."""
    crowd = [phone(number) for number in range(recipients)]
    chosen = rng.sample(crowd, stops + MUTE)
    mute, texters = chosen[:MUTE], chosen[MUTE:]
    others = map(phone, range(recipients, recipients + callers + talkers + 3 * listed + 3))

    def next_of(many: int) -> list[str]:
        return [next(others) for _ in range(many)]

    waiting, talking = next_of(callers), next_of(talkers)
    few = listed // 50 + 1 if listed else 0
    erased = next_of(few)
    quiet = sorted(set(crowd) - set(chosen))
    both = next_of(listed // 10)
    lists = []
    for name in LISTS if listed else ():
        fresh = [*both, *next_of(listed - len(both) - listed // 10 - MUTE - 3 * few)]
        lists.append(
            PeopleList(
                name=name,
                fresh=fresh,
                active=rng.sample(quiet, listed // 10),
                stopped=[*mute, *erased],
                refusing=next_of(few),
                repeated=rng.sample(fresh, few),
            )
        )
    asked = sorted({to for each in lists for to in each.fresh})
    rng.shuffle(asked)
    stopping = min(MOST_STOPS, len(asked) // 100 + 1) if asked else 0
    texters += asked[:stopping]
    rng.shuffle(texters)
    return Cast(
        recipients=crowd,
        mute=mute,
        erased=erased,
        texters=texters,
        callers=waiting,
        talkers=talking,
        joiners=asked[stopping : stopping + listed // 20],
        lists=lists,
    )
