"""compose.yaml: what reaches what, and with which rights."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

COMPOSE: dict[str, Any] = YAML(typ="safe").load(ROOT / "compose.yaml")
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = sorted(name for name, each in SERVICES.items() if each["image"] == "patchline")


def test_network_of_the_proxy_has_the_web_server_and_nothing_else() -> None:
    front = sorted(name for name, each in SERVICES.items() if "front" in each["networks"])
    assert front == ["proxy", "web"] and SERVICES["proxy"]["networks"] == ["front"]
    assert {network for each in SERVICES.values() for network in each["networks"]} == set(COMPOSE["networks"])


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["proxy"]
    assert SERVICES["proxy"]["ports"] == ["80:80", "443:443"]


@pytest.mark.parametrize("name", OURS)
def test_service_of_ours_has_no_right_of_root(name: str) -> None:
    assert SERVICES[name]["cap_drop"] == ["ALL"] and SERVICES[name]["security_opt"] == ["no-new-privileges:true"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "\nUSER 10001:10001\n" in dockerfile and "cap_add" not in SERVICES[name]


def test_no_password_stands_in_the_file() -> None:
    given = [value for each in SERVICES.values() for name, value in each.get("environment", {}).items() if "PASS" in name]
    assert given and all(value.startswith("${") for value in given)
