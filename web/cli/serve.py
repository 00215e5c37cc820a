"""`netvisit serve`: serve with the settings of the environment."""

import argparse
from pathlib import Path

from web.logs import configure_logs
from web.master_key import refuse_demo_key
from web.serving import catch_stop, listen, prepare_database, run
from web.settings import Settings, load_settings

from .commands import Subparsers, add_command
from .phone_text import describe_for_phones


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "serve",
        serve,
        "serve pages, signaling and media",
        "Serves until SIGTERM or Ctrl-C. An empty database is created and migrated; one of an "
        "older version is refused until `netvisit db upgrade` has run. SIGHUP makes it read "
        "certificate and speech models anew.",
    )
    parser.add_argument("--host", help="address to listen on (NETVISIT_HOST)")
    parser.add_argument("--port", type=int, help="TCP port of the pages (NETVISIT_PORT)")
    parser.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="certificate chain, PEM (NETVISIT_TLS_CERT)"
    )
    parser.add_argument(
        "--tls-key", type=Path, metavar="FILE", help="its private key, PEM (NETVISIT_TLS_KEY)"
    )
    parser.add_argument(
        "--tls-self-signed",
        action="store_true",
        default=None,
        help="https with a certificate of its own, for phones in this network",
    )


def serve(arguments: argparse.Namespace) -> int:
    names = ("host", "port", "tls_cert", "tls_key", "tls_self_signed")
    chosen = {name: getattr(arguments, name) for name in names}
    settings = load_settings(**{name: given for name, given in chosen.items() if given is not None})
    refuse_demo_key(settings)
    configure_logs(settings)
    run(lambda: serve_until_stopped(settings))
    return 0


async def serve_until_stopped(settings: Settings) -> None:
    stopped = catch_stop()
    await prepare_database(settings)
    async with listen(settings, reloads=True) as base_url:
        print(f"netvisit serves {base_url}", flush=True)
        if settings.is_tls:
            print(describe_for_phones(settings, base_url), flush=True)
        await stopped.wait()
