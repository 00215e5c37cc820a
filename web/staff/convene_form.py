"""The form that convenes a visit: what was typed, what is wrong with it, what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.errors import CasesError
from cases.fields import CaseField, parse_field_value
from cases.models import Department
from scheduling.errors import InvalidIntervalError
from scheduling.intervals import Interval, open_interval
from web.forms import Form, read_choices, read_line
from web.i18n import mark as _

NEW_CASE = "new"
LONGEST_MINUTES = 8 * 60
LANGUAGES = frozenset({"zh", "en"})
FIELDS = ("case", "title", "citizen_name", "citizen_phone", "lang", "lead")
SLOT_FIELDS = ("date", "time", "duration", "place", "any_room", "slot")


@dataclass(frozen=True, slots=True)
class SlotSearch:
    """What times are looked for: a panel, a length, a room; the case where there is one already."""

    case_number: str | None
    lead: Department
    departments: Sequence[Department]
    duration: timedelta
    place: str
    any_room: bool


@dataclass(frozen=True, slots=True)
class Convening:
    """A convening that can be tried: every field has been read."""

    title: str
    citizen_name: str
    citizen_phone: str
    lang: str
    interval: Interval
    search: SlotSearch


@dataclass(slots=True)
class ConveneForm:
    """The texts of the form and, by field, the sentence about what is wrong."""

    values: dict[str, str]
    chosen: Sequence[str]
    problems: dict[str, str] = field(default_factory=dict)

    def read_search(self, departments: Sequence[Department]) -> SlotSearch | None:
        """Give what times to look for, or None with `problems` filled."""
        known = {department.code: department for department in departments}
        lead = known.get(self.values.get("lead", ""))
        panel = [known[code] for code in self.chosen if code in known]
        minutes = self.values.get("duration", "30")
        if lead is None:
            self.problems["lead"] = _("Choose the leading department.")
        if not panel:
            self.problems["departments"] = _("Choose at least one department.")
        if not (minutes.isdecimal() and 0 < int(minutes[:4]) <= LONGEST_MINUTES):
            self.problems["date"] = _("Enter date, time and length of the visit.")
        if self.problems or lead is None:
            return None
        number = self.values["case"]
        return SlotSearch(
            case_number=None if number == NEW_CASE else number,
            lead=lead,
            departments=panel if lead in panel else [lead, *panel],
            duration=timedelta(minutes=int(minutes)),
            place=self.values.get("place", ""),
            any_room=bool(self.values.get("any_room")),
        )

    def read(self, departments: Sequence[Department], zone: ZoneInfo) -> Convening | None:
        """Give what is asked for, or None with `problems` filled."""
        search = self.read_search(departments)
        if self.values["lang"] not in LANGUAGES:
            self.problems["lang"] = _("Choose the language of the talk.")
        phone = self._read_citizen() if self.values["case"] == NEW_CASE else ""
        interval = self._read_interval(zone)
        if self.problems or search is None or interval is None:
            return None
        return Convening(
            title=self.values["title"],
            citizen_name=self.values["citizen_name"],
            citizen_phone=phone,
            lang=self.values["lang"],
            interval=interval,
            search=search,
        )

    def _read_citizen(self) -> str:
        """Check what a new case needs and give the phone in its normal form."""
        if not self.values["title"]:
            self.problems["title"] = _("Enter a title for the case.")
        if not self.values["citizen_name"]:
            self.problems["citizen_name"] = _("Enter the citizen's name.")
        try:
            return str(parse_field_value(CaseField.PHONE, self.values["citizen_phone"]))
        except CasesError:
            self.problems["citizen_phone"] = _("Enter a phone number, digits only.")
            return ""

    def _read_interval(self, zone: ZoneInfo) -> Interval | None:
        """Take the slot that was chosen, else the time typed by hand."""
        try:
            starts_at = self._read_slot() or self._read_typed(zone)
            minutes = int(self.values["duration"])
        except ValueError:
            self.problems["date"] = _("Enter date, time and length of the visit.")
            return None
        try:
            return open_interval(starts_at, timedelta(minutes=minutes))
        except (InvalidIntervalError, OverflowError):
            self.problems["time"] = _("Start on a full five minutes, at most eight hours.")
            return None

    def _read_slot(self) -> datetime | None:
        slot = self.values["slot"]
        return datetime.fromisoformat(slot) if slot else None

    def _read_typed(self, zone: ZoneInfo) -> datetime:
        day = date.fromisoformat(self.values["date"])
        return datetime.combine(day, time.fromisoformat(self.values["time"]), zone)


def read_form(form: Form) -> ConveneForm:
    """Read the fields as clean lines; raises BadInputError for one that is far too long."""
    values = {name: read_line(form, name, 300) for name in (*FIELDS, *SLOT_FIELDS)}
    return ConveneForm(values, read_choices(form, "departments"))
