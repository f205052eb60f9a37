"""The list of campaigns, and the page of one: what is live, what is missing before it is, who changed it last."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, session, url_for

from bot.accounts import organizer_accounts
from bot.campaign_versions.listing import list_campaigns, version_title
from bot.campaign_versions.version_rows import CampaignRow, find_version, version_text, versions_page
from bot.campaigns import Campaign, CheckedFile
from bot.conversation.campaign_tests import DoneTest, done_tests
from bot.locale import LANGUAGES
from bot.officials.office_lines import dialable_lines
from bot.runtime import parts
from bot.telephony import masked_phone
from bot.web.console import visit
from bot.web.console.campaigns.blueprint import bp, found_campaign, found_text
from bot.web.console.campaigns.words import own_name, test_said
from bot.web.console.visit import role_name, t
from bot.web.embed_code import frame_code, script_code

SHOWN_VERSIONS = 5
FIRST_ZIP = "98402"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCheck:
    """A line of the list before a launch. `state`: "done", "missing" (the launch waits for it) or "note"."""

    state: str
    text: str
    address: str = ""


@bp.get("/campaigns")
def show() -> str:
    """All campaigns."""
    with parts().database.page_read() as connection:
        rows = list_campaigns(connection, parts().served_campaigns, visit.language())
    return render_template("campaigns/list.html", rows=rows, notice_text=session.pop("notice", ""))


@bp.get("/campaigns/<id>")
def overview(id: str) -> str:
    """One campaign."""
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        text = found_text(connection, id, row.newest)
        shown = versions_page(connection, id)[:SHOWN_VERSIONS]
        live = find_version(connection, id, row.live_version) if row.live_version else None
        tests = done_tests(connection, id)
        own = organizer_accounts.phone_of(connection, parts().phone_cipher, visit.person().id)
    checked = parts().served_campaigns.check(id, text)
    campaign = parts().campaigns.get(id) or checked.campaign
    return render_template(
        "campaigns/overview.html",
        row=row,
        live=live,
        versions=shown,
        title=version_title(checked, visit.language()),
        keyword=checked.source.text("keyword"),
        checks=[*launch_checks(row, checked), *_tested(row, tests)],
        own_phone=masked_phone(own) if own else "",
        test_zip=session.get("preview_zip", FIRST_ZIP),
        test_languages=[(each, own_name(each)) for each in (checked.campaign.languages if checked.campaign else ())],
        may_launch=not checked.problems and (row.draft_version is not None or row.state == "ended"),
        whom=whom_to_call(campaign) if campaign else [],
        page=url_of_page(campaign) if row.state == "live" and campaign else "",
        page_files=page_files(campaign) if row.state == "live" and campaign else {},
        notice_text=session.pop("notice", ""),
        warning_text=session.pop("warning", ""),
    )


def url_of_page(campaign: Campaign) -> str:
    """The campaign's public page."""
    return campaign.link(parts().settings.url, visit.language())


def page_files(campaign: Campaign) -> dict[str, str]:
    """What an organizer takes from the public page: code to copy, and the addresses of what is printed and shared."""
    url, language = parts().settings.url, campaign.language(visit.language())
    page = f"{url}/c/{campaign.id}"
    return {
        "script": script_code(campaign, url, language),
        "frame": frame_code(campaign, url, language),
        "demo": f"{page}/embed/demo?lang={language}",
        "poster": f"{page}/poster?lang={language}",
        "code_svg": f"{page}/qr.svg?lang={language}",
        "code_png": f"{page}/qr.png?lang={language}",
        "share": f"{page}/share.png?lang={language}",
    }


def launch_checks(row: CampaignRow, checked: CheckedFile) -> list[CampaignCheck]:
    """What is true and what is missing before a campaign goes live."""
    edit = url_for("campaigns.edit", id=row.id)
    found = []
    if checked.problems:
        found.append(
            CampaignCheck(state="missing", text=t("campaigns.check.mistakes", count=len(checked.problems)), address=edit)
        )
    else:
        found.append(CampaignCheck(state="done", text=t("campaigns.check.no_mistakes")))
    if word := checked.source.text("keyword"):
        clash = any("keyword" in problem.key and problem.found.code == "keyword_taken" for problem in checked.problems)
        if not clash:
            found.append(CampaignCheck(state="done", text=t("campaigns.check.keyword", keyword=word)))
    if checked.campaign:
        for role in checked.campaign.roles:
            count = line_count(role)
            name = role_name(role)
            if count:
                found.append(CampaignCheck(state="done", text=t("campaigns.check.officials", count=count, role=name)))
            else:
                found.append(CampaignCheck(state="note", text=t("campaigns.check.no_officials", role=name)))
        if len(checked.campaign.languages) < len(LANGUAGES):
            found.append(CampaignCheck(state="note", text=t("campaigns.check.one_language"), address=edit))
    if not parts().settings.live:
        found.append(CampaignCheck(state="note", text=t("campaigns.check.trial")))
    return found


def _tested(row: CampaignRow, tests: Sequence[DoneTest]) -> list[CampaignCheck]:
    """What was tried, and when; of the version at hand, or that it was not."""
    here = [each for each in tests if each.number == row.newest]
    missing = [] if here else [CampaignCheck(state="note", text=t("campaigns.test.none", version=row.newest))]
    return [*missing, *(CampaignCheck(state="done" if each in here else "note", text=test_said(each)) for each in tests)]


def whom_to_call(campaign: Campaign) -> list[str]:
    """Whom a campaign asks to call, in order: roles, and after them the seats that it names."""
    return [role_name(role) for role in campaign.roles] + [
        t("campaigns.named_seat", role=role_name(each.role), who=each.name or each.place) for each in campaign.named_targets
    ]


def line_count(role: str) -> int:
    """How many people or offices of a role can be called."""
    return sum(1 for record in parts().directory.all_records(role) if dialable_lines(record.lines))


def newest_text(row: CampaignRow) -> str:
    """The text that one works on."""
    with parts().database.page_read() as connection:
        return version_text(connection, row.id, row.newest) or ""
