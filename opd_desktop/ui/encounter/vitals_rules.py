"""Reading vitals as typed. What is plausible and what is abnormal stands in `domain.vitals`. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from opd_desktop.domain.vitals import MEASURE, MEASURES, Measure, flag_of
from opd_desktop.domain.vitals import bmi as bmi_of
from opd_desktop.services.dto.encounters import Vitals

__all__ = ["FIELDS", "MEASURE", "MEASURES", "Wrong", "bmi", "flag_of", "read", "typed"]

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


def bmi(values: Mapping[str, float | None]) -> float | None:
    """kg/m², one decimal."""
    return bmi_of(values.get("weight"), values.get("height"))


def _number_text(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
