"""The review of a visit as the samples show it: with words and sound, without sound, empty."""

from __future__ import annotations

from dataclasses import replace

from web import pages
from web.labels import FIELD_LABELS

VISIT = "0190c2f4-0000-7000-8000-000000000001"
HERE = f"/staff/visits/{VISIT}"
CITIZEN, OFFICER = "c-1", "s-1"
PEOPLE = (
    pages.ReviewPerson(OFFICER, "王建国", "区住房和城乡建设局", "officer", 0, 2),
    pages.ReviewPerson(CITIZEN, "李秀英", "", "citizen", 1, 2),
)
SOUND = tuple(
    pages.ReviewRecording(
        id=f"r-{person.participant_id}",
        participant_id=person.participant_id,
        started=0.0,
        duration=60.0,
        url=f"{HERE}/recordings/r-{person.participant_id}/audio",
        peaks_url=f"{HERE}/recordings/r-{person.participant_id}/peaks",
    )
    for person in PEOPLE
)
LINKS = pages.ReviewLinks(
    transcript=f"{HERE}/review/transcript",
    changes=f"{HERE}/review/changes",
    corrections=f"{HERE}/review/corrections",
    undo=f"{HERE}/review/corrections/{{id}}/undo",
    progress=f"{HERE}/review/progress",
    accept=f"{HERE}/suggestions/{{id}}/accept",
    correct=f"{HERE}/suggestions/{{id}}/correct",
    reject=f"{HERE}/suggestions/{{id}}/reject",
)
SAID = (
    (OFFICER, 3.0, "您 好 请 讲 一下 您 的 情况"),
    (CITIZEN, 9.0, "我们 楼 的 屋面 漏水 已经 两 年 了"),
    (CITIZEN, 16.0, "我 的 电话 是 一 三 九 一 二 三 四 五 六 七 八"),
    (OFFICER, 27.0, "好 的 我 记录 下来"),
)
SUGGESTION: dict[str, object] = {
    "speaker": CITIZEN,
    "speaker_name": "李秀英",
    "rule": "big_visit",
    "previous_value": None,
}
SUGGESTIONS: tuple[dict[str, object], ...] = (
    {
        **SUGGESTION,
        "id": "f-1",
        "field": "phone",
        "value": "13912345678",
        "text": "13912345678",
        "quote": SAID[2][2],
        "words": [{"utterance_id": "u-2", "start": 4, "end": 15}],
        "at_seconds": 16.0,
    },
    {
        **SUGGESTION,
        "id": "f-2",
        "field": "respondent",
        "value": "物业公司",
        "text": "物业公司",
        "quote": SAID[1][2],
        "words": [],
        "at_seconds": 9.0,
    },
)
NAME = pages.ReviewField("petitioner_name", "李秀英", "李秀英", decided_by="王建国")
FIELDS = tuple(
    NAME if field == NAME.field else pages.ReviewField(field, None, "") for field in FIELD_LABELS
)


def describe_turn(number: int) -> dict[str, object]:
    """Make a row of the transcript; the second has a correction."""
    person, start, text = SAID[number]
    words: list[list[object]] = [
        [word, start + 0.4 * place, start + 0.4 * place + 0.35]
        for place, word in enumerate(text.split())
    ]
    corrections = []
    if number == 1:
        words[3] = ["屋顶", *words[3][1:], 3, 4, "k-1"]
        corrections = [
            {"id": "k-1", "start": 3, "end": 4, "text": "屋顶", "was": "屋面", "author": "孙慧"}
            | {"at": "2026-03-12T09:30:00+08:00", "number": 4, "undone_by": None}
        ]
    return {
        "id": f"u-{number}",
        "person": person,
        "lang": "zh",
        "start": start,
        "end": start + 0.4 * len(words),
        "words": words,
        "corrections": corrections,
    }


def answer_transcript() -> dict[str, object]:
    """Answer GET .../review/transcript."""
    turns = [describe_turn(number) for number in range(len(SAID))]
    return {"sequence": 4, "utterances": turns, "next": None}


def answer_changes(after: int) -> dict[str, object]:
    """Answer GET .../review/changes: nobody did anything."""
    nothing: dict[str, object] = {"changes": [], "utterances": [], "fields": None}
    return {**nothing, "sequence": after, "more": False, "suggestions": None}


def answer_peaks() -> dict[str, object]:
    """Answer GET .../peaks: loud now and then."""
    return {"seconds": 60.0, "peaks": [(37 * n) % 256 if n % 20 < 12 else 0 for n in range(120)]}


def list_review_pages(like: pages.CasePage, viewer: pages.Viewer) -> dict[str, pages.ReviewPage]:
    """List the review in its states."""
    whole = pages.ReviewPage(
        viewer=viewer,
        visit_id=VISIT,
        case_number=like.number,
        case_title=like.title,
        citizen_name=like.citizen_name,
        departments=(like.lead_department,),
        lang="zh",
        state="ended",
        started_at=like.created_at,
        people=PEOPLE,
        recordings=SOUND,
        fields=FIELDS,
        suggestions=SUGGESTIONS,
        totals=pages.ReviewTotals(4, 35, 60.0, 2, 12.0),
        heard=((0.0, 12.0),),
        sequence=4,
        links=LINKS,
        exports=pages.ExportBlock(VISIT, (pages.ExportRecording("r-1", "李秀英"),)),
    )
    nothing = pages.ReviewTotals(0, 0, 0.0, 0, 0.0)
    return {
        "review": whole,
        "review-silent": replace(whole, recordings=()),
        "review-empty": replace(
            whole,
            state="live",
            people=(),
            recordings=(),
            suggestions=(),
            totals=nothing,
            heard=(),
            exports=None,
            links=replace(LINKS, transcript=f"{HERE}/review/nothing"),
        ),
    }


def answer_review(path: str, after: int) -> dict[str, object]:
    """Answer what the sample's script asks for."""
    if path.endswith("/transcript"):
        return answer_transcript()
    if path.endswith("/nothing"):
        return {"sequence": 4, "utterances": [], "next": None}
    return answer_peaks() if path.endswith("/peaks") else answer_changes(after)
