"""All pages, for who has a narrow screen."""

from flask import Blueprint, render_template

bp = Blueprint("more", __name__)


@bp.get("/more")
def show() -> str:
    """The pages that the bar at the bottom has no room for."""
    return render_template("more.html")
