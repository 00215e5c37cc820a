"""Questions of page scripts: numbers in the query, long answers as JSON."""

import msgspec
from aiohttp import web

from .errors import BadInputError


def answer_json(answer: object) -> web.Response:
    """Answer with JSON, compressed where the browser takes it: transcripts are long."""
    body = msgspec.json.encode(answer)
    response = web.Response(body=body, content_type="application/json", charset="utf-8")
    response.enable_compression()
    return response


def read_number(request: web.Request, name: str, otherwise: int) -> int:
    """Read a whole number out of the query; raises BadInputError."""
    text = request.query.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInputError(name)
    return int(text) if text else otherwise
