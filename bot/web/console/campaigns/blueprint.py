"""What all pages of campaigns share: their blueprint, and how one finds a campaign and its versions."""

from flask import Blueprint, abort
from sqlalchemy import Connection

from bot.campaign_versions.version_rows import CampaignRow, find_campaign, version_text
from bot.runtime import parts
from bot.web.campaign_seeds import take_campaigns_in
from bot.web.console.visit import now

bp = Blueprint("campaigns", __name__)


@bp.before_request
def take_files_in() -> None:
    """All campaigns have a version."""
    take_campaigns_in(parts(), now())


def found_campaign(connection: Connection, id: str) -> CampaignRow:
    """The campaign of an address; 404 for none."""
    row = find_campaign(connection, id)
    if row is None:
        abort(404)
    return row


def found_text(connection: Connection, id: str, number: int) -> str:
    """The text of a version of an address; 404 for none."""
    text = version_text(connection, id, number)
    if text is None:
        abort(404)
    return text
