"""Alembic environment: runs on the connection that `opd_desktop.db.migrate` hands over."""

from alembic import context

from opd_desktop.db.base import Base
from opd_desktop.db.migrate import include_object
from opd_desktop.db.models import Appointment  # noqa: F401 (loads all models into the metadata)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_object=include_object,
    version_table_schema="opd",
)
with context.begin_transaction():
    context.run_migrations()
