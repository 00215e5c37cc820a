"""What somebody at the terminal needs to open pages on a phone."""

from io import StringIO
from urllib.parse import urlsplit

import segno

from web.lan import list_lan_addresses
from web.serving import ANYWHERE, spell_address
from web.settings import Settings


def describe_for_phones(settings: Settings, base_url: str, link: str = "") -> str:
    """Give the other addresses in the network, a QR code of the link, and what to expect."""
    if settings.host not in ANYWHERE and is_loopback(base_url):
        return "Only this machine reaches it; for phones in your network use --host 0.0.0.0."
    lines = [f"  also {address}" for address in list_addresses(settings, base_url)]
    lines += [draw_code(link or base_url)]
    if settings.tls_self_signed:
        lines.append("The certificate is this machine's own: browsers warn once, then go on.")
    return "\n".join(lines)


def list_addresses(settings: Settings, base_url: str) -> list[str]:
    port = urlsplit(base_url).port
    if settings.public_url or settings.host not in ANYWHERE or port is None:
        return []
    addresses = [spell_address(settings, one, port) for one in list_lan_addresses()]
    return [address for address in addresses if address != base_url]


def is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def draw_code(link: str) -> str:
    """Draw a QR code (ISO/IEC 18004) of two rows a line, for a dark terminal."""
    drawn = StringIO()
    segno.make(link, error="l", micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue().rstrip("\n")
