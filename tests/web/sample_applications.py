"""Contexts of the pages on which people apply and the office reads what they sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from web import pages

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
VIEWER = pages.Viewer(name="孙慧", department="区信访局")
STORY = "去年三月起，楼顶漏水，一下雨三楼四楼都湿透。\n物业修过两次，过几天又漏。"
DEMAND = "请有关单位把屋面彻底修好，并说明维修资金为什么一直批不下来。"
DAYS = tuple(NOW.date() + timedelta(days=n) for n in range(2, 12))
PHOTO = pages.AttachedFile(id="f-1", name="屋顶 1.jpg", size="2.4 MB", is_picture=True)
PAPER = pages.AttachedFile(id="f-2", name="维修合同.pdf", size="310 KB", is_picture=False)
LONGEST = {
    "story": {"story": 4000},
    "demand": {"demand": 1000},
    "place": {"place": 200},
    "name": {"name": 80, "address": 200},
}
CHOICES = (pages.Choice("housing", "区住房和城乡建设局"), pages.Choice("fire", "区消防救援大队"))


def place(step: str, position: int, *, is_change: bool = False) -> pages.StepPlace:
    """Say where a question stands."""
    return pages.StepPlace(
        step=step, position=position, total=7, back="/apply", is_change=is_change
    )


def ask(step: str, position: int, *errors: str, **values: str) -> pages.ApplyTextPage:
    """Make a question that is answered in words."""
    return pages.ApplyTextPage(
        place=place(step, position),
        values={name: values.get(name, "") for name in LONGEST[step]},
        longest=LONGEST[step],
        errors=tuple(pages.FieldError(field=step, message=text) for text in errors),
    )


def make_application(**changes: object) -> pages.ApplicationPage:
    """Make what the office sees of an application."""
    known: dict[str, object] = {
        "viewer": VIEWER,
        "number": "2026-000318",
        "state": "submitted",
        "lang": "zh",
        "submitted_at": NOW,
        "name": "李秀英",
        "phone": "13912345678",
        "address": "幸福路 12 号 3 单元",
        "story": STORY,
        "demand": DEMAND,
        "place": "幸福小区 3 号楼",
        "times": ("morning",),
        "days": DAYS[:2],
        "came_by_poster": True,
        "files": (
            pages.AttachedFile("f-1", PHOTO.name, PHOTO.size, True, "/static/icons/mark.svg"),
            pages.AttachedFile("f-2", PAPER.name, PAPER.size, False, "/static/icons/mark.svg"),
        ),
        "departments": CHOICES,
        "values": {"title": "屋面漏水", "petitioner_name": "李秀英", "phone": "13912345678"},
    }
    return pages.ApplicationPage(**{**known, **changes})  # type: ignore[arg-type]  # of a sample


ROW = pages.ApplicationRow(
    number="2026-000318",
    submitted_at=NOW,
    name="李秀英",
    place="幸福小区 3 号楼",
    demand=DEMAND,
    files=2,
)
VISIT = pages.TrackedVisit(
    starts_at=NOW + timedelta(days=1),
    state="scheduled",
    departments=("区住房和城乡建设局", "区消防救援大队"),
)
APPLICATION_PAGES: dict[str, pages.Page] = {
    "apply": pages.ApplyStartPage(source="poster"),
    "apply-begun": pages.ApplyStartPage(has_draft=True, sent_number=""),
    "apply-sent": pages.ApplyStartPage(sent_number="2026-000318"),
    "apply-story": ask("story", 1, story=STORY),
    "apply-story-empty": ask("story", 1, "请说说发生了什么事。"),
    "apply-demand": ask("demand", 2, demand=DEMAND),
    "apply-place": ask("place", 3, place="幸福小区 3 号楼"),
    "apply-name": ask("name", 4, "请填写您的姓名。", address="幸福路 12 号"),
    "apply-phone": pages.ApplyPhonePage(
        place=place("phone", 5, is_change=True), values={"phone": "13912345678"}, is_confirmed=True
    ),
    "apply-phone-wrong": pages.ApplyPhonePage(
        place=place("phone", 5),
        values={"phone": "12"},
        errors=(pages.FieldError(field="phone", message="请填写手机号码。"),),
    ),
    "apply-code": pages.ApplyCodePage(
        place=place("code", 5), phone="13912345678", was_sent_again=True
    ),
    "apply-code-wrong": pages.ApplyCodePage(
        place=place("code", 5),
        phone="13912345678",
        errors=(pages.FieldError(field="code", message="验证码不对，还可以试 4 次。"),),
    ),
    "apply-files": pages.ApplyFilesPage(
        place=place("files", 6), files=(PHOTO, PAPER), most=10, largest_megabytes=20
    ),
    "apply-files-wrong": pages.ApplyFilesPage(
        place=place("files", 6),
        files=(),
        most=10,
        largest_megabytes=20,
        errors=(pages.FieldError(field="files", message="“录像”的类型不能接收。"),),
    ),
    "apply-times": pages.ApplyTimesPage(
        place=place("times", 7), times=("morning",), days=DAYS, chosen_days=DAYS[:1]
    ),
    "apply-check": pages.ApplyCheckPage(
        answers=(
            pages.Answer("story", STORY),
            pages.Answer("demand", DEMAND),
            pages.Answer("place", "幸福小区 3 号楼"),
            pages.Answer("name", "", is_missing=True),
            pages.Answer("phone", "13912345678", is_missing=True),
            pages.Answer("files", ""),
        ),
        times=("morning",),
        days=DAYS[:2],
        back="/apply/times",
        is_complete=False,
    ),
    "apply-done": pages.ApplyDonePage(number="2026-000318", code="48291307", phone="13912345678"),
    "track": pages.TrackPage(),
    "track-wrong": pages.TrackPage(
        number="2026-000318",
        errors=(pages.FieldError(field="code", message="编号或查询码不对。"),),
    ),
    "tracked-new": pages.TrackedPage(
        number="2026-000318", state="submitted", submitted_at=NOW, decided_at=None
    ),
    "tracked-visit": pages.TrackedPage(
        number="2026-000318",
        state="opened",
        submitted_at=NOW,
        decided_at=NOW,
        lead_department="区住房和城乡建设局",
        visits=(VISIT,),
    ),
    "tracked-answered": pages.TrackedPage(
        number="2026-000318",
        state="answered",
        submitted_at=NOW,
        decided_at=NOW,
        answer="您反映的事情由法院受理。\n请带上合同去区法院立案庭。",
    ),
    "inbox": pages.InboxPage(
        viewer=VIEWER,
        state="submitted",
        counts={"submitted": 1, "opened": 4, "answered": 0},
        rows=(ROW,),
    ),
    "inbox-empty": pages.InboxPage(
        viewer=VIEWER,
        state="answered",
        counts={"submitted": 1, "opened": 4, "answered": 0},
        rows=(),
    ),
    "application": make_application(),
    "application-wrong": make_application(
        files=(), errors=(pages.FieldError(field="lead", message="请选择主责单位。"),)
    ),
    "application-opened": make_application(
        state="opened", case_number="2026-000318", decided_by="孙慧", decided_at=NOW
    ),
    "application-answered": make_application(
        state="answered", answer="由法院受理。", decided_by="孙慧", decided_at=NOW
    ),
    "poster": pages.PosterPage(
        viewer=VIEWER,
        link="https://visit.example.gov.cn/apply?from=poster",
        shown_link="visit.example.gov.cn/apply",
    ),
}
