"""Picture every page and state of a real demo into docs/screenshots.

Four runs (Chinese and English, light and dark), each with a real visit of a citizen and two
departments who speak; every picture is taken at the size of a phone and of a desk. Pictures are
reduced to 128 colours by ffmpeg, which makes them small enough for the repository.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.async_api import async_playwright

from scripts.picture_papers import picture_record, picture_way_to_a_visit
from scripts.picture_walk import picture_office, picture_problems, picture_visit
from tests.browser.people import DESKTOP, PHONE, Person, open_person
from tests.running_demo import RunningDemo, run_demo
from tests.synthesis import speak

if TYPE_CHECKING:
    from playwright.async_api import Page, Playwright

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SIZES = {"phone": PHONE, "desk": DESKTOP}
PALETTE = "split[a][b];[a]palettegen=max_colors=128[p];[b][p]paletteuse=dither=none"

SPOKEN = {
    "zh": (
        [
            "我 叫 陈 桂 兰",
            "我 的 电话 是 一 三 九 一 二 三 四 五 六 七 八",
            "一共 花 了 三 万 八 千 块",
        ],
        ["您 好 请 讲 一下 您 的 情况"],
        ["您 反映 的 问题 我 已经 记录 下来 了"],
    ),
    "en": (
        ["my name is mary brown", "my phone number is five five five eight two oh four seven nine"],
        ["please tell us what happened"],
        ["i have recorded your complaint"],
    ),
}
VOICES = ("f2", "m3", "f4")


@dataclass(frozen=True, slots=True)
class Album:
    """Where the pictures of one language and theme go."""

    folder: Path
    is_chinese: bool

    async def take(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Picture a page at both sizes, wholly or as much as the screen shows."""
        before = page.viewport_size
        for label, size in SIZES.items():
            await page.set_viewport_size(size)
            await page.wait_for_timeout(250)
            await page.screenshot(path=self.folder / f"{name}-{label}.png", full_page=whole)
        if before is not None:
            await page.set_viewport_size(before)


async def open_people(
    stack: AsyncExitStack, playwright: Playwright, lang: Literal["zh", "en"], theme: str
) -> list[Person]:
    """Open a browser for the citizen and one for each of two officers."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    people = []
    for number, (words, voice) in enumerate(zip(SPOKEN[lang], VOICES, strict=True)):
        sound = speak(words, lang, voice, folder / f"{number}.wav", lead_in=2, lead_out=4)
        size, locale = DESKTOP if number else PHONE, "zh-CN" if lang == "zh" else "en-GB"
        opened = open_person(playwright, voice=sound, size=size, locale=locale)
        person = await stack.enter_async_context(opened)
        await person.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        people.append(person)
    return people


async def picture_all(lang: Literal["zh", "en"], theme: str, demo: RunningDemo) -> None:
    """Walk one demo in one language and theme."""
    album = Album(FOLDER / f"{lang}-{theme}", lang == "zh")
    album.folder.mkdir(parents=True)
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        citizen, first, second = await open_people(stack, playwright, lang, theme)
        await picture_way_to_a_visit(album, citizen, first, demo)
        await picture_office(album, first, demo)
        await picture_visit(album, citizen, (first, second), demo)
        await picture_record(album, citizen, first, demo.staff[0]["visit_url"])
        await picture_problems(album, citizen, demo)


def shrink(folder: Path) -> None:
    """Reduce every picture to a palette, where ffmpeg is installed."""
    if shutil.which("ffmpeg") is None:
        print("ffmpeg is not installed: the pictures stay large")
        return
    for path in folder.rglob("*.png"):
        small = path.with_suffix(".small.png")
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(path), "-vf", PALETTE, str(small)]
        subprocess.run(command, check=True)
        small.replace(path)


def write_index(folder: Path) -> None:
    """Write a page that shows every picture of the light Chinese run and names the others."""
    names = sorted({path.stem.rpartition("-")[0] for path in (folder / "zh-light").glob("*.png")})
    lines = [
        "# Every page and state",
        "",
        "Made by `make screenshots` from a real demo. Each page in zh-light and en-light, most",
        "also dark, on a phone (360x740) and on a desk (1440x900).",
    ]
    for name in names:
        lines += ["", f"## {name}", ""]
        lines += [
            f'<img src="{run}/{name}-{size}.png" height="320" alt="{name}, {run}, {size}">'
            for run, size in (("zh-light", "phone"), ("zh-light", "desk"), ("en-light", "phone"))
        ]
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Take all pictures anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for lang in ("zh", "en"):
        for theme in ("light", "dark"):
            with run_demo("--lang", lang) as demo:
                asyncio.run(picture_all(lang, theme, demo))
            print(f"{lang}-{theme}: done")
    shrink(FOLDER)
    write_index(FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
