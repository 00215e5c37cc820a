"""Identity numbers are suggested only with a right check digit."""

from hypothesis import given
from hypothesis import strategies as st

from cases.fields import identity_check_digit
from tests.cases.autofill.conftest import Read, suggest_from_lines

SPOKEN = dict(zip("0123456789X", "零幺二三四五六七八九X", strict=True))


def test_a_number_said_in_groups_is_put_together(read: Read) -> None:
    line = "四四零 五二四 一八八零 零一零一 零零 一四"
    assert read("zh", "O 核对 一下 身份证", line) == {"id_number": "440524188001010014"}


def test_an_x_at_the_end_is_heard(read: Read) -> None:
    spoken = "one one oh one oh five one nine four nine one two three one double oh two x"
    assert read("en", spoken) == {"id_number": "11010519491231002X"}


def test_a_wrong_check_digit_is_not_suggested(read: Read) -> None:
    assert read("zh", "身份证 四四零 五二四 一八八零 零一零一 零零 一五") == {}


def test_the_end_can_be_corrected(read: Read) -> None:
    lines = ("身份证 四四零 五二四 一八八零 零一零一 零零 一五", "不对 最后 是 一四")
    assert read("zh", *lines) == {"id_number": "440524188001010014"}


@given(
    st.integers(min_value=110000, max_value=659999),
    st.dates(),
    st.integers(min_value=0, max_value=999),
    st.integers(min_value=1, max_value=6),
)
def test_every_valid_number_survives_being_spoken(
    area: int, born: object, order: int, group: int
) -> None:
    body = f"{area}{str(born).replace('-', '')}{order:03}"
    number = body + identity_check_digit(body)
    spoken = [SPOKEN[character] for character in number]
    words = ["".join(spoken[at : at + group]) for at in range(0, 18, group)]
    (found,) = suggest_from_lines("zh", "我 的 身份证 号码 是 " + " ".join(words))
    assert (found.field, found.value) == ("id_number", number)
