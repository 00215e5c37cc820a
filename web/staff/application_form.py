"""The form that opens a case from an application: the applicant's words, to be accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cases.application_decisions import STATED
from cases.fields import CaseField, FieldValueError, parse_field_value
from web.forms import Form, read_choices, read_line
from web.i18n import mark as _
from web.refusals import FIELD_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cases.application_models import Application
    from cases.fields import FieldValue
    from cases.models import Department

FIELDS = ("title", "lead", *(field.value for field in STATED))
NEEDED = frozenset({CaseField.PETITIONER_NAME, CaseField.PHONE})
LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that can be opened: every field has been read."""

    title: str
    lead: Department
    departments: Sequence[Department]
    fields: Mapping[CaseField, FieldValue]


@dataclass(slots=True)
class OpeningForm:
    """The texts of the form and, by field, the sentence about what is wrong."""

    values: dict[str, str]
    chosen: Sequence[str]
    problems: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Mapping[str, str | int]] = field(default_factory=dict)

    def read(self, departments: Sequence[Department]) -> Opening | None:
        """Give what is asked for, or None with `problems` filled."""
        known = {department.code: department for department in departments}
        lead = known.get(self.values["lead"])
        if not self.values["title"]:
            self.problems["title"] = _("Enter a title for the case.")
        if lead is None:
            self.problems["lead"] = _("Choose the leading department.")
        fields = self._read_fields()
        if self.problems or lead is None:
            return None
        panel = [known[code] for code in self.chosen if code in known]
        return Opening(
            title=self.values["title"],
            lead=lead,
            departments=panel if lead in panel else [lead, *panel],
            fields=fields,
        )

    def _read_fields(self) -> dict[CaseField, FieldValue]:
        """Read what the clerk accepts; an emptied field is left out, but for name and phone."""
        fields: dict[CaseField, FieldValue] = {}
        for name in STATED:
            text = self.values[name.value]
            if not text and name not in NEEDED:
                continue
            try:
                fields[name] = parse_field_value(name, text)
            except FieldValueError as error:
                self.problems[name.value] = FIELD_PROBLEMS[error.problem]
                self.facts[name.value] = error.facts
        return fields


def fill_form(application: Application) -> OpeningForm:
    """Fill the form with what the applicant said; the title is a proposal from the demand."""
    values = {name.value: str(getattr(application, place)) for name, place in STATED.items()}
    values["demand"] = " ".join(application.demand.split())
    return OpeningForm({"title": shorten(application.demand), "lead": "", **values}, ())


def shorten(text: str) -> str:
    """Give the first line, cut at a word or character when it is long."""
    first = text.partition("\n")[0].strip()
    if len(first) <= LONGEST_TITLE:
        return first.rstrip("。.!！")
    cut = first[:LONGEST_TITLE]
    return (cut.rpartition(" ")[0] or cut) + "…"


def read_form(form: Form) -> OpeningForm:
    values = {name: read_line(form, name, 2000) for name in FIELDS}
    return OpeningForm(values, read_choices(form, "departments"))
