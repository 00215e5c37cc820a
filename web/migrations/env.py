"""What alembic runs: the migrations, on the connection that web.database has opened."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from web.migrations.metadata import metadata


def render_plainly(kind: str, item: object, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are in the database: a migration outlives classes."""
    plain = {"UtcDateTime": "sa.DateTime(timezone=True)", "WordList": "sa.JSON()"}
    return plain.get(type(item).__name__, False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_plainly,
)
with context.begin_transaction():
    context.run_migrations()
