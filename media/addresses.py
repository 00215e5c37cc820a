"""The addresses a browser may reach us at."""

import ipaddress

from aioice.ice import get_host_addresses

LOOPBACK = "127.0.0.1"


def find_addresses(host: str, announced: str | None) -> list[str]:
    """List the addresses to put into answers, the preferred one first.

    An announced one (a public address, a NAT's outside) stands alone. A socket on every interface
    is reached at each of them: by phones on the local network, and by a browser on this machine
    even without any network.
    """
    if announced:
        return [announced]
    if host != "0.0.0.0":  # noqa: S104  # compared with, not bound to
        return [host]
    addresses = get_host_addresses(use_ipv4=True, use_ipv6=False)
    usable = [a for a in addresses if is_usable(a)]
    return [*dict.fromkeys(usable), LOOPBACK]


def is_usable(address: str) -> bool:
    """Whether another machine may reach us at this address."""
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
