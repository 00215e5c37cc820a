"""How long people wait: click to first remote picture, end of speech to final caption.

Two departments and a citizen in three Chromium processes on this machine, each with a spoken WAV as
microphone. Prints a table and one JSON line; asserts nothing.
"""

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page

from tests.browser.cast import ENGLISH, MANDARIN, Cast, Script, gather_cast
from tests.browser.people import enter_as_citizen, enter_as_staff
from tests.browser.watching import own_id

SECONDS = 45
# Notes when the microphone last carried speech: the fake device plays a file nobody else can time.
LISTEN = """
window.loudUntil = 0;
const open = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (open) navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await open(wanted);
  if (!stream.getAudioTracks().length) return stream;
  const context = new AudioContext();
  await context.resume();
  const meter = context.createAnalyser();
  meter.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(meter);
  const samples = new Float32Array(1024);
  setInterval(() => {
    meter.getFloatTimeDomainData(samples);
    if (Math.max(...samples.map(Math.abs)) > 0.02) window.loudUntil = Date.now();
  }, 10);
  return stream;
};
"""
# Notes when each final caption appears.
WATCH = """
window.finals = [];
new MutationObserver(() => {
  for (const caption of document.querySelectorAll('[data-testid=caption][data-final=true]')) {
    if (caption.noted) continue;
    caption.noted = true;
    window.finals.push([caption.dataset.speaker, Date.now()]);
  }
}).observe(document, {subtree: true, childList: true, attributes: true});
"""
FIRST_PICTURE = """() => new Promise(resolve => {
  const look = () => {
    const seen = [...document.querySelectorAll('[data-testid=tile]')].some(tile =>
      !tile.closest('[data-own]')
      && tile.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 0);
    if (seen) resolve(Date.now()); else setTimeout(look, 10);
  };
  look();
})"""


async def measure(script: Script, folder: Path) -> dict[str, list[float]]:
    """Hold one visit; return milliseconds by what was measured."""
    async with gather_cast(script, folder, scripts=[LISTEN, WATCH]) as cast:
        pictures = await join_all(cast)
        captions = await time_captions(cast)
    return {"click to first remote picture": pictures, "end of speech to final caption": captions}


async def join_all(cast: Cast) -> list[float]:
    first, second = cast.officers[:2]
    await enter_as_staff(first, cast.demo.staff[0])
    await enter_as_staff(second, cast.demo.staff[1])
    link, code = cast.demo.citizen["link"], cast.demo.citizen["code"]
    await enter_as_citizen(cast.citizen, link, code, transcript=True)
    admit = first.page.get_by_test_id("admit").first
    await admit.wait_for()
    clicked = time.time() * 1000
    await admit.click()
    seen = await cast.citizen.page.evaluate(FIRST_PICTURE)
    return [seen - clicked]


async def time_captions(cast: Cast) -> list[float]:
    """Pair each final caption on the other's page with the last loud moment before it."""
    speaker, listener = cast.officers[:2]
    name = await own_id(speaker)
    silences = await follow_speech(speaker.page)
    finals = [at for who, at in await listener.page.evaluate("finals") if who == name]
    return [
        min(late)
        for quiet in silences
        if (late := [at - quiet for at in finals if 0 < at - quiet < 5000])
    ]


async def follow_speech(page: Page) -> list[float]:
    """Return the moments (ms since 1970) at which the speaker fell silent for a second."""
    silences: list[float] = []
    for _ in range(SECONDS * 4):
        await asyncio.sleep(0.25)
        last = await page.evaluate("loudUntil")
        quiet = time.time() * 1000 - last > 1000
        if last and quiet and (not silences or silences[-1] != last):
            silences.append(last)
    return silences


async def main() -> None:
    """Measure one visit in each language and print what it took."""
    for script in (MANDARIN, ENGLISH):
        with tempfile.TemporaryDirectory() as folder:
            figures = await measure(script, Path(folder))
        show(script.lang, figures)


def show(lang: str, figures: dict[str, list[float]]) -> None:
    for what, values in figures.items():
        if not values:
            print(f"{lang}  {what}: nothing measured")
            continue
        middle, worst = statistics.median(values), max(values)
        print(f"{lang}  {what}: median {middle:.0f} ms, worst {worst:.0f} ms, n {len(values)}")
    print(json.dumps({"lang": lang, "milliseconds": figures}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
