"""Files of an application over HTTP: what is kept, what is refused, what never reaches the disk."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from aiohttp import ClientError, FormData

from cases.attachments import LARGEST_FILE, MOST_FILES
from web import uploads
from web.citizen.apply.sweep import sweep
from web.keys import SETTINGS

from .applicant import PNG, Applicant, new_applicant
from .house import PAGE, House


async def begin(house: House) -> Applicant:
    applicant = new_applicant(house)
    await applicant.begin()
    return applicant


def list_kept(house: House) -> list[Path]:
    """List every file below the folder, whatever it is."""
    return [path for path in house.app[SETTINGS].files_folder.rglob("*") if path.is_file()]


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(101 * 1024 * 1024))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (b"<html><script>alert(1)</script>", "photo.png", "“photo”"),
        (b"MZ" + bytes(500), "合同.pdf", "“合同”"),
        (zip_bomb(), "bomb.docx", "“bomb”"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(LARGEST_FILE), "big.png", "20 MB"),
    ],
    ids=["a page", "a program", "a bomb", "too large"],
)
async def test_a_file_that_is_not_taken_leaves_nothing_but_a_sentence(
    house: House, content: bytes, name: str, shown: str
) -> None:
    applicant = await begin(house)
    answer = await applicant.add_file(content, name)
    assert answer.status == 422
    assert shown in answer.text
    assert list_kept(house) == []


async def test_a_name_that_hides_its_ending_is_shown_plainly(house: House) -> None:
    applicant = await begin(house)
    await applicant.add_file(PNG, "../../合同\u202egnp.exe")
    page = await applicant.browser.open("/apply/files")
    assert "合同gnp.png" in page.text
    assert "\u202e" not in page.text
    assert ".." not in page.text


async def test_an_upload_without_the_pages_token_is_refused_before_a_byte_is_kept(
    house: House,
) -> None:
    applicant = await begin(house)
    refused = await applicant.add_file(PNG, "photo.png", token="forged")
    assert refused.status == 403
    form = FormData()
    form.add_field("files", PNG, filename="photo.png")
    late = await applicant.browser.send("POST", "/apply/files", data=form, headers=PAGE)
    assert late.status == 403
    assert list_kept(house) == []


async def test_an_upload_of_another_site_is_refused(house: House) -> None:
    applicant = await begin(house)
    headers = {**PAGE, "Origin": "https://evil.example", "X-CSRF-Token": "x"}
    answer = await applicant.browser.send("POST", "/apply/files", data=b"", headers=headers)
    assert answer.status == 403


async def test_a_body_that_is_no_form_is_refused(house: House) -> None:
    applicant = await begin(house)
    sent = {**PAGE, "X-CSRF-Token": applicant.browser.csrf_token}
    assert (
        await applicant.browser.send("POST", "/apply/files", data=b"{}", headers=sent)
    ).status == 422
    broken = {**sent, "Content-Type": "multipart/form-data; boundary=x"}
    assert (
        await applicant.browser.send("POST", "/apply/files", data=b"nothing", headers=broken)
    ).status == 422


async def test_nobody_without_a_draft_can_leave_files(house: House) -> None:
    stranger = new_applicant(house)
    await stranger.browser.open("/apply")
    form = FormData()
    form.add_field("csrf_token", stranger.browser.csrf_token)
    form.add_field("files", PNG, filename="photo.png")
    answer = await stranger.browser.send("POST", "/apply/files", data=form, headers=PAGE)
    assert answer.headers["Location"] == "/apply"
    assert list_kept(house) == []


async def test_of_many_files_the_first_ten_are_kept_and_one_can_be_removed(house: House) -> None:
    applicant = await begin(house)
    await applicant.browser.open("/apply/files")
    form = FormData()
    form.add_field("csrf_token", applicant.browser.csrf_token)
    for number in range(MOST_FILES + 1):
        form.add_field("files", PNG + bytes([number]), filename=f"photo-{number:02}.png")
    answer = await applicant.browser.send("POST", "/apply/files", data=form, headers=PAGE)
    assert answer.status == 422
    assert "photo-10" in answer.text
    assert answer.text.count('name="file"') == MOST_FILES
    file_id = answer.text.partition('name="file"')[2].partition('value="')[2].partition('"')[0]
    await applicant.browser.submit("/apply/files/remove", file=file_id)
    page = await applicant.browser.open("/apply/files")
    assert page.text.count('name="file"') == MOST_FILES - 1


async def test_files_of_a_draft_that_is_over_are_swept(house: House) -> None:
    applicant, sender = await begin(house), await begin(house)
    await applicant.add_file(PNG, "photo.png")
    await sender.add_file(PNG + b"other", "other.png")
    await sender.tell()
    await sender.confirm()
    await sender.finish()
    house.clock.pass_by(days=8)
    for path in list_kept(house):
        os.utime(path, (house.clock().timestamp() - 2 * 86_400,) * 2)
    await sweep(house.app)
    assert [path.read_bytes() for path in list_kept(house)] == [PNG + b"other"]


async def test_no_file_chosen_says_what_to_do(house: House) -> None:
    applicant = await begin(house)
    await applicant.browser.open("/apply/files")
    form = FormData()
    form.add_field("csrf_token", applicant.browser.csrf_token)
    form.add_field("files", b"", filename="", content_type="application/octet-stream")
    answer = await applicant.browser.send("POST", "/apply/files", data=form, headers=PAGE)
    assert answer.status == 422
    assert "govuk-error-summary" in answer.text


async def test_a_full_disk_refuses_files_and_not_the_application(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LEAST_FREE", 2**62)
    applicant = await begin(house)
    assert (await applicant.add_file(PNG, "photo.png")).status == 422
    assert list_kept(house) == []
    assert (await applicant.browser.open("/apply/times")).status == 200


async def test_an_upload_beyond_all_limits_is_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_REQUEST", 300_000)
    applicant = await begin(house)
    try:
        status = (await applicant.add_file(PNG + bytes(400_000), "photo.png")).status
    except ClientError:
        status = 413  # the house has hung up before everything was sent
    assert status == 413
    assert list_kept(house) == []
