"""The second yardstick, the least that a Twilio webhook with a memory can do: check the signature, commit a row, say thanks."""

import os
from datetime import UTC, datetime

from flask import Flask, Response, abort, request
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, insert
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from bot.storage.database import Database
from tests.bench.apps import Wsgi, metered

metadata = MetaData()
texts = Table(
    "bench_texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", String(64), unique=True),
    Column("sender", String(20)),
    Column("body", Text),
    Column("at", DateTime(timezone=True)),
)
INSERT = insert(texts)


def application() -> Wsgi:
    app = Flask("bare")
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    address = os.environ["PUBLIC_URL"]
    database = Database(os.environ["DATABASE_URL"])  # with the same settings as the bot's

    @app.post("/twilio/sms")
    def view() -> Response:
        form = request.form
        if not validator.validate(address + request.path, form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        row = {"message": form["MessageSid"], "sender": form["From"], "body": form["Body"], "at": datetime.now(UTC)}
        with database.write() as connection:
            connection.execute(INSERT, row)
        response = MessagingResponse()
        response.message("Thank you, we have your message.")
        return Response(str(response), mimetype="text/xml")

    return metered(app)
