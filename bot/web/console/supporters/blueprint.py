"""The blueprint that the pages of supporters share."""

from flask import Blueprint

bp = Blueprint("supporters", __name__)
