"""Requests to servers that an organizer named reach no network of ours, whatever a name means from one moment to the next."""

import time
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connections.outside_request import Answered, NoAnswer, Outside, OutsideRequest, read_url
from tests.connections.receiving import Tool, drips, hangs, pours, says, tool_listening

OWN = (ip_network("127.0.0.0/8"),)

INNER = (
    *("127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("192.0.0.170", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::127.0.0.1"),
    *("64:ff9b:1::1", "2001:0:1::1", "fd00:ec2::254"),
)
PUBLIC = ("93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8")


@pytest.fixture
def tool() -> Iterator[Tool]:
    with tool_listening() as tool:
        yield tool


def meaning(*answers: Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    """A name that means something else each time it is looked up; the last for good."""
    left = list(answers)
    return lambda host, port: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.parametrize("address", INNER)
def test_inner_address_is_never_asked(address: str) -> None:
    outside = Outside(resolve=meaning([address]))
    assert outside.ask(OutsideRequest(url="https://tool.example.org/")) == NoAnswer(cause="inner_address")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_may_be_asked(address: str) -> None:
    assert Outside().may_ask(address)


@given(st.ip_addresses())
def test_what_may_be_asked_is_for_everybody(address: object) -> None:
    from ipaddress import IPv4Address, IPv6Address

    assert isinstance(address, IPv4Address | IPv6Address)
    if Outside().may_ask(str(address)):
        assert not (address.is_private and not getattr(address, "ipv4_mapped", None)) and not address.is_loopback
        assert not address.is_multicast and not address.is_link_local


def test_one_inner_address_among_others_is_enough_to_refuse() -> None:
    outside = Outside(resolve=meaning(["93.184.216.34", "10.0.0.1"]))
    assert outside.ask(OutsideRequest(url="https://tool.example.org/")) == NoAnswer(cause="inner_address")


def test_name_that_turns_to_the_metadata_address_is_refused_at_the_second_look_up(tool: Tool) -> None:
    outside = Outside(inner_networks=OWN, resolve=meaning(["127.0.0.1"], ["169.254.169.254"]))
    request = OutsideRequest(url=f"http://tool.example.org:{tool.port}/hook", method="POST", body=b"{}")
    assert outside.ask(request) == Answered(status=204)
    assert outside.ask(request) == NoAnswer(cause="inner_address")
    assert [each.headers["host"] for each in tool.received] == [f"tool.example.org:{tool.port}"]


def test_connection_is_made_to_what_was_checked(tool: Tool) -> None:
    """One look-up a request: nobody asks a second time between the check and the connection."""
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    outside = Outside(inner_networks=OWN, resolve=resolve)
    assert outside.ask(OutsideRequest(url=f"http://nowhere.invalid:{tool.port}/")) == Answered(status=204)
    assert asked == ["nowhere.invalid"]


def test_plain_http_is_for_our_own_networks_alone() -> None:
    outside = Outside(inner_networks=OWN, resolve=meaning(["93.184.216.34"]))
    assert outside.ask(OutsideRequest(url="http://tool.example.org/")) == NoAnswer(cause="not_encrypted")


BAD = (
    *(
        "ftp://a.example/",
        "file:///etc/passwd",
        "https://",
        "https://user:pass@a.example/",
        "https://a.example/#x",
        "gopher://a/",
    ),
    *(
        "https://a.example:0/",
        "https://a.example:99999/",
        "https://a.example/\r\nX: y",
        "https://a.example/ b",
        "",
        "a.example",
    ),
    *("https://a.example/" + "x" * 2000, "https://[::1/"),
)


@pytest.mark.parametrize("url", BAD)
def test_address_of_another_kind_is_refused(url: str) -> None:
    assert read_url(url) is None
    assert Outside().ask(OutsideRequest(url=url)) == NoAnswer(cause="bad_address")


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f.1", "2130706433", "0177.0.0.1", "[::1]", "localhost", "127.1"])
def test_loopback_in_any_writing_is_refused(host: str, tool: Tool) -> None:
    """By the system's own look-up."""
    found = Outside().ask(OutsideRequest(url=f"http://{host}:{tool.port}/"))
    assert found in (NoAnswer(cause="inner_address"), NoAnswer(cause="unknown_host"))
    assert tool.received == []


@pytest.mark.parametrize("behaves", [hangs, drips])
def test_one_that_does_not_end_is_left_in_time(tool: Tool, behaves: Callable[..., None]) -> None:
    tool.behaves = behaves
    began = time.monotonic()
    outside = Outside(inner_networks=OWN, seconds=0.3)
    assert outside.ask(OutsideRequest(url=tool.address)) == NoAnswer(cause="timeout")
    assert time.monotonic() - began < 2


def test_look_up_that_hangs_is_left_in_time() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        time.sleep(1)
        return []

    began = time.monotonic()
    assert Outside(resolve=resolve, seconds=0.2).ask(OutsideRequest(url="https://a.example/")) == NoAnswer(cause="timeout")
    assert time.monotonic() - began < 0.8


def test_redirect_is_told_and_not_followed(tool: Tool) -> None:
    tool.behaves = says(302, Location="http://169.254.169.254/latest/meta-data/")
    found = Outside(inner_networks=OWN).ask(OutsideRequest(url=tool.address))
    assert isinstance(found, Answered) and found.status == 302
    assert len(tool.received) == 1


def test_no_more_of_an_answer_is_read_than_was_asked_for(tool: Tool) -> None:
    tool.behaves = pours
    found = Outside(inner_networks=OWN).ask(OutsideRequest(url=tool.address, most_bytes=100_000))
    assert isinstance(found, Answered) and len(found.body) == 100_000


def test_nobody_listening_is_unreachable() -> None:
    with tool_listening() as tool:
        address = tool.address
    assert Outside(inner_networks=OWN).ask(OutsideRequest(url=address)) == NoAnswer(cause="unreachable")


def test_certificate_of_nobody_is_not_trusted(tool: Tool) -> None:
    """What is no TLS at all, and what is of another name, is not told anything."""
    outside = Outside(inner_networks=OWN)
    address = tool.address.replace("http:", "https:")
    assert outside.ask(OutsideRequest(url=address, method="POST", body=b"secret")) == NoAnswer(cause="not_trusted")
    assert tool.received == []
