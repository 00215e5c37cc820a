"""Scripts of visits, and the people who hold one in real browsers."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.async_api import ViewportSize, async_playwright

from tests.browser.people import (
    DESKTOP,
    PHONE,
    Person,
    enter_as_citizen,
    enter_as_staff,
    open_person,
)
from tests.running_demo import RunningDemo, run_demo
from tests.synthesis import speak


@dataclass(frozen=True, slots=True)
class Line:
    """What one person says again and again, and the espeak-ng variant that says it."""

    words: str
    voice: str


@dataclass(frozen=True, slots=True)
class Script:
    """What everybody says in one visit (the citizen first), and what the case should learn."""

    lang: str
    locale: str
    lines: tuple[Line, ...]
    field: str
    value: str


MANDARIN = Script(
    lang="zh",
    locale="zh-CN",
    lines=(
        Line("我的电话是 幺三五 八二零四 七九幺六", "f2"),
        Line("请您提供合同和付款凭证", "m3"),
        Line("您反映的问题我已经记录下来了", "f4"),
    ),
    field="phone",
    value="13582047916",
)
ENGLISH = Script(
    lang="en",
    locale="en-GB",
    lines=(
        Line("my phone number is five eight two oh four seven nine one six three", "f2"),
        Line("please provide the contract and the payment receipt", "m3"),
        Line("i have recorded your complaint", "f4"),
    ),
    field="phone",
    value="5820479163",
)


@dataclass(slots=True)
class Cast:
    """Everybody of one running visit."""

    demo: RunningDemo
    citizen: Person
    officers: Sequence[Person]

    @property
    def everybody(self) -> list[Person]:
        return [self.citizen, *self.officers]


@asynccontextmanager
async def gather_cast(
    script: Script, folder: Path, *, scripts: Sequence[str] = ()
) -> AsyncIterator[Cast]:
    """Open a browser for everybody; `scripts` run in each page before its own.

    The demo keeps its data below `folder`.
    """
    async with AsyncExitStack() as stack:
        demo = stack.enter_context(run_demo("--lang", script.lang, TMPDIR=str(folder)))
        playwright = await stack.enter_async_context(async_playwright())
        people: list[Person] = []
        for number, line in enumerate(script.lines):
            size: ViewportSize = DESKTOP if number else PHONE
            voice = speak(line.words, script.lang, line.voice, folder / f"{number}.wav")
            opened = open_person(playwright, voice=voice, size=size, locale=script.locale)
            people.append(await stack.enter_async_context(opened))
            for text in scripts:
                await people[-1].page.add_init_script(text)
        yield Cast(demo, people[0], people[1:])


def with_third_officer(script: Script, words: str) -> Script:
    """Return the script with one more officer who says something else."""
    return replace(script, lines=(*script.lines, Line(words, "m5")))


@asynccontextmanager
async def hold_visit(
    script: Script, folder: Path, *, scripts: Sequence[str] = (), recording: bool = False
) -> AsyncIterator[Cast]:
    """Bring everybody into one room; the first officer admits the citizen."""
    async with gather_cast(script, folder, scripts=scripts) as cast:
        for officer, desk in zip(cast.officers, cast.demo.staff, strict=False):
            await enter_as_staff(officer, desk)
        await enter_as_citizen(
            cast.citizen, **cast.demo.citizen, transcript=True, recording=recording
        )
        await cast.officers[0].page.get_by_test_id("admit").first.click()
        await cast.citizen.in_room()
        yield cast
