"""The phone in the browser: its page, the signatures of what it posts, and what we started towards its number.

What runs in the browser is in static/: it plays the provider, walks our markup and posts to our webhooks.
"""

import random
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from flask import Blueprint, Response, abort, jsonify, render_template, request
from sqlalchemy import bindparam, select

from bot.config import Settings
from bot.models import Delivery, Supporter
from bot.providers.laml.signature import Fields
from bot.providers.protocol import ProviderContext, ProviderRoutes
from bot.providers.simulator.drawer import Drawer
from bot.telephony import count_segments, readable_phone, split_text, to_e164

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PREFIX = "/simulator"
MAX_BYTES = 256 * 1024  # a signature may be asked for more than a webhook may hold: to see it refused
KEPT = timedelta(days=1)  # how far back the inbox goes
# What reached a phone: texts and calls that conversations started, and alerts.
REACHED = (
    select(Delivery.id, Delivery.kind, Delivery.text, Delivery.media, Delivery.provider_id, Delivery.sent_at, Delivery.attempts)
    .join(Supporter, Supporter.id == Delivery.supporter_id)
    .where(Supporter.phone.in_(bindparam("phones", expanding=True)))
    .where(Delivery.state.in_(("sent", "delivered")), Delivery.sent_at >= bindparam("since"))
)
IS_KNOWN = select(Supporter.id).where(Supporter.phone.in_(bindparam("phones", expanding=True)))
FICTIONAL = 10_000  # numbers in 253-555
MOST_TRIES = 100
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def page_body_limit(environ: "WSGIEnvironment") -> int:
    """The most bytes that are read of a question of the page's."""
    return MAX_BYTES


class Carrier(Protocol):
    """What the page needs of the simulator."""

    def sign(self, path: str, fields: Fields) -> str | None:
        """The signature of a form for a path of ours, None where no webhook is there."""

    def page_shows(self, phone: str) -> None:
        """The page shows what reaches this number (E.164)."""


class SimulatorPage:
    """The routes at /simulator."""

    def __init__(self, settings: Settings, context: ProviderContext, carrier: Carrier, drawer: Drawer) -> None:
        self._settings, self._context, self._carrier, self._drawer = settings, context, carrier, drawer

    def routes(self) -> ProviderRoutes:
        """The blueprint, which answers its own page alone."""
        blueprint = Blueprint(
            "simulator",
            __name__,
            url_prefix=PREFIX,
            template_folder="templates",
            static_folder="static",
            static_url_path="/static",
        )
        blueprint.before_request(self.only_our_own_page)
        blueprint.after_request(close_the_page)
        for rule, view, method in (
            ("", self.phone, "GET"),
            ("/sign", self.sign, "POST"),
            ("/measure", self.measure, "POST"),
            ("/fresh", self.fresh, "POST"),
            ("/inbox", self.inbox, "GET"),
            ("/conversation", self._drawer.conversation, "POST"),
            ("/keep", self._drawer.keep, "POST"),
            ("/back", self._drawer.back, "POST"),
            ("/erase", self._drawer.erase, "POST"),
            ("/clock", self._drawer.clock, "POST"),
        ):
            blueprint.add_url_rule(rule, view.__name__, view, methods=[method])
        return ProviderRoutes(prefix=PREFIX, served_by=blueprint, body_limit=page_body_limit)

    def only_our_own_page(self) -> None:
        """Refuse what other web sites post: a signature opens the webhooks, and the browser runs next to this server."""
        request.max_content_length = MAX_BYTES
        if request.method == "POST" and not (request.is_json and self._context.is_own_page()):
            abort(403, "only the page at /simulator may ask this, with JSON")

    def phone(self) -> str:
        """The phone."""
        return render_template(
            "simulator.html",
            organization=self._settings.organization,
            number=self._settings.number,
            readable=readable_phone(self._settings.number),
            keywords=list(self._context.keywords()),
            fresh=self._fresh_number(),
        )

    def sign(self) -> Response:
        """The signature of a webhook: JSON {"path": "/twilio/...", "form": {...}} in, {"signature": ...} out."""
        asked = request.get_json(silent=True)
        if not isinstance(asked, dict):
            abort(400, 'send JSON like {"path": "/twilio/sms", "form": {"Body": "hello"}}')
        path, form = asked.get("path"), asked.get("form")
        if not isinstance(form, dict) or not all(isinstance(value, str) for value in form.values()):
            abort(400, "`form` holds the fields of a webhook; each is a text")
        signature = self._carrier.sign(path, form.items()) if isinstance(path, str) else None
        if signature is None:
            abort(400, "`path` is the path of a webhook; it starts with /twilio/")
        return jsonify(signature=signature)

    def measure(self) -> Response:
        """How texts travel: JSON {"texts": [...]} in; for each {"count": segments, "units": ..., "encoding": ...} out."""
        asked = request.get_json(silent=True)
        texts = asked.get("texts") if isinstance(asked, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            abort(400, 'send JSON like {"texts": ["hello"]}')
        return jsonify([asdict(count_segments(text)) for text in texts])

    def fresh(self) -> Response:
        """A number for a new beginning: {"number": ...}, E.164."""
        return jsonify(number=self._fresh_number())

    def _fresh_number(self) -> str:
        """One that the bot knows nobody by, as long as there are many of those."""
        with self._context.database.read() as connection:
            for _ in range(MOST_TRIES):
                number = f"+1253555{random.randrange(FICTIONAL):04d}"
                asked = {"phones": self._context.phone_cipher.encryptions(number)}
                if connection.execute(IS_KNOWN, asked).first() is None:
                    break
        return number

    def inbox(self) -> Response:
        """What we started towards `number` in the last day, oldest first: texts, and calls by the id of their call.

        Each with the `id` and `attempt` that its status names, its `age` in seconds, and `media`: the addresses of pictures
        that come with it. All of it every time, since ids in a database may come again after a FORGET: the page knows by
        `provider_id` what it has shown.
        """
        phone = to_e164(request.args.get("number", ""))
        if phone is None:
            abort(400, "`number` is a phone number like +12535550100")
        self._carrier.page_shows(phone)
        now = self._context.clock()
        with self._context.database.read() as connection:
            asked = {"phones": self._context.phone_cipher.encryptions(phone), "since": now - KEPT}
            rows = connection.execute(REACHED, asked).all()
        return jsonify(
            [
                {
                    "id": row.id,
                    "kind": "ring" if row.kind == "call" else "text",
                    "attempt": row.attempts,
                    "provider_id": row.provider_id,
                    "age": max(0, int((now - row.sent_at).total_seconds())),
                    "media": row.media or [],
                    "texts": [{"text": text, **asdict(count_segments(text))} for text in split_text(row.text or "")],
                }
                for row in sorted(rows, key=lambda row: (row.sent_at, row.id))
            ]
        )


def close_the_page(response: Response) -> Response:
    """Nothing from elsewhere runs on the page, and nothing of it runs elsewhere."""
    response.headers.update(HEADERS)
    if request.endpoint != "simulator.static":
        response.headers["Cache-Control"] = "no-store"
    return response
