"""Contexts of the pages of minutes in every state they have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cases.minutes_facts import SAMPLE
from cases.minutes_template import read_default, render_template
from cases.minutes_text import LineKind, read_lines
from web import pages

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
VIEWER = pages.Viewer(name="王建国", department="区住房和城乡建设局")
VISIT = "0190c2f4-0000-7000-8000-000000000001"
CASE = "XF-2026-000318"
TITLE = "老旧小区屋面渗漏维修资金问题"
TEXT = str(render_template(read_default("zh"), SAMPLE["zh"]))
LINES = tuple(
    pages.MinutesLine(
        line.kind.value,
        line.text.partition("] ")[2] if line.kind is LineKind.SAID else line.text,
        line.at_seconds,
    )
    for line in read_lines(TEXT)
)
STROKE = "M40 120L90 40L140 150L200 60L260 140M300 100L380 60L420 150L560 90"
SOUNDS = (pages.MinutesSound("李秀英", "/sign/recordings/r-1/audio#t=3,19"),)
OPEN = pages.MinutesObjection(
    id="o-1",
    name="李秀英",
    revision=2,
    at_seconds=10.0,
    words="我说的是电动自行车，不是电动车。",
    raised_at=NOW,
    sounds=SOUNDS,
)
ANSWERED = replace(OPEN, id="o-2", answer="已更正。", answered_by="王建国", sounds=())
BY_HAND = pages.MinutesSignature("李秀英", "", "stroke", NOW, STROKE)
BY_CODE = pages.MinutesSignature("赵志强", "", "code", NOW)
BY_ACCOUNT = pages.MinutesSignature("王建国", "区住房和城乡建设局", "account", NOW)
VERSIONS = (
    pages.MinutesVersion(2, "王建国", NOW),
    pages.MinutesVersion(1, "", NOW - timedelta(hours=1)),
)
NONE = pages.MinutesPage(
    viewer=VIEWER,
    visit_id=VISIT,
    case_number=CASE,
    case_title=TITLE,
    citizen_name="李秀英",
    lang="zh",
    status="none",
)
DRAFT = replace(NONE, status="draft", revision=2, text=TEXT, lines=LINES, versions=VERSIONS)
SIGN_NONE = pages.SignPage(
    invitation_id="0190c2f4-0000-7000-8000-000000000009",
    status="none",
    case_number=CASE,
    case_title=TITLE,
    lang="zh",
)
SIGN = replace(SIGN_NONE, status="open", revision=2, lines=LINES)
TEMPLATE = pages.MinutesTemplatePage(
    viewer=VIEWER, lang="zh", source=read_default("zh"), is_own=False
)

MINUTES_PAGES: dict[str, pages.Page] = {
    "minutes-none": NONE,
    "minutes": DRAFT,
    "minutes-stale": replace(DRAFT, theirs="# 另一份\n", problem="有同事保存了另一份内容。"),
    "minutes-presented": replace(
        DRAFT,
        status="presented",
        objections=(OPEN, ANSWERED),
        signatures=(BY_HAND, BY_CODE),
        missing=("区住房和城乡建设局", "城西街道办事处"),
        may_countersign=True,
    ),
    "minutes-sealed": replace(
        DRAFT,
        status="sealed",
        signatures=(BY_HAND, BY_ACCOUNT),
        digest="5e" * 32,
        sealed_at=NOW,
    ),
    "minutes-template": TEMPLATE,
    "minutes-template-tried": replace(TEMPLATE, is_own=True, preview=TEXT),
    "minutes-template-wrong": replace(TEMPLATE, problem="第 3 行：没有这个名称。"),
    "sign-entry": pages.SignEntryPage(),
    "sign-entry-code": pages.SignEntryPage(link="https://a.example/sign#x.y", is_code_sent=True),
    "sign-none": SIGN_NONE,
    "sign": SIGN,
    "sign-at": replace(SIGN, at=10, sounds=SOUNDS),
    "sign-code": replace(SIGN, is_code_sent=True),
    "sign-objected": replace(
        SIGN, objections=(OPEN, ANSWERED), has_open_objection=True, notice="objected"
    ),
    "sign-signed": replace(SIGN, status="waiting", signatures=(BY_HAND,), notice="signed"),
    "sign-sealed": replace(
        SIGN, status="sealed", signatures=(BY_HAND, BY_ACCOUNT), digest="5e" * 32
    ),
}
