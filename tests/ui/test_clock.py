"""The server's clock at the desk: set again when it is wrong, whatever this computer's clock says."""

from datetime import UTC, datetime, timedelta

import pytest

from opd_desktop.ui import clock
from opd_desktop.ui.clock import ServerClock

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Ticks:
    """Seconds that go on when a test says so."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Ticks:
    made = Ticks()
    monkeypatch.setattr(clock, "ticks", made)
    return made


def test_the_server_answered_halfway(ticks: Ticks) -> None:
    ticks.at += 4
    here = ServerClock(NINE, asked=1000.0)
    assert here.now() == NINE + 2 * SECOND
    ticks.at += 60
    assert here.now() == NINE + 62 * SECOND


def test_a_server_whose_clock_was_set_is_followed(ticks: Ticks) -> None:
    here = ServerClock(NINE, asked=ticks())
    ticks.at += 30
    here.hear(NINE + timedelta(hours=1), asked=ticks())
    assert here.now() == NINE + timedelta(hours=1)
    ticks.at += 30
    here.hear(NINE, asked=ticks())
    assert here.now() == NINE


def test_what_the_network_explains_sets_nothing(ticks: Ticks) -> None:
    here = ServerClock(NINE, asked=ticks())
    ticks.at += 30
    here.hear(NINE + 30.9 * SECOND, asked=ticks())
    assert here.now() == NINE + 30 * SECOND
    # Twenty seconds on the way: it may have answered at any time of them.
    asked = ticks()
    ticks.at += 20
    here.hear(NINE + 31 * SECOND, asked=asked)
    assert here.now() == NINE + 50 * SECOND


def test_ticks_only_go_on() -> None:
    before = clock.ticks()
    assert clock.ticks() >= before
