"""What is recorded plays in Chromium, at the right times."""

import asyncio
import base64
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from media import OpusPacket, Recording
from tests.browser.cast import MANDARIN, Cast, hold_visit
from tests.browser.people import CHROMIUM, FLAGS
from tests.media.test_ogg import Pages
from tests.visits.beeps import beeps

pytestmark = [pytest.mark.browser, pytest.mark.timeout(90)]

# Plays a file from a place on and gives [position, loudness] every few milliseconds.
_PLAY = """async ([url, from, seconds]) => {
  const audio = new Audio(url)
  await new Promise((done, failed) => {
    audio.onloadedmetadata = done; audio.onerror = () => failed(audio.error.message) })
  const context = new AudioContext(), analyser = context.createAnalyser()
  analyser.fftSize = 256
  context.createMediaElementSource(audio).connect(analyser)
  analyser.connect(context.destination)
  audio.currentTime = from
  await audio.play()
  const heard = [], samples = new Float32Array(256)
  while (audio.currentTime < from + seconds && !audio.ended) {
    analyser.getFloatTimeDomainData(samples)
    heard.push([audio.currentTime, Math.max(...samples.map(Math.abs))])
    await new Promise(next => setTimeout(next, 5))
  }
  audio.pause()
  return { duration: audio.duration, heard }
}"""


@asynccontextmanager
async def open_page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        flags = [*FLAGS, "--autoplay-policy=no-user-gesture-required"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield await browser.new_page()
        await browser.close()


def record_beeps() -> bytes:
    """Record ten seconds that beep at full seconds, but for a pause, a loss and another pause."""
    recording, file = Recording(0.0), Pages()
    sequence = 0
    for i, packet in enumerate(beeps()[:500]):
        at = i * 0.02
        is_muted = 2 <= at < 4 or 6 <= at < 6.7
        sequence += 0 if is_muted else 1
        if not is_muted and not 4.6 <= at < 4.9:
            recording.write(OpusPacket(packet.payload, sequence, i * 960, packet.level, at))
        if i % 50 == 49:
            recording.keep(file, at)
    recording.close(file)
    return file.content


def find_onsets(heard: list[tuple[float, float]]) -> list[float]:
    onsets, loud_at = [], -1.0
    for position, loudness in heard:
        if loudness > 0.1:
            if position - loud_at > 0.2:
                onsets.append(position)
            loud_at = position
    return onsets


async def test_a_recording_with_pauses_and_losses_plays_in_time() -> None:
    url = "data:audio/ogg;base64," + base64.b64encode(record_beeps()).decode()
    async with open_page() as page:
        whole = await page.evaluate(_PLAY, [url, 0, 10])
        later = await page.evaluate(_PLAY, [url, 6.5, 3])
    assert whole["duration"] == pytest.approx(10, abs=0.1)
    assert find_onsets(whole["heard"]) == pytest.approx([0, 1, 4, 5, 7, 8, 9], abs=0.1)
    assert find_onsets(later["heard"]) == pytest.approx([7, 8, 9], abs=0.1)


async def test_a_visit_that_may_be_recorded_shows_it_and_can_be_heard_afterwards(
    tmp_path: Path,
) -> None:
    two = replace(MANDARIN, lines=MANDARIN.lines[:2])
    async with hold_visit(two, tmp_path, recording=True) as cast:
        officer = cast.officers[0].page
        await expect(cast.citizen.page.locator("[data-recording]")).to_be_visible()
        await expect(officer.locator("[data-recording-state].badge-bad")).to_be_visible()
        await asyncio.sleep(4)
        await officer.get_by_test_id("end-visit").click()
        await officer.get_by_test_id("end-visit-confirm").click()
        await expect(cast.citizen.page.get_by_test_id("goodbye")).to_be_visible()
        for played in await asyncio.gather(*(play(cast, i) for i in list_recordings(tmp_path))):
            assert played["duration"] > 4
            assert max(loudness for _, loudness in played["heard"]) > 0.05


async def play(cast: Cast, recording_id: str) -> dict[str, Any]:
    url = cast.demo.staff[0]["visit_url"] + f"/recordings/{recording_id}/audio"
    played: dict[str, Any] = await cast.officers[0].page.evaluate(_PLAY, [url, 0, 3])
    return played


def list_recordings(folder: Path) -> list[str]:
    """Read from the demo's database which recordings there are: one of each in the room."""
    (path,) = folder.glob("netvisit-demo-*/netvisit.db")
    with sqlite3.connect(path) as database:
        ids = [row[0] for row in database.execute("SELECT id FROM audio_recording")]
    database.close()
    assert len(ids) == 2
    return ids
