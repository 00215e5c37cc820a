"""JSON bodies of requests as msgspec types; what does not fit raises BadInputError."""

from typing import TypeVar

import msgspec
from aiohttp import web

from .errors import BadInputError

Body = TypeVar("Body", bound=msgspec.Struct)


async def read_body(request: web.Request, kind: type[Body]) -> Body:
    """Read the JSON body of a request; the error names the first field that does not fit."""
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.ValidationError as error:
        raise BadInputError(str(error).rpartition("$.")[2].rstrip("`")) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadInputError("") from None
