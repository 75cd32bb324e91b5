"""What Settings shows of the database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL

from opd_desktop.db import migrate
from opd_desktop.services import database as operations
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing


@pytest.mark.parametrize("login", ["reception", "doctor", "manager", "admin", "opd_worker"])
def test_everybody_may_ask(database: URL, sign_in: Callable[..., Clinic], login: str) -> None:
    info = sign_in(login).call(operations.info, Nothing())
    assert info.database == database.database
    assert info.host == ""  # a local socket
    assert info.schema_revision == migrate.head()
    assert int(info.server_version.split(".")[0]) >= 15
    assert info.size_bytes > 1_000_000
    assert info.connections >= 1
    assert abs(datetime.now(UTC) - info.now) < timedelta(seconds=30)
