"""The ways out of the house: the console of a demo, a mail server."""

from .console import ConsoleSender
from .sender import NotSentError, Sender
from .smtp import SmtpSender

__all__ = ["ConsoleSender", "NotSentError", "Sender", "SmtpSender"]
