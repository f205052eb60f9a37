"""Signing in and out: passwords, codes, links, sessions, and whoever tries to come by one of them."""

from datetime import timedelta

import pyotp
import pytest
from flask.sessions import session_json_serializer
from itsdangerous import URLSafeSerializer

from bot.people.organizers import add_organizer
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import PASSWORD, Organizers, Visitor, prove_phone, text_of

ANA = "ana@example.org"

pytestmark = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)


def sign_in(visitor: Visitor, login: str = ANA, password: str = PASSWORD) -> int:
    return visitor.post("/sign-in", {"login": login, "password": password}).status_code


def second_factor(visitor: Visitor, bot: Bot) -> tuple[pyotp.TOTP, list[str]]:
    """Set one up; gives the app and the recovery codes."""
    page = visitor.get("/me/second-factor").get_data(as_text=True)
    secret = page.partition('<span class="code">')[2].partition("<")[0].replace(" ", "")
    app = pyotp.TOTP(secret)
    shown = visitor.post("/me/second-factor", {"code": app.at(bot.clock.now)})
    assert shown.status_code == 200
    codes = [line.partition("<")[0] for line in shown.get_data(as_text=True).split('<li class="code">')[1:]]
    return app, codes


def test_link_signs_in_once(bot: Bot, organizers: Organizers) -> None:
    link = organizers.link(organizers.enter("owner", "Ana"))
    looking, first, second = Visitor(bot), Visitor(bot), Visitor(bot)
    assert looking.get(link).status_code == 200, "a look does not use it up"
    assert first.post(link).status_code == 303
    assert first.get("/").status_code == 200
    assert second.post(link).status_code == 410
    assert second.get("/").status_code == 303


def test_link_is_gone_after_a_day(bot: Bot, organizers: Organizers) -> None:
    link = organizers.link(organizers.enter("owner", "Ana"))
    bot.clock.now += timedelta(hours=25)
    assert Visitor(bot).post(link).status_code == 410


def test_new_link_ends_the_one_before(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana")
    before, after = organizers.link(id), organizers.link(id)
    assert Visitor(bot).post(before).status_code == 410
    assert Visitor(bot).post(after).status_code == 303


@pytest.mark.parametrize("login", [ANA, " ANA@Example.org "])
def test_password_signs_in(bot: Bot, organizers: Organizers, login: str) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    visitor = Visitor(bot)
    assert sign_in(visitor, login) == 303
    assert "Ana" in text_of(visitor.get("/"))


def test_phone_signs_in_as_an_email_does(bot: Bot, organizers: Organizers) -> None:
    run = bot.app.test_cli_runner().invoke
    said = run(args=["organizers", "add", "(206) 555-0142", "--name", "Bo", "--campaign", "SANCTUARY"])
    assert said.exit_code == 0
    link = said.output.partition("/console")[2].split()[0]
    visitor = Visitor(bot)
    assert visitor.post(link).status_code == 303
    assert visitor.post("/me/password", {"new": PASSWORD}).status_code == 303
    assert sign_in(Visitor(bot), "206 555 0142") == 303


WRONG = [
    pytest.param("ana@example.org", "seven quiet heron", id="password"),
    pytest.param("eve@example.org", PASSWORD, id="nobody"),
    pytest.param("ana@example.org", "", id="empty"),
    pytest.param("12", PASSWORD, id="no name"),
    pytest.param("ana@example.org", "x" * 100_000, id="long"),
    pytest.param("\u0000'; --", "\u202e\u0000", id="hostile"),
]


@pytest.mark.parametrize(("login", "password"), WRONG)
def test_wrong_name_or_password_is_told_alike(bot: Bot, organizers: Organizers, login: str, password: str) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    answer = Visitor(bot).post("/sign-in", {"login": login, "password": password})
    assert answer.status_code == 403
    assert "This name and password do not fit together." in text_of(answer)


def test_guesser_has_to_wait_and_then_even_the_right_password_does(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    guesser = Visitor(bot)
    statuses = [sign_in(guesser, password=f"a wrong password {number}") for number in range(1, 12)]
    assert statuses == [403] * 10 + [429]
    assert sign_in(guesser) == 429
    assert sign_in(Visitor(bot, address="203.0.113.9")) == 303, "Ana herself, elsewhere, need not wait"
    bot.clock.now += timedelta(minutes=16)
    assert sign_in(guesser) == 303


def test_guesser_of_many_networks_has_to_wait_too(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    statuses = [sign_in(Visitor(bot, address=f"10.{number}.0.1"), password="wrong") for number in range(61)]
    assert set(statuses[:60]) == {403} and statuses[60] == 429


def test_number_is_one_name_however_it_is_written(bot: Bot, organizers: Organizers) -> None:
    with bot.parts.database.write() as connection:
        add_organizer(connection, bot.parts.phone_cipher, "+12535550142", "Ana", "", bot.clock())
    written = ["2535550142", "253-555-0142", "x 253-555-0142", "2535550142 a", "(253) 555.0142 zz", "+1 253 555 0142"]
    guesser = Visitor(bot, address="203.0.113.7")
    assert [sign_in(guesser, login, "wrong") for login in written * 2] == [403] * 10 + [429] * 2


def test_thousand_wrong_passwords_let_nobody_in_and_keep_nobody_out(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    ana = Visitor(bot, address="203.0.113.9")
    assert sign_in(ana) == 303 and ana.post("/sign-out").status_code == 303
    guessers = [Visitor(bot, address=f"198.51.{number}.7") for number in range(100)]
    tokens = [guesser.token() for guesser in guessers]
    moment, statuses = bot.clock.now, []
    for number in range(1_000):
        bot.clock.now = moment  # all within the hour
        guess = {"login": ANA, "password": f"a wrong password {number}"}
        statuses.append(guessers[number % 100].post("/sign-in", dict(guess), tokens[number % 100]).status_code)
    assert statuses.count(403) == 59 and statuses.count(429) == 941, "with the one of Ana sixty are looked at in the hour"
    assert sign_in(Visitor(bot, address="192.0.2.1")) == 429, "a browser that nobody knows has to wait, with the right one too"
    assert sign_in(ana, password="a slip of hers") == 403
    assert sign_in(ana) == 303, "Ana signs in with her own browser, wherever she is"


def test_neighbours_of_one_network_do_not_keep_each_other_out(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    for number in range(101):
        sign_in(Visitor(bot, address="203.0.113.5"), login=f"{number}@example.org", password="wrong")
    assert sign_in(Visitor(bot, address="203.0.113.5")) == 429
    assert sign_in(Visitor(bot, address="203.0.113.9")) == 303


def test_browser_that_is_known_gets_ten_tries_too_and_for_its_own_people_alone(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    organizers.enter("owner", "Bo", "bo@example.org", PASSWORD)
    ana = Visitor(bot)
    assert sign_in(ana) == 303 and ana.post("/sign-out").status_code == 303
    thief = Visitor(bot, address="198.51.100.1")
    thief.take_cookie(ana.cookie("patchline-device"), "patchline-device")
    assert [sign_in(thief, password=f"wrong {number}") for number in range(11)] == [403] * 10 + [429]
    for number in range(60):
        sign_in(Visitor(bot, address=f"10.{number}.0.1"), "bo@example.org", "wrong")
    assert sign_in(thief, "bo@example.org") == 429, "Bo never signed in there"
    forger = Visitor(bot, address="192.0.2.1")
    forger.take_cookie('{"device":"a","since":{"2":9999999999}}', "patchline-device")
    assert sign_in(forger, "bo@example.org") == 429
    bot.clock.now += timedelta(days=181)
    for number in range(60):
        sign_in(Visitor(bot, address=f"10.{number}.0.1"), password="wrong")
    assert sign_in(ana) == 429, "a browser that was not used for half a year is not known any more"


def test_codes_that_others_try_keep_nobody_out(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana", ANA, PASSWORD)
    ana = Visitor(bot)
    ana.post(organizers.link(id))
    app, _ = second_factor(ana, bot)
    ana.post("/sign-out")
    thief = Visitor(bot, address="198.51.100.1")
    assert sign_in(thief) == 303
    assert [thief.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(11)] == [403] * 10 + [429]
    bot.clock.now += timedelta(minutes=2)
    assert sign_in(ana) == 303
    assert ana.post("/sign-in/code", {"code": app.at(bot.clock.now)}).status_code == 303


def test_second_factor_is_asked_for_and_each_code_counts_once(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana", ANA, PASSWORD)
    first = Visitor(bot)
    assert first.post(organizers.link(id)).status_code == 303
    app, _ = second_factor(first, bot)

    bot.clock.now += timedelta(minutes=2)
    visitor, thief = Visitor(bot), Visitor(bot)
    assert sign_in(visitor) == 303
    assert visitor.get("/").status_code == 303, "the password alone opens nothing"
    assert visitor.post("/sign-in/code", {"code": "000000"}).status_code == 403
    code = app.at(bot.clock.now)
    assert visitor.post("/sign-in/code", {"code": code}).status_code == 303
    assert visitor.get("/").status_code == 200
    assert sign_in(thief) == 303
    assert thief.post("/sign-in/code", {"code": code}).status_code == 403, "looked over somebody's shoulder"


def test_code_cannot_be_guessed(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana", ANA, PASSWORD)
    first = Visitor(bot)
    first.post(organizers.link(id))
    second_factor(first, bot)
    guesser = Visitor(bot)
    assert sign_in(guesser) == 303
    statuses = [guesser.post("/sign-in/code", {"code": f"{number:06}"}).status_code for number in range(11)]
    assert statuses == [403] * 10 + [429]


def test_recovery_code_counts_once_and_lies_in_no_table(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana", ANA, PASSWORD)
    first = Visitor(bot)
    first.post(organizers.link(id))
    _, codes = second_factor(first, bot)
    assert len(codes) == 8
    with bot.parts.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT code FROM recovery_codes").scalars().all()
    assert not any(codes[0].encode() in bytes(each) for each in kept)
    for expected in (303, 403):
        visitor = Visitor(bot)
        assert sign_in(visitor) == 303
        assert visitor.post("/sign-in/code", {"code": codes[0].upper().replace("-", " ")}).status_code == expected


def test_old_proof_is_asked_for_again_by_code_where_there_is_no_password(bot: Bot, organizers: Organizers) -> None:
    owner = organizers.signed_in("owner", "Ana")
    app, _ = second_factor(owner, bot)
    assert owner.post("/people", {"name": "Bo", "role": "viewer"}).status_code == 200
    bot.clock.now += timedelta(minutes=20)
    asked = owner.post("/people", {"name": "Cy", "role": "viewer"})
    assert asked.status_code == 303 and "/again" in asked.headers["Location"]
    assert owner.post("/again", {"proof": app.at(bot.clock.now)}).status_code == 303
    assert owner.post("/people", {"name": "Cy", "role": "viewer"}).status_code == 200


def test_link_stands_for_no_second_factor(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana", ANA, PASSWORD)
    first = Visitor(bot)
    first.post(organizers.link(id))
    second_factor(first, bot)
    thief = Visitor(bot)
    assert thief.post(organizers.link(id)).headers["Location"].endswith("/sign-in/code")
    assert thief.get("/").status_code == 303


def test_stolen_session_in_another_browser_is_ended(bot: Bot, organizers: Organizers) -> None:
    owner = organizers.signed_in("owner", "Ana")
    thief = Visitor(bot, agent="curl/8.5")
    thief.take_cookie(owner.cookie())
    assert thief.get("/").status_code == 303
    assert owner.get("/").status_code == 303, "it is ended for both: Ana signs in again"


def test_stolen_session_on_another_network_is_asked_for_the_password(bot: Bot, organizers: Organizers) -> None:
    owner = organizers.signed_in("owner", "Ana")
    owner.post("/me/password", {"new": PASSWORD})
    thief = Visitor(bot, address="203.0.113.9")
    thief.take_cookie(owner.cookie())
    answer = thief.get("/people")
    assert answer.status_code == 303 and "/again" in answer.headers["Location"]
    assert thief.post("/again", {"proof": "a guess of theirs"}).status_code == 403
    assert thief.get("/people").status_code == 303
    owner.address = "203.0.113.7"
    assert owner.post("/again", {"proof": PASSWORD, "next": "/console/people"}).headers["Location"] == "/console/people"
    assert owner.get("/people").status_code == 200


def test_session_ends_by_itself_and_by_hand(bot: Bot, organizers: Organizers) -> None:
    owner = organizers.signed_in("owner", "Ana")
    bot.clock.now += timedelta(days=31)
    assert owner.get("/").status_code == 303
    owner = organizers.signed_in("owner", "Bo")
    assert owner.post("/sign-out").status_code == 303
    assert owner.get("/").status_code == 303


def test_sign_out_clears_what_the_browser_keeps(bot: Bot, owner: Visitor) -> None:
    assert owner.post("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_cookie_holds_no_secret_of_a_second_factor(bot: Bot, owner: Visitor) -> None:
    page = owner.get("/me/second-factor").get_data(as_text=True)
    secret = page.partition('<span class="code">')[2].partition("<")[0].replace(" ", "")
    payload = owner.cookie().rsplit(".", 2)[0]
    kept = URLSafeSerializer("anybody reads it", serializer=session_json_serializer).load_payload(payload.encode())
    assert len(secret) == 32 and kept["secret"] and secret not in repr(kept)
    assert secret in owner.get("/me/second-factor").get_data(as_text=True).replace(" ", ""), "the same until it is taken"


def test_session_is_ended_from_another_one(bot: Bot, organizers: Organizers) -> None:
    id = organizers.enter("owner", "Ana", ANA, PASSWORD)
    lost, here = Visitor(bot), Visitor(bot)
    assert sign_in(lost) == sign_in(here) == 303
    with bot.parts.database.read() as connection:
        first = connection.exec_driver_sql("SELECT min(id) FROM organizer_sessions").scalar()
    assert here.post(f"/me/sessions/{first}/end").status_code == 303
    assert lost.get("/").status_code == 303 and here.get("/").status_code == 200
    assert "signed themselves out elsewhere" in text_of(here.get("/audit"))
    bot.clock.now += timedelta(minutes=16)
    assert "/again" in here.post("/me/sessions/2/end").headers["Location"], "who sits down at an open laptop ends none"
    assert here.get("/").status_code == 200
    eve = organizers.signed_in("owner", "Eve")
    assert eve.post("/me/sessions/2/end").status_code == 404, f"of {id}, not hers"


def test_new_password_ends_all_other_sessions(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    lost, here = Visitor(bot), Visitor(bot)
    assert sign_in(lost) == sign_in(here) == 303
    assert here.post("/me/password", {"old": PASSWORD, "new": "eight quiet herons"}).status_code == 303
    assert lost.get("/").status_code == 303 and here.get("/").status_code == 200
    assert sign_in(Visitor(bot)) == 403 and sign_in(Visitor(bot), password="eight quiet herons") == 303


def test_old_password_cannot_be_guessed_in_a_session_that_was_left_open(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    visitor = Visitor(bot)
    assert sign_in(visitor) == 303
    token = visitor.token()
    codes = [
        visitor.post("/me/password", {"old": f"guess {n}", "new": "eight quiet herons"}, token).status_code for n in range(11)
    ]
    assert codes == [422] * 10 + [429]
    assert visitor.post("/me/password", {"old": PASSWORD, "new": "eight quiet herons"}, token).status_code == 429


@pytest.mark.parametrize("path", ["/me/second-factor", "/me/passkeys", "/me/passkeys/options"])
def test_second_factor_is_added_by_who_proves_the_password(bot: Bot, organizers: Organizers, path: str) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    visitor = Visitor(bot)
    assert sign_in(visitor) == 303
    visitor.get("/me/second-factor")
    bot.clock.now += timedelta(minutes=16)
    answer = visitor.post(path, {"code": "123456"})
    assert answer.status_code == 303 and "/again" in answer.headers["Location"]


def test_piece_of_a_page_is_no_other_page_where_proof_is_asked_for(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    visitor = Visitor(bot)
    assert sign_in(visitor) == 303
    assert visitor.get("/figures", X_Fragment="0").status_code == 200
    visitor.address = "203.0.113.9"
    assert visitor.get("/figures", X_Fragment="0").status_code == 401
    assert visitor.get("/figures").status_code == 303


def test_piece_of_a_page_changes_no_cookie(bot: Bot, owner: Visitor) -> None:
    owner.get("/")
    assert "Set-Cookie" not in owner.get("/figures", X_Fragment="0").headers
    assert "Set-Cookie" not in owner.get("/").headers


WEAK = {
    "short": "short",
    "two   three": "short",
    "seven      x": "short",
    "aaaaaaaaaaaa": "easy",
    "abcdefghijkl": "easy",
    "anastasia rules": "your name",
    "xylophone" * 15: "long",
    "1q2w3e4r5t6y": "Many people",
    "Password2026!": "Many people",
    "...iloveyou...": "Many people",
    "dragondragon99": "Many people",
}
STRONG = ["seven quiet herons", "e" * 6 + "x@1bcé" + " 鷺 🪶", "long words " * 11 + "long", "iloveyou herons 99"]


@pytest.mark.parametrize("weak", WEAK)
def test_weak_password_is_refused_with_the_mend(bot: Bot, organizers: Organizers, weak: str) -> None:
    visitor = organizers.signed_in("owner", "Anastasia")
    answer = visitor.post("/me/password", {"new": weak})
    assert answer.status_code == 422 and WEAK[weak] in text_of(answer)


@pytest.mark.parametrize("strong", STRONG)
def test_password_of_any_characters_is_taken_and_is_the_whole_of_it(bot: Bot, organizers: Organizers, strong: str) -> None:
    owner = organizers.signed_in("owner", "Anastasia")
    assert owner.post("/me/password", {"new": strong}).status_code == 303
    for old, status in ((f"{strong}x", 422), (strong[:-1], 422), (strong, 303)):
        assert owner.post("/me/password", {"old": old, "new": "eight quiet herons"}).status_code == status


def test_long_password_of_an_earlier_version_signs_in_and_nothing_that_begins_with_it(bot: Bot, organizers: Organizers) -> None:
    long = "herons and " * 18 + "me"
    assert len(long) == 200
    organizers.enter("owner", "Ana", ANA, long)
    assert [sign_in(Visitor(bot), password=each) for each in (f"{long}!", long[:128], long)] == [403, 403, 303]


def test_role_holds_from_the_next_click(bot: Bot, organizers: Organizers, owner: Visitor) -> None:
    other = organizers.signed_in("owner", "Bo")
    assert other.get("/people").status_code == 200
    assert owner.post(f"/people/{other.person}/role", {"role": "viewer"}).status_code == 303
    assert other.get("/people").status_code == 403 and other.get("/").status_code == 200
    assert owner.post(f"/people/{other.person}/remove").status_code == 303
    assert other.get("/").status_code == 303


def test_somebody_stays_an_owner(bot: Bot, owner: Visitor) -> None:
    assert owner.post(f"/people/{owner.person}/role", {"role": "viewer"}).status_code == 409
    assert owner.post(f"/people/{owner.person}/remove").status_code == 409
    assert "owner" in text_of(owner.get("/people")).casefold()


def test_person_who_is_added_signs_in_by_the_link_that_is_shown(bot: Bot, owner: Visitor) -> None:
    shown = owner.post("/people", {"name": "Bo <b>", "email": "bo@example.org", "role": "captain"}).get_data(as_text=True)
    assert "Bo &lt;b&gt;" in shown and "Bo <b>" not in shown
    link = shown.partition("/console/link/")[2].partition("<")[0]
    visitor = Visitor(bot)
    assert visitor.post(f"/link/{link}").status_code == 303
    assert visitor.get("/").status_code == 200 and visitor.get("/people").status_code == 403
    assert owner.post("/people", {"name": "Cy", "email": "BO@example.org", "role": "viewer"}).status_code == 422


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "/other", "javascript:alert(1)"]


@pytest.mark.parametrize("next", ELSEWHERE)
def test_sign_in_leads_to_no_other_site(bot: Bot, organizers: Organizers, next: str) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    answer = Visitor(bot).post("/sign-in", {"login": ANA, "password": PASSWORD, "next": next})
    assert answer.headers["Location"] == "/console/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    visitor = Visitor(bot)
    asked = visitor.get("/audit?before=7")
    assert asked.headers["Location"] == "/console/sign-in?next=/console/audit?before%3D7"
    answer = visitor.post("/sign-in", {"login": ANA, "password": PASSWORD, "next": "/console/audit?before=7"})
    assert answer.headers["Location"] == "/console/audit?before=7"


def test_acts_are_in_the_log_with_who_and_what(bot: Bot, owner: Visitor) -> None:
    owner.post("/people", {"name": "Bo", "role": "captain"})
    shown = text_of(owner.get("/audit"))
    assert "Ana" in shown and "added a person" in shown and "Bo: captain" in shown


def test_no_number_address_or_password_is_in_the_tables(bot: Bot, organizers: Organizers) -> None:
    organizers.enter("owner", "Ana", ANA, PASSWORD)
    sign_in(Visitor(bot))
    with bot.parts.database.read() as connection:
        for table in ("organizers", "organizer_sessions", "sign_in_links", "audit_entries", "rate_windows"):
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                shown = repr([bytes(each) if isinstance(each, memoryview) else each for each in row])
                assert ANA not in shown and PASSWORD not in shown and "127.0.0.1" not in shown


def test_page_is_in_the_language_that_is_asked_for_and_stays_in_it(bot: Bot, owner: Visitor) -> None:
    assert "Hoy" in text_of(owner.get("/?lang=es"))
    assert "Personas" in text_of(owner.get("/people"))
    assert "People" in text_of(owner.get("/people?lang=en"))


def test_own_phone_is_nobody_elses_and_sends_alerts_for_its_role_alone(
    bot: Bot, organizers: Organizers, owner: Visitor
) -> None:
    bo, phone = organizers.signed_in("organizer", "Bo"), bot.phone()
    prove_phone(bo, phone)
    assert "ALERT" not in owner.post("/me/phone", {"phone": "12"}).get_data(as_text=True)
    assert "another organizer" in text_of(owner.post("/me/phone", {"phone": phone.number}))
    assert "yours" in text_of(bo.get("/me")) and phone.number[2:] not in text_of(bo.get("/me"))
    assert organizers.signed_in("viewer").post("/me/phone", {"phone": bot.phone().number}).status_code == 403
    as_organizer = phone.text("ALERT").text
    owner.post(f"/people/{bo.person}/role", {"role": "viewer"})
    assert phone.text("ALERT").text != as_organizer, "who may only look sends no alert from a phone either"
    typed = [owner.post("/me/phone", {"phone": bot.phone().number}).status_code for _ in range(11)]
    assert typed[-1] == 429
