"""What the server would answer to the scripts of the sample pages."""

from tests.web.sample_pages import CASE, DEPARTMENTS, NOW, ROOF
from web import answers
from web.labels import FIELD_LABELS

STARTED = NOW.isoformat()

SEAT = answers.SeatState(
    participant_id="c-1",
    name="李秀英",
    visit=answers.VisitSummary(
        id=ROOF.id,
        case_title=ROOF.case_title,
        case_number=CASE,
        starts_at=STARTED,
        ends_at=ROOF.ends_at.isoformat(),
        opens_at=STARTED,
        lang="zh",
        state="open",
        panel=tuple(answers.PanelSeat(name, is_lead=not n) for n, name in enumerate(DEPARTMENTS)),
    ),
    consent=answers.ConsentChoice(recording=False, transcript=True),
    in_lobby=True,
    admitted=False,
    position=1,
    waiting=2,
)


def suggest(field: str, value: object, quote: str, previous: object = None) -> dict[str, object]:
    """Make the body of a `field_suggested`."""
    return {
        "id": f"0190c2f4-0000-7000-8000-{len(field):012d}",
        "field": field,
        "value": value,
        "text": str(value),
        "quote": quote,
        "words": [],
        "speaker": "c-1",
        "speaker_name": "李秀英",
        "at_seconds": 187.4,
        "rule": f"{field}.cue",
        "previous_value": previous,
    }


def say(number: int, name: str, department: str, text: str) -> dict[str, object]:
    """Make the body of a final `caption`."""
    return {
        "id": f"u-{number}",
        "participant_id": "s-1" if department else "c-1",
        "name": name,
        "department": department,
        "text": text,
        "lang": "zh",
        "final": True,
        "start": 7.0 * number,
        "end": 7.0 * number + 4,
    }


CONSOLE = answers.ConsoleState(
    participant_id="s-1",
    visit=answers.ConsoleVisit(
        state="live",
        recording=True,
        recording_failed=False,
        transcribing=True,
        lang="zh",
        model="starter",
        is_starter=True,
        started_at=STARTED,
        ends_at=ROOF.ends_at.isoformat(),
    ),
    fields=tuple(
        answers.FieldState(field, "李秀英" if field == "petitioner_name" else None, "")
        for field in FIELD_LABELS
    ),
    suggestions=(
        suggest("phone", "13912345678", "我 的 电话 是 一 三 九 一 二 三 四 五 六 七 八"),
        suggest("amount", 38000, "一共 花 了 三 万 八 千 块", 36000),
        suggest("event_date", "2024-03", "去年 三 月 份 开始"),
    ),
    utterances=(
        say(1, "王建国", "区住房和城乡建设局", "您 好 请 讲 一下 您 的 情况"),
        say(2, "李秀英", "", "我们 楼 的 屋面 漏水 已经 两 年 了"),
        say(3, "李秀英", "", "我 的 电话 是 一 三 九 一 二 三 四 五 六 七 八"),
    ),
    waiting=(
        {
            "invitation_id": "i-1",
            "participant_id": "c-2",
            "name": "赵志强",
            "arrived_at": STARTED,
            "connected": True,
        },
    ),
)
