"""Names of case fields and states for the catalogs, by their code names."""

from .i18n import mark as _

FIELD_LABELS = {
    "petitioner_name": _("Name of the petitioner"),
    "phone": _("Phone"),
    "id_number": _("Identity card number"),
    "address": _("Home address"),
    "respondent": _("Who it is about"),
    "demand": _("What is asked for"),
    "category": _("Kind of matter"),
    "departments": _("Departments responsible"),
    "amount": _("Amount in dispute"),
    "people_count": _("Number of people"),
    "event_date": _("Date of the event"),
    "prior_petition": _("Petitioned before"),
}

VISIT_STATE_LABELS = {
    "scheduled": _("Not open yet"),
    "open": _("Waiting room open"),
    "live": _("In progress"),
    "ended": _("Ended"),
}
