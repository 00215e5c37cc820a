"""Every table of the program in one place; only web sees all packages that have some."""

import cases.application_models
import cases.minutes_models
import cases.models
import cases.outbox
import cases.review_models
import scheduling.models
import scheduling.rosters
import visits.models
import web.auth.models
from cases.base import Base

MODELS = (
    cases.application_models,
    cases.minutes_models,
    cases.models,
    cases.outbox,
    cases.review_models,
    scheduling.models,
    scheduling.rosters,
    visits.models,
    web.auth.models,
)

metadata = Base.metadata
