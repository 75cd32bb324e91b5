"""Reading vitals as typed, and saying which are abnormal. No Qt.

The limits are for a person at rest. Adults: temperature, respiratory rate, oxygen saturation and low blood
pressure after NEWS2 (Royal College of Physicians, 2017), pulse 50-100 with the NEWS2 extremes, high blood
pressure after the ESH guidelines of 2023 (140/90, grade 3 from 180/110), BMI after the WHO. For people under 16
only temperature and saturation are judged, since the rest depends on age.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from opd_desktop.services.dto.encounters import Vitals

ADULT = 16
"""Years from which the adult limits are applied (NEWS2)."""


@dataclass(frozen=True)
class Measure:
    """One field of the form: ``low`` to ``high`` is what a person can have at all, as in `Vitals`."""

    name: str
    unit: str
    low: float
    high: float
    whole: bool = True


MEASURES = (
    Measure("temperature", "°C", 25, 45, whole=False),
    Measure("systolic", "mmHg", 40, 300),
    Measure("diastolic", "mmHg", 20, 200),
    Measure("pulse", "/min", 20, 300),
    Measure("respiratory_rate", "/min", 4, 100),
    Measure("spo2", "%", 40, 100),
    Measure("weight", "kg", 0.3, 350, whole=False),
    Measure("height", "cm", 20, 250, whole=False),
)
MEASURE = {one.name: one for one in MEASURES}
FIELDS = ("temperature", "blood_pressure", "pulse", "respiratory_rate", "spo2", "weight", "height")
"""The fields of the form; blood pressure is typed as one, ``132/84``."""


@dataclass(frozen=True)
class Wrong:
    """Why a field can't be read: ``not_a_number``, ``out_of_range``, ``pressure_form``, ``pressure_order``."""

    reason: str
    measure: Measure | None = None


def typed(vitals: Vitals | None) -> dict[str, str]:
    """The fields of the form as a person would type them."""
    if vitals is None:
        return dict.fromkeys(FIELDS, "")
    texts = {name: _number_text(getattr(vitals, name)) for name in FIELDS if name in MEASURE}
    pressure = ""
    if vitals.systolic is not None:
        pressure = f"{vitals.systolic}/{vitals.diastolic if vitals.diastolic is not None else ''}"
    return {name: texts.get(name, pressure) for name in FIELDS}


def read(texts: Mapping[str, str]) -> tuple[dict[str, float | None], dict[str, Wrong]]:
    """Values by the names of `Vitals`, and what is wrong by field; an empty field is None."""
    values: dict[str, float | None] = {}
    wrong: dict[str, Wrong] = {}
    for name in FIELDS:
        text = texts.get(name, "").strip()
        found = _read_pressure(text) if name == "blood_pressure" else _read_number(MEASURE[name], text)
        if isinstance(found, Wrong):
            wrong[name] = found
        else:
            values |= found
    return values, wrong


def _read_number(measure: Measure, text: str) -> dict[str, float | None] | Wrong:
    if not text:
        return {measure.name: None}
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return Wrong("not_a_number", measure)
    if not measure.low <= value <= measure.high:
        return Wrong("out_of_range", measure)
    if measure.whole:
        return {measure.name: round(value)} if value == round(value) else Wrong("not_a_number", measure)
    return {measure.name: round(value, 2)}


def _read_pressure(text: str) -> dict[str, float | None] | Wrong:
    if not text:
        return {"systolic": None, "diastolic": None}
    parts = text.replace("/", " ").split()
    if len(parts) != 2:
        return Wrong("pressure_form")
    values: dict[str, float | None] = {}
    for name, part in zip(("systolic", "diastolic"), parts, strict=True):
        found = _read_number(MEASURE[name], part)
        if isinstance(found, Wrong):
            return found
        values |= found
    upper, lower = values["systolic"], values["diastolic"]
    if upper is not None and lower is not None and upper <= lower:
        return Wrong("pressure_order")
    return values


def flag_of(name: str, values: Mapping[str, float | None], age: int | None) -> str:
    """``very_low``, ``low``, ``high``, ``very_high``, for BMI also the WHO class; empty = usual or not judged."""
    if name == "bmi":
        return _bmi_flag(values, age)
    if name == "blood_pressure":
        return _pressure_flag(values) if _adult(age) else ""
    value = values.get(name)
    bands = _BANDS.get(name)
    if value is None or bands is None or (name in _ADULTS_ONLY and not _adult(age)):
        return ""
    very_low, low, high, very_high = bands
    if value <= very_low:
        return "very_low"
    if value <= low:
        return "low"
    if value >= very_high:
        return "very_high"
    return "high" if value >= high else ""


_NEVER = 1e9
_BANDS = {
    # name: very low up to, low up to, high from, very high from
    "temperature": (34.0, 35.0, 38.0, 39.1),
    "pulse": (40, 49, 101, 131),
    "respiratory_rate": (8, 11, 21, 25),
    "spo2": (91, 95, _NEVER, _NEVER),
}
_ADULTS_ONLY = frozenset({"pulse", "respiratory_rate"})


def _adult(age: int | None) -> bool:
    return age is None or age >= ADULT


def _pressure_flag(values: Mapping[str, float | None]) -> str:
    upper, lower = values.get("systolic"), values.get("diastolic")
    if upper is None:
        return ""
    if upper >= 180 or (lower or 0) >= 110:
        return "very_high"
    if upper >= 140 or (lower or 0) >= 90:
        return "high"
    if upper <= 90:
        return "very_low"
    return "low" if upper <= 100 else ""


def bmi(values: Mapping[str, float | None]) -> float | None:
    """kg/m², one decimal."""
    return Vitals(weight=values.get("weight"), height=values.get("height")).bmi


def _bmi_flag(values: Mapping[str, float | None], age: int | None) -> str:
    value = bmi(values)
    if value is None or age is None or age < 18:
        return ""
    for limit, name in ((18.5, "underweight"), (25.0, ""), (30.0, "overweight")):
        if value < limit:
            return name
    return "obese"


def _number_text(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
