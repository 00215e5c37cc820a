"""`netvisit model list | check | install`: which speech models serve, and how others come in."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from transcription import SpeechModel, list_models
from transcription.speech_model import LANGUAGE
from web.settings import Settings, load_settings
from web.speech import find_installed

from .commands import Subparsers, add_command, run_to_end
from .model_install import check_source, install

EPILOG = """\
  netvisit model install vosk-model-small-cn-0.22.zip
  netvisit model install https://models.example.org/vosk-model-en-us-0.22.zip
  netvisit model install my-model/ --lang zh

Models lie in NETVISIT_MODELS_DIR (default: models in NETVISIT_DATA_DIR), one folder per language;
a file `current` there names the one in use. NETVISIT_MODELS binds a language to a model whatever
is installed. A running server takes a new model within seconds, or at once on SIGHUP, for visits
whose doors open after that.
"""


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("model", help="look after the speech models")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_command(
        commands,
        "list",
        show_list,
        "list the speech models",
        "Prints a line each: language, name, starter or published, size, whether in use, folder.",
    )
    check = add_command(
        commands,
        "check",
        run_check,
        "try whether Vosk loads a model",
        "Looks for the parts of a model, then loads it in a process of its own and recognises two "
        "seconds of sound. Prints its sample rate, its words and whether it takes grammars.",
    )
    check.add_argument("path", type=Path, metavar="PATH", help="folder or zip archive")
    add = add_command(
        commands,
        "install",
        run_install,
        "install a published model and use it",
        "Fetches or copies a model, prints its SHA-256, checks it as `check` does, and only then "
        "brings it into use. The one that was in use stays on disk.",
        EPILOG,
    )
    add.add_argument("source", metavar="PATH_OR_URL", help="zip archive, folder, or http(s) URL")
    add.add_argument("--lang", type=language, help="such as zh; guessed from the name if possible")


def language(text: str) -> str:
    if not LANGUAGE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no language such as zh or en")
    return text


def show_list(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    in_use = find_installed(settings)
    models = [*list_models(settings.models_folder)]
    models += [model for model in in_use.values() if model not in models]
    for line in describe_models(models, set(in_use.values())):
        print(line)
    return 0


def describe_models(models: Sequence[SpeechModel], in_use: set[SpeechModel]) -> list[str]:
    """Give a line for each, in columns, sorted by language."""
    width = max(len(model.name) for model in models)
    return [
        f"{model.lang:<4} {model.name:<{width}}  {kind_of(model):<9}  "
        f"{size_of(model.path) / 1e6:6.0f} MB  {'in use' if model in in_use else '':<6}  "
        f"{model.path}"
        for model in sorted(models, key=lambda model: model.lang)
    ]


def kind_of(model: SpeechModel) -> str:
    return "starter" if model.is_starter else "published"


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def run_check(arguments: argparse.Namespace) -> int:
    name, report = run_to_end(check_source(arguments.path))
    print(f"ok  {name}: {report}")
    return 0


def run_install(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    model = run_to_end(install(settings, arguments.source, arguments.lang))
    print(f"Installed for {model.lang} in {model.path}")
    warn_if_not_in_use(settings, model)
    return 0


def warn_if_not_in_use(settings: Settings, model: SpeechModel) -> None:
    if settings.models.get(model.lang) not in {None, model.path.name, str(model.path)}:
        chosen = settings.models[model.lang]
        print(f"netvisit: NETVISIT_MODELS still binds {model.lang} to {chosen}", file=sys.stderr)
