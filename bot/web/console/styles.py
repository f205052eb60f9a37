"""A page of all components in all their states: for who builds a page, and for the tests that look at them."""

from flask import Blueprint, render_template

bp = Blueprint("styles", __name__)


@bp.get("/styles")
def show() -> str:
    """Every component."""
    return render_template("styles.html")
