"""`netvisit demo`: a fresh office and a visit that starts now, to try on this machine."""

import argparse
import json
import tempfile
from pathlib import Path

from web.app import read_clock
from web.database import open_database
from web.demo import DemoVisit, furnish
from web.links import invitation_link
from web.logs import configure_logs
from web.master_key import DEMO_KEY
from web.serving import catch_stop, listen, prepare_database, run
from web.settings import Settings, load_settings

from .commands import Subparsers, add_command
from .demo_text import describe_in_words
from .phone_text import describe_for_phones

LOOPBACK = "127.0.0.1"


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "demo",
        demo,
        "serve demo data with a visit that starts now",
        "Makes an office of a few departments with a citizen's visit that starts now, prints the "
        "links and logins, and serves until SIGTERM or Ctrl-C. The data is fresh at each start "
        "and gone at the end. Open the links in different browsers or profiles.",
    )
    parser.add_argument("--json", action="store_true", help="print links and logins as one line")
    parser.add_argument("--port", type=int, default=8080, help="TCP port (8080); 0: a free one")
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        help="address (127.0.0.1); browsers allow a camera on others only over https",
    )
    parser.add_argument(
        "--tls-self-signed",
        action="store_true",
        help="https with a certificate of its own; with --host 0.0.0.0 phones can try",
    )
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language of the talk")


def demo(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="netvisit-demo-") as folder:
        settings = choose_settings(arguments, Path(folder))
        configure_logs(settings)
        run(lambda: serve_demo(settings, arguments.lang, as_json=arguments.json))
    return 0


def choose_settings(arguments: argparse.Namespace, folder: Path) -> Settings:
    """Take the environment's settings, with data of its own and a quiet log."""
    given = load_settings()
    quiet = {"log_level": "warning", "log_format": "console", "console_messages": True}
    own = {"tls_self_signed": True, "tls_cert": None, "tls_key": None}
    return load_settings(
        host=arguments.host,
        port=arguments.port,
        data_dir=folder,
        models_dir=given.models_folder,
        database_url="",
        master_key=DEMO_KEY,
        media_host=LOOPBACK if arguments.host == LOOPBACK else given.media_host,
        media_port=given.media_port if "media_port" in given.model_fields_set else 0,
        **{name: value for name, value in quiet.items() if name not in given.model_fields_set},
        **(own if arguments.tls_self_signed else {}),
    )


async def serve_demo(settings: Settings, lang: str, *, as_json: bool) -> None:
    stopped = catch_stop()
    await prepare_database(settings)
    async with open_database(settings.database) as database:
        visit = await furnish(database.sessions, lang, read_clock().astimezone(settings.zone))
    async with listen(settings) as base_url:
        print_access(visit, base_url, as_json=as_json)
        if settings.is_tls and not as_json:
            link = invitation_link(base_url, visit.token)
            print(describe_for_phones(settings, base_url, link), flush=True)
        await stopped.wait()


def print_access(visit: DemoVisit, base_url: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(visit.describe(base_url), ensure_ascii=False), flush=True)
    else:
        print(describe_in_words(visit, base_url), flush=True)
