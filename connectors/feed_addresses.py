"""Which network addresses a feed may come from: public ones, and what was checked is connected to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from connectors.errors import Rejected, Unavailable

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")  # CPython 3.11 knows but a part of it.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_METADATA = frozenset((IPv4Address("168.63.129.16"),))
"""Public addresses under which a cloud tells a machine its secrets; the others are link-local."""


class Unreachable(Unavailable):
    """The host does not answer at all: the next mailbox there will fare no better."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a host, ready to connect to."""

    family: int
    sockaddr: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]


Resolve = Callable[[str, int], Sequence[Endpoint]]
"""Every address of a host; raises OSError where there is none."""


def resolve(host: str, port: int) -> list[Endpoint]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [Endpoint(family, sockaddr) for family, _, _, _, sockaddr in found]


def checked(host: str, port: int, look_up: Resolve, *, allow_private: bool) -> Sequence[Endpoint]:
    """The host's addresses; they are what is connected to, so nobody can change them in between.

    Raises Rejected if any of them is not public, Unreachable where the name has none.
    """
    try:
        found = look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"the host {host} is not known ({type(error).__name__})") from None
    if not allow_private and not all(is_public(str(one.sockaddr[0])) for one in found):
        raise Rejected(
            f"the host {host} has an address that is not public; set allow_private = true if it"
            " is meant to be inside your network"
        )
    return found


def is_public(address: str) -> bool:
    """Whether an address is one of the internet at large, however it is written or wrapped."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inside = _wrapped(found)
        if inside is not None:
            return is_public(str(inside))
        if found not in _GLOBAL_UNICAST:
            return False
    elif found in _PROTOCOLS or found in _METADATA:
        return False
    barred = (found.is_private, found.is_loopback, found.is_link_local, found.is_multicast)
    return found.is_global and not any(barred) and not found.is_reserved


def _wrapped(found: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo or NAT64."""
    if found in _NAT64:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
