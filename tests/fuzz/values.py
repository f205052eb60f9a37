"""Values as no honest sender writes them, and honest ones that are bent a little."""

import random
from collections.abc import Sequence

HONEST = (
    *("1", "2", "0", "98402", "10001", "en", "es", "SANCTUARY", "sanctuary", "JOIN", "STOP", "CALL", "yes", "on", "true"),
    *("+12535550142", "253-555-0142", "ana@example.org", "2026-11-23", "2026-11-23T18:00", "2026-11-02T18:30:00Z", "owner"),
    *("completed", "no-answer", "delivered", "failed", "30003", "TN-Validation-Passed-A", "inbound", "outbound-api", "draft"),
)
HOSTILE = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\u202e\u2066",
        "\ufeff",
        "\ud800",
        "\udfff",
        "é" * 2000,
        "x" * 20_000,
        "👍🏽" * 300,
        "٣٤٥٦٧",
        "９８４０２",
    ),
    *(
        "-1",
        "0x10",
        "1e999",
        "NaN",
        "Infinity",
        str(2**31),
        str(2**63),
        str(2**70),
        "1_000",
        "1" * 5000,
        "9999-12-31",
        "0001-01-01",
    ),
    *("2026-02-30", "2026-03-08T02:30", "25:61", "' OR 1=1 --", '"; DROP TABLE supporters; --', "<script>alert(1)</script>"),
    *("{{7*7}}", "${jndi:ldap://x}", "%n%s%x", "../../../../etc/passwd", "..%2f..%2f", "file:///etc/passwd", "//[", "http://["),
    *(
        "http://169.254.169.254/",
        "javascript:alert(1)",
        "=HYPERLINK(1)",
        "\r\nSet-Cookie: a=b",
        "[" * 3000,
        '{"a":' * 2000,
        "&a;" * 500,
    ),
    *(
        "a: &a [*a]",
        "!!python/object:os.system",
        "sip:x@y",
        "+1900" + "5" * 7,
        "+882" + "1" * 10,
        "🛑",
        "\x1b[31m",
        "A" * 64 + "=",
    ),
)


def odd(rng: random.Random) -> str:
    """One value: honest, hostile, bent or made of any characters."""
    way = rng.random()
    if way < 0.3:
        return rng.choice(HONEST)
    if way < 0.75:
        return rng.choice(HOSTILE)
    if way < 0.9:
        return _bent(rng, rng.choice(HONEST))
    return "".join(chr(rng.choice((rng.randrange(0x20, 0x7F), rng.randrange(0x3000)))) for _ in range(rng.randrange(40)))


def fields(rng: random.Random, names: Sequence[str], most: int = 12) -> list[tuple[str, str]]:
    """A form or a query of some of these names, now and then a name twice, or one that nobody knows."""
    some = [rng.choice(names) if rng.random() < 0.97 else odd(rng) for _ in range(rng.randrange(most))]
    return [(name, odd(rng)) for name in some]


def tree(rng: random.Random, names: Sequence[str], depth: int = 3) -> object:
    """A value of JSON."""
    way = rng.random()
    if depth and way < 0.35:
        return {rng.choice(names): tree(rng, names, depth - 1) for _ in range(rng.randrange(6))}
    if depth and way < 0.45:
        return [tree(rng, names, depth - 1) for _ in range(rng.randrange(4))]
    if way < 0.6:
        return rng.choice((None, True, False, 0, -1, 2**31, 2**63, 2**70, 1.5, 1e308))
    return odd(rng)


def bend(rng: random.Random, value: object, names: Sequence[str]) -> object:
    """A value of JSON with one place of it another."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        name = rng.choice(sorted(value))
        if rng.random() < 0.1:
            return {key: inner for key, inner in value.items() if key != name}
        return {**value, name: bend(rng, value[name], names)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        return [*value[:place], bend(rng, value[place], names), *value[place + 1 :]]
    return value if rng.random() < 0.3 else tree(rng, names, 2)


def _bent(rng: random.Random, value: str) -> str:
    place = rng.randrange(len(value) + 1)
    return rng.choice(
        (value[:place], value[:place] + rng.choice("\0\n'\"<٣ ") + value[place:], value * rng.randrange(2, 60), value[::-1])
    )
