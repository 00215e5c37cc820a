"""Certificates: what is served with, what is refused, and one of the machine's own."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from web.errors import SettingsError, StartError
from web.lan import list_lan_addresses
from web.self_signed import RENEWED_BEFORE, VALID, keep_certificate
from web.settings import load_settings
from web.tls import TlsFiles, load_files, make_context, prepare_tls

NOW = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> TlsFiles:
    return TlsFiles(*keep_certificate(tmp_path / "tls", NOW))


def test_the_own_certificate_names_every_address_of_this_machine(files: TlsFiles) -> None:
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    assert addresses >= {"127.0.0.1", "::1", *list_lan_addresses()}
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    assert certificate.not_valid_after_utc - NOW == VALID
    assert files.key.stat().st_mode & 0o777 == 0o600


def test_the_own_certificate_is_kept_until_it_nears_its_end(files: TlsFiles) -> None:
    folder = files.certificate.parent
    certificate, key = files.certificate.read_bytes(), files.key.read_bytes()
    late = NOW + VALID - RENEWED_BEFORE - timedelta(days=1)
    keep_certificate(folder, late)
    assert files.certificate.read_bytes() == certificate
    keep_certificate(folder, late + timedelta(days=2))
    assert files.certificate.read_bytes() != certificate
    assert files.key.read_bytes() == key
    assert sorted(path.name for path in folder.iterdir()) == ["certificate.pem", "key.pem"]


def test_a_spoilt_certificate_or_key_is_made_anew(files: TlsFiles) -> None:
    files.certificate.write_text("spoilt")
    keep_certificate(files.certificate.parent, NOW)
    make_context(files)
    files.key.write_text("spoilt")
    keep_certificate(files.certificate.parent, NOW)
    make_context(files)


def test_old_versions_of_tls_are_not_spoken(files: TlsFiles) -> None:
    assert make_context(files).minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_renewed_certificate_goes_into_a_context_in_use(files: TlsFiles, tmp_path: Path) -> None:
    context = make_context(files)
    load_files(context, TlsFiles(*keep_certificate(tmp_path / "renewed", NOW)))
    with pytest.raises(StartError, match="cannot be served with"):
        load_files(context, TlsFiles(files.certificate, tmp_path / "renewed" / "key.pem"))


def write_locked_key(path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    locked = BestAvailableEncryption(b"secret")
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))


def test_what_cannot_serve_is_named_with_its_file(files: TlsFiles, tmp_path: Path) -> None:
    _, other = keep_certificate(tmp_path / "other", NOW)
    write_locked_key(tmp_path / "locked.pem")
    (tmp_path / "empty.pem").touch()
    absent, year = tmp_path / "absent.pem", timedelta(days=400)
    for certificate, key, now, reason in [
        (absent, files.key, NOW, f"{absent}: No such file"),
        (files.certificate, absent, NOW, f"{absent}: No such file"),
        (files.certificate, other, NOW, f"{other} is not the key of {files.certificate}"),
        (files.certificate, files.key, NOW + year, "certificate.pem expired on 2027-05-04"),
        (files.certificate, files.key, NOW - year, "is valid from 2026-04-02 on only"),
        (tmp_path / "empty.pem", files.key, NOW, "empty.pem holds no certificate in PEM"),
        (files.key, files.key, NOW, "key.pem holds no certificate in PEM"),
        (files.certificate, files.certificate, NOW, "certificate.pem holds no private key in PEM"),
        (files.certificate, tmp_path / "locked.pem", NOW, "locked.pem asks for a passphrase"),
    ]:
        settings = load_settings(tls_cert=certificate, tls_key=key)
        with pytest.raises(StartError) as refused:
            prepare_tls(settings, now)
        assert reason in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"tls_cert": "a.pem"}, "NETVISIT_TLS_CERT and NETVISIT_TLS_KEY together"),
        ({"tls_cert": "a", "tls_key": "b", "tls_self_signed": True}, "choose either"),
        ({"tls_self_signed": True, "public_url": "http://a.example"}, "says http"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    chosen: dict[str, object], reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason):
        load_settings(**chosen)
