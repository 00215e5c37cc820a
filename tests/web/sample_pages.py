"""Contexts of every page, as a busy morning would fill them, and those that can be empty, empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.web.sample_applications import APPLICATION_PAGES
from tests.web.sample_minutes import MINUTES_PAGES
from tests.web.sample_review import list_review_pages
from tests.web.sample_tickets import OFFERS, REASONS, TICKET_PAGES
from web import pages
from web.labels import FIELD_LABELS

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
VIEWER = pages.Viewer(name="王建国", department="区住房和城乡建设局")
DEPARTMENTS = ("区信访局", "区住房和城乡建设局", "城西街道办事处")
CASE = "XF-2026-000318"

ROOF = pages.VisitRow(
    id="0190c2f4-0000-7000-8000-000000000001",
    starts_at=NOW,
    ends_at=NOW + timedelta(minutes=30),
    case_number=CASE,
    case_title="老旧小区屋面渗漏维修资金问题",
    citizen_name="李秀英",
    departments=DEPARTMENTS,
    place="第一接访室",
    state="open",
    waiting=(pages.WaitingPerson(name="李秀英", arrived_at=NOW - timedelta(minutes=4)),),
)
WAGES = pages.VisitRow(
    id="0190c2f4-0000-7000-8000-000000000002",
    starts_at=NOW + timedelta(hours=1),
    ends_at=NOW + timedelta(hours=1, minutes=30),
    case_number="XF-2026-000321",
    case_title="Wages of eleven workers not paid since March",
    citizen_name="Alexandra Konstantinopolska",
    departments=("区人力资源和社会保障局",),
    place="",
    state="scheduled",
)
CHOICES = tuple(pages.Choice(value=f"d-{n}", label=name) for n, name in enumerate(DEPARTMENTS))


def accept(quote: str, *, heard: str = "", lang: str = "zh") -> pages.Acceptance:
    """Make the reason why a field has its value; `heard` when it was corrected."""
    return pages.Acceptance(
        quote=quote,
        lang=lang,
        speaker_name="李秀英",
        at_seconds=187.4,
        rule="phone_after_cue",
        status="corrected" if heard else "accepted",
        decided_by="王建国",
        decided_at=NOW,
        heard_value=heard,
    )


VALUES = {
    "petitioner_name": ("李秀英", accept("我 叫 李 秀英")),
    "phone": ("13912345678", accept("我 的 电话 是 一 三 九 一 二 三 四 五 六 七 八")),
    "id_number": ("11010519491231002X", None),
    "amount": ("¥38,000", accept("一共 花 了 三万 六", heard="¥36,000")),
    "people_count": ("12", None),
}
FIELDS = tuple(
    pages.CaseFieldRow(
        field=name,
        value=VALUES.get(name, ("", None))[0],
        acceptance=VALUES.get(name, ("", None))[1],
        statement=pages.Statement("把屋面修好", "孙慧", NOW) if name == "demand" else None,
    )
    for name in FIELD_LABELS
)
TURNS = tuple(
    pages.TranscriptTurn(
        visit_id=ROOF.id,
        speaker_name=name,
        department=unit,
        at_seconds=seconds,
        text=text,
        lang=lang,
    )
    for name, unit, seconds, text, lang in (
        ("王建国", "区住房和城乡建设局", 3.2, "您 好 请 讲 一下 您 的 情况", "zh"),
        ("李秀英", "", 9.8, "我们 楼 的 屋面 漏水 已经 两 年 了", "zh"),
        ("李秀英", "", 71.0, "the roof has been leaking since two thousand twenty four", "en"),
    )
)
CASE_PAGE = pages.CasePage(
    viewer=VIEWER,
    number=CASE,
    title=ROOF.case_title,
    citizen_name="李秀英",
    lead_department="区住房和城乡建设局",
    created_at=NOW - timedelta(days=3),
    fields=FIELDS,
    visits=(
        pages.CaseVisitRow(
            id=ROOF.id,
            starts_at=NOW,
            state="live",
            departments=DEPARTMENTS,
            may_enter=True,
            exports=pages.ExportBlock(ROOF.id, (pages.ExportRecording("r-1", "李秀英"),)),
        ),
    ),
    transcript=TURNS,
)
CONVENE = pages.ConvenePage(
    viewer=VIEWER,
    cases=(pages.Choice(value=CASE, label=f"{CASE} {ROOF.case_title}"),),
    departments=CHOICES,
    places=("第一接访室", "第二接访室"),
)
PAGES: dict[str, pages.Page] = {
    "home": pages.HomePage(),
    **APPLICATION_PAGES,
    **MINUTES_PAGES,
    **TICKET_PAGES,
    "visit": pages.CitizenPage(),
    "sign-in": pages.SignInPage(),
    "sign-in-failed": pages.SignInPage(login="wang", failed=True),
    "sign-in-wait": pages.SignInPage(login="wang", wait_minutes=5),
    "today": pages.TodayPage(viewer=VIEWER, day=NOW.date(), visits=(ROOF, WAGES), may_convene=True),
    "today-empty": pages.TodayPage(viewer=VIEWER, day=NOW.date(), visits=(), may_convene=False),
    "today-reception": pages.TodayPage(
        viewer=VIEWER, day=NOW.date(), visits=(), may_convene=True, new_applications=3
    ),
    "convene": CONVENE,
    "convene-times": replace(CONVENE, has_rooms=True, offers=OFFERS),
    "convene-no-times": replace(CONVENE, has_rooms=True, offers=(), reasons=REASONS),
    "convene-refused": pages.ConvenePage(
        viewer=VIEWER,
        cases=CONVENE.cases,
        departments=CHOICES,
        places=CONVENE.places,
        values={
            "case": CASE,
            "date": "2026-03-12",
            "time": "09:30",
            "lead": "d-1",
            "place": "第一接访室",
        },
        chosen=("d-0", "d-1"),
        errors=(pages.FieldError(field="citizen_name", message="请填写信访人姓名。"),),
        conflicts=("第一接访室在 09:30 到 10:00 已有安排。",),
    ),
    "invitation": pages.InvitationPage(
        viewer=VIEWER,
        visit_id=ROOF.id,
        case_number=CASE,
        citizen_name="李秀英",
        link="https://visit.example.gov.cn/visit#Qm9vayBvZiBob3Vycw1h8sJ2kPq",
        code="482913",
        starts_at=NOW,
        ends_at=NOW + timedelta(minutes=30),
        opens_at=NOW - timedelta(minutes=30),
        closes_at=NOW + timedelta(minutes=60),
        departments=DEPARTMENTS,
        place="第一接访室",
    ),
    "console": pages.ConsolePage(
        viewer=VIEWER,
        visit_id=ROOF.id,
        case_number=CASE,
        case_title=ROOF.case_title,
        citizen_name="李秀英",
        departments=DEPARTMENTS,
        lang="zh",
        starts_at=NOW,
        ends_at=NOW + timedelta(minutes=30),
        state="live",
    ),
    "case": CASE_PAGE,
    "case-empty": pages.CasePage(
        viewer=VIEWER,
        number=CASE,
        title=ROOF.case_title,
        citizen_name="李秀英",
        lead_department="区住房和城乡建设局",
        created_at=NOW,
        fields=tuple(pages.CaseFieldRow(field=name, value="") for name in FIELD_LABELS),
        visits=(),
        transcript=(),
    ),
    **list_review_pages(CASE_PAGE, VIEWER),
    **{f"error-{status}": pages.ErrorPage(status=status) for status in (403, 404, 410, 429, 503)},
    "error-500": pages.ErrorPage(status=500, reference="7f3a9c21"),
}
