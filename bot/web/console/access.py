"""Who may open which page of the console: one row a route. A route without a row is nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.accounts.roles import ROLES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """`roles`: who may. `signed_out`: also who is not signed in. `fresh`: only who proved who they are within minutes.
    `own_campaign`: of who is entered for one campaign only where the address is that campaign's. `all_campaigns`: not who is
    entered for one campaign: it changes what all of them have."""

    roles: frozenset[Role] = frozenset(ROLES)
    signed_out: bool = False
    fresh: bool = False
    own_campaign: bool = False
    all_campaigns: bool = False


def _only(*roles: Role, fresh: bool = False, own_campaign: bool = False, all_campaigns: bool = False) -> AccessRule:
    return AccessRule(roles=frozenset(roles), fresh=fresh, own_campaign=own_campaign, all_campaigns=all_campaigns)


EVERYBODY = AccessRule(signed_out=True)
ALL = AccessRule()
ALL_FRESH = AccessRule(fresh=True)
ORGANIZERS = _only("owner", "organizer")
ORGANIZERS_OF_IT = _only("owner", "organizer", own_campaign=True)
ORGANIZERS_OF_ALL = _only("owner", "organizer", all_campaigns=True)
ORGANIZERS_FRESH = _only("owner", "organizer", fresh=True)
CAPTAINS = _only("owner", "organizer", "captain")
OWNERS = _only("owner")
OWNERS_FRESH = _only("owner", fresh=True)

ROUTES: Mapping[str, AccessRule] = MappingProxyType(
    {
        "static": EVERYBODY,
        # Sign-in
        "sign_in.ask": EVERYBODY,
        "sign_in.take": EVERYBODY,
        "sign_in.ask_code": EVERYBODY,
        "sign_in.take_code": EVERYBODY,
        "sign_in.show_link": EVERYBODY,
        "sign_in.use_link": EVERYBODY,
        "passkey.proof_options": EVERYBODY,
        "passkey.take": EVERYBODY,
        "sign_in.ask_again": ALL,
        "sign_in.take_again": ALL,
        "sign_in.sign_out": ALL,
        # One's own account
        "account.show": ALL,
        "account.change_password": ALL,
        "account.give_phone": ORGANIZERS_FRESH,
        "account.ask_second": ALL_FRESH,
        "account.take_second": ALL_FRESH,
        "account.end_session": ALL_FRESH,
        "passkey.new_options": ALL_FRESH,
        "passkey.add": ALL_FRESH,
        "passkey.remove": ALL_FRESH,
        # Today
        "today.show": ALL,
        "today.pause": CAPTAINS,
        "today.figures": ALL,
        "demo.make": ORGANIZERS_OF_ALL,
        "more.show": ALL,
        # Supporters
        "supporters.show": ORGANIZERS,
        "supporters.find": ORGANIZERS,
        "supporters.stop_number": ORGANIZERS,
        "supporters.person": CAPTAINS,
        "supporters.stop": CAPTAINS,
        "supporters.ask_forget": ORGANIZERS_FRESH,
        "supporters.forget": ORGANIZERS_FRESH,
        "supporters.move": ORGANIZERS,
        "supporters.note": ORGANIZERS,
        "supporters.import_form": ORGANIZERS,
        "supporters.import_template": ORGANIZERS,
        "supporters.upload": ORGANIZERS,
        "supporters.show_import": ORGANIZERS,
        "supporters.import_progress": ORGANIZERS,
        "supporters.choose_columns": ORGANIZERS,
        "supporters.agree": ORGANIZERS,
        "supporters.discard": ORGANIZERS,
        "supporters.cancel": ORGANIZERS,
        "supporters.bad_rows": ORGANIZERS,
        # Files: whole numbers leave in them
        **dict.fromkeys(("exports.show", "exports.make", "exports.fetch"), ORGANIZERS_FRESH),
        **dict.fromkeys(("exports.progress", "exports.remove"), ORGANIZERS),
        # Inbox
        "inbox.show": CAPTAINS,
        "inbox.same": CAPTAINS,
        "inbox.thread": CAPTAINS,
        "inbox.measure": CAPTAINS,
        "inbox.answer": CAPTAINS,
        "inbox.done": CAPTAINS,
        "inbox.open_again": CAPTAINS,
        "inbox.assign": CAPTAINS,
        "inbox.star": CAPTAINS,
        "inbox.teach": ORGANIZERS_OF_ALL,
        "inbox.add_phrase": ORGANIZERS_OF_ALL,
        "inbox.try_phrase": ORGANIZERS_OF_ALL,
        "inbox.use_phrase": ORGANIZERS_OF_ALL,
        "inbox.remove_phrase": ORGANIZERS_OF_ALL,
        # Results
        "results.show": ALL,
        "results.save": ALL,
        "results.card": ALL,
        # Alerts
        "alerts.show": ALL,
        "alerts.new": ORGANIZERS,
        "alerts.create": ORGANIZERS,
        "alerts.check": ORGANIZERS,
        "alerts.page": ALL,
        "alerts.edit": ORGANIZERS,
        "alerts.save": ORGANIZERS,
        "alerts.preview": ORGANIZERS,
        "alerts.ask_preview": ORGANIZERS,
        "alerts.test": ORGANIZERS,
        "alerts.approve": ORGANIZERS,
        "alerts.send": ORGANIZERS,
        "alerts.progress": ALL,
        "alerts.failures_csv": ALL,
        "alerts.pause": CAPTAINS,
        "alerts.resume": ORGANIZERS,
        "alerts.cancel": ORGANIZERS,
        # Campaigns
        **dict.fromkeys(("campaigns.show", "campaigns.overview", "campaigns.versions", "campaigns.version"), ALL),
        **dict.fromkeys(("campaigns.ask_new", "campaigns.create", "campaigns.copy", "campaigns.take_file"), ORGANIZERS_OF_IT),
        **dict.fromkeys(("campaigns.edit", "campaigns.save", "campaigns.edit_text", "campaigns.save_text"), ORGANIZERS_OF_IT),
        **dict.fromkeys(("campaigns.preview", "campaigns.logo", "campaigns.restore", "campaigns.test"), ORGANIZERS_OF_IT),
        **dict.fromkeys(("campaigns.launch", "campaigns.pause", "campaigns.resume", "campaigns.end"), ORGANIZERS_OF_IT),
        "campaigns.download": ORGANIZERS,
        # Set-up
        "setup.show": ORGANIZERS,
        "setup.steps": ORGANIZERS,
        "setup.press": OWNERS_FRESH,
        "connections.show": OWNERS,
        "connections.one": OWNERS,
        "connections.postings": OWNERS,
        **dict.fromkeys(("connections.test", "connections.replay", "connections.switch"), OWNERS),
        **dict.fromkeys(("connections.add", "connections.change", "connections.new_secret"), OWNERS_FRESH),
        **dict.fromkeys(("connections.remove", "connections.make_sheet", "connections.end_sheet"), OWNERS_FRESH),
        "people.show": OWNERS,
        "people.add": OWNERS_FRESH,
        "people.change_role": OWNERS_FRESH,
        "people.give_link": OWNERS_FRESH,
        "people.remove": OWNERS_FRESH,
        "keys.show": OWNERS,
        "keys.make": OWNERS_FRESH,
        "keys.end": OWNERS_FRESH,
        "audit.show": OWNERS,
        "styles.show": ALL,
        # Conversations
        "flows.show": ALL,
        "flows.one": ALL,
        # Officials
        "officials.show": ALL,
        "officials.locate": ALL,
        "officials.person": ALL,
        "officials.correct": ORGANIZERS,
        "officials.corrections": ALL,
        "officials.uncorrect": ORGANIZERS,
        "officials.lines": ALL,
        "officials.clear_line": ORGANIZERS,
        "officials.lists": ALL,
        "officials.list_template": ALL,
        "officials.upload_list": ORGANIZERS,
        "officials.use_list": ORGANIZERS,
        "officials.remove_list": ORGANIZERS,
        "officials.terms": ALL,
        "officials.tables": ALL,
        "officials.ask_update": ORGANIZERS,
        "officials.update_state": ALL,
    }
)
