"""Who is entered for one campaign sees of no other whom it has, what they wrote, its files, alerts and results: each route."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.broadcasts.lifecycle import Draft, create_broadcast, start_broadcast
from bot.exports.export_request import ExportRequest
from bot.models import NotUnderstood, Supporter
from bot.people import ledger
from bot.people.ledger import LedgerEntry
from bot.runtime import CONSOLE
from bot.web.console.access import ROUTES
from tests.conftest import EACH_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor, text_of
from tests.console.test_supporter_lists import GOOD, table, uploaded

OWN, OTHER = "trust-act", "sanctuary"
# Routes with the number of a thing, by what the thing is.
OF_A_CAMPAIGN: Mapping[str, tuple[str, ...]] = {
    "supporter": tuple(f"supporters.{name}" for name in ("person", "stop", "ask_forget", "forget", "move", "note")),
    "inbox": tuple(f"inbox.{name}" for name in ("thread", "same", "answer", "done", "open_again", "assign", "star")),
    "alert": tuple(
        f"alerts.{name}"
        for name in (
            *("page", "edit", "save", "preview", "ask_preview", "test", "approve", "send", "progress", "failures_csv"),
            *("pause", "resume", "cancel"),
        )
    ),
    "list": tuple(
        f"supporters.{name}"
        for name in ("show_import", "import_progress", "choose_columns", "agree", "discard", "cancel", "bad_rows")
    ),
    "export": ("exports.fetch", "exports.remove"),
}
# Those with the number of what belongs to no campaign: to everybody, or to owners, who may see all.
OF_NONE = (
    *("account.end_session", "people.change_role", "people.give_link", "people.remove", "keys.end"),
    *("inbox.try_phrase", "inbox.use_phrase", "inbox.remove_phrase"),
    *("campaigns.version", "campaigns.restore"),  # numbers of versions; whose, is the campaign's id before them
    *(f"connections.{name}" for name in ("one", "postings", "test", "replay", "switch", "change", "new_secret", "remove")),
    "connections.end_sheet",
)

pytestmark = pytest.mark.parametrize("lasting", EACH_DATABASE, indirect=True)


def routes(bot: Bot) -> list[tuple[str, str, str]]:
    """Every route with a number in its address: name, method, address."""
    rules = bot.app.extensions[CONSOLE].console().url_map.iter_rules()
    return [
        (rule.endpoint, method, rule.rule)
        for rule in rules
        for method in rule.methods & {"GET", "POST"}
        if "<int:" in rule.rule
    ]


class Things:
    """Of two campaigns one of each: a supporter, a text in the inbox, an alert, a list, a file."""

    def __init__(self, bot: Bot, owner: Visitor, bound: Visitor) -> None:
        self.of: dict[str, dict[str, int]] = {}
        self.numbers: dict[str, str] = {}
        for campaign, first, words in ((OWN, "TRUST", "purple elephants"), (OTHER, "SANCTUARY", "moonlight sonata")):
            phone = bot.phone()
            for said in (f"{first} 98402", words):
                phone.text(said)
            self.numbers[campaign] = phone.number
            now = bot.clock()
            draft = Draft(campaign=campaign, audience_filter={}, texts={"en": words}, expires_at=now + timedelta(hours=9))
            with bot.parts.database.write() as connection:
                alert = create_broadcast(connection, draft, now)
                start_broadcast(connection, alert, now)
                asked = ExportRequest(what="supporters", campaign=campaign)
                export = bot.parts.exports.ask(connection, bound.person, asked, now)
                supporter = connection.execute(select(Supporter.id).order_by(Supporter.id.desc())).scalars().first()
                row = connection.execute(
                    select(NotUnderstood.id).where(NotUnderstood.supporter_id == supporter).order_by(NotUnderstood.id.desc())
                )
                inbox = row.scalars().first()
                assert supporter and inbox
                entry = LedgerEntry(programme=campaign, act="granted", words="JOIN", channel="sms", source="keyword", at=now)
                ledger.write_entries(connection, bot.parts.phone_cipher.person_key(phone.number), supporter, [entry])
            bot.parts.exports.do(export)
            self.of[campaign] = {
                "supporter": supporter,
                "inbox": inbox,
                "alert": alert,
                "export": export,
                "list": uploaded(owner, table(GOOD), campaign=campaign),
            }


@pytest.fixture
def bound(organizers: Organizers) -> Visitor:
    return organizers.bound_to(OWN)


@pytest.fixture
def things(bot: Bot, owner: Visitor, bound: Visitor) -> Things:
    return Things(bot, owner, bound)


def test_every_route_with_a_number_has_its_row(bot: Bot) -> None:
    rows = {*OF_NONE, *(each for endpoints in OF_A_CAMPAIGN.values() for each in endpoints)}
    assert {endpoint for endpoint, _, _ in routes(bot)} == rows <= set(ROUTES)


@pytest.mark.parametrize("campaign", [OTHER, OWN])
def test_numbers_of_another_campaign_open_and_change_nothing(bot: Bot, bound: Visitor, things: Things, campaign: str) -> None:
    wrong, token = [], bound.token()
    kinds = {endpoint: kind for kind, endpoints in OF_A_CAMPAIGN.items() for endpoint in endpoints}
    # What takes a thing away comes last, so that the others find it.
    last = ("supporters.forget", "supporters.discard", "supporters.cancel", "exports.remove", "alerts.cancel")
    for endpoint, method, rule in sorted(routes(bot), key=lambda each: each[0] in last):
        if endpoint not in kinds:
            continue
        path = rule.replace("<int:id>", str(things.of[campaign][kinds[endpoint]]))
        answer = bound.get(path) if method == "GET" else bound.post(path, token=token)
        # An alert that was not written in the console has no draft: its own organizer is told so by a 404.
        allowed = answer.status_code != 403 if campaign == OWN else answer.status_code not in (403, 404)
        told = any(each in answer.get_data(as_text=True) for each in ("moonlight", things.numbers[OTHER][-4:]))
        if allowed != (campaign == OWN) or told:
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong
    if campaign == OTHER:
        assert bot.count("not_understood WHERE state = 'done'") == 0
        assert bot.count("broadcasts WHERE state = 'sending'") == 2


LISTS = [
    *("/", "/figures", "/supporters", f"/supporters?campaign={OTHER}", f"/supporters?state=active&campaign={OTHER}"),
    *("/supporters?place=WA", "/inbox", f"/inbox?campaign={OTHER}", "/inbox?place=mine", "/alerts", "/exports"),
    *("/supporters/import", "/exports/progress", f"/alerts?campaign={OTHER}", "/results"),
]


@pytest.mark.parametrize("path", LISTS)
def test_lists_hold_nothing_of_another_campaign(bound: Visitor, owner: Visitor, things: Things, path: str) -> None:
    page = bound.get(path)
    assert page.status_code == 200
    for hidden in ("moonlight", f"-{things.numbers[OTHER][-4:]}", f'/supporters/{things.of[OTHER]["supporter"]}"'):
        assert hidden not in page.get_data(as_text=True), hidden
    if path in ("/supporters", "/supporters?place=WA"):
        assert f"-{things.numbers[OWN][-4:]}" in page.get_data(as_text=True)
        assert f"-{things.numbers[OTHER][-4:]}" in owner.get(path).get_data(as_text=True)
    if path == "/inbox":
        assert "purple elephants" in page.get_data(as_text=True) and "moonlight" in owner.get(path).get_data(as_text=True)


REFUSED = [
    *(f"/results/{OTHER}", f"/results?campaign={OTHER}", f"/results/save/days.csv?campaign={OTHER}"),
    *(f"/results/card.svg?campaign={OTHER}", f"/campaigns/{OTHER}/edit", f"/campaigns/{OTHER}/text", "/inbox/teach"),
]


@pytest.mark.parametrize("path", REFUSED)
def test_another_campaign_is_refused_by_name(bound: Visitor, things: Things, path: str) -> None:
    assert bound.get(path).status_code == 403
    own = path.replace(OTHER, OWN)
    assert own == path or bound.get(own).status_code in (200, 404)


def test_files_hold_the_own_campaign_alone(bound: Visitor, things: Things) -> None:
    assert bound.post("/exports/make", {"what": "supporters", "kind": "csv", "campaign": OTHER}).status_code == 403
    answer = bound.post("/exports/make", {"what": "supporters", "kind": "csv"})
    assert answer.status_code == 200 and things.numbers[OTHER][2:] not in answer.get_data(as_text=True)


def test_number_of_another_campaigns_supporter_is_not_found(bound: Visitor, things: Things) -> None:
    assert bound.post("/supporters/find", {"number": things.numbers[OTHER]}).status_code == 404
    assert bound.post("/supporters/find", {"number": things.numbers[OWN]}).status_code == 303


def test_same_words_of_another_campaign_stay_open(bot: Bot, bound: Visitor) -> None:
    for first in ("SANCTUARY 98402", "TRUST 98402"):
        phone = bot.phone()
        for words in (first, "purple elephants"):
            phone.text(words)
    with bot.parts.database.read() as connection:
        own = connection.execute(select(NotUnderstood.id).where(NotUnderstood.campaign == OWN)).scalars().one()
    assert bound.post(f"/inbox/{own}/done", {"all": "yes"}).status_code == 303
    assert bot.count("not_understood WHERE state = 'done'") == 1


# --- A person who is of both campaigns ----------------------------------------------------------------------------------


class Both:
    """Somebody who wrote about both campaigns and got an alert of each, whom an owner answered and wrote a note about."""

    def __init__(self, bot: Bot, owner: Visitor) -> None:
        phone, rows = bot.phone(), []
        for first, words in (("TRUST 98402", "purple elephants"), ("SANCTUARY", "moonlight sonata")):
            for said in (first, "JOIN", words):
                phone.text(said)
        with bot.parts.database.write() as connection:
            self.supporter = connection.execute(select(Supporter.id)).scalars().one()
            for campaign in (OWN, OTHER):
                waits = (NotUnderstood.campaign == campaign, NotUnderstood.state == "waiting")
                rows.append(connection.execute(select(NotUnderstood.id).where(*waits)).scalars().one())
                texts, now = {"en": f"vote on {campaign}", "es": f"voto de {campaign}"}, bot.clock()
                draft = Draft(campaign=campaign, audience_filter={}, texts=texts, expires_at=now + timedelta(hours=9))
                start_broadcast(connection, create_broadcast(connection, draft, now), now)
        self.own, self.other = rows
        phone.get_alerts()
        bot.clock.now += timedelta(seconds=1)
        assert answer(owner, self.other, "see you at the moonlight vigil", 0) == 303
        bot.clock.now += timedelta(seconds=1)
        assert owner.post(f"/supporters/{self.supporter}/note", {"note": "likes moonlight"}).status_code == 303
        assert "moonlight" in owner.get(f"/supporters/{self.supporter}").get_data(as_text=True)
        self.phone = phone


def answer(visitor: Visitor, id: int, words: str, last: int, **more: int) -> int:
    fields = {"words": words, "last_answer": last, "until": id, **more}
    return visitor.post(f"/inbox/{id}/answer", fields).status_code


@pytest.fixture
def both(bot: Bot, owner: Visitor) -> Both:
    return Both(bot, owner)


def test_of_a_person_of_both_campaigns_what_is_the_others_is_not_read(bot: Bot, bound: Visitor, both: Both) -> None:
    person, thread = (text_of(bound.get(path)) for path in (f"/supporters/{both.supporter}", f"/inbox/{both.own}"))
    for page in (person, thread):
        assert "purple elephants" in page and "moonlight" not in page
    assert f"vote on {OWN}" in person and f"vote on {OTHER}" not in person and "wrote a note" not in person
    assert bound.get(f"/inbox/{both.own}?before={both.other}").get_data(as_text=True).count("moonlight") == 0
    assert bound.post(f"/supporters/{both.supporter}/note", {"note": "likes elephants"}).status_code == 303
    assert "likes elephants" in text_of(bound.get(f"/supporters/{both.supporter}"))


ANSWERERS = [pytest.param("bound", id="who sees one campaign"), pytest.param("captain", id="who sees all")]


@pytest.mark.parametrize("who", ANSWERERS)
def test_answer_about_the_own_campaign_is_read_and_one_of_who_is_bound_leaves_the_others_waiting(
    bot: Bot, organizers: Organizers, owner: Visitor, bound: Visitor, who: str
) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "moonlight sonata", "TRUST", "purple elephants"):
        phone.text(words)
    with bot.parts.database.read() as connection:
        rows = {row.campaign: row.id for row in connection.execute(select(NotUnderstood.campaign, NotUnderstood.id))}
    if who == "captain":
        assert owner.post(f"/inbox/{rows[OTHER]}/done", {"until": rows[OTHER]}).status_code == 303
        bot.clock.now += timedelta(seconds=1)
    assert answer(bound if who == "bound" else organizers.signed_in("captain"), rows[OWN], "bring peanuts", 0) == 303
    assert "bring peanuts" in text_of(bound.get(f"/inbox/{rows[OWN]}"))
    with bot.parts.database.read() as connection:
        states = {row.campaign: row.state for row in connection.execute(select(NotUnderstood.campaign, NotUnderstood.state))}
    assert states == {OWN: "done", OTHER: "waiting" if who == "bound" else "done"}


@pytest.mark.parametrize("said", ["They have to do with another campaign as well", "ver con otra campaña"])
def test_who_is_of_both_campaigns_is_forgotten_and_moved_by_who_sees_all(
    bot: Bot, owner: Visitor, bound: Visitor, both: Both, said: str
) -> None:
    path = f"/supporters/{both.supporter}"
    bound.get("/?lang=es" if "otra" in said else "/?lang=en")
    assert said in text_of(bound.get(path)) and f"{path}/forget" not in bound.get(path).get_data(as_text=True)
    refused = [bound.get(f"{path}/forget"), bound.post(f"{path}/forget"), bound.post(f"{path}/home", {"zip": "98101"})]
    assert [(each.status_code, said in text_of(each)) for each in refused] == [(403, True)] * 3
    assert bot.count("supporters WHERE zip = '98402'") == 1
    assert owner.post(f"{path}/home", {"zip": "98101"}).status_code == 303
    assert bot.count("supporters WHERE zip = '98101'") == 1
    assert owner.post(f"{path}/forget").status_code == 303 and bot.count("supporters") == 0


def test_who_is_of_the_own_campaign_alone_is_moved_and_forgotten(bot: Bot, bound: Visitor, things: Things) -> None:
    path = f"/supporters/{things.of[OWN]['supporter']}"
    assert bound.post(f"{path}/home", {"zip": "98101"}).status_code == 303
    assert bound.post(f"{path}/forget").status_code == 303 and bot.count("supporters") == 1


def test_captain_who_is_bound_opens_the_page_of_who_wrote_about_the_own_campaign(
    bot: Bot, bound: Visitor, owner: Visitor
) -> None:
    phone = bot.phone()
    for words in ("TRUST 98402", "JOIN", "SANCTUARY", "moonlight sonata"):
        phone.text(words)
    owner.post(f"/people/{bound.person}/role", {"role": "captain"})
    assert bound.get("/supporters/1").status_code == 403
    for words in ("TRUST", "purple elephants"):
        phone.text(words)
    assert bound.get("/supporters/1").status_code == 200
