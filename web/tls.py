"""Serving over https: an office's own certificate, checked before it is used."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509 import Certificate, load_pem_x509_certificates

from .errors import StartError
from .self_signed import keep_certificate
from .settings import Settings


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Certificate chain and private key, each a PEM file."""

    certificate: Path
    key: Path


def prepare_tls(settings: Settings, now: datetime) -> TlsFiles | None:
    """Give the files to serve with, None for http; raises StartError for what cannot serve."""
    if settings.tls_self_signed:
        certificate, key = keep_certificate(settings.data_dir / "tls", now)
        return TlsFiles(certificate, key)
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    files = TlsFiles(settings.tls_cert, settings.tls_key)
    check_files(files, now)
    return files


def make_context(files: TlsFiles) -> ssl.SSLContext:
    """Make the context of a server that speaks TLS 1.2 (RFC 5246) or newer."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    load_files(context, files)
    return context


def load_files(context: ssl.SSLContext, files: TlsFiles) -> None:
    """Load certificate and key, also anew into a context in use; raises StartError."""
    try:
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "reason", None) or error.strerror
        raise StartError(f"{files.certificate} cannot be served with: {reason}") from None


def check_files(files: TlsFiles, now: datetime) -> None:
    """Raise StartError unless the key belongs to the certificate, which is valid now."""
    certificate = read_certificate(files.certificate)
    if spell(certificate.public_key()) != spell(read_public_key(files.key)):
        raise StartError(f"{files.key} is not the key of {files.certificate}")
    ends, begins = certificate.not_valid_after_utc, certificate.not_valid_before_utc
    if now >= ends:
        raise StartError(f"{files.certificate} expired on {ends:%Y-%m-%d}; renew it")
    if now < begins:
        raise StartError(f"{files.certificate} is valid from {begins:%Y-%m-%d} on only")


def read_certificate(path: Path) -> Certificate:
    """Read the first certificate of a chain, which is the server's own (RFC 8446, 4.4.2)."""
    try:
        return load_pem_x509_certificates(read(path))[0]
    except ValueError:
        raise StartError(f"{path} holds no certificate in PEM") from None


def read_public_key(path: Path) -> PublicKeyTypes:
    """Read the public half of a private key, which must not ask for a passphrase."""
    try:
        return load_pem_private_key(read(path), password=None).public_key()
    except TypeError:
        raise StartError(f"{path} asks for a passphrase; give a key without one") from None
    except (ValueError, UnsupportedAlgorithm):
        raise StartError(f"{path} holds no private key in PEM") from None


def spell(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StartError(f"{path}: {error.strerror}") from None
