"""Settings, displays and small commands: bad input is a sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from opd_desktop.commands.desk import has_display
from opd_desktop.settings import load
from tests.cli.conftest import Run


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    config = tmp_path / "opd.toml"
    config.write_text('desk = "Window 3"\ndata_dir = "/from/file"\n', encoding="utf-8")
    found = load({"OPD_CONFIG": str(config), "OPD_DATA_DIR": str(tmp_path)})
    assert (found.desk, found.data_dir, found.database_url) == ("Window 3", tmp_path, None)


@pytest.mark.parametrize(
    ("content", "code", "holds"),
    [
        ("desk = ", "settings.unreadable", "can't be read"),
        ('colour = "red"\n', "settings.invalid", "colour"),
        ('[email]\nhost = "mail"\nport = 99999\nsender = "a@b"\n', "settings.invalid", "email.port"),
    ],
)
def test_a_bad_settings_file_is_named_with_the_key(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, code: str, holds: str
) -> None:
    config = tmp_path / "opd.toml"
    config.write_text(content, encoding="utf-8")
    monkeypatch.setenv("OPD_CONFIG", str(config))
    monkeypatch.setenv("OPD_PASSWORD", "x")
    ran = cli("call", "prm.ticket.list", "{}", "--as", "reception")
    assert (ran.code, ran.error["code"]) == (2, code)
    assert holds in ran.error["message"]
    assert str(config) in ran.error["message"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://server/opd", ""),
        ("not a url", ""),
        ("postgresql://server:port/opd", "port"),
        ("postgresql://asha:secret@server:99999/opd", "99999"),
        ("postgresql://asha:secret@server/opd?ssl_mode=require", "ssl_mode"),
        ("postgresql://asha:secret@[::1/opd", ""),
        ("postgresql://asha:secret%zz@server/opd", ""),
    ],
)
def test_a_database_url_that_is_none(cli: Run, monkeypatch: pytest.MonkeyPatch, url: str, why: str) -> None:
    monkeypatch.setenv("OPD_DATABASE_URL", url)
    ran = cli("db", "check")
    assert ran.code == 2
    assert ran.err.startswith("opd-desktop: OPD_DATABASE_URL is not a Postgres URL")
    assert why in ran.err
    assert "secret" not in ran.err


def test_an_administrator_needs_a_facility_and_a_password(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path / "never-made"))
    monkeypatch.delenv("OPD_PASSWORD", raising=False)
    assert "OPD_PASSWORD" in cli("db", "init", "--facility", "A", "--admin", "boss").err
    monkeypatch.setenv("OPD_PASSWORD", "a-long-password")
    assert "--facility" in cli("db", "init", "--admin", "boss").err
    assert "Mars" in cli("db", "init", "--time-zone", "Mars").err
    assert not (tmp_path / "never-made").exists()


def test_the_demo_never_touches_a_shared_server(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_DATABASE_URL", "postgresql://server/opd")
    ran = cli("demo", "--reset")
    assert ran.code == 2
    assert "Unset OPD_DATABASE_URL" in ran.err


def test_an_unknown_command_lists_the_known_ones(cli: Run) -> None:
    ran = cli("fly")
    assert ran.code == 2
    assert "self-test" in ran.err


def test_an_unknown_benchmark_lists_the_known_ones(cli: Run) -> None:
    ran = cli("bench", "nothing")
    assert ran.code == 2
    assert "booking, booking-8, slots, calendar" in ran.err
    assert cli("bench", "draft", "--rounds", "0").code == 2


def test_the_tour_needs_a_folder_that_can_be_written(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    ran = cli("tour", "--out", str(file / "pictures"))
    assert ran.code == 2
    assert "Choose another folder with --out." in ran.err


def test_without_a_display_there_is_no_window_and_no_abort() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    bare.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "opd_desktop", "desk"], env=bare, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr.startswith("opd-desktop: There is no display")


def test_a_display_is_one_that_answers(tmp_path: Path) -> None:
    assert not has_display({})
    assert not has_display({"DISPLAY": ":4711"})
    assert not has_display({"DISPLAY": "nonsense"})
    assert not has_display({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-9"))
        compositor.listen()
        assert has_display({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)})
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert number < 0 or has_display({"DISPLAY": f"127.0.0.1:{number}.0"})
