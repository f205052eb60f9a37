"""The pages Conversations: each flow drawn, with the share of each exit and what the checker found. Nothing is changed here."""

from flask import Blueprint

from bot.web.console.flows import pages

bp = Blueprint("flows", __name__)

bp.add_url_rule("/flows", "show", pages.show)
bp.add_url_rule("/flows/<name>", "one", pages.one)
