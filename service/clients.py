"""Who asks: clients are told apart by their addresses."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import request


def client() -> str:
    """Return the name of the current request's client.

    An IPv6 client has a whole /64 network to choose addresses from, so that is its name.
    """
    return name(request.remote_addr or "")


def name(address: str) -> str:
    """Return the name of the client with this address.

    >>> name("192.0.2.7"), name("2001:db8:1:2:3::4")
    ('192.0.2.7', '2001:db8:1:2::')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return str(IPv6Network((parsed, 64), strict=False).network_address)
    return address


def is_loopback(address: str) -> bool:
    """Tell whether an address is one of this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
