"""A phone in the browser: the page, the signatures of what it posts, and what we started towards its number.

The page itself lives in static/simulator: it plays the carrier, walks our TwiML and posts to the routes of webhooks.py.
"""

from dataclasses import asdict
from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, render_template, request
from sqlalchemy import bindparam, literal, select

from bot.engine.flow import ENTRIES
from bot.models import Delivery, Message, Supporter
from bot.providers.simulator import Simulator
from bot.reading import CARRIER_WORDS, OWN_WORDS
from bot.runtime import parts
from bot.telephony import readable_phone, segments, split_text, to_e164
from bot.web.origin import site_of_page

bp = Blueprint(
    "simulator",
    __name__,
    url_prefix="/simulator",
    template_folder="templates",
    static_folder="static/simulator",
    static_url_path="/static",
)

MAX_BYTES = 256 * 1024  # a signature may be asked for more than a webhook may hold: to see it refused
KEPT = timedelta(days=1)  # how far back the inbox goes
# What reached a phone: texts and rings that conversations started, and copies of alerts.
MESSAGES = (
    select(Message.id, Message.kind, Message.body, Message.provider_id, Message.at)
    .join(Supporter, Supporter.id == Message.supporter_id)
    .where(Supporter.phone == bindparam("phone"))
    .where(Message.status.in_(("sent", "delivered")), Message.at >= bindparam("since"))
)
ALERTS = (
    select(
        Delivery.id,
        literal("text").label("kind"),
        Delivery.text.label("body"),
        Delivery.provider_id,
        Delivery.sent_at.label("at"),
    )
    .join(Supporter, Supporter.id == Delivery.supporter_id)
    .where(Supporter.phone == bindparam("phone"))
    .where(Delivery.state.in_(("sent", "delivered")), Delivery.sent_at >= bindparam("since"))
)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@bp.before_request
def only_our_own_page() -> None:
    """Refuse what other web sites post: a signature opens the webhooks, and the browser runs next to this server."""
    request.max_content_length = MAX_BYTES
    if request.method == "POST" and not (request.is_json and site_of_page() == "ours"):
        abort(403, "only the page at /simulator may ask this, with JSON")


@bp.after_request
def close_the_page(response: Response) -> Response:
    """Nothing from elsewhere runs on the page, and nothing of it runs elsewhere."""
    response.headers.update(HEADERS)
    if request.endpoint != "simulator.static":
        response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("")
def phone() -> str:
    """The phone."""
    settings, live = parts().settings, parts().campaigns.live
    return render_template(
        "simulator.html",
        organization=settings.organization,
        number=settings.number,
        readable=readable_phone(settings.number),
        keywords=[campaign.keyword for campaign in live],
        words=_words(),
    )


@bp.post("/sign")
def sign() -> Response:
    """The signature of a webhook: JSON {"path": "/twilio/...", "form": {...}} in, {"signature": ...} out."""
    asked = request.get_json(silent=True)
    carrier = parts().provider
    if not isinstance(asked, dict) or not isinstance(carrier, Simulator):
        abort(400, 'send JSON like {"path": "/twilio/sms", "form": {"Body": "hello"}}')
    path, form = asked.get("path"), asked.get("form")
    if not isinstance(path, str) or not path.startswith("/twilio/"):
        abort(400, "`path` is the path of a webhook; it starts with /twilio/")
    if not isinstance(form, dict) or not all(isinstance(value, str) for value in form.values()):
        abort(400, "`form` holds the fields of a webhook; each is a text")
    return jsonify(signature=carrier.sign(parts().settings.url + path, {name: [value] for name, value in form.items()}))


@bp.post("/measure")
def measure() -> Response:
    """How texts travel: JSON {"texts": [...]} in; for each {"count": segments, "units": ..., "encoding": ...} out."""
    asked = request.get_json(silent=True)
    texts = asked.get("texts") if isinstance(asked, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        abort(400, 'send JSON like {"texts": ["hello"]}')
    return jsonify([asdict(segments(text)) for text in texts])


@bp.get("/inbox")
def inbox() -> Response:
    """What we started towards `number` in the last day, oldest first: texts, and rings by the id of their call.

    Each with its `age` in seconds. All of it every time, since ids in a database may come again after a FORGET: the page
    knows by `provider_id` what it has shown.
    """
    phone = to_e164(request.args.get("number", ""))
    if phone is None:
        abort(400, "`number` is a phone number like +12535550100")
    now = parts().clock()
    with parts().database.read() as connection:
        asked = {"phone": parts().numbers.seal(phone), "since": now - KEPT}
        rows = [row for query in (MESSAGES, ALERTS) for row in connection.execute(query, asked)]
    return jsonify(
        [
            {
                "id": row.id,
                "kind": row.kind,
                "provider_id": row.provider_id,
                "age": max(0, int((now - row.at).total_seconds())),
                "texts": [{"text": text, **asdict(segments(text))} for text in split_text(row.body)],
            }
            for row in sorted(rows, key=lambda row: (row.at, row.id))
        ]
    )


def _words() -> list[str]:
    """The words that the thread understands anywhere, in capitals: the page offers those which a reply mentions."""
    entry, _ = ENTRIES["sms"]
    commands = {word for known in parts().flows[entry].words for said in known.say.values() for word in said}
    return sorted(commands | CARRIER_WORDS.keys() | OWN_WORDS.keys())
