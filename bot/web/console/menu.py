"""The menu: the pages in their order, and whether a narrow screen has room for them in its bar."""

from typing import Literal

# `narrow`: only there; `wide`: only where there is room; `both`.
MENU: tuple[tuple[str, Literal["both", "wide", "narrow"]], ...] = (
    ("today.show", "both"),
    ("campaigns.show", "both"),
    ("alerts.show", "both"),
    ("results.show", "both"),
    ("supporters.show", "wide"),
    ("inbox.show", "wide"),
    ("officials.show", "wide"),
    ("flows.show", "wide"),
    ("setup.show", "wide"),
    ("connections.show", "wide"),
    ("people.show", "wide"),
    ("keys.show", "wide"),
    ("audit.show", "wide"),
    ("more.show", "narrow"),
)
