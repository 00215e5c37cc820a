"""`netvisit backup DIR` and `netvisit restore DIR`."""

import argparse
from pathlib import Path

from web.app import read_clock
from web.backup import Manifest, make_backup
from web.master_key import find_fingerprint
from web.restore import restore_backup
from web.settings import load_settings

from .commands import Subparsers, add_command


def register(subparsers: Subparsers) -> None:
    backup = add_command(
        subparsers,
        "backup",
        run_backup,
        "copy database, recordings and files into a folder",
        "Copies everything that cannot be had again, also while the server runs, and lists it with "
        "checksums in manifest.json. Keys are not in it: keep the master key elsewhere, and safe.",
    )
    backup.add_argument("folder", type=Path, metavar="DIR", help="new or empty folder")
    restore = add_command(
        subparsers,
        "restore",
        run_restore,
        "put a backup back into the data folder",
        "Verifies every file of the backup before it touches anything, then fills "
        "NETVISIT_DATA_DIR. Stop the server first. Says which master key the recordings need.",
    )
    restore.add_argument("folder", type=Path, metavar="DIR", help="what `netvisit backup` wrote")
    restore.add_argument(
        "--force", action="store_true", help="set aside the data that are there, and restore"
    )


def run_backup(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    fingerprint = find_fingerprint(settings)
    made = make_backup(settings, arguments.folder, master_key=fingerprint, now=read_clock())
    print(f"Backed up {describe(made)} to {arguments.folder}.")
    if made.master_key is not None:
        print(f"Its recordings need the master key {made.master_key}, which is not in it.")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    fingerprint = find_fingerprint(settings)
    manifest, aside = restore_backup(
        settings,
        arguments.folder,
        fingerprint=fingerprint,
        force=arguments.force,
        now=read_clock(),
    )
    print(f"Restored {describe(manifest)} of {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    if aside is not None:
        print(f"What was there before is in {aside}; delete it when it is no longer wanted.")
    if manifest.master_key is not None:
        print(describe_key(manifest.master_key, fingerprint, settings.data_dir))
    return 0


def describe(manifest: Manifest) -> str:
    rows, files = sum(manifest.counts.values()), len(manifest.files) - 1
    return f"{rows} rows and {files} files ({manifest.size / 1e6:.1f} MB)"


def describe_key(needed: str, fingerprint: str | None, data_dir: Path) -> str:
    if needed == fingerprint:
        return f"Its recordings need the master key {needed}, which is set here."
    place = data_dir / "master.key"
    return (
        f"Its recordings need the master key {needed}: before you serve, put it into {place} "
        "or NETVISIT_MASTER_KEY."
    )
