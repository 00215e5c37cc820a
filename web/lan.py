"""This machine's own addresses and names in its network."""

import fcntl
import socket
import struct

# Ask for the IPv4 address of an interface (netdevice(7)).
SIOCGIFADDR = 0x8915


def list_lan_addresses() -> list[str]:
    """List the IPv4 addresses that others in the network may reach, the way out first."""
    addresses = [address for _, name in socket.if_nameindex() if (address := find_address(name))]
    outside = [address for address in addresses if not address.startswith("127.")]
    way_out = find_way_out()
    return sorted(dict.fromkeys(outside), key=lambda address: address != way_out)


def list_names() -> list[str]:
    """List the names of this machine, plain and as announced by multicast DNS."""
    name = socket.gethostname().partition(".")[0].lower()
    fits = name.isascii() and name.replace("-", "").isalnum() and name != "localhost"
    return ["localhost", *([name, f"{name}.local"] if fits else [])]


def find_address(interface: str) -> str | None:
    """Give an interface's IPv4 address, None when it has none."""
    request = struct.pack("256s", interface.encode()[:15])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            answer = fcntl.ioctl(probe, SIOCGIFADDR, request)
        except OSError:
            return None
    return socket.inet_ntoa(answer[20:24])


def find_way_out() -> str | None:
    """Give the address that packets for elsewhere leave from; none is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737)
        except OSError:
            return None
        return str(probe.getsockname()[0])
