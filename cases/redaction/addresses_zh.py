"""Chinese addresses: 人民路一百二十号, 阳光小区三栋二单元五零一室, 石桥村三组, 家住解放路."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cases.autofill.answers import find_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.autofill.dialogue import Dialogue, Turn

_NUMBER: Final = r"[零〇一二三四五六七八九十百两幺\d]{1,9}"
_UNIT: Final = (
    rf"(?:{_NUMBER}(?:号楼|号院|号|栋|幢|座|单元|室|弄|层|楼|房|组|队|支队|杠|之)"
    rf"|[东南西北中a-z]座|{_NUMBER}(?=室|号|栋|幢))"
)
_UNITS: Final = re.compile(rf"(?:{_UNIT}的?)+(?:{_NUMBER}(?:室)?)?")
_DOOR: Final = re.compile(rf"{_NUMBER}(?:号楼|号院|单元|栋|幢|室)(?!外)")
_ROAD: Final = re.compile(r"(?:大道|大街|路|街|巷|弄|胡同)(?!上|边|口|灯|面|过|由|费|程|线|道办)")
_COMMUNITY: Final = re.compile(
    r"小区|花园|新村|家园|公寓|嘉园|新苑|花苑|名苑|佳苑|苑|公馆|雅居|山庄|新城|名城|府邸|里弄|家属院"
)
_VILLAGE: Final = re.compile(
    r"村(?!民|里|委|口|子|支|长|干|上|庄里|书|主任|官|医|头|集体|部|两委)|庄(?=.{0,2}组)|屯"
)
_LARGE: Final = re.compile(r"广场|大厦|宿舍|大院|府|城(?=.{0,2}(?:栋|幢|座|号))")
_LIVES: Final = re.compile(
    r"(?:住在?|家在|家就在|家是|地址(?:是|在)?|住址(?:是|在)?|住的(?:地方)?(?:是|在)|搬到|位于|户口在)(?:了|的)?$"
)
_ASKS: Final = re.compile(
    r"住(?:在)?(?:哪|什么)|住址|地址|家在哪|哪个(?:小区|村|楼|街道|镇)|几号楼|几栋|几单元|门牌|哪一?(?:栋|幢)"
)
# A name of a place does not reach over these words.
_STOP: Final = frozenset(
    """
    在 住 住在 是 的 我 我们 咱们 你 您 你们 他 她 他们 这 那 这个 那个 这条 那条 到 去 来
    从 了 和 跟 与 家 我家 就 就是 就在 有 把 被 给 也 都 又 还 还有 上 下 对 对面 个 哪
    哪个 什么 一 条 一条 一个 本 该 各 每 每个 老 整个 全 里 外 边 旁边 附近 嗯 呃 啊 那
    地址 住址 现在 搬 搬到 位于 村 农 城中 乡 好几个 几 两 三 等 说 找 叫 得 让 过 家里 因为
    前天 昨天 今天 晚上 早上 隔壁 楼上 楼下
    """.split()  # noqa: SIM905 - to be read and added to
)
_NAME_CHARACTERS: Final = 9
_SHORT_ANSWER: Final = 14


def find_addresses(dialogue: Dialogue, turn: Turn) -> Iterator[tuple[int, int]]:
    """Yield the characters [start, end) of what leads to a door."""
    is_answer = _answers_where(dialogue, turn)
    found = [*_find_named(turn, is_answer=is_answer), *_find_doors(turn, is_answer=is_answer)]
    yield from found
    if is_answer and not found and len(turn.text) <= _SHORT_ANSWER:
        yield from _find_bare(turn)


def _answers_where(dialogue: Dialogue, turn: Turn) -> bool:
    question = find_question(dialogue, turn) if turn.is_citizen else None
    return question is not None and bool(_ASKS.search(question.text))


def _find_named(turn: Turn, *, is_answer: bool) -> Iterator[tuple[int, int]]:
    """Yield roads with their number, communities and villages, with the units that follow."""
    for pattern in (_ROAD, _COMMUNITY, _VILLAGE, _LARGE):
        for match in pattern.finditer(turn.text):
            start = _begin_of_name(turn, match.start())
            units = _UNITS.match(turn.text, match.end())
            end = _end_of_units(units) if units else match.end()
            if start == match.start() or not turn.is_word_end(match.end()):
                continue  # 我们小区, 这条路, 公路上
            is_home = is_answer or bool(_LIVES.search(turn.text[:start]))
            if units or is_home or pattern in {_COMMUNITY, _VILLAGE}:
                yield start, end


def _find_doors(turn: Turn, *, is_answer: bool) -> Iterator[tuple[int, int]]:
    for match in _UNITS.finditer(turn.text):
        is_date = turn.text[: match.start()].endswith(("月", "年"))
        if _DOOR.search(match[0]) or (is_answer and not is_date):
            yield match.start(), _end_of_units(match)


def _end_of_units(units: re.Match[str]) -> int:
    return units.end() - units[0].endswith("的")


def _find_bare(turn: Turn) -> Iterator[tuple[int, int]]:
    """Yield what is left of a short answer to where somebody lives."""
    for word, start in zip(turn.words, turn.starts, strict=True):
        if word not in _STOP and len(word) > 1:
            yield start, start + len(word)


def _begin_of_name(turn: Turn, end: int) -> int:
    """Return where the name begins that ends right before this character."""
    start = end
    for at in reversed([at for at in turn.starts if at < end]):
        word = turn.text[at:start]
        if word in _STOP or end - at > _NAME_CHARACTERS:
            return start
        start = at
    return start
