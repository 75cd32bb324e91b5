"""The tour is the end-to-end test: a real clinic day through the real windows, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.speech]


def test_a_whole_day_holds_and_leaves_a_picture_of_every_step(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    done = subprocess.run(
        [sys.executable, "-m", "opd_desktop", "tour", "--out", str(out)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr == ""
    protocol = json.loads((out / "tour.json").read_text(encoding="utf-8"))
    assert protocol["held"]
    assert len(protocol["steps"]) >= 21
    for step in protocol["steps"]:
        assert step["asserted"], step["step"]
        assert step["seconds"] >= 0
        assert (out / step["picture"]).stat().st_size > 10_000
