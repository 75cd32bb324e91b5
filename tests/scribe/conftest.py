"""Real visits and recordings where they are at hand, and the shipped sample always."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from opd_desktop.paths import RESOURCES

# The recorder is the only Qt here; it needs no display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

VISIT = """\
[doctor] good morning , mr. baker . what brings you in ?
[patient] i've had a cough for 3 days , and i feel tired .
[doctor] any fever or chills ?
[patient] no .
[doctor] do you have chest pain ?
[patient] yes , when i cough .
[doctor] are you taking anything ?
[patient] i'm taking lisinopril 20 mg a day .
[doctor] has anyone at home been ill ?
[patient] my mother has asthma .
[doctor] let me listen to your lungs . on your lung exam , i hear crackles at the right base .
[doctor] your blood pressure is one forty five over ninety two .
[doctor] so i think you have pneumonia . i'm going to order a chest x-ray , and i want \
to start you on azithromycin 500 mg once a day for 3 days .
[doctor] if you're not better in a week we may need a ct scan . i'll see you back in 1 week .
[patient] okay .
"""


@pytest.fixture
def visit() -> str:
    """A short conversation with every kind of fact in it."""
    return VISIT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data sets beside the project."""
    if not SHARED.is_dir():
        pytest.skip(f"the public data sets are not beside the project ({SHARED.name} folder absent)")
    return SHARED


@pytest.fixture(scope="session")
def aci_valid(shared: Path) -> list[dict[str, str]]:
    """The validation visits of ACI-Bench."""
    with (shared / "aci-bench" / "valid.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def dictation() -> Path:
    """The shipped recording of a doctor dictating a visit."""
    return RESOURCES / "samples" / "dictation.ogg"
