"""The demo clinic from the command line: what it holds, and that a second start keeps it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from opd_desktop.db import migrate
from opd_desktop.db.embedded import EmbeddedServer

pytestmark = pytest.mark.e2e


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "clinic"
    EmbeddedServer(tmp_path / "clinic").stop()


def prepare(folder: Path) -> float:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "opd_desktop", "demo", "--prepare"],
        env={**os.environ, "OPD_DATA_DIR": str(folder), "OPD_CONFIG": str(folder.with_suffix(".toml"))},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return time.monotonic() - began


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    engine = migrate.owner_engine(EmbeddedServer(folder).url())
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]
    finally:
        engine.dispose()


def test_the_demo_clinic_is_at_work_and_kept(folder: Path) -> None:
    first = prepare(folder)
    counts = "SELECT (SELECT count(*) FROM facility), (SELECT count(*) FROM practitioner), count(*) FROM patient"
    assert ask(folder, counts) == [(2, 6, 300)]
    assert ask(folder, "SELECT count(DISTINCT specialty) FROM practitioner") == [(4,)]
    assert {row[0] for row in ask(folder, "SELECT login FROM staff")} >= {
        "reception", "doctor", "doctor2", "manager", "admin",
    }  # fmt: skip
    ((earliest, latest),) = ask(
        folder, "SELECT now()::date - min(starts_at)::date, max(starts_at)::date - now()::date FROM appointment"
    )
    assert 26 <= int(str(earliest)) <= 29
    assert 12 <= int(str(latest)) <= 15
    today = (
        "SELECT DISTINCT a.status FROM appointment a JOIN facility f ON f.id = a.facility_id WHERE "
        "(a.starts_at AT TIME ZONE f.time_zone)::date = (now() AT TIME ZONE f.time_zone)::date"
    )
    assert {row[0] for row in ask(folder, today)} >= {
        "booked", "arrived", "checked-in", "fulfilled", "cancelled", "noshow",
    }  # fmt: skip
    ((walked_in,),) = ask(folder, "SELECT count(*) FROM queue_entry WHERE appointment_id IS NULL AND state = 'waiting'")
    ((wishes,),) = ask(folder, "SELECT count(*) FROM waitlist_wish")
    ((to_call,),) = ask(folder, "SELECT count(*) FROM affected_visit WHERE outcome = 'open'")
    assert (walked_in, wishes) == (3, 4)
    assert int(str(to_call)) >= 1
    ((hour,),) = ask(folder, "SELECT extract(hour FROM now() AT TIME ZONE time_zone) FROM facility LIMIT 1")
    assert 9 <= int(str(hour)) <= 11
    assert len({row[0] for row in ask(folder, "SELECT substr(phone, 1, 3) FROM patient WHERE phone <> ''")}) >= 4
    ask_before = ask(folder, "SELECT count(*), max(id::text) FROM appointment")
    second = prepare(folder)
    assert ask(folder, "SELECT count(*), max(id::text) FROM appointment") == ask_before
    assert second < first / 2
