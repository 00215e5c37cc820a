"""Contexts of tickets, offered times and duty hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from web import pages

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
VIEWER = pages.Viewer(name="王建国", department="区住房和城乡建设局")
OFFERS = tuple(
    pages.SlotOffer(
        value=start.isoformat(),
        day=start.date(),
        starts_at=start,
        ends_at=start + timedelta(minutes=30),
        place="第一接访室" if number % 2 else "",
        is_preferred=number == 0,
    )
    for number in range(10)
    for start in [NOW + timedelta(days=1 + number // 4, minutes=30 * number)]
)
REASONS = (
    "区住房和城乡建设局、区消防救援大队：今后30天内没有共同的空闲时间。",
    "如果没有区消防救援大队：明天 09:30。",
)
TOKEN = "Qm9vayBvZiBob3Vycw1h8sJ2kPqQm9vayBvZiBob3Vy"


def make_ticket(**changes: object) -> pages.TicketPage:
    values: dict[str, object] = {
        "status": "waiting",
        "name": "李秀英",
        "case_number": "2026-000318",
        "case_title": "老旧小区屋面渗漏维修资金问题",
        "departments": ("区信访局", "区住房和城乡建设局", "城西街道办事处"),
        "starts_at": NOW + timedelta(hours=3),
        "ends_at": NOW + timedelta(hours=3, minutes=30),
        "opens_at": NOW + timedelta(hours=2, minutes=30),
        "place": "第一接访室",
        "token": TOKEN,
        "link": f"https://visit.example.gov.cn/ticket#{TOKEN}",
        "can_change": True,
    }
    return pages.TicketPage(**{**values, **changes})  # type: ignore[arg-type]  # fields by name


HOURS = {f"hours-{day}": "09:00-12:00, 14:00-17:00" if day < 5 else "" for day in range(7)}
ROSTER = pages.RosterPage(
    viewer=VIEWER,
    department="区住房和城乡建设局",
    weekdays=tuple(
        pages.RosterDay(f"hours-{day}", name)
        for day, name in enumerate(
            ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
        )
    ),
    rows=(0, 1),
    rooms=("第一接访室", "第二接访室"),
    values={**HOURS, "day-0": "2026-05-01", "note-0": "劳动节"},
    is_saved=True,
)
TICKET_PAGES: dict[str, pages.Page] = {
    "ticket-entry": pages.TicketEntryPage(),
    "ticket-entry-refused": pages.TicketEntryPage(
        link=f"https://visit.example.gov.cn/ticket#{TOKEN}", problem="验证码不对，还可以试 4 次。"
    ),
    "ticket": make_ticket(),
    "ticket-times": make_ticket(offers=OFFERS, problem="这个时间刚刚被别人占用了。"),
    "ticket-no-times": make_ticket(offers=(), reasons=REASONS),
    "ticket-open": make_ticket(status="open", is_new=True, can_change=False, place=""),
    "ticket-over": make_ticket(status="over", can_change=False),
    "ticket-cancelled": make_ticket(status="cancelled", can_change=False, link=""),
    "roster": ROSTER,
    "roster-refused": pages.RosterPage(
        viewer=VIEWER,
        department=ROSTER.department,
        weekdays=ROSTER.weekdays,
        rows=ROSTER.rows,
        rooms=(),
        values={"hours-0": "nine to five"},
        errors=(pages.FieldError(field="hours-0", message="请按 9:00-12:00 的格式填写。"),),
    ),
}
