"""The wheel is whole: built, installed into an environment of its own, its self-test passes from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.e2e


def _run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without network."""
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, cwd=ROOT)
    (made,) = out.glob("*.whl")
    return made


def test_resources_and_migrations_come_along(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not name.endswith("/")}
    for folder in ("resources", "migrations"):
        files = {
            f"opd_desktop/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert files - packed == set()
    assert not [name for name in packed if name.startswith(("tests/", "docs/")) or name.endswith((".pyc", ".map"))]


def test_the_licence_and_the_command_come_along(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        text = archive.read(metadata).decode()
        (points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "opd-desktop = opd_desktop.cli:main" in archive.read(points).decode()
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert "License-Expression: Apache-2.0" in text
    for extra in ("embedded", "scribe", "speech-model", "llm"):
        assert f"Provides-Extra: {extra}" in text


def test_the_self_test_passes_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """The environment sees the libraries of this one through a .pth file, so nothing is fetched; our package
    comes from the wheel alone, since the editable install's own .pth is not followed from there."""
    home = tmp_path / "env"
    _run(sys.executable, "-m", "venv", home, cwd=tmp_path)
    python = home / "bin" / "python"
    _run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OPD_", "PYTHON"))}
    where = _run(python, "-c", "import opd_desktop; print(opd_desktop.__file__)", cwd=elsewhere, env=environment)
    assert where.startswith(str(site))
    told = json.loads(_run(home / "bin" / "opd-desktop", "self-test", "--json", cwd=elsewhere, env=environment))
    states = {check["name"]: check["state"] for check in told["checks"]}
    assert told["passed"] is True
    assert {name for name, state in states.items() if state == "ok"} >= {
        "python", "qt", "resources", "operations", "database", "draft", "fhir", "speech", "microphone",
    }  # fmt: skip
    assert list(elsewhere.iterdir()) == []
