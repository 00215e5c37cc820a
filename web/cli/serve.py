"""`netvisit serve`: serve with the settings of the environment."""

import argparse

from web.logs import configure_logs
from web.serving import catch_stop, listen, prepare_database, run
from web.settings import Settings, load_settings

from .commands import Subparsers, add_command


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "serve",
        serve,
        "serve pages, signaling and media",
        "Serves until SIGTERM or Ctrl-C. An empty database is created and migrated; one of an "
        "older version is refused until `netvisit db upgrade` has run.",
    )
    parser.add_argument("--host", help="address to listen on (NETVISIT_HOST)")
    parser.add_argument("--port", type=int, help="TCP port of the pages (NETVISIT_PORT)")


def serve(arguments: argparse.Namespace) -> int:
    chosen = {name: getattr(arguments, name) for name in ("host", "port")}
    settings = load_settings(**{name: given for name, given in chosen.items() if given is not None})
    configure_logs(settings)
    run(lambda: serve_until_stopped(settings))
    return 0


async def serve_until_stopped(settings: Settings) -> None:
    stopped = catch_stop()
    await prepare_database(settings)
    async with listen(settings) as base_url:
        print(f"netvisit serves {base_url}", flush=True)
        await stopped.wait()
