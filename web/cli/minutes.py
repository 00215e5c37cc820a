"""`netvisit minutes verify FILE` and `netvisit minutes key`."""

import argparse
import hashlib
from pathlib import Path

from cases.minutes_models import Seal
from cases.minutes_seal import find_public_key, find_seal_by_digest, fingerprint
from cases.minutes_verify import Verdict, verify_file
from web.backup import find_database
from web.database import open_database
from web.errors import StartError
from web.minutes_key import find_own_public_key, load_minutes_key
from web.serving import explain_database
from web.settings import Settings, load_settings

from .commands import Subparsers, add_command, run_to_end

EPILOG = """\
  netvisit minutes verify 2026-000318-minutes.pdf
  netvisit minutes verify --alone --key 1f0c55aa90b3d2e4 minutes.docx

The text that the document shows is compared with the embedded manifest, and the manifest and every
byte of the file with the signature of the installation's key. Where the register of seals is at
hand (the database of NETVISIT_DATABASE_URL), the file is also compared with it. Exit code 1: a line
says what differs.
"""


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("minutes", help="check sealed minutes")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = add_command(
        commands,
        "verify",
        run_verify,
        "check that a sealed PDF or DOCX was not changed",
        "Recomputes the digest over text, recordings and signatures; one changed character fails.",
        EPILOG,
    )
    verify.add_argument("file", type=Path, metavar="FILE", help="PDF or DOCX of sealed minutes")
    verify.add_argument("--key", help="fingerprint that the office publishes; another key fails")
    verify.add_argument("--alone", action="store_true", help="do not look into the register")
    add_command(
        commands,
        "key",
        show_key,
        "print the public key that seals minutes",
        "Prints fingerprint and public key (Ed25519, base64), for publishing. Makes the key where "
        "there is none.",
    )


def run_verify(arguments: argparse.Namespace) -> int:
    body = read_file(arguments.file)
    verdict = verify_file(body)
    problems = [*verdict.problems, *check_key(verdict, arguments.key)]
    settings = load_settings()
    if not problems and not arguments.alone and has_register(settings):
        problems = check_register(settings, verdict, body)
        checked = "file and register"
    else:
        checked = "the file alone"
    if problems:
        for problem in problems:
            print(f"CHANGED  {arguments.file.name}: {problem}")
        return 1
    print_whole(arguments.file, verdict, checked, find_own_public_key(settings))
    return 0


def show_key(arguments: argparse.Namespace) -> int:
    public_key = find_public_key(load_minutes_key(load_settings()))
    print(f"{fingerprint(public_key)}  {public_key}")
    return 0


def print_whole(path: Path, verdict: Verdict, checked: str, own_key: str | None) -> None:
    assert verdict.envelope is not None  # noqa: S101 - without one there was a problem
    manifest = verdict.envelope.manifest
    is_own = own_key == verdict.envelope.public_key
    print(f"WHOLE    {path.name}: {verdict.kind}, checked {checked}")
    print(f"case {manifest['case_number']}, revision {manifest['revision']}")
    print(f"digest {verdict.envelope.digest}")
    print(f"sealed {manifest['sealed_at']} by {len(manifest['signatures'])} signatures")
    whose = "of this installation" if is_own else "compare it with the one the office publishes"
    print(f"key {verdict.key}, {whose}")


def read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StartError(f"{path} cannot be read: {error.strerror}") from None


def check_key(verdict: Verdict, wanted: str | None) -> list[str]:
    if wanted is None or verdict.envelope is None or wanted.lower() == verdict.key:
        return []
    return [f"sealed with the key {verdict.key}, not with {wanted.lower()}"]


def has_register(settings: Settings) -> bool:
    """Tell whether the database is there; a verification makes none."""
    if not settings.database.startswith("sqlite"):
        return True
    return find_database(settings).is_file()


def check_register(settings: Settings, verdict: Verdict, body: bytes) -> list[str]:
    """Compare with what this installation sealed."""
    assert verdict.envelope is not None  # noqa: S101 - without one there was a problem
    with explain_database():
        seal = run_to_end(find_registered(settings, verdict.envelope.digest))
    if seal is None:
        return ["the register here knows no such seal (--alone checks the file by itself)"]
    registered = seal.pdf_sha256 if verdict.kind == "PDF" else seal.docx_sha256
    if registered != hashlib.sha256(body).hexdigest():
        return ["the file is not byte for byte the one in the register"]
    return []


async def find_registered(settings: Settings, digest: str) -> Seal | None:
    async with open_database(settings.database) as database, database.reading() as session:
        return await find_seal_by_digest(session, digest)
