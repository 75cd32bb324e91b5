"""Choices of one person: kept under their login, unseen by others."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput
from opd_desktop.services import my_settings
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.my_settings import MySettings, ReadSettings, WriteSettings
from tests.support import build, sql

SignIn = Callable[..., Clinic]


def test_what_was_chosen_follows_the_person_to_another_desk(database: URL, sign_in: SignIn) -> None:
    first = sign_in("reception", desk="Desk 1")
    assert first.call(my_settings.read, ReadSettings(key="calendar")) == MySettings(key="calendar")
    first.call(my_settings.write, WriteSettings(key="calendar", value={"zoom": 1.5, "doctors": ["a"]}))
    first.call(my_settings.write, WriteSettings(key="queue", value={"zoom": 2}))
    first.call(my_settings.write, WriteSettings(key="calendar", value={"zoom": 1.25}))
    second = sign_in("reception", desk="Desk 2")
    assert second.call(my_settings.read, ReadSettings(key="calendar")).value == {"zoom": 1.25}
    assert sign_in("doctor").call(my_settings.read, ReadSettings(key="calendar")).value == {}


def test_nobody_reads_or_writes_the_choices_of_another(database: URL, sign_in: SignIn) -> None:
    sign_in("reception").call(my_settings.write, WriteSettings(key="calendar", value={"zoom": 1.5}))
    with sql.connect(database, "manager") as connection:
        assert connection.execute("SELECT count(*) FROM staff_setting").fetchone() == (0,)
        assert connection.execute("UPDATE staff_setting SET value = '{}'").rowcount == 0
        for statement in (
            "INSERT INTO staff_setting (login, key, value) VALUES ('reception', 'x', '{}')",
            "DELETE FROM staff_setting",
            "UPDATE staff_setting SET login = 'manager'",
        ):
            with pytest.raises(Exception, match="permission denied"), connection.transaction():
                connection.execute(statement)  # type: ignore[call-overload]
    (row,) = build.rows(database, "SELECT login, value FROM staff_setting")
    assert (row["login"], row["value"]) == ("reception", {"zoom": 1.5})


def test_choices_are_few_and_small(database: URL, sign_in: SignIn) -> None:
    del database
    clinic = sign_in("reception")
    with pytest.raises(BadInput, match=r"input\.invalid"):
        clinic.call(my_settings.write, WriteSettings(key="calendar", value={"x": "a" * my_settings.MOST_BYTES}))
    # The longest that the service takes is taken by the table as well, with the spaces that it adds.
    clinic.call(my_settings.write, WriteSettings(key="calendar", value={"x": [0] * 8_000}))
    with pytest.raises(ValidationError):
        WriteSettings(key="Not a key", value={})
