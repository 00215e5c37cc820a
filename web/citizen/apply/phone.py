"""The phone and the code that confirms it."""

import re
import time
import unicodedata
from http import HTTPStatus

from aiohttp import web

from cases.application_errors import PhoneCodeError, PhoneCodeTooSoonError
from cases.application_phones import confirm_phone, issue_phone_code
from cases.applications import get_own_draft
from cases.fields import CaseField, FieldValueError, parse_field_value
from cases.outbox import Channel, queue_message
from web import pages
from web.auth.allowances import Costly
from web.forms import read_line
from web.i18n import mark as _
from web.i18n import say
from web.keys import ALLOWANCES, CLOCK, DELIVERY, SESSIONS
from web.proxy import address_of
from web.refusals import find_refusal, read_facts

from .draft import get_draft, keep_token, read_token
from .steps import Step, describe_place, go_on, is_change, path_of, redirect

LONGEST_PHONE = 40


async def show_phone(request: web.Request) -> web.Response:
    """GET /apply/phone."""
    draft = await get_draft(request)
    return render_phone(request, draft.phone, is_confirmed=draft.phone_confirmed_at is not None)


async def answer_phone(request: web.Request) -> web.Response:
    """POST /apply/phone: send a code, unless this very phone was confirmed before."""
    typed = read_line(await request.post(), "phone", LONGEST_PHONE)
    draft = await get_draft(request)
    try:
        phone = str(parse_field_value(CaseField.PHONE, typed))
    except FieldValueError:
        sentence = say(request, _("Enter your mobile number, such as 139 1234 5678."))
        return render_phone(request, typed, error=sentence)
    if phone == draft.phone and draft.phone_confirmed_at is not None:
        return go_on(request, Step.PHONE)
    try:
        await send_code(request, phone)
    except PhoneCodeTooSoonError as error:
        if phone != draft.phone:
            return render_phone(request, typed, error=describe(request, error))
    except PhoneCodeError as error:
        return render_phone(request, typed, error=describe(request, error))
    return redirect(path_of(Step.CODE, is_change=is_change(request)))


async def show_code(request: web.Request) -> web.Response:
    """GET /apply/code."""
    draft = await get_draft(request)
    if not draft.phone:
        return redirect(path_of(Step.PHONE))
    return render_code(request, draft.phone)


async def answer_code(request: web.Request) -> web.Response:
    """POST /apply/code: the try is counted before anybody is told."""
    typed = read_line(await request.post(), "code", LONGEST_PHONE)
    draft, token = await get_draft(request), read_token(request)
    digits = "".join(re.findall(r"\d", unicodedata.normalize("NFKC", typed)))
    now = request.app[CLOCK]()
    if len(digits) != len("000000"):
        sentence = say(request, _("Enter the six digits of the message we have sent you."))
        return render_code(request, draft.phone, error=sentence)
    async with request.app[SESSIONS].begin() as session:
        problem = await confirm_phone(
            session, await get_own_draft(session, token, now), digits, now
        )
    if problem is not None:
        return render_code(request, draft.phone, error=describe(request, problem))
    return keep_token(request, go_on(request, Step.PHONE), token)


async def send_again(request: web.Request) -> web.Response:
    """POST /apply/code/again: a new code to the same phone; the old one is worth nothing."""
    draft = await get_draft(request)
    try:
        await send_code(request, draft.phone)
    except PhoneCodeError as error:
        return render_code(request, draft.phone, error=describe(request, error))
    change = "&change=1" if is_change(request) else ""
    return redirect(f"{path_of(Step.CODE)}?again=1{change}")


async def send_code(request: web.Request, phone: str) -> None:
    """Queue the message with the code in the transaction that makes it; raises PhoneCodeError."""
    now = request.app[CLOCK]()
    request.app[ALLOWANCES].take(Costly.PHONE_CODE, address_of(request), time.monotonic())
    async with request.app[SESSIONS].begin() as session:
        draft = await get_own_draft(session, read_token(request), now)
        issued = await issue_phone_code(session, draft, phone, now)
        await queue_message(
            session,
            kind="phone_code",
            channel=Channel.PHONE,
            recipient=phone,
            subject=say(request, _("Your code")),
            body=say(request, CODE_MESSAGE, code=issued.code),
            key=f"phone_code:{issued.row.id}",
            now=now,
        )
    request.app[DELIVERY].wake()


def describe(request: web.Request, error: PhoneCodeError) -> str:
    """Say what is wrong with a code and what to do."""
    refusal = find_refusal(error)
    return say(request, refusal.sentence, **read_facts(error, refusal))


def render_phone(
    request: web.Request, typed: str, *, error: str = "", is_confirmed: bool = False
) -> web.Response:
    page = pages.ApplyPhonePage(
        place=describe_place(request, Step.PHONE),
        values={"phone": typed},
        errors=(pages.FieldError("phone", error),) if error else (),
        is_confirmed=is_confirmed,
    )
    return pages.render(request, page, status_of(error))


def render_code(request: web.Request, phone: str, *, error: str = "") -> web.Response:
    page = pages.ApplyCodePage(
        place=describe_place(request, Step.CODE),
        phone=phone,
        was_sent_again="again" in request.query and not error,
        errors=(pages.FieldError("code", error),) if error else (),
    )
    return pages.render(request, page, status_of(error))


def status_of(error: str) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


CODE_MESSAGE = _(
    "{code} is the code for your application for a video visit. It holds for 10 minutes. "
    "Nobody of ours will ask you for it."
)
