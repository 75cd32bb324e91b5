"""Sets the stage for the tour, runs its steps, writes the protocol."""

import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler

from opd_desktop import app
from opd_desktop.demo import seed
from opd_desktop.services.clinic import Clinic
from opd_desktop.settings import Settings
from opd_desktop.tour.day import Day
from opd_desktop.tour.driver import Complaints, StepFailed, not_of_the_platform
from opd_desktop.tour.steps import STEPS
from opd_desktop.ui.application import Application, hear_everything, make_application
from opd_desktop.ui.theme import theme

Step = Callable[[Day], list[str]]


def run(out: Path) -> int:
    """See `opd_desktop.tour.run_tour`."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("[0-9][0-9]-*.png"), *out.glob("failed.png"), *out.glob("tour.json")):
        old.unlink()
    folder = Path(tempfile.mkdtemp(prefix="opd-tour-"))
    server = app.embedded_server(Settings(data_dir=folder))
    print("Making the demo clinic ...", flush=True)
    try:
        server.ensure_running()
        app.prepare_embedded(server)
        seed.seed(server.url())
        return _take(out, folder)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _take(out: Path, folder: Path) -> int:
    make_application()
    theme().set_look("light")
    complaints = Complaints()
    logging.getLogger().addHandler(complaints)
    logging.getLogger("qt").addFilter(not_of_the_platform)
    hear_everything()
    day = Day(out, lambda desk, worker: _application(folder, desk, worker=worker))
    try:
        protocol = [_step(number, step, day, complaints) for number, step in enumerate(STEPS, start=1)]
    except StepFailed as failed:
        protocol = [*day.protocol, {"step": "failed", "why": str(failed)}]
        day.picture_of_failure()
    finally:
        day.close()
        logging.getLogger("qt").removeFilter(not_of_the_platform)
        logging.getLogger().removeHandler(complaints)
        qInstallMessageHandler(None)
        sys.excepthook = sys.__excepthook__
    held = all("why" not in line for line in protocol)
    text = json.dumps({"held": held, "steps": protocol}, indent=1, ensure_ascii=False)
    (out / "tour.json").write_text(text + "\n", encoding="utf-8")
    if not held:
        print(f"The tour did not hold: {protocol[-1]['why']}", file=sys.stderr)
    return 0 if held else 1


def _step(number: int, step: Step, day: Day, complaints: Complaints) -> dict[str, object]:
    name = step.__name__
    began = time.monotonic()
    print(f"{number:2d}/{len(STEPS)} {name.replace('_', ' ')}", flush=True)
    asserted = step(day)
    if complaints.lines:
        raise StepFailed(f"{name}: {complaints.lines[0]}")
    line: dict[str, object] = {
        "step": name,
        "picture": f"{number:02d}-{name.replace('_', '-')}.png",
        "seconds": round(time.monotonic() - began, 2),
        "asserted": asserted,
    }
    day.picture(str(line["picture"]).removesuffix(".png"))
    day.protocol.append(line)
    return line


def _application(folder: Path, desk: str, *, worker: bool) -> Application:
    settings = Settings(data_dir=folder, desk=desk, worker=worker)

    def connect(login: str, password: str, name: str) -> Clinic:
        return app.sign_in(settings, login, password, name)

    return Application(settings, connect)
