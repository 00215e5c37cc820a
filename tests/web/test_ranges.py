"""Range headers name the bytes that RFC 9110 says they name."""

import pytest

from web.ranges import ByteRange, UnsatisfiableRangeError, read_range


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-", 0, 1000),
        ("bytes=0-0", 0, 1),
        ("bytes=200-299", 200, 300),
        ("bytes=900-5000", 900, 1000),
        ("bytes=-100", 900, 1000),
        ("bytes=-5000", 0, 1000),
    ],
)
def test_one_range_is_found(header: str, start: int, end: int) -> None:
    assert read_range(header, 1000) == ByteRange(start, end, 1000)


@pytest.mark.parametrize("header", [None, "bytes=0-1,5-9"])
def test_the_whole_file_answers_none_and_several(header: str | None) -> None:
    assert read_range(header, 1000) is None


@pytest.mark.parametrize(
    "header", ["bytes=1000-", "bytes=9-3", "bytes=-0", "bytes=-", "bytes=a-b", "seconds=0-1", ""]
)
def test_what_names_no_byte_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        read_range(header, 1000)


def test_a_file_without_a_byte_has_no_range() -> None:
    with pytest.raises(UnsatisfiableRangeError):
        read_range("bytes=0-", 0)


def test_the_header_of_an_answer_counts_the_last_byte_in() -> None:
    assert ByteRange(200, 300, 1000).header == "bytes 200-299/1000"
