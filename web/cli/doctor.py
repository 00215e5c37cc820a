"""`netvisit doctor`: a line for everything that visits need."""

import argparse
import shutil
import socket
import subprocess
from collections.abc import Iterator

from transcription import NotAModelError, SpeechModel
from visits.recordings import list_key_fingerprints
from web.app import read_clock
from web.database import open_database
from web.errors import SettingsError, StartError
from web.health import LANGUAGES, Part, check_database, check_disk
from web.master_key import find_fingerprint, refuse_a_second_key, refuse_demo_key
from web.serving import explain_database, find_revision
from web.settings import Settings, load_settings
from web.speech import find_installed
from web.tls import prepare_tls

from .commands import Subparsers, add_command, run_to_end


def register(subparsers: Subparsers) -> None:
    add_command(
        subparsers,
        "doctor",
        examine,
        "check database, models, ports, disk and fonts",
        "Prints a line each: ok, or what is wrong and what to do; exit code 1 if something is "
        "wrong. A running server on the same ports shows as taken ports.",
    )


def examine(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    parts = list(list_parts(settings))
    for part in parts:
        print(f"{'WRONG' if part.problem else 'ok':<6}{part.name:<14}{part.problem or part.remark}")
    return 1 if any(part.problem for part in parts) else 0


def list_parts(settings: Settings) -> Iterator[Part]:
    yield examine_database(settings)
    yield from (examine_model(lang, settings) for lang in LANGUAGES)
    yield examine_port("pages", socket.SOCK_STREAM, settings.host, settings.port)
    yield examine_port("media", socket.SOCK_DGRAM, settings.media_host, settings.media_port)
    yield check_disk(settings.data_dir)
    yield examine_master_key(settings)
    yield examine_fonts()
    if settings.tls_cert is not None:
        yield examine_certificate(settings)


def examine_database(settings: Settings) -> Part:
    """Look at the version and try to write; an SQLite file that is not there yet is well."""
    if is_new(settings):
        return Part("database", remark="not there yet; `netvisit serve` creates it")
    try:
        with explain_database():
            return run_to_end(try_database(settings))
    except StartError as error:
        return Part("database", str(error))


def is_new(settings: Settings) -> bool:
    """Tell whether there is no SQLite file yet, which a look at it would create."""
    return not settings.database_url and not (settings.data_dir / "netvisit.db").exists()


async def try_database(settings: Settings) -> Part:
    revision = await find_revision(settings)
    if not revision.is_latest:
        return Part("database", "is of another version; run `netvisit db upgrade`")
    async with open_database(settings.database) as database:
        return await check_database(database.sessions)


def examine_master_key(settings: Settings) -> Part:
    """Look whether recordings are kept under a key that is secret and opens those there are."""
    try:
        fingerprint = find_fingerprint(settings)
        if fingerprint is None:
            refuse_a_second_key(settings)
            return Part("master key", remark="not there yet; `netvisit serve` makes one")
        refuse_demo_key(settings)
        with explain_database():
            needed = run_to_end(read_needed_keys(settings)) - {fingerprint}
    except (SettingsError, StartError) as error:
        return Part("master key", str(error))
    if needed:
        return Part("master key", f"recordings need {', '.join(sorted(needed))}; put it back")
    return Part("master key", remark=f"{fingerprint}; keep a copy of it apart from the backups")


async def read_needed_keys(settings: Settings) -> set[str]:
    """Return the fingerprints of the keys that recordings need; none before there is a database."""
    if is_new(settings) or not (await find_revision(settings)).is_latest:
        return set()
    async with open_database(settings.database) as database, database.reading() as session:
        return await list_key_fingerprints(session)


def examine_model(lang: str, settings: Settings) -> Part:
    try:
        model: SpeechModel | None = find_installed(settings).get(lang)
    except NotAModelError as error:
        return Part(f"speech {lang}", str(error))
    if model is None:
        return Part(f"speech {lang}", "no model; see `netvisit model install`")
    kind = "starter model, for trials only" if model.is_starter else "model"
    return Part(f"speech {lang}", remark=f"{model.name} ({kind})")


def examine_certificate(settings: Settings) -> Part:
    try:
        prepare_tls(settings, read_clock())
    except StartError as error:
        return Part("certificate", str(error))
    return Part("certificate", remark=f"{settings.tls_cert} is valid")


def examine_port(name: str, kind: socket.SocketKind, host: str, port: int) -> Part:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    key = "NETVISIT_PORT" if kind is socket.SOCK_STREAM else "NETVISIT_MEDIA_PORT"
    with socket.socket(family, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return Part(f"port {name}", f"{host} {port}: {error.strerror}; choose another by {key}")
    return Part(f"port {name}", remark=f"{host} {port} is free")


def examine_fonts() -> Part:
    """Ask fontconfig for a font with Chinese characters; browsers elsewhere bring their own."""
    program = shutil.which("fc-list")
    if program is None:
        return Part("fonts", remark="fontconfig is not installed; pages use the visitor's fonts")
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, check=False)  # noqa: S603 - fixed arguments
    if not listed.stdout.strip():
        return Part("fonts", "none with Chinese characters; install fonts-noto-cjk")
    return Part("fonts", remark="Chinese characters are covered")
