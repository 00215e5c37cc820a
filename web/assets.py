"""GET /assets/{name}: the files of npm packages that pages load, by an allow-list."""

from pathlib import Path

from aiohttp import web

NODE_MODULES = Path(__file__).parent.parent / "node_modules"
ASSETS = {"wavesurfer.js": NODE_MODULES / "wavesurfer.js" / "dist" / "wavesurfer.esm.js"}


async def send_asset(request: web.Request) -> web.StreamResponse:
    """Send one file; a browser asks again by its date, as for /static."""
    path = ASSETS.get(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
