"""Our WebVTT as Chromium's own parser reads it."""

import pytest
from playwright.async_api import async_playwright

from cases.exports import write_webvtt

from .samples import AWKWARD, AWKWARD_NAME, make_copy, make_turn

pytestmark = pytest.mark.browser

READ = """text => new Promise((resolve, reject) => {
  const media = document.createElement("video");
  const track = document.createElement("track");
  track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
  track.default = true;
  track.onload = () => resolve([...track.track.cues].map(cue => {
    const shown = cue.getCueAsHTML();
    const voice = shown.querySelector("span");
    return [cue.id, cue.startTime, cue.endTime, voice.title, shown.textContent,
            shown.querySelectorAll("*").length];
  }));
  track.onerror = () => reject(new Error("not read"));
  media.append(track);
  document.body.append(media);
  track.track.mode = "showing";
})"""


async def test_chromium_reads_every_cue_voice_and_word() -> None:
    turns = [
        make_turn("我 叫 王丽", 1.5),
        make_turn(AWKWARD, 3600.0, speaker=AWKWARD_NAME, lang="en", step=0.2),
    ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = await browser.new_page()
        cues = await page.evaluate(READ, write_webvtt(make_copy(turns)))
        await browser.close()
    assert cues == [
        ["1", 1.5, 2.25, "王丽", "我叫王丽", 1],
        ["2", 3600.0, 3602.2, AWKWARD_NAME, AWKWARD, 1],
    ]
