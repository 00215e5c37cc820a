"""What minutes are generated from: the names that a department's template may use.

Times are words already, in the time zone of the office; seconds of the visit are minutes and
seconds, 3:07.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseFacts:
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Day and clock times; `ends` is "" while the visit runs."""

    day: str
    starts: str
    ends: str
    place: str
    recorded: bool
    transcribed: bool


@dataclass(frozen=True, slots=True)
class PanelFacts:
    lead: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut by network, power or device; `until` is "" where it went on to the end."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody at the table; `department` is "" for citizens."""

    name: str
    department: str
    is_citizen: bool
    joined: str
    left: str
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    name: str
    recording: bool
    transcript: bool
    at: str


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """An accepted field; `speaker` and `at` are "" for what nobody said in a visit.

    `earlier` tells that it was said in an earlier visit, `stated` that it stood in an application.
    """

    name: str
    label: str
    value: str
    speaker: str
    at: str
    person: str
    earlier: bool
    stated: bool


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """What one person said without a break; `edited` where somebody corrected a word of it."""

    at: str
    speaker: str
    department: str
    text: str
    edited: bool


@dataclass(frozen=True, slots=True)
class SoundGap:
    """What is missing in a recording, in seconds of the visit."""

    speaker: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything a template is given, under these names."""

    case: CaseFacts
    visit: VisitFacts
    panel: PanelFacts
    citizen: str
    people: tuple[PersonFacts, ...]
    consents: tuple[ConsentFacts, ...]
    fields: tuple[FieldFacts, ...]
    said: tuple[SaidFacts, ...]
    gaps: tuple[SoundGap, ...]


SAMPLE = {
    "zh": MinutesFacts(
        CaseFacts("2026-000318", "楼道充电"),
        VisitFacts("2026年4月2日", "09:02", "09:31", "第一接访室", recorded=True, transcribed=True),
        PanelFacts("住房和城乡建设局", ("消防救援大队", "街道办事处")),
        "张三",
        (
            PersonFacts("张三", "", True, "09:02", "09:31", (Cut("09:10", "09:12"),)),
            PersonFacts("李四", "住房和城乡建设局", False, "09:01", "09:31", ()),
        ),
        (ConsentFacts("张三", True, True, "09:01"),),
        (FieldFacts("phone", "电话", "13900000000", "张三", "0:14", "李四", False, False),),
        (
            SaidFacts("0:03", "李四", "住房和城乡建设局", "您好，请讲。", False),
            SaidFacts("0:10", "张三", "", "楼道里总有人给电动车充电。", True),
        ),
        (SoundGap("张三", "7:58", "9:41"),),
    ),
    "en": MinutesFacts(
        CaseFacts("2026-000318", "Charging in the stairwell"),
        VisitFacts("2 April 2026", "09:02", "09:31", "Room 1", recorded=True, transcribed=True),
        PanelFacts("Housing Committee", ("Fire and Rescue", "Subdistrict")),
        "Sam Smith",
        (
            PersonFacts("Sam Smith", "", True, "09:02", "09:31", (Cut("09:10", "09:12"),)),
            PersonFacts("Lee Jones", "Housing Committee", False, "09:01", "09:31", ()),
        ),
        (ConsentFacts("Sam Smith", True, True, "09:01"),),
        (FieldFacts("phone", "Phone", "5550100", "Sam Smith", "0:14", "Lee Jones", False, False),),
        (
            SaidFacts("0:03", "Lee Jones", "Housing Committee", "Good morning.", False),
            SaidFacts("0:10", "Sam Smith", "", "People charge bikes in the stairwell.", True),
        ),
        (SoundGap("Sam Smith", "7:58", "9:41"),),
    ),
}
"""What a template is tried with while somebody edits it."""
