"""Contacts as an organizer imports them: every way a file can be wrong, who becomes pending, who is asked, and who never."""

import csv
import io
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook
from sqlalchemy import insert, select, text, update

from bot.campaigns import Campaign
from bot.contacts.column_names import MEANINGS
from bot.contacts.column_plan import NEEDED
from bot.contacts.confirmation import EXPIRES, LONGEST_WHO, confirmation_texts
from bot.contacts.contact_rows import Contact
from bot.contacts.import_contacts import NEW, load_contacts
from bot.contacts.staging import Staging
from bot.models import Broadcast, Consent, Delivery, Subscription, Supporter
from bot.people import ledger
from bot.telephony import count_segments, sms_text
from tests.carrier import at_once, contents, one, rows
from tests.conftest import ROOT, Bot, Start

HEADER = "phone,language,zip,source,consented_at"
GOOD = "253-555-0142,en,98402,Farmers market,11/02/2026"


def imported(bot: Bot, folder: Path, content: str | bytes, *options: str) -> Result:
    file = folder / "list.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    arguments = ["contacts", "import", str(file), "--campaign", "SANCTUARY", *options]
    result = bot.app.test_cli_runner().invoke(args=arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def table(*lines: str) -> str:
    return "\n".join((HEADER, *lines)) + "\n"


def numbers(bot: Bot) -> set[str]:
    with bot.parts.database.read() as connection:
        return {bot.parts.phone_cipher.decrypt(phone) for phone in connection.execute(select(Supporter.phone)).scalars()}


def states(bot: Bot) -> list[tuple[str, str]]:
    with bot.parts.database.read() as connection:
        found = connection.execute(select(Subscription.programme, Subscription.state)).all()
    return [(row.programme, row.state) for row in found]


# A cell of a row that is right otherwise -> what is said of it.
WRONG_CELLS = [
    ("phone", "call me", "phone: is no phone number; write it like 253-591-5100"),
    ("phone", "253-555-014", "phone: has 9 digits; write all ten"),
    ("phone", "2.53E+09", "phone: was shortened by the spreadsheet"),
    ("phone", "253-555-0142 / 253-555-0143", "phone: holds two numbers"),
    ("phone", "253-555-0142 x12", "phone: has an extension"),
    ("phone", "253-555-0142, press 2", "phone: has a phone menu, so it is no mobile phone"),
    ("phone", "+52 55 1234 5678", "phone: is abroad (+52)"),
    ("phone", "416-555-0142", "phone: is abroad (CA)"),
    ("phone", "900-555-0142", "phone: bills whoever calls it; write the person's own number"),
    ("phone", "800-555-0142", "phone: is toll-free: nobody's own phone"),
    ("phone", "211-555-0142", "phone: is not in use as a phone number"),
    ("language", "French", "language: 'French' is none of ours; write English or Spanish"),
    ("zip", "Tacoma", "zip: is no ZIP code"),
    ("zip", "00000", "zip: 00000 is no ZIP code in use"),
    ("source", "", "source: is empty; write where they agreed"),
    ("source", "x" * 201, "source: has 201 characters; write at most 200"),
    ("source", "x" * 301, "source: has 301 characters"),
    ("source", "a\0b", "source: has a control character"),
    ("language", "253-555-0142", "language: is none of ours; write English or Spanish"),
    ("language", "Rosa Diaz, (253) 555-01", "language: is none of ours; write English or Spanish"),
    ("consented_at", "253-555-0142", "consented_at: is no date; write the day they agreed"),
    ("consented_at", "12535550112", "consented_at: is no date; write the day they agreed"),
    ("consented_at", "12061012312", "consented_at: is not in this century; write the day they agreed"),
    ("consented_at", "", "consented_at: is empty; write when they agreed"),
    ("consented_at", "last week", "consented_at: 'last week' is no date; write the day they agreed"),
    ("consented_at", "11/24/2026", "consented_at: is in the future"),
    ("consented_at", "0001-01-01T00:00:00+14:00", "consented_at: '0001-01-01T00:00:00+14:00' is not in this century"),
    ("consented_at", "9999-12-31T23:59:59-14:00", "consented_at: is in the future"),
    ("consented_at", "11/02/1926", "consented_at: '11/02/1926' is not in this century"),
    ("consented_at", "1926-11-02", "consented_at: '1926-11-02' is not in this century"),
]


@pytest.mark.parametrize(("column", "written", "said"), WRONG_CELLS, ids=[f"{c} {w[:30]!a}" for c, w, _ in WRONG_CELLS])
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_loaded(
    column: str, written: str, said: str, bot: Bot, tmp_path: Path
) -> None:
    cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | {column: written}
    bad = ",".join(f'"{cell}"' for cell in cells.values())
    result = imported(bot, tmp_path, table("206-555-0111,,,Fair,2026-11-01", bad))
    assert f"error: list.csv: line 3: {said}" in result.stderr
    assert "1 problem, nothing was loaded; mend it, or load the other rows with --partial" in result.stderr
    assert result.exit_code == 1
    assert set(rows(bot).values()) == {0}
    assert "555-01" not in result.stderr, "no number is repeated"


@pytest.mark.parametrize("written", ["621-555-0142", "(679) 555-0143"])
def test_number_that_the_library_does_not_know_is_imported_with_a_warning(written: str, bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, table(f"{written},,,Fair,2026-11-01"))
    assert result.exit_code == 0
    assert numbers(bot) == {"+1" + re.sub(r"\D", "", written)}
    assert "line 2: phone: is let through, though the library of numbers does not know its area code" in result.stderr
    assert "555-01" not in result.stderr, "no number is repeated"


def test_everything_wrong_is_told_at_once(bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, table("x,y,z,,", GOOD, "(253) 555-0142,,,Fair,2026-11-01", "1 253 555 0142,,,Fair,x"))
    lines = [line.split(": ")[2] for line in result.stderr.splitlines() if line.startswith("error: list.csv")]
    assert lines == ["line 2"] * 5 + ["line 5"]
    assert "6 problems, nothing was loaded" in result.stderr


@pytest.mark.parametrize(
    "written",
    [
        "253-555-0142",
        "(253) 555-0142",
        "+1 253 555 0142",
        "1-253-555-0142",
        "253.555.0142",
        "2535550142",
        "2535550142.0",
        "253 555-0142",
    ],
)
def test_number_is_the_same_in_any_notation(written: str, bot: Bot, tmp_path: Path) -> None:
    assert imported(bot, tmp_path, table(f"{written},,,Fair,2026-11-01")).exit_code == 0
    assert numbers(bot) == {"+12535550142"}
    twice = imported(bot, tmp_path, table(GOOD, f"{written},,,Fair,2026-11-01"))
    assert "1 row:" in twice.stdout and "1 more of people who are in another row" in twice.stdout


def workbook(*rows: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in csv.reader(table(*rows).splitlines()):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


GOOD_FILES = {
    "as the template has it": table(GOOD).encode(),
    "a BOM and Windows line ends": b"\xef\xbb\xbf" + table(GOOD).replace("\n", "\r\n").encode(),
    "semicolons": table(GOOD).replace(",", ";").encode(),
    "tabs": table(GOOD).replace(",", "\t").encode(),
    "Excel's first line": b"sep=;\n" + table(GOOD).replace(",", ";").encode(),
    "Excel's Unicode text": table(GOOD).replace(",", "\t").encode("utf-16"),
    "UTF-16 of the other end": b"\xfe\xff" + table(GOOD).encode("utf-16-be"),
    "an Excel workbook": workbook(GOOD),
    "quotes": table('"253-555-0142","en","98402","Farmers market","11/02/2026"').encode(),
    "empty lines and remarks": table("", "# a remark", ",,,,", GOOD).encode(),
    "other names of columns": b"Cell;Zip Code;Date;Source;Lang\n2535550142;98402;2026-11-02;Farmers market;English",
    "Windows-1252": table(GOOD.replace("market", "Peña")).encode("cp1252"),
}


@pytest.mark.parametrize("how", GOOD_FILES)
def test_file_is_read_however_it_was_saved(how: str, bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, GOOD_FILES[how])
    assert result.exit_code == 0, result.output
    assert numbers(bot) == {"+12535550142"}
    with bot.parts.database.read() as connection:
        supporter = connection.execute(select(Supporter)).one()
        consent = connection.execute(select(Consent)).one()
    assert (supporter.language, supporter.zip, supporter.zone, supporter.voice_only) == (
        "en",
        "98402",
        "America/Los_Angeles",
        False,
    )
    assert consent.proof.startswith("Farmers") and f"{consent.given_at:%Y-%m-%d}" == "2026-11-02"


BAD_FILES = {
    "empty": (b"", "is empty; begin with: flask contacts template > contacts.csv"),
    "a header alone": (HEADER.encode(), "has a header and no row; write a row a person"),
    "no header": (GOOD.encode(), "line 1: holds a number where the names of the columns belong; write them into a row above"),
    "no column of ours": (b"name,shoe\nRosa,7\n", "no column phone, source, consented_at; say which column it is"),
    "a column misspelt": (
        table(GOOD).replace("source", "sorce").encode(),
        "the column 'sorce' is not known; did you mean source?",
    ),
    "a column missing": (b"phone,source\n253-555-0142,Fair\n", "no column consented_at"),
    "a workbook": (b"PK\x03\x04...", 'is an Excel or LibreOffice workbook that cannot be read; save it as "CSV UTF-8"'),
    "a web page": (b"<html>", "is a web page"),
    "a quote left open": (table(GOOD, '"253').encode(), "line 3: cannot be read"),
    "more cells than columns": (table(GOOD + ",x,y").encode(), "line 2: has 2 cells more than the header"),
    "broken UTF-16": (b"\xff\xfep\x00\x00\xd8\x00", "is broken UTF-16"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_file_that_is_no_list_is_told_so(what: str, bot: Bot, tmp_path: Path) -> None:
    content, said = BAD_FILES[what]
    result = imported(bot, tmp_path, content, "--partial")
    assert said in result.stderr
    assert result.exit_code == 1 and set(rows(bot).values()) == {0}


def test_column_that_is_not_needed_is_told_and_not_kept(bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, f"name,{HEADER}\nQuokka Jones,{GOOD}\n")
    assert "warning: list.csv: line 1: the column 'name' is not used" in result.stderr
    assert result.exit_code == 0 and "Quokka" not in repr(contents(bot))


def test_part_of_a_list_can_be_loaded(bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, table(GOOD, "x,,,Fair,2026-11-01"), "--partial")
    assert "left out: list.csv: line 3: phone: is no phone number" in result.stderr
    assert result.exit_code == 0 and numbers(bot) == {"+12535550142"}


def test_dry_run_changes_nothing_and_says_the_same(bot: Bot, tmp_path: Path) -> None:
    dry = imported(bot, tmp_path, table(GOOD), "--dry-run")
    assert set(rows(bot).values()) == {0}
    wet = imported(bot, tmp_path, table(GOOD))
    assert dry.stdout.endswith("a dry run: nothing was changed\n")
    assert dry.stdout.splitlines()[:-1] == wet.stdout.splitlines()[:-1]
    assert dry.stdout.splitlines()[:2] == ["1 row:", "  1 to be asked by one text whether they want the alerts"]


def test_what_asking_everybody_costs_is_told_before_and_after(start: Start, tmp_path: Path) -> None:
    bot = start(segment_price=0.01, spend_cap=0.1, senders="+12025550100=100")
    people = table(*(f"253-555-01{number:02},{'es' if number % 2 else ''},98402,Fair,2026-11-01" for number in range(10)))
    for options in (["--dry-run"], []):
        said = imported(bot, tmp_path, people, *options).stdout.splitlines()
        assert said[1:5] == [
            "  10 to be asked by one text whether they want the alerts",
            "  asking them: 20 segments, $0.20",
            "  under a minute of sending, at 98.5 segments a second",
            "  more than SPEND_CAP, $0.10 a day: it pauses when that is spent, until you resume it the day after "
            "(2 days in all); after 7 days nobody is asked any more",
        ]
    work(bot)
    assert one(bot, "SELECT state FROM broadcasts") == "paused"
    assert one(bot, "SELECT sum(segments) FROM deliveries WHERE state IN ('sent', 'delivered')") == 10
    bot = start(segment_price=0.01)
    said = imported(bot, tmp_path, table("206-555-0122,,,Fair,2026-11-01")).stdout
    assert "asking them: 2 segments, $0.02" in said and "SPEND_CAP" not in said
    assert "asking" not in imported(bot, tmp_path, table("206-555-0122,,,Fair,2026-11-01"), "--dry-run").stdout


def test_campaign_that_is_not_there_is_told(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(table(GOOD))
    result = bot.app.test_cli_runner().invoke(args=["contacts", "import", str(file), "--campaign", "PIZZA"])
    assert result.exit_code == 2 and "'PIZZA' is no campaign that is live; there are: SANCTUARY, TRUST" in result.stderr


def test_template_can_be_imported_once_it_has_a_row(bot: Bot, tmp_path: Path) -> None:
    template = bot.app.test_cli_runner().invoke(args=["contacts", "template"]).output
    assert "has a header and no row" in imported(bot, tmp_path, template).stderr
    assert imported(bot, tmp_path, template.replace("# 253", "253")).exit_code == 0


def test_who_is_imported_is_pending_and_asked_once_by_a_broadcast_of_its_own(bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, table(GOOD, "206-555-0111,es,,Fair,2026-11-01"), "--from", "Casa Latina")
    assert "2 to be asked by one text" in result.stdout and "landlines, a list cannot tell" in result.stdout
    assert states(bot) == [("sanctuary", "pending")] * 2
    with bot.parts.database.read() as connection:
        broadcast = connection.execute(select(Broadcast)).one()
        asked = connection.execute(select(Delivery.state, Delivery.zone).order_by(Delivery.id)).all()
        consent = connection.execute(select(Consent).order_by(Consent.id)).first()
    assert (broadcast.kind, broadcast.campaign, broadcast.state) == ("confirmation", "sanctuary", "sending")
    assert broadcast.audience_at == broadcast.audience_end, "the rows are made already"
    assert [tuple(each) for each in asked] == [("queued", "America/Los_Angeles")] * 2
    assert consent is not None
    assert (consent.act, consent.source, consent.channel, consent.proof) == ("claimed", "import", "list", "Farmers market")
    for language, words in {"en": ("Casa Latina", "JOIN", "Sanctuary alerts"), "es": ("Casa Latina", "UNIRME")}.items():
        assert all(word in broadcast.texts[language] for word in words)
    assert f"flask broadcast status {broadcast.id}" in result.stdout
    again = imported(bot, tmp_path, table(GOOD, "206-555-0111,es,,Fair,2026-11-01", "206-555-0122,,,Fair,2026-11-01"))
    assert "2 asked before, not asked again" in again.stdout and "1 to be asked" in again.stdout
    assert (bot.count("deliveries"), bot.count("consents"), bot.count("broadcasts")) == (3, 3, 2)
    assert "to be asked" not in imported(bot, tmp_path, table(GOOD)).stdout
    assert bot.count("broadcasts") == 2, "nobody to ask, no broadcast"


def test_confirmation_names_what_it_must_and_fits_into_two_segments(bot: Bot) -> None:
    for campaign in bot.parts.campaigns.live:
        texts = confirmation_texts(campaign, "x" * 30, "x" * LONGEST_WHO)
        for language, words in {"en": ("HELP", "STOP", "rates", "JOIN"), "es": ("AYUDA", "STOP", "tarifas", "UNIRME")}.items():
            programme = campaign.wording(language).programme
            assert all(word in texts[language] for word in (*words, programme.name, programme.frequency))
            assert count_segments(sms_text(texts[language])).count <= 2, (language, texts[language])


def cancel(bot: Bot) -> None:
    first = str(one(bot, "SELECT min(id) FROM broadcasts"))
    assert bot.app.test_cli_runner().invoke(args=["broadcast", "cancel", first, "--yes"]).exit_code == 0


def work(bot: Bot) -> None:
    bot.parts.alert_dispatcher.work(5)


def a_week_later(bot: Bot) -> None:
    bot.clock.set("2026-12-01T18:00:00+00:00")


def the_text(**columns: Any) -> Callable[[Bot], None]:
    def became(bot: Bot) -> None:
        with bot.parts.database.write() as connection:
            connection.execute(update(Delivery).values(**columns))

    return became


AT_TEN = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
ASKED_AGAIN = [
    pytest.param([cancel], True, id="cancelled just now"),
    pytest.param([cancel, work], True, id="cancelled"),
    pytest.param([a_week_later], True, id="expired with nobody at work"),
    pytest.param([a_week_later, work], True, id="expired"),
    pytest.param([the_text(state="failed", error="21211")], True, id="refused by the carrier"),
    pytest.param([], False, id="about to be asked"),
    pytest.param([work], False, id="asked"),
    pytest.param([work, a_week_later], False, id="asked long ago"),
    pytest.param([the_text(state="failed", error="30003", sent_at=AT_TEN)], False, id="sent, and not delivered"),
    pytest.param([the_text(state="failed", error="unknown outcome", failures=3)], False, id="sent for all we know"),
    pytest.param([the_text(state="unknown"), cancel], False, id="cancelled as it left"),
    pytest.param([cancel, lambda bot: bot.phone("+12535550142").text("JOIN")], False, id="joined by themselves"),
    pytest.param([cancel, lambda bot: bot.phone("+12535550142").text("STOP")], False, id="stopped"),
]


@pytest.mark.parametrize(("before", "asked"), ASKED_AGAIN)
def test_only_who_was_never_asked_is_asked_again(
    before: list[Callable[[Bot], object]], asked: bool, bot: Bot, tmp_path: Path
) -> None:
    imported(bot, tmp_path, table(GOOD))
    for happened in before:
        happened(bot)
    dry = imported(bot, tmp_path, table(GOOD), "--dry-run").stdout
    again = imported(bot, tmp_path, table(GOOD, "206-555-0111,,,Fair,2026-11-01")).stdout
    assert ("1 to be asked" in dry, "2 to be asked" in again) == (asked, asked)
    assert "2 to be asked" not in imported(bot, tmp_path, table(GOOD)).stdout
    assert one(bot, "SELECT count(*) FROM deliveries") == 2 + asked
    assert one(bot, "SELECT count(*) FROM consents WHERE act = 'claimed'") == 2 + asked


def test_two_lists_at_once_ask_again_once(bot: Bot, tmp_path: Path) -> None:
    imported(bot, tmp_path, table(GOOD))
    cancel(bot)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    at_once(*[lambda name=name: imported(bot, tmp_path / name, table(GOOD)) for name in ("one", "two")])
    assert bot.count("deliveries") == 2


@pytest.mark.parametrize(
    ("reply", "state"),
    [("JOIN", "active"), ("unirme", "active"), ("Join!", "active"), ("YES", "pending"), ("ok", "pending"), ("HELP", "pending")],
)
def test_pending_phone_confirms_by_join_alone(reply: str, state: str, bot: Bot, tmp_path: Path) -> None:
    imported(bot, tmp_path, table(GOOD))
    phone = bot.phone("+12535550142")
    heard = phone.text(reply)
    assert states(bot) == [("sanctuary", state)]
    assert ("you will get alerts" in heard.text or "recibira alertas" in heard.text) == (state == "active")


def test_join_of_who_was_imported_to_another_campaign_asks_which(bot: Bot, tmp_path: Path) -> None:
    phone = bot.phone("+12535550142")
    phone.text("TRUST 98402")
    imported(bot, tmp_path, table(GOOD))
    assert "1 Sanctuary alerts" in phone.text("JOIN").text
    phone.text("1")
    assert states(bot) == [("sanctuary", "active")]


def test_who_gets_the_alerts_already_stays_as_they_are(bot: Bot, tmp_path: Path) -> None:
    phone = bot.phone("+12535550142")
    for body in ("SANCTUARY 98402", "JOIN"):
        phone.text(body)
    before = contents(bot)
    assert "1 get the alerts already" in imported(bot, tmp_path, table(GOOD.replace("98402", "10001"))).stdout
    assert contents(bot) == before


@pytest.mark.parametrize("forget", [False, True], ids=["known", "erased since"])
def test_who_stopped_stays_stopped_and_is_told_with_the_line(forget: bool, bot: Bot, tmp_path: Path) -> None:
    phone = bot.phone("+12535550142")
    for body in ("SANCTUARY 98402", "STOP", *(["FORGET"] * 2 if forget else [])):
        phone.text(body)
    before = contents(bot)
    result = imported(bot, tmp_path, table(GOOD))
    assert "note: list.csv: line 2: has stopped all texts, and stays stopped" in result.stderr
    assert "1 stopped all texts, kept so" in result.stdout
    assert contents(bot) == before


def test_nobody_waits_while_it_is_told_who_is_kept_as_they_are(bot: Bot) -> None:
    for body in ("SANCTUARY 98402", "STOP"):
        bot.phone("+12535550142").text(body)
    campaign = bot.parts.campaigns.by_keyword("SANCTUARY")
    assert campaign is not None
    answers: list[str] = []
    with Staging(bot.parts.phone_cipher) as staging:
        for line, phone in enumerate(("+12535550142", "+12535550143"), 2):
            staging.add(Contact(line=line, phone=phone, language=None, zip=None, proof="Fair", given_at=bot.clock()))
        texts = confirmation_texts(campaign, "Patchline", "")
        said = lambda note: answers.append(bot.phone("+12535550143").text("MY DATA").text)  # noqa: E731
        load_contacts(bot.parts.database, staging, campaign, texts, bot.clock(), said)
    assert len(answers) == 1 and "not confirmed by you" in answers[0]


def staged_list(bot: Bot, staging: Staging, rows: int) -> Campaign:
    """Lay by a list of so many people; the campaign whose alerts they agreed to."""
    for line in range(2, rows + 2):
        phone = f"+1253556{line:04d}"
        staging.add(Contact(line=line, phone=phone, language=None, zip=None, proof="Fair", given_at=bot.clock()))
    campaign = bot.parts.campaigns.by_keyword("SANCTUARY")
    assert campaign is not None
    return campaign


def test_supporters_are_answered_between_the_pages_of_a_list(bot: Bot) -> None:
    answers: list[str] = []

    def someone_texts(rows: int) -> None:
        answers.append(bot.phone(f"+12535559{len(answers):03d}").text("JOIN SANCTUARY").text)

    with Staging(bot.parts.phone_cipher) as staging:
        campaign = staged_list(bot, staging, 1200)
        texts = confirmation_texts(campaign, "Patchline", "")
        loaded = load_contacts(bot.parts.database, staging, campaign, texts, bot.clock(), lambda note: None, tell=someone_texts)
    assert loaded.counts[NEW] == 1200
    assert len(answers) == 3 and all(answers)


def test_list_that_is_broken_off_leaves_nothing(bot: Bot) -> None:
    bot.phone("+12535560007").text("JOIN SANCTUARY")
    before, pages = contents(bot), count(1)

    def break_off(rows: int) -> None:
        if next(pages) == 2:
            raise KeyboardInterrupt

    with Staging(bot.parts.phone_cipher) as staging:
        campaign = staged_list(bot, staging, 1200)
        texts = confirmation_texts(campaign, "Patchline", "")
        with pytest.raises(KeyboardInterrupt):
            load_contacts(bot.parts.database, staging, campaign, texts, bot.clock(), lambda note: None, tell=break_off)
    assert contents(bot) == before


def test_long_list_is_loaded_whole(bot: Bot, tmp_path: Path) -> None:
    lines = [f"253-{555 + number // 10000:03d}-{number % 10000:04d},,,Fair,2026-11-01" for number in range(1200)]
    assert imported(bot, tmp_path, table(*lines)).exit_code == 0
    counted = rows(bot)
    assert {name: counted[name] for name in ("supporters", "subscriptions", "consents", "deliveries")} == dict.fromkeys(
        ("supporters", "subscriptions", "consents", "deliveries"), 1200
    )


def test_no_number_is_kept_in_the_clear(bot: Bot, tmp_path: Path) -> None:
    imported(bot, tmp_path, table(GOOD))
    assert "5550142" not in repr(contents(bot))
    assert one(bot, "SELECT count(*) FROM supporters") == 1


def test_page_on_importing_tells_the_columns_and_the_text() -> None:
    page = (ROOT / "docs" / "contacts.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (yes|no) \|", page, re.MULTILINE))
    assert told == {name: "yes" if name in NEEDED else "no" for name in MEANINGS}
    assert EXPIRES.days == 7 and "after seven days" in page


def test_text_on_the_page_is_the_text_that_is_sent(bot: Bot) -> None:
    page = " ".join((ROOT / "docs" / "contacts.md").read_text(encoding="utf-8").split())
    campaign = bot.parts.campaigns.by_keyword("SANCTUARY")
    assert campaign is not None
    assert confirmation_texts(campaign, "Patchline", "Casa Latina")["en"] in page


def test_time_of_consent_is_kept_in_utc(bot: Bot, tmp_path: Path) -> None:
    imported(bot, tmp_path, table(f"{GOOD.rsplit(',', 1)[0]},2026-11-02T10:00:00+05:00"))
    with bot.parts.database.read() as connection:
        (given_at,) = connection.execute(select(Consent.given_at)).scalars()
    assert given_at.isoformat() == "2026-11-02T05:00:00+00:00"


def test_who_stops_and_is_erased_while_the_list_is_loaded_stays_stopped(bot: Bot, tmp_path: Path) -> None:
    parts = bot.parts
    if parts.database.url.get_backend_name() == "sqlite":
        return  # there nobody else writes meanwhile
    phone = "+12535550143"
    encrypted, began = parts.phone_cipher.encrypt(phone), threading.Event()

    def meanwhile() -> None:
        """Hold the load up once it has read the ledger, as somebody with the same number is being written; then they stop."""
        waits = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        stop = ledger.LedgerEntry(
            programme="*", act="withdrawn", words="STOP", channel="sms", source="keyword", at=parts.clock()
        )
        with parts.database.write() as holding:
            holding.execute(insert(Supporter).values(phone=encrypted, created_at=parts.clock()))
            began.set()
            with parts.database.read() as connection:
                late = time.monotonic() + 5
                while connection.execute(waits).scalar() != 1:
                    assert time.monotonic() < late, "the load waits for nobody"
                    time.sleep(0.01)
            with parts.database.write() as connection:
                ledger.write_entries(connection, parts.phone_cipher.person_key(phone), None, [stop])
            holding.rollback()

    with Staging(parts.phone_cipher) as staging, ThreadPoolExecutor(1) as pool:
        staging.add(Contact(line=2, phone=phone, language=None, zip=None, proof="Market", given_at=parts.clock()))
        campaign = parts.campaigns.by_keyword("SANCTUARY")
        assert campaign is not None
        held_up = pool.submit(meanwhile)
        assert began.wait(10)
        load_contacts(parts.database, staging, campaign, {"en": "Join?", "es": "Join?"}, parts.clock(), lambda note: None)
        held_up.result()
    with parts.database.read() as connection:
        assert connection.execute(select(Supporter.stopped).where(Supporter.phone == encrypted)).scalar() is True


def test_list_with_a_language_that_the_campaign_does_not_speak_is_costed_and_asked_in_its_own(bot: Bot, tmp_path: Path) -> None:
    example = (ROOT / "docs" / "campaigns.md").read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "trees.yaml").write_text(example, encoding="utf-8")
    for arguments in (["load", str(tmp_path / "trees.yaml")], ["launch", "trees"]):
        answer = bot.app.test_cli_runner().invoke(args=["campaigns", *arguments])
        assert answer.exit_code == 0, answer.output
    bot.parts.served_campaigns.look()
    list_of_both = table(GOOD, "253-555-0143,es,98402,Farmers market,11/02/2026")
    for options in (["--dry-run"], []):
        result = imported(bot, tmp_path, list_of_both, "--campaign", "TREES", *options)
        assert result.exit_code == 0, result.output
    with bot.parts.database.read() as connection:
        (texts,) = connection.execute(select(Broadcast.texts)).scalars()
    assert list(texts) == ["en"]
    assert numbers(bot) == {"+12535550142", "+12535550143"}
