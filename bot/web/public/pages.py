"""The public pages by their addresses."""

from flask import Blueprint

from bot.web.public.campaign_page import campaign, send_form
from bot.web.public.embed_pages import demo, embed_script, framed, poster, send_framed
from bot.web.public.error_pages import failed
from bot.web.public.front_page import front
from bot.web.public.page_delivery import mark_page, pack
from bot.web.public.page_files import code, colors, favicon, logo, robots, share, sitemap
from bot.web.public.page_frame import add_headers
from bot.web.public.policy_pages import privacy, terms

# (address, how it is asked for, what answers)
ROUTES = (
    ("/", "GET", front),
    ("/c/<id>", "GET", campaign),
    ("/c/<id>", "POST", send_form),
    ("/c/<id>/embed", "GET", framed),
    ("/c/<id>/embed", "POST", send_framed),
    ("/c/<id>/embed/demo", "GET", demo),
    ("/c/<id>/logo", "GET", logo),
    ("/c/<id>/poster", "GET", poster),
    ("/c/<id>/qr.<kind>", "GET", code),
    ("/c/<id>/share.png", "GET", share),
    ("/embed.js", "GET", embed_script),
    ("/favicon.ico", "GET", favicon),
    ("/pages/colors/<color>.css", "GET", colors),
    ("/privacy", "GET", privacy),
    ("/robots.txt", "GET", robots),
    ("/share.png", "GET", share),
    ("/sitemap.xml", "GET", sitemap),
    ("/terms", "GET", terms),
)

bp = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/pages")
for address, method, view in ROUTES:
    bp.add_url_rule(address, view_func=view, methods=[method])
# The last one named is asked first.
for change in (pack, mark_page, add_headers):
    bp.after_request(change)
bp.app_errorhandler(Exception)(failed)
