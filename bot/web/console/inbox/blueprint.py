"""The blueprint of the inbox's pages."""

from flask import Blueprint

bp = Blueprint("inbox", __name__)
