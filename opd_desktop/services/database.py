"""What there is to know about the database that a desk is connected to."""

from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.facilities import DatabaseInfo
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx


@operation("database.info")
def info(tx: Tx, actor: Actor, request: Nothing) -> DatabaseInfo:
    """Version, size and connections of the database; ``host`` is empty on a local socket."""
    del actor, request
    row = tx.rows(
        "SELECT current_setting('server_version') AS server_version, current_database() AS database, "
        "coalesce(host(inet_server_addr()), '') AS host, version_num AS schema_revision, "
        "pg_database_size(current_database()) AS size_bytes, now() AS now, "
        "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections "
        "FROM opd.alembic_version"
    )[0]
    return DatabaseInfo.model_validate(row)
