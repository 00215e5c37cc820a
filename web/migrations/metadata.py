"""Every table of the program in one place; only web sees all packages that have some."""

import cases.models
import scheduling.models
import visits.models
import web.auth.models
from cases.base import Base

MODELS = (cases.models, scheduling.models, visits.models, web.auth.models)

metadata = Base.metadata
