"""The command line `netvisit`: one module per command, errors in one line that says what to do."""

from .main import main

__all__ = ["main"]
