"""The engine of a signed-in person: what a connection keeps from one operation to the next."""

from collections.abc import Callable

from sqlalchemy import text

from opd_desktop.services import slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.booking import FindFirst

SignIn = Callable[..., Clinic]


def test_what_is_asked_again_is_prepared_on_the_connection_that_is_used_again(sign_in: SignIn) -> None:
    clinic = sign_in("reception")

    def prepared() -> int:
        # A rollback would have psycopg forget what is prepared.
        with clinic._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return connection.execute(
                text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%' || :begin || '%'"),
                {"begin": "WITH doctors"},
            ).scalar_one()

    counts = []
    for _ in range(3):
        clinic.call(slots.find, FindFirst())
        counts.append(prepared())
    assert counts == [0, 1, 1]
