"""Every table of the program in one place; only web sees all packages that have some."""

import cases.models
import cases.outbox
import scheduling.models
import scheduling.rosters
import visits.models
import web.auth.models
from cases.base import Base

MODELS = (
    cases.models,
    cases.outbox,
    scheduling.models,
    scheduling.rosters,
    visits.models,
    web.auth.models,
)

metadata = Base.metadata
