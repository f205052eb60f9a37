"""The addresses of CallPower that web sites use, and how their answers are wrapped: for any site, and as JSON or JSONP."""

import re

from flask import Blueprint, Response, json, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from bot.web.callpower.create_call import create
from bot.web.callpower.site_files import count, embed_script, form_script, framed
from bot.web.public.page_delivery import pack

# (address, how it is asked for, what answers)
ROUTES = (
    ("/call/create", ("GET", "POST"), create),
    ("/api/campaign/<int:number>/count.json", ("GET",), count),
    ("/api/campaign/<int:number>/embed.js", ("GET",), embed_script),
    ("/api/campaign/<int:number>/CallPowerForm.js", ("GET",), form_script),
    ("/api/campaign/<int:number>/embed_iframe.html", ("GET",), framed),
)
CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,63}", re.ASCII)
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

bp = Blueprint("callpower", __name__, template_folder="templates")
for address, methods, view in ROUTES:
    bp.add_url_rule(address, view_func=view, methods=methods)


@bp.errorhandler(HTTPException)
def refuse(error: HTTPException) -> ResponseReturnValue:
    """Why not, as CallPower words it: the status, and a sentence."""
    if error.response is not None or error.code is None:
        return error
    return {"status": error.code, "error": error.description or error.name}, error.code


@bp.after_request
def wrap(response: Response) -> Response:
    """Any site may ask, and one whose script can only load scripts is answered by one that calls its function."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = "*"
    callback = request.args.get("callback", "")
    if response.mimetype == "application/json" and CALLBACK.fullmatch(callback):
        # As text: what a script may hold differs from JSON in two line ends.
        said = json.dumps(response.get_json()).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        response.set_data(f"/**/{callback}({said});")
        response.mimetype = "application/javascript"
    return pack(response)
