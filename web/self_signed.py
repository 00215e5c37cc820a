"""A certificate that this machine signs itself, so that phones in its network can try a visit.

Browsers warn once, as nobody vouches for it. It names the machine and its addresses in the network,
and is made anew when it nears its end or when the machine has an address that it does not name.
"""

import ipaddress
import os
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    DNSName,
    ExtendedKeyUsage,
    GeneralName,
    IPAddress,
    Name,
    NameAttribute,
    SubjectAlternativeName,
    load_pem_x509_certificate,
    random_serial_number,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .errors import StartError
from .lan import list_lan_addresses, list_names

# Browsers refuse certificates of their own users that are valid for longer.
VALID = timedelta(days=397)
RENEWED_BEFORE = timedelta(days=30)
LOOPBACK = ("127.0.0.1", "::1")


def keep_certificate(folder: Path, now: datetime) -> tuple[Path, Path]:
    """Give the files of certificate and key in the folder, made or renewed where needed."""
    certificate, key_file = folder / "certificate.pem", folder / "key.pem"
    names = [*map(DNSName, list_names()), *map(to_address, [*LOOPBACK, *list_lan_addresses()])]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = read_key(key_file) or write_key(key_file)
        if not serves(certificate, key, names, now):
            made = sign_certificate(key, names, now)
            write(certificate, made.public_bytes(Encoding.PEM), 0o644)
    except OSError as error:
        raise StartError(f"{folder}: {error.strerror}") from None
    return certificate, key_file


def to_address(text: str) -> IPAddress:
    return IPAddress(ipaddress.ip_address(text))


def serves(
    path: Path,
    key: ec.EllipticCurvePrivateKey,
    names: Collection[GeneralName],
    now: datetime,
) -> bool:
    """Tell whether the certificate that is there is this key's, lasts, and has all the names."""
    try:
        certificate = load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    extension = certificate.extensions.get_extension_for_class(SubjectAlternativeName)
    lasts = certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc
    return (
        lasts
        and now < certificate.not_valid_after_utc - RENEWED_BEFORE
        and certificate.public_key() == key.public_key()
        and set(names) <= set(extension.value)
    )


def sign_certificate(
    key: ec.EllipticCurvePrivateKey, names: Collection[GeneralName], now: datetime
) -> Certificate:
    """Make a certificate for these names (RFC 5280), signed with its own key."""
    subject = Name([NameAttribute(NameOID.COMMON_NAME, "netvisit")])
    return (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # phones' clocks may be late
        .not_valid_after(now + VALID)
        .add_extension(SubjectAlternativeName(names), critical=False)
        .add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )


def read_key(path: Path) -> ec.EllipticCurvePrivateKey | None:
    """Give the key that is there; None for no key, and for one that is not ours."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None


def write_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write(path, pem, 0o600)
    return key


def write(path: Path, content: bytes, mode: int) -> None:
    """Write beside the file, then rename, so that nobody reads half of it."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
