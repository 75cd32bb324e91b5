"""The embedded server through the command line: made once, joined by the second, refused in a sentence."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from opd_desktop.db import embedded
from opd_desktop.db.embedded import EmbeddedServer
from tests.cli.conftest import Run

pytestmark = pytest.mark.e2e
_COMMAND = (sys.executable, "-m", "opd_desktop")


def _environment(folder: Path) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("OPD_")}
    return {**outside, "OPD_DATA_DIR": str(folder), "OPD_CONFIG": str(folder / "none.toml")}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server that the test's commands make and start; stopped afterwards."""
    made = EmbeddedServer(tmp_path / "data")
    yield made
    made.stop()


def test_two_desks_that_start_together_share_one_server(server: EmbeddedServer) -> None:
    both = [
        subprocess.Popen(
            [*_COMMAND, "db", "upgrade"],
            env=_environment(server.folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sorted("upgraded" in out for out, _ in told) == [False, True]
    first = server.pid()
    assert first is not None
    url = subprocess.run(
        [*_COMMAND, "db", "url"], env=_environment(server.folder), capture_output=True, text=True, check=True
    )
    assert server.pid() == first
    with psycopg.connect(url.stdout.strip()) as connection:
        row = connection.execute("SELECT count(*) FROM opd.staff").fetchone()
    assert row == (0,)
    dumped = subprocess.run(
        [str(embedded.binaries() / "pg_dump"), "--schema-only", url.stdout.strip()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CREATE TABLE opd.appointment " in dumped.stdout


def test_a_first_administrator_is_made_and_can_sign_in(server: EmbeddedServer) -> None:
    environment = {**_environment(server.folder), "OPD_PASSWORD": "a-long-password"}
    made = subprocess.run(
        [*_COMMAND, "db", "init", "--facility", "Hill clinic", "--time-zone", "Europe/Lisbon", "--admin", "boss"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
    called = subprocess.run(
        [*_COMMAND, "call", "prm.journey.list", "{}", "--as", "boss"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (called.returncode, called.stderr) == (0, "")
    assert "a-long-password" not in called.stdout
    # The demo neither signs in there nor throws it away.
    for option in ("--prepare", "--reset"):
        demo = subprocess.run(
            [*_COMMAND, "demo", option], env=environment, capture_output=True, text=True, check=False, timeout=200
        )
        assert demo.returncode == 5
        assert "holds a clinic that is not the demo. Set OPD_DATA_DIR" in demo.stderr
    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SELECT name FROM opd.facility").fetchall() == [("Hill clinic",)]


def test_a_folder_that_cannot_be_written(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    monkeypatch.setenv("OPD_DATA_DIR", str(file / "data"))
    ran = cli("db", "upgrade")
    assert ran.code == 6
    assert f"The data folder {file / 'data'} can't be written" in ran.err
    assert "OPD_DATA_DIR" in ran.err


def test_a_full_disk_is_told_and_nothing_half_made_stays(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    initdb = programs / "initdb"
    initdb.write_text('#!/bin/sh\necho "initdb: error: could not write: No space left on device" >&2\nexit 1\n')
    initdb.chmod(0o755)
    monkeypatch.setattr(embedded, "binaries", lambda: programs)
    folder = tmp_path / "data"
    monkeypatch.setenv("OPD_DATA_DIR", str(folder))
    ran = cli("db", "upgrade")
    assert ran.code == 6
    assert f"The disk of the data folder {folder} is full." in ran.err
    assert not list(folder.glob("pgdata*"))


@pytest.mark.parametrize("size", ["20m", "80m"])
def test_a_disk_that_is_really_full(tmp_path: Path, size: str) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system can only be mounted by root")
    try:
        done = subprocess.run(
            [*_COMMAND, "demo", "--prepare"], env=_environment(folder), capture_output=True, text=True, check=False
        )
        assert done.returncode == 6
        assert "is full. Free at least 200 MB" in done.stderr
        assert "Traceback" not in done.stderr
        assert not list(folder.glob("pgdata*"))
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_without_the_embedded_wheel_it_says_what_to_install(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path / "data"))
    ran = cli("db", "upgrade")
    assert ran.code == 6
    assert "opd-desktop[embedded]" in ran.err
    assert "OPD_DATABASE_URL" in ran.err
