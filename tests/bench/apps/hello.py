"""The first yardstick: the least that Flask can do."""

from flask import Flask

from tests.bench.apps import Wsgi, metered


def application() -> Wsgi:
    app = Flask("hello")

    @app.get("/")
    def view() -> str:
        return "hello"

    return metered(app)
