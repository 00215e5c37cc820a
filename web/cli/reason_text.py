"""Says in Chinese or English why a request has no time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduling.problem import Horizon
from scheduling.reasons import Condition, ConditionKind, Gain, Reason, ReasonKind

LANGUAGES = ("en", "zh")

_SENTENCES: Mapping[str, Mapping[ReasonKind, str]] = {
    "en": {
        ReasonKind.NO_TIME: "the visit is longer than the time from {first} to {last}",
        ReasonKind.RECUSED: "{names}: has to withdraw from this case",
        ReasonKind.EXCLUSIVE: "{names}: no choice takes exactly one of each list",
        ReasonKind.CLOSED: "{names}: not open for that long before {end}",
        ReasonKind.TAKEN: "{names}: booked throughout before {end}",
        ReasonKind.IMPOSSIBLE: "the citizen's impossible times leave nothing before {end}",
        ReasonKind.RELEASE: "the release is too late for a visit before {end}",
        ReasonKind.NEVER_TOGETHER: "{names}: never free together before {end}",
        ReasonKind.TOO_LATE: "any time left is so late that leaving the visit out weighs less",
    },
    "zh": {
        ReasonKind.NO_TIME: "{first}至{last}的时间短于接访时长",
        ReasonKind.RECUSED: "{names}须回避本事项",
        ReasonKind.EXCLUSIVE: "{names}：无法从每组中恰好各取一个",
        ReasonKind.CLOSED: "{names}在{end}之前没有足够长的开放时间",
        ReasonKind.TAKEN: "{names}在{end}之前均已约满",
        ReasonKind.IMPOSSIBLE: "除去信访人不便的时间，{end}之前没有可约时间",
        ReasonKind.RELEASE: "最早可约时间太晚，{end}之前无法安排",
        ReasonKind.NEVER_TOGETHER: "{names}在{end}之前没有共同的空闲时间",
        ReasonKind.TOO_LATE: "剩余时间过晚，安排的代价高于暂不安排",
    },
}
_GAIN = {"en": "without {name}: {moment}", "zh": "若不要求{name}：{moment}"}
_JOIN = {"en": (", ", " and ", "; "), "zh": ("、", "和", "；")}
_OWN = {
    "en": {ConditionKind.IMPOSSIBLE: "the impossible times", ConditionKind.RELEASE: "the release"},
    "zh": {ConditionKind.IMPOSSIBLE: "不便时间", ConditionKind.RELEASE: "最早可约时间"},
}
_ONE_OF = {"en": "one of {names}", "zh": "{names}之一"}
_ZH_WEEKDAYS = "一二三四五六日"
# Not from `calendar`, whose names follow the locale of the machine.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EARLY_MONTHS = ("January", "February", "March", "April", "May", "June")
_LATE_MONTHS = ("July", "August", "September", "October", "November", "December")
_MONTHS = (*_EARLY_MONTHS, *_LATE_MONTHS)


@dataclass(frozen=True, slots=True)
class ReasonText:
    """Puts reasons into words of a language, with days and times of a horizon."""

    lang: str
    horizon: Horizon

    def tell_all(self, reasons: Sequence[Reason]) -> list[str]:
        return [self.tell(reason) for reason in reasons]

    def tell(self, reason: Reason) -> str:
        """Say one reason in one sentence, with what giving something up would gain."""
        sentence = _SENTENCES[self.lang][reason.kind].format(
            names=self._list([self._name(one) for one in reason.conditions]),
            first=self._day(self.horizon.first),
            last=self._day(self.horizon.last),
            end=self._day(self.horizon.last + timedelta(days=1)),
        )
        return _JOIN[self.lang][2].join([sentence, *map(self._tell_gain, reason.gains)])

    def _tell_gain(self, gain: Gain) -> str:
        return _GAIN[self.lang].format(
            name=self._name(gain.without), moment=self._moment(gain.start)
        )

    def _name(self, condition: Condition) -> str:
        own = _OWN[self.lang].get(condition.kind)
        if own is not None:
            return own
        if len(condition.resources) == 1:
            return condition.resources[0]
        return _ONE_OF[self.lang].format(names=self._list(condition.resources))

    def _list(self, names: Sequence[str]) -> str:
        comma, last, _ = _JOIN[self.lang]
        if len(names) < 2:
            return "".join(names)
        return comma.join(names[:-1]) + last + names[-1]

    def _day(self, day: date) -> str:
        if self.lang == "zh":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]}"

    def _moment(self, moment: int) -> str:
        local = datetime.fromtimestamp(moment, self.horizon.zone)
        clock = f"{local.hour}:{local.minute:02}"
        if self.lang == "zh":
            return f"{self._day(local.date())}（周{_ZH_WEEKDAYS[local.weekday()]}）{clock}"
        return f"{_WEEKDAYS[local.weekday()]} {self._day(local.date())} {clock}"
