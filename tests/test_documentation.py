"""What documents promise is what the code does: settings, commands, errors."""

import argparse
from pathlib import Path

from web.cli.main import build_parser
from web.settings import list_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_is_in_the_readme_with_default_and_description() -> None:
    missing = [line for line in settings_table() if line not in README]
    assert missing == []


def settings_table() -> list[str]:
    """Write the lines of the README's table."""
    shown = [(key, f"`{value}`" if value else "", text) for key, value, text in list_settings()]
    return [f"| `{key}` | {default} | {text} |" for key, default, text in shown]


def test_the_readme_names_no_setting_that_is_gone() -> None:
    keys = {key for key, _, _ in list_settings()}
    named = {word.strip("`|=,.()") for word in README.split() if "NETVISIT_" in word}
    assert {word for word in named if word.startswith("NETVISIT_") and len(word) > 9} <= keys


def test_every_command_is_in_the_readme() -> None:
    for command in list_commands(build_parser()):
        assert f"`netvisit {command}" in README


def list_commands(parser: argparse.ArgumentParser) -> list[str]:
    """List the commands of a parser, as in "db upgrade"."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner = {name: list_commands(found) for name, found in action.choices.items()}
            return [
                f"{name} {rest}".strip() for name, rests in inner.items() for rest in rests or [""]
            ]
    return []
