"""Vital signs: units, what a person can have at all, and what is abnormal.

The limits are for a person at rest. Adults: temperature, respiratory rate, oxygen saturation and low blood
pressure after NEWS2 (Royal College of Physicians, 2017), pulse 50-100 with the NEWS2 extremes, high blood
pressure after the ESH guidelines of 2023 (140/90, grade 3 from 180/110), BMI after the WHO. For people under 16
only temperature and saturation are judged, since the rest depends on age.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from opd_desktop.domain.errors import BadInput

ADULT = 16
"""Years from which the adult limits are applied (NEWS2)."""
_BMI_ADULT = 18


@dataclass(frozen=True)
class Measure:
    """One measurement: ``low`` to ``high`` is what a person can have at all; beyond it is a typing error."""

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

#: Measured values by the names of `MEASURES`; None or missing = not measured.
Values = Mapping[str, float | None]


def check(values: Values) -> None:
    """Refuse what nobody can have measured.

    Raises:
        BadInput: ``vitals.out_of_range`` with ``measure``, ``low``, ``high`` and ``unit``;
            ``vitals.pressure_order`` when the lower pressure is not below the upper one.
    """
    for one in MEASURES:
        value = values.get(one.name)
        # Written so that "not a number" is refused too.
        if value is not None and not one.low <= value <= one.high:
            raise BadInput("vitals.out_of_range", measure=one.name, low=one.low, high=one.high, unit=one.unit)
    upper, lower = values.get("systolic"), values.get("diastolic")
    if upper is not None and lower is not None and lower >= upper:
        raise BadInput("vitals.pressure_order")


def bmi(weight: float | None, height: float | None) -> float | None:
    """kg/m², one decimal, from kilograms and centimetres; None unless both were measured."""
    if not weight or not height:
        return None
    return round(weight / (height / 100) ** 2, 1)


def flag_of(name: str, values: Values, age: int | None) -> str:
    """``very_low``, ``low``, ``high``, ``very_high``, for BMI the WHO class; empty = usual or not judged.

    Args:
        name: one of `MEASURES`, ``blood_pressure`` or ``bmi``.
        age: years; None (unknown) is judged as an adult, but for the BMI.
    """
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


def _pressure_flag(values: Values) -> str:
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


def _bmi_flag(values: Values, age: int | None) -> str:
    value = bmi(values.get("weight"), values.get("height"))
    if value is None or age is None or age < _BMI_ADULT:
        return ""
    for limit, name in ((18.5, "underweight"), (25.0, ""), (30.0, "overweight")):
        if value < limit:
            return name
    return "obese"
